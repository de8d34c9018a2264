"""One failing part stops nothing else: a utility, a record, a merged PMID, a slow line, a proxy."""

from __future__ import annotations

import gzip
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from citecheck.model import Query
from citecheck.sources import SourceOptions
from citecheck.sources.entrez import EntrezSource
from tests.eutils_server import EutilsServer, FaultKind
from tests.eutils_server.utilities import Reply
from tests.sources.live import Standing, place, placed, source

Answer = Callable[[dict[str, str]], Reply]


@pytest.mark.parametrize(
    "answer",
    [
        FaultKind.SERVER_ERROR_500, FaultKind.NOT_FOUND_404, FaultKind.EMPTY, FaultKind.HTML_IN_200,
        FaultKind.CLOSED,
    ],
)  # fmt: skip
def test_searches_take_over_from_an_ecitmatch_that_fails(
    server: EutilsServer, tmp_path: Path, answer: FaultKind
) -> None:
    wanted = [r for r in placed(server.holdings, 70) if r.authors[0].isascii()][:60]
    server.faults.order(answer, utility="ecitmatch")
    with source(server, tmp_path, clock=Standing()) as pubmed:
        lookups = pubmed.answer([place(r) for r in wanted])
        assert "ecitmatch" in (pubmed.trouble or "")
    assert [lookup.publications[0].pmid for lookup in lookups] == [r.pmid for r in wanted]
    assert server.log.count("ecitmatch") <= 3
    assert any("ecitmatch" in note for lookup in lookups for note in lookup.notes)
    # A busy machine must not need so long that ecitmatch is tried again.
    with source(server, tmp_path, clock=Standing()) as pubmed:
        pubmed.answer([place(r) for r in wanted[:20]])
        before = server.log.count("ecitmatch")
        pubmed.answer([place(r) for r in wanted[20:40]])
        assert server.log.count("ecitmatch") == before


