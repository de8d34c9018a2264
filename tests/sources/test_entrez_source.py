"""Live PubMed over the loopback server: few requests, and no zero taken on trust."""

from __future__ import annotations

import re
import threading
from http import HTTPStatus
from pathlib import Path

import pytest

from citecheck.errors import SettingsError
from citecheck.model import Journal, JournalLookup, Lookup, Query, SourceKind
from citecheck.sources import SourceOptions, open_source
from citecheck.sources.entrez import EntrezSource
from tests.eutils_server import EutilsServer, FaultKind, Holdings
from tests.eutils_server.holdings import Held
from tests.eutils_server.utilities import Reply
from tests.sources.live import journal_of, place, source


def placed(holdings: Holdings, number: int) -> list[Held]:
    """Records that a journal, volume and page lead to, and to nothing else."""
    keys = [(r.abbreviation, r.volume, r.page) for r in holdings.records]
    return [r for r in holdings.records if r.volume and r.page and r.years and r.authors
            and keys.count((r.abbreviation, r.volume, r.page)) == 1][:number]  # fmt: skip


def titled(holdings: Holdings, number: int) -> list[Held]:
    return [r for r in holdings.records if len(r.title.split()) >= 8][:number]


def test_pmids_of_all_queries_come_in_one_request(server: EutilsServer, tmp_path: Path) -> None:
    wanted = server.holdings.records[:60]
    with source(server, tmp_path) as pubmed:
        lookups = pubmed.answer([Query("pmid", pmids=(r.pmid,)) for r in wanted])
    assert [lookup.publications[0].pmid for lookup in lookups] == [r.pmid for r in wanted]
    assert all(lookup.hits == 1 and not lookup.error for lookup in lookups)
    assert [hit.utility for hit in server.log.hits] == ["efetch"]


def test_a_pmid_that_does_not_exist_is_made_sure_of(server: EutilsServer, tmp_path: Path) -> None:
    with source(server, tmp_path) as pubmed:
        (there, missing, none) = pubmed.answer(
            [
                Query("pmid", pmids=(f"000{server.holdings.records[0].pmid}",)),
                Query("pmid", pmids=("999999999",)),
                Query("pmid", pmids=("12x",)),
            ]
        )
    assert there.hits == 1
    assert (missing.hits, missing.error, missing.notes) == (0, None, ("PubMed has no record 999999999",))
    assert (none.hits, none.notes) == (0, ("12x is no PMID",))
    assert [hit.utility for hit in server.log.hits] == ["efetch", "esummary"]


