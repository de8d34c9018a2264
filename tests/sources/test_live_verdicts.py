"""Whole articles against the server: the same verdicts as from a local index, also after outages."""

from __future__ import annotations

import functools
from dataclasses import replace
from pathlib import Path

import pytest

from citecheck import gate
from citecheck.checker import Checker
from citecheck.documents import find_files, read
from citecheck.journals import Catalogue
from citecheck.model import CitationKind, Report, SourceInfo, Verdict
from citecheck.sources import Source, SourceOptions, open_source
from citecheck.sources.entrez import EntrezSource
from tests.eutils_server import EutilsServer, FaultKind, Holdings
from tests.eutils_server.faults import LASTING, PASSING, SLOW
from tests.sources.live import Hurried

FIXTURES = Path(__file__).parents[2] / "fixtures"
ARTICLES = tuple(find_files([FIXTURES / "articles"]))
ACCUSING = {Verdict.NOT_FOUND, Verdict.MISMATCH}

Said = dict[tuple[str, str], tuple[Verdict, str]]


class Sized(EntrezSource):
    """Live PubMed that says how much the server holds, so that scores start where the index's do."""

    size = 0

    @property
    def info(self) -> SourceInfo:
        return replace(super().info, records=self.size)


def live(server: EutilsServer, folder: Path, *, budget: float = 4000.0) -> Sized:
    options = SourceOptions(
        base_url=server.url, cache_folder=folder, timeout=0.25, budget=budget, requests_per_second=5000.0
    )
    source = Sized(options, Hurried())
    source.size = len(server.holdings)
    return source


def report(source: Source) -> Report:
    checker = Checker(source, Catalogue.load(), complete=True)
    return Report(tuple(checker.check(read(path) for path in ARTICLES)), checker.info)


def said(checked: Report) -> Said:
    """The verdict on each citation, and the publication that it names."""
    return {
        (Path(document.document.path).name, each.citation.id): (
            each.judgement.verdict,
            each.judgement.match.publication.pmid if each.judgement.match else "",
        )
        for document in checked.documents
        for each in document.citations
        if each.judgement and each.citation.kind is not CitationKind.UNSOURCED
    }


@functools.cache
def local(folder: Path) -> Said:
    options = SourceOptions(cache_folder=folder)
    with open_source(str(FIXTURES / "pubmed"), options) as source:
        return said(report(source))


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> Said:
    """What a local index says."""
    return local(tmp_path_factory.mktemp("index"))


def test_live_and_local_agree_on_every_citation_and_a_second_run_asks_nothing(
    server: EutilsServer, tmp_path: Path, expected: Said
) -> None:
    with live(server, tmp_path) as source:
        assert said(report(source)) == expected
    asked = server.log.count()
    # Few articles of few citations each share less than many do.
    assert asked <= 1.75 * len(expected)
    with live(server, tmp_path) as source:
        assert said(report(source)) == expected
    assert server.log.count() == asked


def test_with_every_fifth_answer_failing_the_verdicts_are_the_same(
    holdings: Holdings, tmp_path: Path, expected: Said
) -> None:
    with EutilsServer(holdings) as server, live(server, tmp_path) as source:
        server.faults.at_random(0.2, PASSING - SLOW, seed=7)
        assert said(report(source)) == expected
        assert sum(1 for hit in server.log.hits if hit.fault) > 3


PARTLY = [
    (kind, utility)
    for utility in ("esearch", "efetch", "ecitmatch")
    for kind in (FaultKind.RATE_LIMIT, FaultKind.HTML_IN_200, FaultKind.BAD_REQUEST_400, FaultKind.HANG)
]


@pytest.mark.parametrize(
    ("kind", "utility"),
    [*((kind, None) for kind in sorted(PASSING | LASTING, key=lambda kind: kind.value)), *PARTLY],
)
def test_a_lasting_failure_makes_no_accusation(
    kind: FaultKind, utility: str | None, server: EutilsServer, tmp_path: Path, expected: Said
) -> None:
    server.faults.order(kind, utility=utility)
    with live(server, tmp_path, budget=60.0) as source:
        checked = report(source)
    found = said(checked)
    accused = {key for key, (verdict, _) in found.items() if verdict in ACCUSING}
    assert {key for key in accused if expected[key][0] not in ACCUSING} == set()
    if utility is None:
        assert {verdict for verdict, _ in found.values()} == {Verdict.UNCHECKED}
        assert gate.exit_code(gate.apply_policy(checked, gate.Policy())) == 3
