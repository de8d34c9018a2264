"""Files of reference managers as articles that are all references."""

from __future__ import annotations

import pytest

from citecheck.documents import read_bytes
from citecheck.extraction import extract
from citecheck.journals import Catalogue
from citecheck.model import Citation, CitationKind

pytest.importorskip("bibtexparser")
pytest.importorskip("rispy")


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return Catalogue.load()


BIBTEX = r"""@string{jn = "J Nutr"}
% a comment
@article{hill2012,
  author = {Hill, C. and St{\"o}ne, Anna B. and {Zinc Study Team}},
  title = {Zinc and {S}leep}, journal = jn, year = 2012, volume = {142}, number = {8},
  pages = {1220--1225}, doi = {10.1000/abc}
}
@book{who, title = {A book}, author = {World Health Organization}, publisher = {Elsevier}, year = 1999}
@article{broken, title = {It never ends
"""
RIS = """TY  - JOUR
AU  - Hill, C.
AU  - Stöne, Anna B.
AU  - Zinc Study Group
TI  - Zinc and Sleep
T2  - J Nutr
PY  - 2012/08//
VL  - 142
IS  - 8
SP  - 1220
EP  - 1225
DO  - 10.1000/abc
ER  -

TY  - BOOK
AU  - World Health Organization
TI  - A book
PB  - Elsevier
PY  - 1999
ER  -
"""
NBIB = """PMID- 20219962
TI  - Zinc and
      Sleep.
AU  - Hill C
AU  - Stöne AB
CN  - Zinc Study Group
TA  - J Nutr
DP  - 2012 Aug
VI  - 142
IP  - 8
PG  - 1220-1225
LID - 10.1000/abc [doi]
"""
CSL = """[
 {"type": "article-journal", "title": "Zinc and Sleep", "container-title": "J Nutr", "issue": 8,
  "author": [{"family": "Hill", "given": "C."}, {"family": "Stöne", "given": "Anna B."},
             {"literal": "Group"}],
  "issued": {"date-parts": [[2012, 8]]}, "volume": "142", "page": "1220-1225", "DOI": "10.1000/abc"},
 {"type": "book", "title": "A book", "publisher": "Elsevier", "issued": {"raw": "1999"}}
]"""
FILES = [("a.bib", BIBTEX, 3), ("a.ris", RIS, 1), ("a.nbib", NBIB, 1), ("a.json", CSL, 2)]


def read(source: str, name: str, catalogue: Catalogue) -> tuple[Citation, ...]:
    document = read_bytes(source.encode(), name)
    assert document.error is None
    return extract(document, catalogue)


@pytest.mark.parametrize(("name", "source", "line"), FILES)
def test_every_field_is_read(name: str, source: str, line: int, catalogue: Catalogue) -> None:
    first = read(source, name, catalogue)[0]
    claimed = first.claimed
    assert first.kind is CitationKind.REFERENCE
    assert first.span.line == line
    assert [(p.last_name, p.initials) for p in claimed.authors] == [("Hill", "C"), ("Stöne", "AB")]
    assert len(claimed.institutions) == 1
    assert claimed.title == "Zinc and Sleep"
    assert claimed.journal is not None
    assert claimed.journal.journal is not None
    assert claimed.journal.journal.abbreviation == "J Nutr"
    assert (claimed.year, claimed.volume, claimed.issue, claimed.pages) == (2012, "142", "8", "1220-1225")
    assert claimed.doi == "10.1000/abc"
    assert claimed.pmid == ("20219962" if name == "a.nbib" else None)


@pytest.mark.parametrize(
    ("name", "source"), [(name, source) for name, source, _ in FILES if name != "a.nbib"]
)
def test_a_book_has_no_journal(name: str, source: str, catalogue: Catalogue) -> None:
    _, book = read(source, name, catalogue)
    assert book.claimed.title == "A book"
    assert book.claimed.journal is None
    assert book.claimed.year == 1999
    assert "Elsevier" in book.quote


@pytest.mark.parametrize("name", ["a.bib", "a.ris", "a.nbib", "a.csljson"])
@pytest.mark.parametrize("source", ["hello", "@article{a, title={b", "[{]", "PMID", "TY  -"])
def test_a_broken_file_says_so(name: str, source: str) -> None:
    assert read_bytes(source.encode(), name).error is not None


def test_other_json_is_still_an_export() -> None:
    assert (
        read_bytes(b'{"title": "Naps", "text": "Naps help people who sleep badly."}', "a.json").error is None
    )


# A soft hyphen, a no-break space and a zero-width space.
@pytest.mark.parametrize("name", ["a.bib", "a.ris", "a.nbib", "a.csljson"])
def test_characters_that_nobody_sees_are_left_out_of_a_reference(name: str, catalogue: Catalogue) -> None:
    source = {file: text for file, text, _ in FILES}[name.replace("csljson", "json")]
    seen = read(source.replace("Zinc and", "Zi\u00adnc\u00a0and\u200b"), name, catalogue)[0]
    assert "Zinc and" in seen.quote
    assert seen.claimed.title is not None
    assert seen.claimed.title.startswith("Zinc and")


def test_a_reference_of_which_nothing_can_be_seen_is_not_one() -> None:
    source = "TY  - JOUR\nTI  - \x02 \x03\nER  - \n\nTY  - JOUR\nTI  - Zinc and Sleep\nER  - \n"
    document = read_bytes(source.encode(), "a.ris")
    assert document.error is None
    assert [reference.title for reference in document.references] == ["Zinc and Sleep"]
