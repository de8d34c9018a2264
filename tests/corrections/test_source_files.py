"""Files of text, Markdown and HTML are corrected in place, byte for byte the same around it."""

from __future__ import annotations

import pytest

from citecheck.corrections.source_files import certain_corrections, correct_file, unified_diff
from citecheck.documents import read_bytes
from citecheck.model import DocumentFormat, Suggestion
from tests.corrections.made import OTHER, SmallSource, checked, fixed
from tests.corrections.test_styles import VANCOUVER

WRONG = VANCOUVER.replace(" 2019;103(4)", " 2013;108(4)")
HTML = """<!DOCTYPE html>
<html><head><meta charset="{charset}"><title>Caf&eacute;</title></head>
<body><p>Tea &amp; more.</p>
<h2>References</h2>
<ol><li>Okafor CN, Lindqvist &Aring;, van den Berg JP, Stone A. Coffee drinking and cirrhosis of the liver:
 a cohort study in 1200&nbsp;nurses. <em>{journal}</em>. <b>{year}</b>;{volume}(4):{pages}.</li></ol>
</body></html>
"""
RIGHT = {"journal": "Am J Clin Nutr", "year": "2019", "volume": "103", "pages": "1260&ndash;6"}


def page(charset: str = "utf-8", **changed: str) -> bytes:
    return HTML.format(charset=charset, **(RIGHT | changed)).encode(charset)


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_encoding_and_line_ends_stay(line_end: str, encoding: str) -> None:
    text = "Coffee\n\nIts text – all of it.\n\nReferences\n\n1. {}\n\nThe end".replace("\n", line_end)
    result = fixed(text.format(WRONG).encode(encoding), "article.txt")
    assert result.data == text.format(VANCOUVER).encode(encoding)
    assert (len(result.made), result.left_out) == (2, ())


@pytest.mark.parametrize(
    "wrong",
    [
        {"year": "2013"},
        {"volume": "108"},
        {"journal": "Ann Intern Med"},
        {"pages": "1360&ndash;6"},
        {"pages": "1360&#8211;9"},
        {"year": "2013", "volume": "108"},
    ],
)
@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1"])
def test_html_is_corrected_between_its_tags_and_entities(wrong: dict[str, str], charset: str) -> None:
    right = page(charset).replace(b"&ndash;", b"&#8211;") if "&#" in str(wrong) else page(charset)
    assert fixed(page(charset, **wrong), "article.html").data == right


def test_a_field_with_markup_inside_is_left() -> None:
    data = page(volume="1<b>0</b>8")
    result = fixed(data, "article.html")
    assert (result.data, result.made) == (data, ())


def test_markup_of_markdown_stays_around_what_is_corrected() -> None:
    text = (
        "# Coffee\n\nIts text.\n\n## References\n\n"
        "1. Okafor CN, Lindqvist Å, van den Berg JP, Stone A. Coffee drinking and cirrhosis of the liver: a\n"
        "   cohort study in 1200 nurses. *{}*. **{}**;103(4):1260-6.\n"
    )
    result = fixed(text.format("Ann Intern Med", "2013").encode())
    assert result.after == text.format("Am J Clin Nutr", "2019")


def test_what_a_replacement_holds_is_written_as_the_format_needs_it() -> None:
    data = b"<p>Zinc. Gut. 2012.</p>"
    document = read_bytes(data, "a.html")
    result = correct_file(data, document, [(Suggestion(9, 12, "Heart & <Lung>", "journal"),)])
    assert result.data == b"<p>Zinc. Heart &amp; &lt;Lung&gt;. 2012.</p>"


@pytest.mark.parametrize(
    ("data", "name", "suggestion"),
    [
        (b"Zinc in cp1252: \xe9t\xe9. Gut. 2012.", "a.txt", Suggestion(21, 24, "Журнал", "journal")),
        (b"---\ntitle: Zinc\n---\n\nGut 2012.\n", "a.md", Suggestion(21, 24, "\n\n# Gut", "journal")),
        (b"Zinc. Gut. 2012.", "a.txt", Suggestion(6, 9, "a  b", "journal")),
    ],
)
def test_a_correction_that_would_change_more_is_left_out(
    data: bytes, name: str, suggestion: Suggestion
) -> None:
    result = correct_file(data, read_bytes(data, name), [(suggestion,)])
    assert (result.data, result.made, result.left_out) == (data, (), ((suggestion,),))


def test_one_that_would_change_more_does_not_hold_up_the_others() -> None:
    data = b"Zinc. Gut. 2012."
    good, bad = Suggestion(11, 15, "2019", "date"), Suggestion(6, 9, "a\n\nb", "journal")
    result = correct_file(data, read_bytes(data, "a.txt"), [(bad,), (good,)])
    assert (result.data, result.left_out) == (b"Zinc. Gut. 2019.", ((bad,),))


def test_checked_again_nothing_is_left_to_correct() -> None:
    data = f"# Coffee\n\nIts text.\n\n## References\n\n1. {WRONG}\n".encode()
    result = fixed(data)
    again = checked(result.data)
    assert again.document.format is DocumentFormat.MARKDOWN
    assert certain_corrections(again) == ()
    assert [one.judgement.verdict.value for one in again.citations if one.judgement] == ["verified"]


def test_a_publication_that_is_not_there_corrects_nothing() -> None:
    data = f"# Coffee\n\nIts text.\n\n## References\n\n1. {WRONG}\n".encode()
    assert fixed(data, source=SmallSource(OTHER)).data == data


def test_the_diff_is_one_that_git_applies() -> None:
    data = f"Coffee\r\n\r\nReferences\r\n\r\n1. {WRONG}".encode()
    lines = list(unified_diff(fixed(data, "/articles/coffee.txt")))
    assert lines[:2] == ["--- a/articles/coffee.txt\n", "+++ b/articles/coffee.txt\n"]
    assert "".join(lines).splitlines(keepends=True)[-4:] == [
        f"-1. {WRONG}\n",
        "\\ No newline at end of file\n",
        f"+1. {VANCOUVER}\n",
        "\\ No newline at end of file\n",
    ]
    assert " References\r\n" in lines
