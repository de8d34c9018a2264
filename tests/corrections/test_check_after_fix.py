"""Each kind of error is gone when a corrected file is checked again, in every format that is corrected."""

from __future__ import annotations

import html

import pytest

from citecheck.corrections.source_files import certain_corrections
from tests.corrections.made import checked, fixed
from tests.corrections.test_styles import APA, MLA, NATURE, VANCOUVER

TEXT = "Coffee\n\nIts text.\n\nReferences\n\n1. {}\n"
MARKDOWN = "# Coffee\n\nIts text.\n\n## References\n\n1. {}\n"
HTML = (
    "<html><head><title>Coffee</title></head><body><h1>Coffee</h1><p>Its text.</p>"
    "<h2>References</h2><ol><li>{}</li></ol></body></html>"
)
AUTHORS = "Okafor CN, Lindqvist Å, van den Berg JP, Stone A"


@pytest.mark.parametrize(
    ("right", "part", "wrong"),
    [
        pytest.param(VANCOUVER, " 2019;", " 2012;", id="year"),
        pytest.param(APA, "103(4)", "130(4)", id="volume"),
        pytest.param(MLA, "1260-66", "2260-66", id="pages"),
        pytest.param(NATURE, "Am. J. Clin. Nutr.", "Ann. Intern. Med.", id="journal"),
        pytest.param(VANCOUVER, "Am J Clin Nutr", "Am J Cln Nutr", id="misspelt-journal"),
        pytest.param(VANCOUVER, "10.1000/ajcn.2019.4", "10.1000/lancet.1999.1", id="doi"),
        pytest.param(VANCOUVER, "PMID: 27053384", "PMID: 11111111", id="pmid"),
        pytest.param(VANCOUVER, "Okafor CN", "Petkov VD", id="first-author"),
        pytest.param(VANCOUVER, AUTHORS, "Petkov VD, Osei K", id="all-authors"),
        pytest.param(VANCOUVER, "cirrhosis of the", "cirhosis of the", id="title"),
    ],
)
@pytest.mark.parametrize(
    ("name", "article"), [("article.txt", TEXT), ("article.md", MARKDOWN), ("article.html", HTML)]
)
def test_the_error_is_gone(right: str, part: str, wrong: str, name: str, article: str) -> None:
    assert right.count(part) == 1
    before, after = (
        article.format(html.escape(each, quote=False) if name.endswith("html") else each)
        for each in (right.replace(part, wrong), right)
    )
    result = fixed(before.encode(), name)
    assert result.after == after
    again = checked(result.data, name)
    (citation,) = [one for one in again.citations if one.judgement]
    assert citation.judgement
    assert citation.judgement.verdict == "verified"
    assert (citation.judgement.notes, citation.judgement.suggestions) == ((), ())
    assert certain_corrections(again) == ()
