"""Reading any file ends, either with records or with RecordsError."""

import io
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citecheck.errors import RecordsError
from citecheck.model import Author, Journal, Notice, PartialDate, Publication, Query
from citecheck.pubmed import BadRecord, Deletion, PubMedIndex, parse_medline, parse_xml
from citecheck.pubmed.packed_record import pack, unpack
from tests.pubmed.records import article, article_set, rows, write

WHOLE = article_set(article(row) for row in rows()[:3])
PIECES = [
    b"<PubmedArticle>", b"</PubmedArticle>", b"<!--", b"-->", b"<![CDATA[", b"]]>", b"&", b"<ReferenceList>",
    b"</PubmedData>", b"\x00", b"\xff", b"<!ENTITY x 'y'>", b"<?pi", b'"', b"<PMID>", b"<DeleteCitation>",
]  # fmt: skip
QUICK = settings(max_examples=150, deadline=timedelta(seconds=2))


@QUICK
@given(st.integers(0, len(WHOLE)), st.integers(0, 400), st.sampled_from(PIECES) | st.binary(max_size=8))
def test_xml_with_a_stretch_replaced(start: int, length: int, other: bytes) -> None:
    data = WHOLE[:start] + other + WHOLE[start + length :]
    try:
        found = list(parse_xml(io.BytesIO(data)))
    except RecordsError:
        return
    assert len(found) <= 8
    assert all(isinstance(record, Publication | BadRecord | Deletion) for record in found)


@QUICK
@given(st.text(alphabet=st.sampled_from("PMIDTAU-0123 \n\t[]éx"), max_size=200))
def test_medline_of_any_letters(text: str) -> None:
    try:
        found = list(parse_medline(io.StringIO(text)))
    except RecordsError:
        return
    assert all(isinstance(record, Publication | BadRecord) for record in found)


names = st.text(max_size=12)
dates = st.none() | st.builds(PartialDate, st.integers(1700, 2030), st.none() | st.integers(1, 12), st.none())


@QUICK
@given(
    st.builds(
        Publication,
        pmid=st.integers(1, 99_999_999).map(str),
        title=names,
        journal=st.none()
        | st.builds(Journal, names.filter(bool), names.filter(bool), st.none(), names, st.tuples(names)),
        issued=dates,
        online=dates,
        authors=st.lists(
            st.builds(Author, names, names, names, st.none() | names, st.tuples(names)), max_size=3
        ).map(tuple),
        abstract=names,
        mesh=st.tuples(names, names),
        notices=st.tuples(st.builds(Notice, names, names, st.none() | names)),
        doi=st.none() | names,
    )
)
def test_what_is_stored_comes_back(publication: Publication) -> None:
    assert unpack(pack(publication)) == publication


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> PubMedIndex:
    folder: Path = tmp_path_factory.mktemp("hostile")
    return PubMedIndex.build(folder / "ix", [write(folder / "a.xml", map(article, rows()))])


words = st.text(max_size=20) | st.sampled_from(
    ["vitamin D 3 2 1", "a", "\x00", "AND OR NOT", '"', "*:*", "β-a", "'s"]
)
some = st.lists(words, max_size=3).map(tuple)


@QUICK
@given(
    st.builds(
        Query,
        purpose=st.just("any"),
        pmids=some,
        dois=some,
        pmcids=some,
        title=st.none() | words,
        journal=st.none() | st.builds(Journal, words, words, st.none(), st.none() | words),
        authors=some,
        affiliation=st.none() | words,
        years=st.none() | st.tuples(st.integers(), st.integers()),
        volume=st.none() | words,
        issue=st.none() | words,
        first_page=st.none() | words,
        concepts=st.lists(some, max_size=2).map(tuple),
        words=some,
        limit=st.integers(0, 30),
    ),
    words,
)
def test_any_question_has_an_answer(index: PubMedIndex, query: Query, term: str) -> None:
    found = index.search(query)
    assert len(found.publications) <= found.hits
    assert index.frequency(term) >= 0
    index.get(term)
