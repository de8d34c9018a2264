"""Live PubMed searched by words, journals and people: each query gets its own answer."""

from dataclasses import replace
from http import HTTPStatus
from pathlib import Path

import pytest

from citecheck.model import Journal, Query
from citecheck.sources.entrez.query_syntax import title_words
from tests.eutils_server import EutilsServer
from tests.eutils_server.utilities import Reply
from tests.sources.live import journal_of, placed, source, titled


def test_concepts_are_searched_in_the_journal_by_relevance(server: EutilsServer, tmp_path: Path) -> None:
    record = next(r for r in server.holdings.records if "magnesium" in r.title.lower())
    with source(server, tmp_path) as pubmed:
        (lookup,) = pubmed.answer(
            [Query("concepts", journal=journal_of(record), concepts=(("magnesium", "Mg"),), limit=50)]
        )
    assert record.pmid in {p.pmid for p in lookup.publications}
    assert any(note.startswith("PubMed read it as") for note in lookup.notes)
    assert server.log.hits[0].parameters["sort"] == "relevance"
    assert server.log.hits[0].parameters["email"] == "desk@example.org"


def test_a_journal_that_the_phrase_index_misses_is_found_by_its_title(
    server: EutilsServer, tmp_path: Path
) -> None:
    record = next(r for r in server.holdings.records if r.abbreviation == "Pain" and r.journal)
    odd = Journal(record.journal, "Pain Amsterdam")
    words = tuple(record.title.split()[:2])
    with source(server, tmp_path) as pubmed:
        (lookup,) = pubmed.answer([Query("words", journal=odd, words=words)])
    assert record.pmid in {p.pmid for p in lookup.publications}


