"""Journals looked up in NLM's catalogue."""

from __future__ import annotations

from pathlib import Path

from citecheck.model import JournalLookup
from tests.eutils_server import EutilsServer, FaultKind
from tests.sources.live import source


def test_journals_are_looked_up_together_once_and_cached(server: EutilsServer, tmp_path: Path) -> None:
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


def test_a_catalogue_that_does_not_answer_is_an_error(server: EutilsServer, tmp_path: Path) -> None:
    server.faults.order(FaultKind.HTML_IN_200)
    with source(server, tmp_path, budget=5.0, use_cache=True) as pubmed:
        failed = pubmed.journals(["Journal of Things That Never Were"])
        assert "maintenance" in str(failed["Journal of Things That Never Were"].error)
    server.faults.none()
    with source(server, tmp_path, use_cache=True) as pubmed:
        asked = pubmed.journals(["Journal of Things That Never Were"])
    assert asked == {"Journal of Things That Never Were": JournalLookup()}


def test_offline_an_uncached_journal_is_an_error(server: EutilsServer, tmp_path: Path) -> None:
    with source(server, tmp_path, use_cache=True, offline=True) as pubmed:
        assert pubmed.journals(["Gut Feelings"])["Gut Feelings"].error
    assert not server.log.hits