def test_a_record_that_is_dropped_without_a_word_is_asked_for_again(
    server: EutilsServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = server.holdings.records[0]
    real, calls = server.utilities.efetch, []

    def forgetful(parameters: dict[str, str]) -> Reply:
        calls.append(parameters["id"])
        return real({**parameters, "id": "999999999" if len(calls) == 1 else parameters["id"]})

    monkeypatch.setattr(server.utilities, "efetch", forgetful)
    with source(server, tmp_path) as pubmed:
        (lookup,) = pubmed.answer([Query("pmid", pmids=(wanted.pmid,))])
    assert lookup.publications[0].pmid == wanted.pmid
    assert calls == [wanted.pmid, wanted.pmid]


def test_a_record_that_is_withheld_is_an_error_and_not_a_miss(
    server: EutilsServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = server.utilities.efetch
    monkeypatch.setattr(
        server.utilities, "efetch", lambda parameters: real({**parameters, "id": "999999999"})
    )
    with source(server, tmp_path) as pubmed:
        (lookup,) = pubmed.answer([Query("pmid", pmids=(server.holdings.records[0].pmid,))])
    assert lookup.error == "PubMed has this record and does not hand it out"


def test_dois_go_into_one_search(server: EutilsServer, tmp_path: Path) -> None:
    wanted = [r for r in server.holdings.records if r.doi][:15]
    queries = [Query("doi", dois=(r.doi.upper(),)) for r in wanted]
    with source(server, tmp_path) as pubmed:
        lookups = pubmed.answer([*queries, Query("doi", dois=("10.1234/not-in-pubmed",))])
    assert [lookup.publications[0].pmid for lookup in lookups[:-1]] == [r.pmid for r in wanted]
    assert lookups[-1].hits == 0
    # one search for all, one more in other words for the one that was not found, records in one
    assert server.log.count("esearch") == 2
    assert server.log.count("efetch") == 1


def test_references_go_through_ecitmatch_in_batches(server: EutilsServer, tmp_path: Path) -> None:
    wanted = placed(server.holdings, 50)
    with source(server, tmp_path) as pubmed:
        lookups = pubmed.answer([place(r) for r in wanted])
    assert [lookup.publications[0].pmid for lookup in lookups] == [r.pmid for r in wanted]
    assert lookups[0].text.startswith("ecitmatch ")
    assert server.log.count("ecitmatch") == 2
    # 0.06 requests a reference
    assert server.log.count() == 3


def test_an_ecitmatch_hit_that_does_not_fit_is_not_believed(
    server: EutilsServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, third = placed(server.holdings, 3)
    body = f"x|1|1|1||1|{third.pmid}\nx|1|1|1||2|NOT_FOUND\n"
    monkeypatch.setattr(server.utilities, "ecitmatch", lambda _: Reply(body, "text/plain"))
    with source(server, tmp_path) as pubmed:
        lookups = pubmed.answer([place(first), place(second), place(third)])
    assert [lookup.publications[0].pmid for lookup in lookups] == [first.pmid, second.pmid, third.pmid]
    assert f"offers {third.pmid}, which does not fit" in lookups[0].notes[0]
    assert "NOT_FOUND" in lookups[1].notes[0]
    assert "no answer" in lookups[2].notes[0]
    # the three that ecitmatch did not settle are searched for together
    assert server.log.count("esearch") == 1


def test_a_reference_that_is_nowhere_has_no_hits(server: EutilsServer, tmp_path: Path) -> None:
    wanted = placed(server.holdings, 3)
    with source(server, tmp_path) as pubmed:
        lookups = pubmed.answer([place(r, first_page="99999") for r in wanted])
    assert [(lookup.hits, lookup.error) for lookup in lookups] == [(0, None)] * 3


def test_titles_are_searched_together_and_told_apart(server: EutilsServer, tmp_path: Path) -> None:
    wanted = titled(server.holdings, 10)
    with source(server, tmp_path) as pubmed:
        lookups = pubmed.answer([Query("title", title=r.title) for r in wanted])
    assert [
        r.pmid in {p.pmid for p in lookup.publications} for r, lookup in zip(wanted, lookups, strict=True)
    ] == [True] * 10
    assert server.log.count("esearch") == 1


def test_a_title_with_a_wrong_word_is_found_and_a_made_up_one_is_not(
    server: EutilsServer, tmp_path: Path
) -> None:
    right = titled(server.holdings, 5)[-1]
    wrong = " ".join(["Wrongword", *right.title.split()[1:]])
    with source(server, tmp_path) as pubmed:
        found, made_up = pubmed.answer(
            [
                Query("title", title=wrong),
                Query("title", title="Seventeen zebras juggle quantum teapots nightly"),
            ]
        )
    assert right.pmid in {p.pmid for p in found.publications}
    assert (made_up.hits, made_up.error) == (0, None)


def test_questions_that_cannot_be_told_apart_are_put_apart(server: EutilsServer, tmp_path: Path) -> None:
    """One very wide title among others must not cost them their answers."""
    wide = Query("title", title="disease patients treatment trial")
    narrow = titled(server.holdings, 3)
    with source(server, tmp_path) as pubmed:
        alone = pubmed.answer([wide])[0].hits
        together = pubmed.answer([wide, *(Query("title", title=r.title) for r in narrow)])
    assert together[0].hits == alone
    assert all(lookup.hits for lookup in together[1:])


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
    monkeypatch.delitem(__import__("tests.eutils_server.language", fromlist=["TAGS"]).TAGS, "tiab")
    with source(server, tmp_path) as pubmed:
        (lookup,) = pubmed.answer([Query("words", words=("magnesium",))])
    assert lookup.error == "PubMed did not know a field of the search and left it out: tiab"
    assert lookup.hits == 0


def test_what_cannot_be_said_in_pubmeds_letters_is_an_error(server: EutilsServer, tmp_path: Path) -> None:
    with source(server, tmp_path) as pubmed:
        nothing, foreign = pubmed.answer([Query("nothing"), Query("title", title="高血压患者的饮食")])
    assert (nothing.hits, nothing.error) == (0, None)
    assert foreign.error
    assert not server.log.hits


def test_words_that_pubmed_leaves_out_are_never_left_out_in_silence(
    server: EutilsServer, tmp_path: Path
) -> None:
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


def test_nothing_is_asked_twice_in_a_run_even_without_a_cache(server: EutilsServer, tmp_path: Path) -> None:
    queries = [Query("words", words=("magnesium",)), place(placed(server.holdings, 1)[0])]
    with source(server, tmp_path) as pubmed:
        first = pubmed.answer(queries)
        before = server.log.count()
        assert pubmed.answer(queries) == first
    assert server.log.count() == before
    assert not (tmp_path / "answers.sqlite").exists()


def test_a_second_run_asks_nothing_and_an_offline_one_neither(server: EutilsServer, tmp_path: Path) -> None:
    queries = [Query("words", words=("magnesium",)), *map(place, placed(server.holdings, 3)),
               Query("pmid", pmids=("999999999",))]  # fmt: skip
    with source(server, tmp_path, use_cache=True) as pubmed:
        first = pubmed.answer(queries)
    before = server.log.count()
    for offline in (False, True):
        with source(server, tmp_path, use_cache=True, offline=offline) as pubmed:
            assert pubmed.answer(queries) == first
    assert server.log.count() == before
    with source(server, tmp_path, use_cache=True, refresh=True) as pubmed:
        assert pubmed.answer(queries) == first
    assert server.log.count() == 2 * before


def test_offline_what_is_not_kept_is_an_error_and_not_a_miss(server: EutilsServer, tmp_path: Path) -> None:
    queries = [
        Query("words", words=("zinc",)),
        place(placed(server.holdings, 1)[0]),
        Query("pmid", pmids=("1",)),
    ]
    with source(server, tmp_path, use_cache=True, offline=True) as pubmed:
        lookups = pubmed.answer(queries)
    assert {lookup.error for lookup in lookups} == {"it is not in the cache, and offline nothing is asked"}
    assert not server.log.hits


def test_threads_that_ask_at_the_same_time_share_their_fetches(holdings: Holdings, tmp_path: Path) -> None:
    wanted = [record.pmid for record in holdings.records[:40]]
    found: dict[str, Lookup] = {}
    with EutilsServer(holdings, latency=0.05) as server, source(server, tmp_path) as pubmed:

        def ask(at: int) -> None:
            for pmid in wanted[at::8]:
                (found[pmid],) = pubmed.answer([Query("pmid", pmids=(pmid, wanted[0]))])

        threads = [threading.Thread(target=ask, args=(at,)) for at in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        asked = [pmid for hit in server.log.hits for pmid in hit.parameters["id"].split(",")]
    assert {pmid: lookup.hits for pmid, lookup in found.items()} == {
        p: 1 if p == wanted[0] else 2 for p in wanted
    }
    assert set(asked) == set(wanted)
    assert server.log.count() < 40


def test_info_and_frequency(server: EutilsServer, tmp_path: Path) -> None:
    with source(server, tmp_path) as pubmed:
        assert pubmed.info.kind is SourceKind.PUBMED
        assert pubmed.info.complete
        assert pubmed.frequency("magnesium") is None
        assert pubmed.answer([]) == []


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/entrez/",
        "ftp://127.0.0.1/",
        "eutils",
        "https://user:pw@example.org/",
        "https://a/?k=1",
        "http://[::1",
    ],
)
def test_a_base_url_that_would_show_the_key_is_refused(url: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError):
        open_source("pubmed", SourceOptions(base_url=url, cache_folder=tmp_path))


def test_bio_entrez_itself_is_left_alone(server: EutilsServer, tmp_path: Path) -> None:
    from Bio import Entrez

    before = dict(vars(Entrez))
    with source(server, tmp_path, key="k" * 36) as pubmed:
        pubmed.answer([Query("pmid", pmids=("993",))])
    assert vars(Entrez) == before
    assert isinstance(pubmed, EntrezSource)


def test_journals_are_asked_for_together_once_and_remembered(server: EutilsServer, tmp_path: Path) -> None:
    record = next(r for r in server.holdings.records if r.abbreviation == "Am J Clin Nutr")
    names = [record.journal, "Am J Clin Nutr", "Journal of Things That Never Were", "  "]
    with source(server, tmp_path, use_cache=True) as pubmed:
        by_title, by_abbreviation, nowhere, blank = pubmed.journals(names).values()
    (journal,) = by_title.journals
    assert by_abbreviation.journals == (journal,)
    assert (nowhere, blank) == (JournalLookup(), JournalLookup())
    assert (journal.abbreviation, journal.nlm_id) == (record.abbreviation, record.nlm_id or None)
    assert journal.title == record.journal
    assert [hit.utility for hit in server.log.hits] == ["esearch", "esummary"]
    with source(server, tmp_path, use_cache=True) as pubmed:
        again = pubmed.journals([record.journal, "journal of things that never were"])
    assert list(again.values()) == [by_title, nowhere]
    assert server.log.count() == 2


def test_a_catalogue_that_cannot_be_asked_is_no_empty_one(server: EutilsServer, tmp_path: Path) -> None:
    server.faults.order(FaultKind.HTML_IN_200)
    with source(server, tmp_path, budget=5.0, use_cache=True) as pubmed:
        failed = pubmed.journals(["Journal of Things That Never Were"])
        assert "maintenance" in str(failed["Journal of Things That Never Were"].error)
    server.faults.none()
    with source(server, tmp_path, use_cache=True) as pubmed:
        asked = pubmed.journals(["Journal of Things That Never Were"])
    assert asked == {"Journal of Things That Never Were": JournalLookup()}


def test_offline_an_unknown_journal_is_no_missing_one(server: EutilsServer, tmp_path: Path) -> None:
    with source(server, tmp_path, use_cache=True, offline=True) as pubmed:
        assert pubmed.journals(["Gut Feelings"])["Gut Feelings"].error
    assert not server.log.hits


def test_what_one_citation_asks_side_by_side_is_one_search(server: EutilsServer, tmp_path: Path) -> None:
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
        assert server.log.count() == 2
        alone = [pubmed.answer([query])[0] for query in asked]
    assert [lookup.hits for lookup in together] == [lookup.hits for lookup in alone]
    assert together[0].hits == 0
    assert [lookup.text for lookup in together] == [lookup.text for lookup in alone]
    assert {p.pmid for p in together[2].publications} == {p.pmid for p in alone[2].publications}
    assert "asked together with 2 like it" in together[0].notes[0]


WIDE = Query("words", words=("patients", "disease", "trial", "pain", "risk", "effect"), limit=3)


def test_a_zero_among_more_hits_than_could_be_seen_is_asked_for_by_itself(
    server: EutilsServer, tmp_path: Path
) -> None:
    narrow = Query("concepts", concepts=(("magnesium",), ("coffee",)), words=("disease", "trial"), limit=3)
    with source(server, tmp_path) as pubmed:
        first, second = pubmed.answer([WIDE, narrow])
    assert first.hits == 6
    assert re.search(r"PubMed has \d\d+ records for any of them, of which the first 6", first.notes[0])
    assert (second.hits, second.error) == (0, None)
    assert server.log.count("esearch") == 2
    assert "coffee" in server.log.hits[-1].parameters["term"]


def test_of_a_word_that_pubmed_does_not_know_there_is_no_record(server: EutilsServer, tmp_path: Path) -> None:
    narrow = Query("concepts", concepts=(("patients",), ("unicorns",)), words=("disease", "trial"), limit=3)
    with source(server, tmp_path) as pubmed:
        _, second = pubmed.answer([WIDE, narrow])
    assert (second.hits, second.error) == (0, None)
    assert any("unicorns" in note for note in second.notes)
    assert server.log.count("esearch") == 1


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


def test_an_author_whom_too_many_records_fit_costs_the_others_nothing(
    server: EutilsServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the answer is too long to be told apart, it is asked for in parts."""
    monkeypatch.setattr("citecheck.sources.entrez.searches.MOST_TOLD", 3)
    wanted = placed(server.holdings, 9)
    asked = [
        Query(f"{r.authors[0]} as author", authors=(r.authors[0],), words=tuple(r.title.split()))
        for r in wanted
    ]
    with source(server, tmp_path) as pubmed:
        lookups = pubmed.answer(asked)
    for record, lookup in zip(wanted, lookups, strict=True):
        assert record.pmid in {p.pmid for p in lookup.publications}
    assert server.log.count("esearch") > 3


def test_a_search_that_is_refused_for_its_length_is_put_in_parts(
    server: EutilsServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PubMed takes long terms; how long, nobody says."""
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
    assert long.error == "PubMed refused the request (status 414)"


@pytest.mark.parametrize("year", ["260101", "310101"])
def test_a_dtd_of_a_year_that_nobody_has_is_not_needed(
    year: str, server: EutilsServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.eutils_server import shapes

    monkeypatch.setattr(shapes, "PUBMED", shapes.PUBMED.replace("250101", year))
    wanted = server.holdings.records[3]
    with source(server, tmp_path) as pubmed:
        (lookup,) = pubmed.answer([Query("pmid", pmids=(wanted.pmid,))])
    assert lookup.publications[0].title.rstrip(".") == wanted.title.rstrip(".")
