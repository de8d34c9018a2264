"""Downloads from a loopback server that behaves, and one that does not."""

import hashlib
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from citecheck.errors import RecordsError
from citecheck.pubmed import DownloadProgress, DownloadResult, PubMedIndex, Series, download
from tests.pubmed.records import synthetic, write

NAMES = [f"pubmed26n{number:04}.xml.gz" for number in range(1, 5)]


@dataclass
class Server:
    """What the server holds, what it is to do wrong, and what it was asked."""

    files: dict[str, bytes]
    url: str = ""
    cut: dict[str, int] = field(default_factory=dict)  # name: how often its bytes are cut in half
    status: dict[str, list[int]] = field(default_factory=dict)  # name: codes to answer with first
    ranges: bool = True
    wrong_sum: set[str] = field(default_factory=set)  # names whose stated checksum is another's
    dates: dict[str, str] = field(default_factory=dict)  # name: what the listing has behind it
    asked: list[tuple[str, str | None]] = field(default_factory=list)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.0"
    state: Server

    def do_GET(self) -> None:
        name = self.path.rpartition("/")[2]
        self.state.asked.append((name, self.headers["Range"]))
        if codes := self.state.status.get(name):
            self.send_response(codes.pop(0))
            self.end_headers()
            return
        if not name:
            folder = self.path.strip("/")
            names = [n for n in self.state.files if (int(n[9:13]) > 3) == (folder == "updatefiles")]
            dates = self.state.dates
            body = "".join(
                f'<a href="{n}">{n}</a> {dates.get(n, "")}\n<a href="{n}.md5">{n}.md5</a>\n' for n in names
            ).encode()
            self._send(200, body, len(body))
            return
        whole = self.state.files.get(name.removesuffix(".md5"))
        if whole is None:
            self.send_response(404)
            self.end_headers()
        elif name.endswith(".md5"):
            wrong = name.removesuffix(".md5") in self.state.wrong_sum
            digest = hashlib.md5(whole + b"x" * wrong, usedforsecurity=False).hexdigest()
            body = f"MD5({name.removesuffix('.md5')})= {digest}\n".encode()
            self._send(200, body, len(body))
        else:
            self._file(name, whole)

    def _file(self, name: str, whole: bytes) -> None:
        start = 0
        if self.state.ranges and (asked := self.headers["Range"]):
            start = int(asked.removeprefix("bytes=").rstrip("-"))
            if start >= len(whole):
                self.send_response(416)
                self.end_headers()
                return
        body = whole[start:]
        sent = body
        if self.state.cut.get(name, 0):
            self.state.cut[name] -= 1
            sent = body[: len(body) // 2]
        self._send(206 if start else 200, sent, len(body))

    def _send(self, code: int, body: bytes, length: int) -> None:
        self.send_response(code)
        self.send_header("Content-Length", str(length))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    (tmp_path / "server").mkdir()
    files = {
        n: write(tmp_path / "server" / n, synthetic(10 * i + 1, 5)).read_bytes() for i, n in enumerate(NAMES)
    }
    state = Server(files)
    handler = type("Handler", (Handler,), {"state": state})
    listening = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    state.url = f"http://127.0.0.1:{listening.server_address[1]}/"
    thread = threading.Thread(target=listening.serve_forever, args=(0.02,))
    thread.start()
    yield state
    listening.shutdown()
    thread.join()
    listening.server_close()


def fetch(
    server: Server, folder: Path, *series: Series, progress: Callable[[DownloadProgress], None] | None = None
) -> DownloadResult:
    return download(
        folder, series or (Series.BASELINE,), base_url=server.url, tries=3, pause=0.001, progress=progress
    )


def test_everything_once(server: Server, tmp_path: Path) -> None:
    seen: list[DownloadProgress] = []
    done = fetch(server, tmp_path / "mirror", progress=seen.append)
    assert (done.fetched, done.kept, done.failed) == (tuple(NAMES[:3]), (), ())
    assert [file.read_bytes() for file in done.files] == [server.files[name] for name in NAMES[:3]]
    assert seen[-1].files_done == seen[-1].files == 3
    assert seen[-1].bytes == sum(len(server.files[name]) for name in NAMES[:3])
    server.asked.clear()
    again = fetch(server, tmp_path / "mirror")
    assert (again.fetched, again.kept) == ((), tuple(NAMES[:3]))
    assert sorted(server.asked) == [("", None), *((f"{name}.md5", None) for name in NAMES[:3])]
    both = fetch(server, tmp_path / "mirror", Series.BASELINE, Series.UPDATES)
    assert (both.fetched, len(both.kept)) == ((NAMES[3],), 3)
    assert PubMedIndex.build(tmp_path / "ix", [tmp_path / "mirror"]).records == 20


def test_a_cut_connection_is_taken_up_again(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("citecheck.pubmed.mirror.BLOCK", 64)
    server.cut[NAMES[0]] = 2
    assert fetch(server, tmp_path / "mirror").failed == ()
    ranges = [asked for name, asked in server.asked if name == NAMES[0]]
    first, second, third = ranges
    assert first is None
    assert second is not None
    assert third is not None
    assert 0 < int(second[6:-1]) < int(third[6:-1]) < len(server.files[NAMES[0]])
    assert (tmp_path / "mirror" / NAMES[0]).read_bytes() == server.files[NAMES[0]]


def test_a_server_without_range_requests(server: Server, tmp_path: Path) -> None:
    server.ranges = False
    server.cut[NAMES[0]] = 1
    assert fetch(server, tmp_path / "mirror").failed == ()
    assert (tmp_path / "mirror" / NAMES[0]).read_bytes() == server.files[NAMES[0]]


def test_a_download_broken_off_yesterday(server: Server, tmp_path: Path) -> None:
    (tmp_path / "mirror").mkdir()
    whole = server.files[NAMES[1]]
    (tmp_path / "mirror" / f"{NAMES[0]}.part").write_bytes(b"something else, longer than the file" * 99)
    (tmp_path / "mirror" / f"{NAMES[1]}.part").write_bytes(whole[:100])
    (tmp_path / "mirror" / f"{NAMES[2]}.part").write_bytes(server.files[NAMES[2]])
    assert fetch(server, tmp_path / "mirror").failed == ()
    assert (NAMES[1], "bytes=100-") in server.asked
    for name in NAMES[:3]:
        assert (tmp_path / "mirror" / name).read_bytes() == server.files[name]
    assert not list((tmp_path / "mirror").glob("*.part"))


def test_a_damaged_file_is_fetched_again(server: Server, tmp_path: Path) -> None:
    fetch(server, tmp_path / "mirror")
    (tmp_path / "mirror" / NAMES[1]).write_bytes(b"damaged")
    done = fetch(server, tmp_path / "mirror")
    assert (done.fetched, len(done.kept)) == ((NAMES[1],), 2)
    assert (tmp_path / "mirror" / NAMES[1]).read_bytes() == server.files[NAMES[1]]


@pytest.mark.parametrize(
    ("name", "codes", "tries", "reason"),
    [
        (NAMES[1], [503, 503], 3, None),
        (NAMES[1], [503, 503, 503], 3, "the server answers 503 Service Unavailable"),
        (NAMES[1], [429], 2, None),
        (NAMES[1], [404, 404, 404], 1, "the server answers 404 Not Found"),
        (f"{NAMES[1]}.md5", [404], 0, "the server answers 404 Not Found"),
    ],
)
def test_answers_other_than_the_file(
    server: Server, tmp_path: Path, name: str, codes: list[int], tries: int, reason: str | None
) -> None:
    server.status[name] = codes
    done = fetch(server, tmp_path / "mirror")
    assert done.failed == (((NAMES[1], reason),) if reason else ())
    assert len(done.fetched) == (2 if reason else 3)
    assert len([asked for asked, _ in server.asked if asked == NAMES[1]]) == tries


def test_a_wrong_checksum(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Other:
        @staticmethod
        def hexdigest() -> str:
            return "0" * 32

    monkeypatch.setattr("tests.pubmed.test_mirror.hashlib", type("H", (), {"md5": lambda *_, **__: Other}))
    done = fetch(server, tmp_path / "mirror")
    assert {reason for _, reason in done.failed} == {"its MD5 is not the stated one"}
    assert list((tmp_path / "mirror").iterdir()) == []


def test_a_full_disk(server: Server, tmp_path: Path) -> None:
    # A device that is always full stands in the place of one file.
    (tmp_path / "mirror").mkdir()
    (tmp_path / "mirror" / f"{NAMES[1]}.part").symlink_to("/dev/full")
    done = fetch(server, tmp_path / "mirror")
    assert dict(done.failed)[NAMES[1]] == "cannot be written: No space left on device"
    for name in done.fetched:
        assert (tmp_path / "mirror" / name).read_bytes() == server.files[name]


def test_no_listing(server: Server, tmp_path: Path) -> None:
    server.status[""] = [500] * 9
    with pytest.raises(RecordsError, match="500"):
        fetch(server, tmp_path / "mirror")
    server.status.clear()
    server.files.clear()
    with pytest.raises(RecordsError, match="lists no PubMed files"):
        fetch(server, tmp_path / "mirror")
    with pytest.raises(RecordsError, match="no connection"):
        download(tmp_path / "mirror", base_url="http://127.0.0.1:9/", tries=1)
    (tmp_path / "file").touch()
    with pytest.raises(RecordsError, match="cannot be written"):
        fetch(server, tmp_path / "file")
