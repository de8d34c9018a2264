"""Queries of one citation share a search, those of others do not, and each gets its own hits."""

import pytest

from citecheck.model import Author, Journal, PartialDate, Publication, Query
from citecheck.sources.entrez.result_assignment import assign_results, group_related_queries

GUT = Journal("Gut", "Gut")
PAIN = Journal("Pain", "Pain")
WORDS = ("magnesium", "neuropathy", "tingling")


@pytest.mark.parametrize(
    ("a", "b", "together"),
    [
        (Query("", journal=GUT, words=WORDS), Query("", journal=GUT, concepts=(("magnesium", "Mg"),)), True),
        (Query("", journal=GUT, words=WORDS), Query("", journal=GUT, words=("sleep", "naps")), False),
        (Query("", journal=GUT, words=WORDS), Query("", journal=PAIN, words=("magnesium",)), False),
        (Query("", journal=GUT, words=WORDS), Query("", journal=None, words=WORDS), True),
        (Query("", words=WORDS), Query("", words=WORDS, years=(2018, 2019)), True),
        # an author's few records would drown among all that hold the words
        (Query("", words=WORDS), Query("", words=WORDS, authors=("Quill A",)), False),
        (Query("", words=WORDS, authors=("Harrow B",)), Query("", words=WORDS, authors=("Quill A",)), True),
        (
            Query("", journal=GUT, words=WORDS),
            Query("", journal=GUT, words=WORDS, authors=("Quill A",)),
            True,
        ),
        (Query("", words=WORDS), Query("", pmids=("1",), words=WORDS), False),
        (Query("", words=WORDS), Query("", journal=GUT), False),
        # a citation asks for each thing once: this is the next one
        (Query("words", words=WORDS), Query("words", words=WORDS, years=(2018, 2019)), False),
    ],
)
def test_which_queries_share_a_search(a: Query, b: Query, together: bool) -> None:
    assert (len(list(group_related_queries([a, b]))) == 1) is together


def test_a_group_is_a_limited_row_of_neighbours() -> None:
    same = [Query(str(n), journal=GUT, words=WORDS) for n in range(10)]
    other = Query("other", journal=PAIN, words=("sleep", "naps"))
    assert [len(family) for family in group_related_queries([*same[:3], other, *same[3:]])] == [3, 1, 7]
    assert [len(family) for family in group_related_queries(same)] == [8, 2]


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


def test_records_with_most_and_rarest_words_come_first() -> None:
    texts = (
        "Sleep in children",
        "Sleep in adults",
        "Naps of children",
        "Sleep and the FLAME study of children",
    )
    records = [Publication(str(at), text) for at, text in enumerate(texts, 1)]
    found = assign_results([Query("", words=("sleep", "children", "naps", "flame"))], records)
    ((_, group),) = found.items()
    assert [record.pmid for record in group] == ["4", "3", "1", "2"]
