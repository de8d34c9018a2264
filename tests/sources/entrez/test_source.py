"""The live source as a whole: its info, interrupts, base URLs, and the program's own Bio.Entrez."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from citecheck.errors import SettingsError
from citecheck.model import Query, SourceKind
from citecheck.sources import Interrupted, SourceOptions, open_source
from citecheck.sources.entrez import EntrezSource
from citecheck.sources.entrez import source as entrez_source
from tests.eutils_server import EutilsServer
from tests.sources.live import source


def test_info(server: EutilsServer, tmp_path: Path) -> None:
    with source(server, tmp_path) as pubmed:
        assert pubmed.info.kind is SourceKind.PUBMED
        assert pubmed.info.complete
        assert pubmed.answer([]) == []


def test_an_interrupt_returns_the_answers_so_far(
    server: EutilsServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = entrez_source._taken
    replies: list[object] = []

    def interrupted_after_one(*waiting: Any) -> Any:
        if replies:
            raise KeyboardInterrupt
        replies.append(None)
        return taken(*waiting)

    monkeypatch.setattr(entrez_source, "_taken", interrupted_after_one)
    nowhere = [Query(f"{n}", words=(f"qzxw{n}", f"vbnm{n}")) for n in range(2)]
    with source(server, tmp_path) as pubmed, pytest.raises(Interrupted) as stopped:
        pubmed.answer(nowhere)
    (lookup,) = stopped.value.lookups.values()
    assert lookup.answered
    assert lookup.hits == 0


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
def test_a_base_url_that_would_expose_the_key_is_refused(url: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError):
        open_source("pubmed", SourceOptions(base_url=url, cache_folder=tmp_path))


def test_the_programs_own_bio_entrez_is_not_changed(server: EutilsServer, tmp_path: Path) -> None:
    from Bio import Entrez

    before = dict(vars(Entrez))
    with source(server, tmp_path, key="k" * 36) as pubmed:
        pubmed.answer([Query("pmid", pmids=("993",))])
    assert vars(Entrez) == before
    assert isinstance(pubmed, EntrezSource)


@pytest.mark.parametrize("year", ["260101", "310101"])
def test_no_dtd_is_needed(
    year: str, server: EutilsServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.eutils_server import shapes

    monkeypatch.setattr(shapes, "PUBMED", shapes.PUBMED.replace("250101", year))
    wanted = server.holdings.records[3]
    with source(server, tmp_path) as pubmed:
        (lookup,) = pubmed.answer([Query("pmid", pmids=(wanted.pmid,))])
    assert lookup.publications[0].title.rstrip(".") == wanted.title.rstrip(".")
