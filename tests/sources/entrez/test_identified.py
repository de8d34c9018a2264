"""Live PubMed searched by identifiers and references: few requests, and no zero without a second check."""

from pathlib import Path

import pytest

from citecheck.model import Query
from tests.eutils_server import EutilsServer
from tests.eutils_server.utilities import Reply
from tests.sources.live import place, placed, source, titled


def test_pmids_of_all_queries_come_in_one_request(server: EutilsServer, tmp_path: Path) -> None:
    wanted = server.holdings.records[:60]
    with source(server, tmp_path) as pubmed:
        lookups = pubmed.answer([Query("pmid", pmids=(r.pmid,)) for r in wanted])
    assert [lookup.publications[0].pmid for lookup in lookups] == [r.pmid for r in wanted]
    assert all(lookup.hits == 1 and not lookup.error for lookup in lookups)
    assert [hit.utility for hit in server.log.hits] == ["efetch"]


def test_a_missing_pmid_is_checked_with_esummary(server: EutilsServer, tmp_path: Path) -> None:
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


def test_a_record_that_efetch_dropped_is_fetched_again(
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
    wanted = placed(server.holdings, 150)
    with source(server, tmp_path) as pubmed:
        lookups = pubmed.answer([place(r) for r in wanted])
    assert [lookup.publications[0].pmid for lookup in lookups] == [r.pmid for r in wanted]
    assert lookups[0].text.startswith("ecitmatch ")
    assert server.log.count("ecitmatch") == 2
    # 0.02 requests a reference
    assert server.log.count() == 3


def test_an_ecitmatch_hit_that_does_not_fit_is_rejected(
    server: EutilsServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, third = placed(server.holdings, 3)
    body = f"x|1|1|1||k1k|{third.pmid}\nx|1|1|1||k2k|NOT_FOUND\n"
    monkeypatch.setattr(server.utilities, "ecitmatch", lambda _: Reply(body, "text/plain"))
    with source(server, tmp_path) as pubmed:
        lookups = pubmed.answer([place(first), place(second), place(third)])
    assert [lookup.publications[0].pmid for lookup in lookups] == [first.pmid, second.pmid, third.pmid]
    assert f"offers {third.pmid}, which does not fit" in lookups[0].notes[0]
    assert "NOT_FOUND" in lookups[1].notes[0]
    assert "no answer" in lookups[2].notes[0]
    # the three that ecitmatch did not find are searched together
    assert server.log.count("esearch") == 1


def test_a_reference_without_a_record_has_no_hits(server: EutilsServer, tmp_path: Path) -> None:
    wanted = placed(server.holdings, 3)
    with source(server, tmp_path) as pubmed:
        lookups = pubmed.answer([place(r, first_page="99999") for r in wanted])
    assert [(lookup.hits, lookup.error) for lookup in lookups] == [(0, None)] * 3


def test_titles_are_searched_together_and_hits_assigned(server: EutilsServer, tmp_path: Path) -> None:
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


def test_queries_whose_hits_cannot_be_assigned_are_searched_separately(
    server: EutilsServer, tmp_path: Path
) -> None:
    """One very broad title among others must not cost them their answers."""
    wide = Query("title", title="disease patients treatment trial")
    narrow = titled(server.holdings, 3)
    with source(server, tmp_path) as pubmed:
        alone = pubmed.answer([wide])[0].hits
        together = pubmed.answer([wide, *(Query("title", title=r.title) for r in narrow)])
    assert together[0].hits == alone
    assert all(lookup.hits for lookup in together[1:])
