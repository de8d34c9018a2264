"""The query plan: the order of its steps, when it stops, and what each step asks."""

import datetime as dt
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.model import (
    CitationFields,
    Concept,
    DateRange,
    Journal,
    JournalMention,
    Lookup,
    Person,
    Publication,
    Query,
)  # fmt: skip
from citecheck.planning import run_query_plan
from tests.makers import cluster_of

GUT = Journal("Gut", "Gut")


def steps_of(claimed: CitationFields) -> list[tuple[Query, ...]]:
    """The steps of a plan if no query finds anything."""
    asked: list[tuple[Query, ...]] = []
    plan = run_query_plan(cluster_of(claimed), lambda _: False)
    try:
        step = next(plan)
        while True:
            asked.append(step)
            step = plan.send(tuple(Lookup(query, query.purpose) for query in step))
    except StopIteration:
        return asked


def test_identifiers_are_asked_first_one_query_a_kind() -> None:
    first = steps_of(CitationFields(pmid="123", doi="10.1/x", title="Walking and mortality"))[0]
    assert [(q.pmids, q.dois) for q in first] == [(("123",), ()), ((), ("10.1/x",))]


def test_the_plan_ends_when_the_lookups_suffice() -> None:
    plan = run_query_plan(cluster_of(CitationFields(pmid="123", title="Walking and mortality")), bool)
    (query,) = next(plan)
    with pytest.raises(StopIteration):
        plan.send((Lookup(query, query.purpose, 1, (Publication("123"),)),))


def test_whether_the_lookups_suffice_is_asked_only_after_a_step_that_found_something_new() -> None:
    asked: list[int] = []

    def stop_searching(lookups: Sequence[Lookup]) -> bool:
        asked.append(len(lookups))
        return False

    claimed = CitationFields(
        journal=JournalMention("Gut", GUT), title="Coffee and liver", authors=(Person("Berg", "Berg"),)
    )
    plan = run_query_plan(cluster_of(claimed), stop_searching)
    step = next(plan)
    with suppress(StopIteration):
        for found in ((), (Publication("1"),), (Publication("1"),)):
            step = plan.send(tuple(Lookup(query, query.purpose, 9, found) for query in step))
    assert asked == [2], "neither nothing nor the same again changes the answer"


def test_a_reference_asks_by_its_numbers_then_by_title() -> None:
    claimed = CitationFields(
        journal=JournalMention("Gut", GUT),
        year=2019,
        volume="68",
        pages="541–7",
        title="Coffee and liver cancer",
        authors=(Person("Smith JA", "Smith", "JA"), Person("Berg B", "Berg", "B")),
    )
    asked = steps_of(claimed)
    (numbers,), (title,) = asked[:2]
    assert replace(numbers, purpose="") == Query(
        "", journal=GUT, years=(2019, 2019), volume="68", first_page="541", authors=("Smith JA",)
    )
    assert (title.title, title.journal) == ("Coffee and liver cancer", GUT)
    assert any(q.title and q.journal is None for step in asked for q in step)
    assert any(q.volume == "68" and not q.authors and not q.years for step in asked for q in step)


def test_an_attribution_asks_its_journal_first_then_everywhere() -> None:
    claimed = CitationFields(
        journal=JournalMention("Gut", GUT),
        year=2019,
        finding="coffee drinkers have less liver cancer",
        concepts=(Concept("coffee"), Concept("liver cancer")),
    )
    asked = [q for step in steps_of(claimed) for q in step]
    in_journal = [q.journal is not None for q in asked]
    assert in_journal == sorted(in_journal, reverse=True)
    assert asked[0].years == (2018, 2020)
    assert {group[0] for group in asked[0].concepts} == {"coffee", "liver", "cancer"} or {
        group[0] for group in asked[0].concepts
    } == {"coffee", "liver cancer"}
    assert asked[-1].journal is None
    assert any(q.words and q.journal is None and q.years is None for q in asked), (
        "a wrong year must not hide it"
    )


def test_people_are_asked_for_together_with_the_words() -> None:
    claimed = CitationFields(
        people=(Person("Joe O'Sullivan", "O'Sullivan", "J"),), context="Prostate tumours and rhenium."
    )
    asked = [q for step in steps_of(claimed) for q in step]
    assert any(q.authors == ("O'Sullivan",) and "rhenium" in q.words for q in asked)


def test_relative_dates_bound_the_years() -> None:
    claimed = CitationFields(
        finding="yoga eases back pain", published=DateRange(dt.date(2011, 12, 28), dt.date(2012, 1, 3))
    )
    assert steps_of(claimed)[0][0].years == (2010, 2013)


