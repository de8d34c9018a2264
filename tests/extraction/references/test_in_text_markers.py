"""The reference entry that a sentence names."""

from __future__ import annotations

import pytest

from citecheck.documents import read_bytes
from citecheck.extraction import extract, links
from citecheck.extraction.candidate import CitationCandidate
from citecheck.extraction.references import finder as references
from citecheck.extraction.references import in_text_markers
from citecheck.journals import Catalogue
from citecheck.model import CitationFields, CitationKind

LIST = (
    "\n\n## References\n\n"
    '1. <a id="ref1"></a>Stone AB, Hill C. Zinc and sleep. J Nutr. 2012;142(8):1220-5.\n'
    "2. Cook R, Miller T. Salt at school. BMJ. 2008;337:a1035. doi:10.1000/salt\n"
    "3. Cook R. Salt at home. BMJ. 2009;338:a2035.\n"
)


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return Catalogue.load()


def named(sentence: str, catalogue: Catalogue, tail: str = LIST) -> str | None:
    """The number of the entry that an attribution in the first sentence leads to."""
    document = read_bytes((sentence + tail).encode(), "a.md")
    entries = references.find(document, catalogue)
    end = document.text.index("~")
    attribution = CitationCandidate(CitationKind.ATTRIBUTION, 0, end, CitationFields(), words=(0, 5))
    drafts = (attribution, *links.find(document, catalogue, entries), *entries)
    entry = in_text_markers.tie_markers(document, drafts).get(attribution)
    return entry.label if entry else None


SENTENCES = [
    ("A study found zinc helps [1].~", "1"),
    ("A study found zinc helps. [2] ~", "2"),
    ("A study found zinc helps.2 ~Not so.", "2"),
    ("A study found zinc helps.<sup>3</sup>~", "3"),
    ("A study found zinc helps.²~", "2"),
    ("A study found zinc helps [^2].~", "2"),
    ("A study found zinc helps (Stone and Hill 2012).~", "1"),
    ("Cook and Miller (2008) found salt harms.~", "2"),
    ("Cook et al. (2009) found salt harms.~", "3"),
    ("A study found salt harms [it](#ref1).~", "1"),
    ("A study found zinc helps [1], others that it harms [2].~", "1"),
    ("A study found zinc helps [1,2].~", None),
    ("A study found zinc helps [7].~", None),
    ("A study found zinc helps (Stone 1999).~", None),
    ("A study of 2012 found zinc helps.~", None),
]


@pytest.mark.parametrize(("sentence", "expected"), SENTENCES)
def test_the_entry_that_a_sentence_names(sentence: str, expected: str | None, catalogue: Catalogue) -> None:
    assert named(sentence, catalogue) == expected


def test_a_number_on_two_entries_names_none(catalogue: Catalogue) -> None:
    tail = LIST + "\n## Further reading\n\n1. Hall B. Iron. J Nutr. 2011;141:12-5.\n"
    assert named("A study found zinc helps [1].~", catalogue, tail) is None


def test_a_footnote(catalogue: Catalogue) -> None:
    tail = "\n\n[^a]: Stone AB. Zinc and sleep. J Nutr. 2012;142(8):1220-5.\n"
    assert named("A study found zinc helps.[^a]~", catalogue, tail) == "a"


def test_a_footnote_goes_before_an_entry_of_the_same_number(catalogue: Catalogue) -> None:
    tail = "\n\n[^1]: Hall B. Iron and rest. J Nutr. 2011;141:12-5.\n" + LIST
    document = read_bytes(("A study found iron helps.[^1] ~" + tail).encode(), "a.md")
    entries = references.find(document, catalogue)
    attribution = CitationCandidate(
        CitationKind.ATTRIBUTION, 0, document.text.index("~"), CitationFields(), words=(0, 5)
    )
    assert (
        in_text_markers.tie_markers(document, (attribution, *entries))[attribution].claimed.title
        == "Iron and rest"
    )


def test_a_link_with_an_entrys_identifier_or_number(catalogue: Catalogue) -> None:
    text = (
        "Salt [harms](https://doi.org/10.1000/SALT). "
        "Zinc [[1]](https://pubmed.ncbi.nlm.nih.gov/23853635/) helps."
    )
    document = read_bytes((text + LIST).encode(), "a.md")
    entries = references.find(document, catalogue)
    found = links.find(document, catalogue, entries)
    ties = in_text_markers.tie_markers(document, (*found, *entries))
    assert [ties[link].label for link in found] == ["2", "1"]


def test_without_entries_nothing_is_tied() -> None:
    document = read_bytes(b"A study found zinc helps [1].", "a.txt")
    draft = CitationCandidate(CitationKind.ATTRIBUTION, 0, 10, CitationFields())
    assert in_text_markers.tie_markers(document, (draft,)) == {}


def linked_label(article: str, catalogue: Catalogue) -> str | None:
    """The number of the entry that the only link of the article leads to."""
    document = read_bytes((article + LIST).encode(), "a.md")
    entries = references.find(document, catalogue)
    (link,) = links.find(document, catalogue, entries)
    entry = in_text_markers.tie_markers(document, (link, *entries)).get(link)
    return entry.label if entry else None


def test_a_numbered_link_is_tied_by_what_it_leads_to(catalogue: Catalogue) -> None:
    assert linked_label("Zinc helps [1](https://pubmed.ncbi.nlm.nih.gov/20219962/).", catalogue) == "1"
    # Entry 2 has an identifier, and the link has another one.
    assert linked_label("Salt helps [2](https://pubmed.ncbi.nlm.nih.gov/20219962/).", catalogue) is None
    assert linked_label("Salt helps [3](https://doi.org/10.1000/salt).", catalogue) == "2"


def test_a_sentence_follows_the_identifier_of_its_numbered_link(catalogue: Catalogue) -> None:
    assert named("A study found that salt harms. [1](https://doi.org/10.1000/salt)~", catalogue) == "2"
    assert named("A study found that salt harms. [2](https://doi.org/10.1000/other)~", catalogue) is None
    text = "A study found that salt harms. [2](https://doi.org/10.1000/other) Another one did not.~"
    assert named(text, catalogue) is None


def test_of_a_link_and_a_note_the_first_is_the_studys(catalogue: Catalogue) -> None:
    link = "[zinc](https://pubmed.ncbi.nlm.nih.gov/20219962/)"
    assert named(f"A study found that {link} helps, but salt does not [2].~", catalogue) is None
    assert named(f"A study found that salt harms [2], and {link} does not.~", catalogue) == "2"


@pytest.mark.parametrize("mark", ["2", "[2]", "[2](https://example.org/salt)", "<sup>2</sup>"])
def test_a_mark_behind_the_stop_belongs_to_the_sentence_before_it(mark: str, catalogue: Catalogue) -> None:
    article = (
        f"A 2008 study found that salt harms. {mark} Another 2009 trial found that salt helps. [3]" + LIST
    )
    found = extract(read_bytes(article.encode(), "a.md"), catalogue)
    label = {one.id: one.quote for one in found}
    told = [label.get(one.refers_to or "", "") for one in found if one.kind is CitationKind.ATTRIBUTION]
    assert ["school" in told[0], "home" in told[1]] == [True, True]
