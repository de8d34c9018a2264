"""A local index as a source: lookups come in order, and failures are values."""

from pathlib import Path

import pytest

from citecheck.errors import PubMedIndexError
from citecheck.model import Query, SourceKind
from citecheck.pubmed import BuildOptions, PubMedIndex
from citecheck.sources import Source
from citecheck.sources.index import IndexSource, query_limits
from tests.pubmed.records import article, rows, write


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Source:
    folder = tmp_path_factory.mktemp("source")
    index = PubMedIndex.build(folder / "ix", [write(folder / "a.xml", map(article, rows()))])
    return IndexSource(index, "my.index")


def test_answers_come_in_the_order_of_the_questions(source: Source) -> None:
    queries = [
        Query("first", pmids=("23432189",)),
        Query("second", words=("unheard",)),
        Query("third", concepts=(("vitamin D",),)),
    ]
    lookups = source.answer(queries)
    assert [lookup.query for lookup in lookups] == queries
    assert [lookup.hits for lookup in lookups] == [1, 0, 1]
    assert all(lookup.answered for lookup in lookups)
    assert lookups[2].text == "vitamin D"
    assert source.answer([]) == []


def test_the_info_of_a_local_source(source: Source) -> None:
    info = source.info
    assert (info.kind, info.name, info.records, info.complete) == (SourceKind.INDEX, "my.index", 7, False)
    assert str(info.as_of) == "2020-01-02"
    with source as entered:
        assert entered is source
    source.close()


class Broken(PubMedIndex):
    def search(self, query: Query) -> None:  # type: ignore[override]  # noqa: ARG002
        raise PubMedIndexError("a segment is gone")


def test_an_index_that_fails_gives_no_verdict(source: Source) -> None:
    assert isinstance(source, IndexSource)
    broken = Broken.open(source._index.path)
    (lookup,) = IndexSource(broken, "x").answer([Query("first", pmids=("1",))])
    assert not lookup.answered
    assert lookup.error == "The index could not answer: a segment is gone"


def test_lookups_name_what_an_index_leaves_out(tmp_path: Path) -> None:
    file = write(tmp_path / "a.xml", map(article, rows()))
    choices = BuildOptions(abstracts=False, years=(2000, 2020), journals=("Lancet", "Gut"))
    index = PubMedIndex.build(tmp_path / "ix", [file], choices)
    (lookup,) = IndexSource(index, "x").answer([Query("first", pmids=("1",))])
    assert lookup.notes == (
        "The index holds no abstracts.",
        "The index holds the years 2000 to 2020 only.",
        "The index holds 2 journals only.",
    )
    assert query_limits(BuildOptions()) == []