@pytest.mark.parametrize(("story", "years"), [(True, (2010, 2012)), (False, None)])
def test_a_news_story_is_about_what_has_just_appeared(story: bool, years: tuple[int, int] | None) -> None:
    claimed = CitationFields(
        finding="oats cut bloating", context="Oats cut bloating.", told_on=dt.date(2011, 5, 6), story=story
    )
    asked = [query for step in steps_of(claimed) for query in step]
    assert asked[0].years == years
    assert any(query.words and query.years is None for query in asked)


def test_nothing_to_search_asks_nothing() -> None:
    assert steps_of(CitationFields()) == []


words = st.lists(
    st.sampled_from(["heart attack", "Gut", "vitamin C", "the", "COPD", "2019", "λ", "x" * 50, "mice"]),
    max_size=12,
).map(" ".join)


@given(words, words, st.none() | st.integers(1900, 2030), st.booleans())
def test_any_claim_makes_a_bounded_plan_without_repeats(
    finding: str, context: str, year: int | None, named: bool
) -> None:
    claimed = CitationFields(
        journal=JournalMention("Gut", GUT) if named else None,
        year=year,
        finding=finding,
        context=context,
        concepts=tuple(Concept(w) for w in finding.split()),
    )
    asked = [replace(q, purpose="") for step in steps_of(claimed) for q in step]
    assert len(asked) == len(set(asked)) <= 20
    assert asked == [replace(q, purpose="") for step in steps_of(claimed) for q in step]


def test_a_claim_with_every_field_still_makes_a_short_plan() -> None:
    claimed = CitationFields(
        journal=JournalMention("Gut", GUT),
        year=2019,
        authors=tuple(Person(name, name, "A") for name in ("Berg", "Tal", "Wald", "See", "Moor")),
        people=(Person("Ann Furt", "Furt", "A"),),
        institutions=("University of Bergen", "University of Oslo"),
        trial_names=("COFFEE-2", "TEA-1", "MILK-3"),
        finding="coffee drinkers had less liver cancer, cirrhosis, gallstones, gout and depression",
        context="Coffee is drunk by many. Caffeine keeps people awake; decaf does not.",
    )
    assert sum(len(step) for step in steps_of(claimed)) <= 24


def test_a_made_up_reference_takes_few_queries() -> None:
    claimed = CitationFields(
        journal=JournalMention("Gut", GUT),
        year=2019,
        volume="68",
        pages="541-7",
        title="Coffee drinking and liver cancer in seaside towns",
        authors=(Person("Berg A", "Berg", "A"), Person("Tal B", "Tal", "B")),
    )
    assert sum(len(step) for step in steps_of(claimed)) <= 8


def test_a_wrong_journal_or_year_does_not_hide_a_reference() -> None:
    claimed = CitationFields(
        journal=JournalMention("Gut", GUT),
        year=2019,
        title="Coffee and liver cancer",
        authors=(Person("Berg", "Berg"),),
    )
    asked = [q for step in steps_of(claimed) for q in step]
    assert any(q.title and not q.journal and not q.years for q in asked)
    assert any(q.authors and q.words and not q.journal and not q.years for q in asked)


def found_by(
    title: str, hits: int, claimed: CitationFields, entitled: str = "", journal: Journal | None = None
) -> list[tuple[Query, ...]]:
    """The steps of a plan in which only the search for this title has hits, and nothing stops it."""
    asked: list[tuple[Query, ...]] = []
    plan = run_query_plan(cluster_of(claimed), lambda _: False)
    try:
        step = next(plan)
        while True:
            asked.append(step)
            step = plan.send(
                tuple(
                    Lookup(q, q.purpose, hits, (Publication("1", entitled or title, journal=journal),))
                    if q.title == title and not q.journal
                    else Lookup(q, q.purpose)
                    for q in step
                )
            )
    except StopIteration:
        return asked


def test_once_the_title_is_found_nothing_like_it_is_searched_for() -> None:
    title = "Coffee drinking and liver cancer in seaside towns"
    claimed = CitationFields(
        journal=JournalMention("Gut", GUT), year=2019, title=title, authors=(Person("Berg A", "Berg", "A"),)
    )
    assert len(found_by(title, 1, claimed)) == 1
    other = "Coffee drinking and heart failure in seaside towns"
    assert len(found_by(title, 1, claimed, other)) > 2, "a source may tolerate two other words"
    assert len(found_by(title, 40, claimed)) > 2, "a title of forty publications identifies none of them"
    assert len(found_by("Liver cancer", 1, replace(claimed, title="Liver cancer"))) > 2, "nor do two words"


