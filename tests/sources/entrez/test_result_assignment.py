"""Questions of one citation go together, those of others don't, and each gets its own answer back."""

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
def test_who_goes_together(a: Query, b: Query, together: bool) -> None:
    assert (len(list(group_related_queries([a, b]))) == 1) is together


def test_a_family_is_a_row_of_neighbours_and_not_too_long() -> None:
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
def test_which_record_answers_which_question(query: Query, pmids: list[str]) -> None:
    anything = Query("anything", journal=GUT)
    found = assign_results([query, anything], RECORDS)
    assert [record.pmid for record in found[query]] == pmids
    assert found[anything] == RECORDS


def test_what_only_pubmed_sees_counts_for_what_it_comes_nearest_to() -> None:
    near = Query("", concepts=(("unrelated",), ("neuralgia",)))
    far = Query("", concepts=(("sleep",), ("naps",)))
    found = assign_results([near, far], RECORDS[2:])
    assert (found[near], found[far]) == (RECORDS[2:], [])


def test_what_only_pubmed_sees_counts_for_all_that_it_may_fit() -> None:
    asked = [Query("", words=("magnesium",)), Query("", words=("magnesium",), years=(2000, 2010))]
    found = assign_results(asked, RECORDS)
    assert [record.pmid for record in found[asked[0]]] == ["1", "2", "3"]
    assert [record.pmid for record in found[asked[1]]] == ["2"]


def test_the_most_and_rarest_of_the_words_come_first() -> None:
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
