"""Queries that share a search get their own hits."""

import pytest

from citecheck.model import Author, Journal, PartialDate, Publication, Query
from citecheck.sources.entrez.query_fit import same_journal
from citecheck.sources.entrez.result_assignment import assign_results

GUT = Journal("Gut", "Gut")
PAIN = Journal("Pain", "Pain")
WORDS = ("magnesium", "neuropathy", "tingling")


RECORDS = [
    Publication("1", "Magnesium supplements for neuropathies", journal=GUT, issued=PartialDate(2019),
                authors=(Author("Quill", "Ann", "A", affiliations=("University of Oslo, Norway",)),)),
    Publication("2", "Tingling", journal=GUT, abstract="Patients took magnesium.", issued=PartialDate(2010)),
    Publication("3", "An unrelated title", journal=GUT, issued=PartialDate(2019)),
]  # fmt: skip


@pytest.mark.parametrize(
    ("query", "pmids"),
    [
        (Query("", concepts=(("Mg", "magnesium"), ("neuropathy",))), ["1"]),
        (Query("", words=("tingling", "magnesium supplement")), ["1", "2"]),
        (Query("", words=("magnesium",), years=(2018, 2020)), ["1"]),
        (Query("", words=("magnesium",), authors=("Quill A",)), ["1"]),
        (Query("", words=("magnesium",), affiliation="University of Oslo"), ["1"]),
        (Query("", words=("magnesium",), journal=PAIN), []),
        (Query("", words=("unicorns",)), []),
    ],
)
def test_records_are_assigned_to_the_queries_they_answer(query: Query, pmids: list[str]) -> None:
    anything = Query("anything", journal=GUT)
    found = assign_results([query, anything], RECORDS)
    assert [record.pmid for record in found[query]] == pmids
    assert found[anything] == RECORDS


def test_an_unassigned_record_counts_for_the_nearest_query() -> None:
    near = Query("", concepts=(("unrelated",), ("neuralgia",)))
    far = Query("", concepts=(("sleep",), ("naps",)))
    found = assign_results([near, far], RECORDS[2:])
    assert (found[near], found[far]) == (RECORDS[2:], [])


def test_an_unassigned_record_counts_for_all_equally_near_queries() -> None:
    asked = [Query("", words=("magnesium",)), Query("", words=("magnesium",), years=(2000, 2010))]
    found = assign_results(asked, RECORDS)
    assert [record.pmid for record in found[asked[0]]] == ["1", "2", "3"]
    assert [record.pmid for record in found[asked[1]]] == ["2"]


@pytest.mark.parametrize(
    ("named", "is_same"), [("Eye", True), ("Eye (Lond)", True), ("Eye Contact Lens", False), ("Gut", False)]
)
def test_a_journal_is_the_same_with_and_without_its_place(named: str, is_same: bool) -> None:
    record = Publication("1", "Myopia", journal=Journal("Eye", "Eye (Lond)"))
    assert same_journal(Journal(named, named), record) is is_same