def test_a_title_that_nothing_has_is_searched_by_its_words_only_with_its_author() -> None:
    entry = CitationFields(journal=JournalMention("Gut", GUT), year=2019, title="Coffee and liver cancer")
    by_words = [
        q for step in steps_of(replace(entry, authors=(Person("Berg", "Berg"),))) for q in step if q.words
    ]
    assert [q.authors for q in by_words] == [("Berg",)]
    assert not [q for step in steps_of(entry) for q in step if q.words]


def test_a_stated_title_is_not_looked_for_as_a_study_that_is_described() -> None:
    claimed = CitationFields(
        journal=JournalMention("Gut", GUT),
        year=2019,
        title="Coffee drinking and liver cancer in seaside towns",
        authors=(Person("Berg", "Berg"),),
        finding="people who drank three cups a day had fewer tumours",
        context="Church clocks keep people awake.",
        people=(Person("Furt", "Furt"),),
    )
    *_, relatives = steps_of(claimed)
    assert [query.purpose for query in relatives] == ["author and the title's words"]
    assert "coffee" in relatives[0].words
    assert {"cups", "clocks", "furt"}.isdisjoint(relatives[0].words)
    by_finding = [query.words for query in steps_of(replace(claimed, title=None))[-1]]
    assert all("cups" in words for words in by_finding)


def test_a_journal_and_years_alone_are_never_asked_for() -> None:
    claimed = CitationFields(
        journal=JournalMention("Gut", GUT), year=2019, context="The tea drinkers of Bergen sleep soundly."
    )
    assert steps_of(replace(claimed, context="")) == []
    assert all(q.words or q.concepts for step in steps_of(claimed) for q in step)


def test_an_attribution_takes_two_steps() -> None:
    claimed = CitationFields(
        journal=JournalMention("Gut", GUT),
        year=2019,
        people=(Person("Ann Furt", "Furt", "A"),),
        finding="coffee drinkers had less liver cancer",
    )
    in_journal, anywhere = steps_of(claimed)
    assert all(q.journal for q in in_journal)
    assert not any(q.journal for q in anywhere)
    rare = [bool(q.authors) for q in anywhere]
    assert rare == sorted(rare), (
        "similar queries are sent as one; an author's few records would be lost in it"
    )


def test_a_search_by_words_that_only_rank_returns_more_records() -> None:
    claimed = CitationFields(
        journal=JournalMention("Gut", GUT), finding="coffee drinkers had less liver cancer"
    )
    limits = {query.purpose: query.limit for step in steps_of(claimed) for query in step}
    assert limits["distinctive words in the journal"] == limits["distinctive words in any journal"] == 40
    assert limits["concepts in the journal"] == 20


def test_an_unknown_journal_is_looked_for_everywhere_at_once() -> None:
    claimed = CitationFields(
        journal=JournalMention("Annals of Made Up Medicine"), finding="coffee prevents liver cancer"
    )
    asked = steps_of(claimed)
    assert all(q.journal is None for step in asked for q in step)
    assert {"coffee", "liver", "hepatocellular"} <= set(asked[0][0].words)


def test_a_reference_to_an_unknown_journal_is_looked_for_by_its_author_and_numbers() -> None:
    claimed = CitationFields(
        journal=JournalMention("J Made Up Med"),
        year=2019,
        volume="5",
        pages="12-19",
        authors=(Person("Smith J", "Smith", "J"),),
    )
    asked = [replace(q, purpose="") for step in steps_of(claimed) for q in step]
    assert Query("", authors=("Smith J",), volume="5", first_page="12") in asked
    assert Query("", authors=("Smith J",), volume="5", years=(2018, 2020)) in asked


def test_authors_and_year_alone_are_enough_to_ask() -> None:
    claimed = CitationFields(year=2019, authors=(Person("Smith", "Smith"), Person("Jones", "Jones")))
    (step,) = steps_of(claimed)
    assert [replace(q, purpose="") for q in step] == [
        Query("", authors=("Smith", "Jones"), years=(2018, 2020))
    ]


def test_a_trials_name_is_asked_for_in_the_first_step_without_a_journal() -> None:
    asked = steps_of(CitationFields(trial_names=("PREDIMED",), finding="olive oil protects the heart"))
    assert asked[0][0].concepts == (("PREDIMED",),)