def test_an_extra_field_in_ecitmatch_answers_is_ignored(
    server: EutilsServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = placed(server.holdings, 5)
    right = server.utilities.ecitmatch

    def wider(parameters: dict[str, str]) -> Reply:
        lines = str(right(parameters).body).splitlines()
        return Reply("".join(f"{line}|score 9\n" for line in lines), "text/plain")

    monkeypatch.setattr(server.utilities, "ecitmatch", wider)
    with source(server, tmp_path) as pubmed:
        lookups = pubmed.answer([place(r) for r in wanted])
    assert all(lookup.text.startswith("ecitmatch") for lookup in lookups)
    assert [lookup.publications[0].pmid for lookup in lookups] == [r.pmid for r in wanted]


@pytest.mark.parametrize(
    ("spoil", "lost"),
    [
        (lambda body: body.replace(b"<ArticleTitle>", b"<ArticleTitle>\x0b", 1), 1),
        (lambda body: body.replace(b"<ArticleTitle>", b"<ArticleTitle>\xff\xfe", 1), 1),
        (lambda body: body.replace(b"<ArticleTitle>", b"<ArticleTitle>&nbsp;<html><body>Sorry", 1), 1),
        (lambda body: b"\n " + body, 0),
        (
            lambda body: body.replace(
                b"<PubmedArticle>", b"<html><body>Busy</body></html><PubmedArticle>", 1
            ),
            0,
        ),
        (gzip.compress, 0),
    ],
)
def test_one_bad_record_costs_one_record(
    server: EutilsServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    spoil: Callable[[bytes], bytes],
    lost: int,
) -> None:
    wanted = [record.pmid for record in placed(server.holdings, 40)]
    right = server.utilities.efetch
    monkeypatch.setattr(server.utilities, "efetch", lambda parameters: Reply(spoil(right(parameters).data)))
    with source(server, tmp_path) as pubmed:
        lookups = pubmed.answer([Query("pmid", pmids=(pmid,)) for pmid in wanted])
    failed = [lookup.error for lookup in lookups if lookup.error]
    assert len(failed) == lost
    assert all("cannot be read" in error for error in failed)
    assert sum(lookup.hits for lookup in lookups) == len(wanted) - lost


def test_records_of_a_cut_answer_count_and_the_rest_is_fetched_again(
    server: EutilsServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = [record.pmid for record in placed(server.holdings, 40)]
    right = server.utilities.efetch
    answers = iter([0.7])

    def cut(parameters: dict[str, str]) -> Reply:
        body = right(parameters).data
        return Reply(body[: int(len(body) * next(answers, 1.0))])

    monkeypatch.setattr(server.utilities, "efetch", cut)
    with source(server, tmp_path) as pubmed:
        lookups = pubmed.answer([Query("pmid", pmids=(pmid,)) for pmid in wanted])
    assert all(lookup.hits == 1 for lookup in lookups)
    assert server.log.count("efetch") == 2


@pytest.mark.parametrize("count", [1, 3])
def test_a_merged_pmid_leads_to_the_survivor(
    server: EutilsServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    survivors = [record.pmid for record in placed(server.holdings, 4)]
    merged = {f"9999{at}": survivors[at] for at in range(count)}
    right = server.utilities.efetch

    def with_merged(parameters: dict[str, str]) -> Reply:
        ids = ",".join(merged.get(each, each) for each in parameters["id"].split(","))
        return right({**parameters, "id": ids})

    monkeypatch.setattr(server.utilities, "efetch", with_merged)
    with source(server, tmp_path, use_cache=True) as pubmed:
        for _ in range(2):  # then from the cache
            asked = [*merged, survivors[3]]
            lookups = pubmed.answer([Query("pmid", pmids=(pmid,)) for pmid in asked])
            assert [found.publications[0].pmid for found in lookups] == [*survivors[:count], survivors[3]]
            assert lookups[0].publications[0].pmids == (survivors[0], "99990")
            assert lookups[0].notes == (f"PubMed has merged 99990 into {survivors[0]}",)
            assert lookups[-1].notes == ()


@contextmanager
def talking(talk: Callable[[socket.socket], None]) -> Iterator[str]:
    """A server that says what it likes to whoever connects; the address of its utilities."""
    listening = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                connected, _ = listening.accept()
            except OSError:
                return
            threading.Thread(target=_talked, args=(talk, connected), daemon=True).start()

    threading.Thread(target=serve, daemon=True).start()
    yield f"http://127.0.0.1:{listening.getsockname()[1]}/entrez/eutils/"
    listening.close()


def _talked(talk: Callable[[socket.socket], None], connected: socket.socket) -> None:
    with connected:
        try:
            connected.recv(65536)
            talk(connected)
        except OSError:
            return


def _drip(connected: socket.socket, head: bytes) -> None:
    connected.sendall(head)
    while True:
        time.sleep(0.05)
        connected.sendall(b"x")


@pytest.mark.parametrize(
    "head",
    [b"HTTP/1.1 200 OK\r\nX-Slow: ", b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n", b"SSH-2.0-"],
)
def test_a_slow_body_or_header_ends_with_the_budget(tmp_path: Path, head: bytes) -> None:
    with talking(lambda connected: _drip(connected, head)) as url:
        options = SourceOptions(base_url=url, cache_folder=tmp_path, use_cache=False, timeout=1.0, budget=2.0)
        with EntrezSource(options) as pubmed:
            # Bytes come for ever: that this ends shows that the budget was kept.
            (lookup,) = pubmed.answer([Query("words", words=("magnesium",))])
        assert lookup.error


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("407 Proxy Authentication Required", "the proxy wants a user and password"),
        ("403 Forbidden", "the proxy opens no way"),
    ],
)
def test_a_proxys_refusal_is_reported_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, status: str, words: str
) -> None:
    refusals: list[str] = []

    def refuse(connected: socket.socket) -> None:
        refusals.append(status)
        connected.sendall(f"HTTP/1.1 {status}\r\n\r\n".encode())

    with talking(refuse) as url:
        monkeypatch.setenv("https_proxy", url.removesuffix("/entrez/eutils/"))
        monkeypatch.delenv("no_proxy", raising=False)
        options = SourceOptions(
            base_url="https://eutils.example.org/entrez/eutils/", cache_folder=tmp_path, use_cache=False
        )
        with EntrezSource(options) as pubmed:
            (lookup,) = pubmed.answer([Query("words", words=("magnesium",))])
    assert lookup.error is not None
    assert words in lookup.error
    assert len(refusals) == 1, "it is not asked again"


@pytest.mark.parametrize("resolver", ["refuses", "hangs"])
def test_a_missing_network_is_reported_soon(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, resolver: str
) -> None:
    ended = threading.Event()

    def resolve(*_: object, **__: object) -> list[object]:
        if resolver == "hangs":
            ended.wait(60.0)
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.delenv("https_proxy", raising=False)
    options = SourceOptions(
        base_url="https://eutils.example.org/entrez/eutils/", cache_folder=tmp_path, use_cache=False
    )
    began = time.monotonic()
    with EntrezSource(options) as pubmed:
        lookups = pubmed.answer([Query("words", words=(f"magnesium{n}",)) for n in range(30)])
        took = time.monotonic() - began
        assert "network" in (pubmed.trouble or "")
    ended.set()
    assert took < 15.0
    assert all("there is no network" in (lookup.error or "") for lookup in lookups)