def test_a_field_that_pubmed_does_not_know_is_an_error(
    server: EutilsServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(__import__("tests.eutils_server.language", fromlist=["TAGS"]).TAGS, "tw")
    with source(server, tmp_path) as pubmed:
        (lookup,) = pubmed.answer([Query("words", words=("magnesium",))])
    assert lookup.error == "PubMed did not know a field of the search and left it out: tw, tw"
    assert lookup.hits == 0


def test_words_without_latin_letters_are_an_error(server: EutilsServer, tmp_path: Path) -> None:
    with source(server, tmp_path) as pubmed:
        nothing, foreign = pubmed.answer([Query("nothing"), Query("title", title="高血压患者的饮食")])
    assert (nothing.hits, nothing.error) == (0, None)
    assert foreign.error
    assert not server.log.hits


def test_words_that_pubmed_leaves_out_are_named(server: EutilsServer, tmp_path: Path) -> None:
    journal = journal_of(server.holdings.records[0])
    asked = [
        Query("words", journal=journal, words=("the", "due")),
        Query("words", words=("magnesium", "the")),
    ]
    with source(server, tmp_path) as pubmed:
        left_out, searched = pubmed.answer(asked)
    assert (left_out.hits, left_out.error, left_out.notes) == (
        0,
        None,
        ("PubMed leaves all of these words out",),
    )
    assert searched.hits
    assert server.log.count("esearch") == 1


def test_only_queries_that_few_records_fit_share_a_search(server: EutilsServer, tmp_path: Path) -> None:
    record = next(r for r in server.holdings.records if "magnesium" in r.title.lower() and r.authors)
    journal = journal_of(record)
    words = tuple(record.title.lower().split()[:4])
    asked = [
        Query("concepts in the journal", journal=journal, concepts=(("magnesium", "Mg"), ("unicorns",))),
        Query("words in the journal", journal=journal, words=("magnesium", *words)),
        Query("author in the journal", journal=journal, authors=(record.authors[0],), words=words),
    ]
    with source(server, tmp_path) as pubmed:
        together = pubmed.answer(asked)
        assert (server.log.count("esearch"), server.log.count("efetch")) == (2, 1)
        alone = [pubmed.answer([query])[0] for query in asked]
    assert [lookup.hits for lookup in together] == [lookup.hits for lookup in alone]
    assert together[0].hits == 0
    assert [lookup.text for lookup in together] == [lookup.text for lookup in alone]
    assert [lookup.publications for lookup in together] == [lookup.publications for lookup in alone]
    assert "asked together with 1 like it" in together[2].notes[0]


WIDE = Query("words", words=("patients", "disease", "trial", "pain", "risk", "effect"), limit=3)


def test_a_query_with_more_hits_than_it_takes_has_pubmeds_order(server: EutilsServer, tmp_path: Path) -> None:
    narrow = Query("concepts", concepts=(("magnesium",), ("unicorns",)), limit=3)
    many = replace(WIDE, concepts=(("pain",),))
    with source(server, tmp_path) as pubmed:
        first, second = pubmed.answer([many, narrow])
        assert server.log.count("esearch") == 2, "together, and the one with many alone"
        (alone,) = pubmed.answer([many])
    assert first == alone
    assert len(first.publications) == 3 < first.hits
    assert (second.hits, second.error) == (0, None)


def test_few_records_of_any_year_answer_the_same_search_within_years(
    server: EutilsServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    always = Query("words, any year", words=("magnesium", "zinc"), limit=10)
    of_years = replace(always, purpose="words", years=(2015, 2020))
    with source(server, tmp_path / "few") as pubmed:
        few = pubmed.answer([of_years, always])
        assert server.log.count("esearch") == 1
    monkeypatch.setattr("citecheck.sources.entrez.batched_search.MOST_FILTERED", 3)
    with source(server, tmp_path / "many") as pubmed:
        many = pubmed.answer([of_years, always])
        assert server.log.count("esearch") == 3, "two more"
    assert 0 < few[0].hits < few[1].hits
    assert [(lookup.hits, lookup.publications) for lookup in few] == [
        (lookup.hits, lookup.publications) for lookup in many
    ]


def test_a_title_in_no_journal_is_known_once_it_was_searched_in_one(
    server: EutilsServer, tmp_path: Path
) -> None:
    gut = Journal("Gut", "Gut")
    record = next(r for r in titled(server.holdings, 20) if r.abbreviation != "Gut")
    with source(server, tmp_path) as pubmed:
        (in_gut,) = pubmed.answer([Query("in the journal", title=record.title, journal=gut)])
        asked = server.log.count()
        anywhere = Query("in any journal", title=record.title)
        (found,) = pubmed.answer([anywhere])
    assert (in_gut.hits, in_gut.error) == (0, None)
    assert (found.query, [p.pmid for p in found.publications]) == (anywhere, [record.pmid])
    assert server.log.count() == asked


def test_people_of_several_citations_are_searched_together(server: EutilsServer, tmp_path: Path) -> None:
    wanted = [r for r in placed(server.holdings, 8) if len(r.title.split()) > 5]
    asked = [
        Query(f"{r.authors[0]} as author", authors=(r.authors[0],), words=tuple(r.title.split()[:6]))
        for r in wanted
    ]
    nobody = Query("nobody as author", authors=("Nobodyatall Q",), words=("magnesium",))
    with source(server, tmp_path) as pubmed:
        lookups = pubmed.answer([*asked, nobody])
        assert server.log.count("esearch") == 1
        alone = [pubmed.answer([query])[0] for query in asked]
    assert [lookup.hits for lookup in lookups[:-1]] == [lookup.hits for lookup in alone]
    assert [{p.pmid for p in lookup.publications} for lookup in lookups[:-1]] == [
        {p.pmid for p in lookup.publications} for lookup in alone
    ]
    assert (lookups[-1].hits, lookups[-1].error) == (0, None)


def test_a_too_broad_query_costs_the_others_one_more_search(
    server: EutilsServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first records of an answer that is too long show which query must be searched alone."""
    monkeypatch.setattr("citecheck.sources.entrez.batched_search.MOST_TOLD", 18)
    wanted = placed(server.holdings, 9)
    asked = [
        Query(f"{r.authors[0]} as author", authors=(r.authors[0],), words=tuple(r.title.split()))
        for r in wanted
    ]
    wide = Query(
        "anything of that volume",
        volume="15",
        words=("of", "in", *WIDE.words, "study", "patients", "treatment", "health"),
    )
    with source(server, tmp_path) as pubmed:
        *lookups, last = pubmed.answer([*asked, wide])
        # All, the narrow ones once more, and the volume and one author of seven records by themselves.
        assert server.log.count("esearch") == 4
        (alone,) = pubmed.answer([wide])
    for record, lookup in zip(wanted, lookups, strict=True):
        assert record.pmid in {p.pmid for p in lookup.publications}
    assert last.hits == alone.hits
    assert [p.pmid for p in last.publications] == [p.pmid for p in alone.publications]


def test_queries_that_are_all_too_broad_are_searched_alone(
    server: EutilsServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("citecheck.sources.entrez.batched_search.MOST_TOLD", 3)
    asked = [Query("volume", volume=str(number), words=WIDE.words) for number in (12, 14, 15)]
    with source(server, tmp_path) as pubmed:
        lookups = pubmed.answer(asked)
        assert server.log.count("esearch") <= 1 + len(asked) + 1
        alone = [pubmed.answer([query])[0] for query in asked]
    assert [lookup.hits for lookup in lookups] == [lookup.hits for lookup in alone]


def test_an_unassigned_hit_counts_for_the_nearest_query(server: EutilsServer, tmp_path: Path) -> None:
    """PubMed knows more names of a journal than its record has."""
    record = next(r for r in titled(server.holdings, 20) if r.journal.lower() != r.abbreviation.lower())
    short = " ".join(title_words(record.title)[:5])
    odd = Journal(record.journal, record.journal)
    gut = Journal("Gut", "Gut")
    others = [Query("title", title=f"Nothing about subject number {n}", journal=gut) for n in range(11, 20)]
    with source(server, tmp_path) as pubmed:
        *nothing, found = pubmed.answer([*others, Query("title", title=short, journal=odd)])
    assert [p.pmid for p in found.publications] == [record.pmid]
    assert not any(lookup.hits for lookup in nothing)
    assert server.log.count("esearch") == 1


def test_a_search_refused_for_its_length_is_split(
    server: EutilsServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The longest term that PubMed accepts is not documented."""
    real = server.utilities.esearch
    too_long = Reply("<html>too long</html>", "text/html", HTTPStatus.REQUEST_URI_TOO_LONG)
    monkeypatch.setattr(server.utilities, "esearch", lambda p: too_long if len(p["term"]) > 400 else real(p))
    titles = [Query("title", title=record.title) for record in titled(server.holdings, 10)]
    words = [
        Query("words", words=("magnesium", "pain", "sleep")),
        Query("all", concepts=(("magnesium",), ("pain", *(f"pain number {n}" for n in range(60))))),
    ]
    with source(server, tmp_path) as pubmed:
        *found, short, long = pubmed.answer([*titles, *words])
    assert all(lookup.hits for lookup in found)
    assert short.hits
    assert long.error is not None
    assert "too long (status 414)" in long.error
