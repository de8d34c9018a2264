"""Fetching NLM's baseline and update files over HTTPS: resumed, checked, a few at a time."""

from __future__ import annotations

import json
import re
import shutil
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import suppress
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from citecheck.errors import RecordsError
from citecheck.pubmed.checksums import md5_of, stated_checksum
from citecheck.pubmed.index_state import serial_number, write_atomically

if TYPE_CHECKING:
    import requests

T = TypeVar("T")

BASE_URL = "https://ftp.ncbi.nlm.nih.gov/pubmed/"
CONNECTIONS = 3  # NLM asks for few connections; three use up an ordinary line
TRIES = 5
TIMEOUT = (10.0, 60.0)
BLOCK = 1 << 18
PAUSE = 1.0  # seconds before the second try, doubled for each further one

# One line of a listing: the file (or its checksum), and behind it date and size.
# <a href="pubmed26n0001.xml.gz">pubmed26n0001.xml.gz</a>   2026-01-29 13:50   19M
_LINKED = re.compile(r'href="(pubmed\d\dn\d{4,5}\.xml\.gz)(\.md5)?"[^>]*>[^<]*</a>([^<\n]*)')
_SIZE = re.compile(r"\s([\d.]+)([KMG]?)\s*$")
_UNITS = {"": 1, "K": 1 << 10, "M": 1 << 20, "G": 1 << 30}
STAMPS_FILE = "listing.json"  # the lines of the listing at the time when each file was last found whole
SPARE_BYTES = 256 << 20  # bytes left free on the disk


class Series(StrEnum):
    """The folders of NLM's server."""

    BASELINE = "baseline"
    UPDATES = "updatefiles"


@dataclass(frozen=True, slots=True)
class DownloadProgress:
    """How far a download has come; `seconds` counts from its beginning."""

    file: str
    files_done: int
    files: int
    bytes: int
    seconds: float


@dataclass(frozen=True, slots=True)
class DownloadResult:
    """What a download did. `failed` has each file that could not be fetched, with the reason."""

    folder: Path
    fetched: tuple[str, ...]
    kept: tuple[str, ...]
    failed: tuple[tuple[str, str], ...]

    @property
    def files(self) -> tuple[Path, ...]:
        """All whole files that the listing names, in order."""
        return tuple(self.folder / name for name in sorted((*self.fetched, *self.kept)))


class _FailedError(Exception):
    """One try, or one file, failed; the message says how. `final` where trying again is no use."""

    def __init__(self, reason: str, *, final: bool = False) -> None:
        super().__init__(reason)
        self.final = final


class _DiskError(Exception):
    """The disk is full: no further file is tried."""


def download(
    folder: Path,
    series: Sequence[Series] = (Series.BASELINE,),
    *,
    base_url: str = BASE_URL,
    connections: int = CONNECTIONS,
    tries: int = TRIES,
    timeout: tuple[float, float] = TIMEOUT,
    pause: float = PAUSE,
    progress: Callable[[DownloadProgress], None] | None = None,
) -> DownloadResult:
    """Bring a folder up to NLM's listing: fetch what is missing, damaged or issued again, keep the rest.

    A file is whole once its MD5 was right; its .md5 file then lies beside it. It is fetched again when the
    server states another MD5, which is asked for where its line of the listing has changed. The files of a
    new year wait in a folder of their own, and replace the old ones once the whole baseline is there.

    Args:
        folder: The folder of the files, which is made if need be.
        series: The folders of the server.
        base_url: The URL above these folders.
        connections: The number of files fetched at one time.
        tries: The number of tries for a file.
        timeout: Seconds to wait for a connection, and for more of an answer.
        pause: Seconds before the second try, doubled for each further one.
        progress: Called with the progress of the download.

    Raises:
        RecordsError: A listing cannot be had, the folder cannot be written, or the disk is too small.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise RecordsError(f"{folder} cannot be written: {error.strerror or error}.") from None
    job = _Download(folder, tries, timeout, pause, progress)
    newest, in_order = _listed(job, series, base_url)
    held = {serial[0] for path in folder.glob("pubmed*.xml.gz") if (serial := serial_number(path.name))}
    if not held or max(held) >= newest:
        return job.run(in_order, connections)
    job.folder = next_year_folder(folder, newest)
    job.folder.mkdir(exist_ok=True)
    done = job.run(in_order, connections)
    if done.failed or Series.BASELINE not in series:
        return done
    take_over(folder, job.folder)
    return replace(done, folder=folder)


def _listed(job: _Download, series: Sequence[Series], base_url: str) -> tuple[int, dict[str, str]]:
    """The newest year that the server lists, and the addresses of its files by name, in their order."""
    listed: dict[str, str] = {}
    for each in series:
        listing = f"{base_url.rstrip('/')}/{each.value}/"
        listed |= {name: listing + name for name in job.names(listing)}
    newest = max((serial[0] for name in listed if (serial := serial_number(name))), default=0)
    listed = {name: url for name, url in listed.items() if (serial_number(name) or (newest,))[0] == newest}
    return newest, dict(sorted(listed.items(), key=lambda item: serial_number(item[0]) or (0, 0)))


def next_year_folder(folder: Path, year: int) -> Path:
    """Return the folder in `folder` where files of a new `year` (two digits) wait for the whole baseline."""
    return folder / f".pubmed{year:02}"


def take_over(folder: Path, fetched: Path) -> None:
    """Move the `fetched` files of a new year into `folder`, and remove the old ones; may be repeated."""
    for old in [*folder.glob("pubmed*.xml.gz"), *folder.glob("pubmed*.xml.gz.md5"), *folder.glob("*.part")]:
        if not (fetched / old.name).exists():
            old.unlink()
    for new in fetched.iterdir():
        new.replace(folder / new.name)
    fetched.rmdir()


@dataclass
class _Download:
    folder: Path
    tries: int
    timeout: tuple[float, float]
    pause: float
    progress: Callable[[DownloadProgress], None] | None
    began: float = field(default_factory=time.monotonic)
    stop: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)
    bytes: int = 0
    done: int = 0
    files: int = 0
    listed: dict[str, str] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)
    stamps: dict[str, str] = field(default_factory=dict)

    def names(self, listing: str) -> list[str]:
        """The files that a listing names."""
        try:
            page = self._text(listing)
        except _FailedError as error:
            raise RecordsError(f"The listing {listing} cannot be had: {error}.") from None
        for name, is_checksum, behind in _LINKED.findall(page):
            stamp = behind.strip()
            if stamp:
                self.listed[name] = f"{self.listed.get(name, '')}|{stamp}"
            if stamp and not is_checksum and (size := _SIZE.search(f" {stamp}")):
                self.sizes[name] = int(float(size.group(1)) * _UNITS[size.group(2)])
        names = sorted({name for name, _, _ in _LINKED.findall(page)})
        if not names:
            raise RecordsError(f"{listing} lists no PubMed files.")
        return names

    def run(self, urls: dict[str, str], connections: int) -> DownloadResult:
        """Fetch all files; stop when the disk is full."""
        self.files = len(urls)
        self.stamps = _read_stamps(self.folder)
        self._check_space(urls)
        fetched: list[str] = []
        kept: list[str] = []
        failed: list[tuple[str, str]] = []
        with ThreadPoolExecutor(connections) as pool:
            for name, future in _few_at_a_time(pool, self._file, urls.items(), 2 * connections):
                try:
                    (fetched if future.result() else kept).append(name)
                except _FailedError as error:
                    failed.append((name, str(error)))
                except _DiskError as error:
                    self.stop.set()
                    failed.append((name, str(error)))
                self.done += 1
                self._tell(name)
        failing = {name for name, _ in failed}
        whole = {name: stamp for name, stamp in self.listed.items() if name in urls and name not in failing}
        if not whole:
            return DownloadResult(
                self.folder, tuple(sorted(fetched)), tuple(sorted(kept)), tuple(sorted(failed))
            )
        with suppress(OSError):  # the next run asks for each checksum then
            write_atomically(self.folder / STAMPS_FILE, json.dumps(self.stamps | whole).encode())
        return DownloadResult(self.folder, tuple(sorted(fetched)), tuple(sorted(kept)), tuple(sorted(failed)))

    def _file(self, name: str, url: str) -> bool:
        """Fetch one file, and return False if it was whole already."""
        if self.stop.is_set():
            raise _FailedError("not tried, as the disk is full", final=True)
        target, digest_file = self.folder / name, self.folder / f"{name}.md5"
        if target.exists() and digest_file.exists():
            held = stated_checksum(digest_file.read_text("ascii", "replace"))
            if md5_of(target) != held:
                target.unlink()
            elif not self._may_be_issued_again(name) or self._states_the_same(url, held):
                return False
            else:
                target.with_name(f"{name}.part").unlink(missing_ok=True)
        text = self._repeatedly(lambda: self._text(url + ".md5", once=True))
        expected = stated_checksum(text)
        if expected is None:
            raise _FailedError("its .md5 file holds no checksum", final=True)
        if not (target.exists() and md5_of(target) == expected):
            self._repeatedly(lambda: self._whole(url, target, expected))
        try:
            digest_file.write_text(text, "ascii", "replace")
        except OSError as error:
            raise _DiskError(f"cannot be written: {error.strerror or error}") from None
        return True

    def _may_be_issued_again(self, name: str) -> bool:
        """Whether a file's line of the listing has changed since the file was last found whole."""
        stamp = self.listed.get(name)
        return stamp is None or self.stamps.get(name) != stamp

    def _states_the_same(self, url: str, held: str | None) -> bool:
        """Whether the server states the checksum of the file that is here, or states no checksum."""
        try:
            stated = stated_checksum(self._repeatedly(lambda: self._text(url + ".md5", once=True)))
        except _FailedError:
            return True
        return stated is None or stated == held

    def _check_space(self, urls: Mapping[str, str]) -> None:
        """Refuse to begin where the disk is too small for the files to be fetched, by the listing's sizes."""
        wanted = sum(self.sizes.get(name, 0) for name in urls if not (self.folder / name).exists())
        free = shutil.disk_usage(self.folder).free
        if wanted and wanted + SPARE_BYTES > free:
            raise RecordsError(
                f"The files to be fetched have {wanted / 1e9:.1f} GB, "
                f"but {self.folder} has {free / 1e9:.1f} GB free."
            )

    def _repeatedly(self, attempt: Callable[[], T]) -> T:
        for number in range(1, self.tries + 1):
            try:
                return attempt()
            except _FailedError as error:
                if error.final or number == self.tries or self.stop.is_set():
                    raise
                self.stop.wait(self.pause * 2 ** (number - 1))
        raise _FailedError("not tried", final=True)

    def _text(self, url: str, *, once: bool = False) -> str:
        def attempt() -> str:
            with _answer(url, {}, self.timeout) as response:
                return str(response.text)

        return attempt() if once else self._repeatedly(attempt)

    def _whole(self, url: str, target: Path, expected: str) -> None:
        """Fetch the rest of a file, then check it; a file with a wrong checksum is removed."""
        part = target.with_name(target.name + ".part")
        have = part.stat().st_size if part.exists() else 0
        with _answer(url, {"Range": f"bytes={have}-"} if have else {}, self.timeout) as response:
            if response.status_code != 416:  # there is nothing after what is there
                self._receive(response, part, append=response.status_code == 206)
        if md5_of(part) != expected:
            part.unlink(missing_ok=True)
            raise _FailedError("its MD5 is not the stated one")
        part.replace(target)

    def _receive(self, response: requests.Response, part: Path, *, append: bool) -> None:
        expected = response.headers.get("Content-Length")
        got = 0
        free = shutil.disk_usage(self.folder).free
        if expected and expected.isdigit() and int(expected) > free:
            raise _DiskError(f"has {int(expected) / 1e6:.0f} MB, and {free / 1e6:.0f} MB are free")
        try:
            with part.open("ab" if append else "wb") as out:
                for block in _blocks(response):
                    out.write(block)
                    got += len(block)
                    with self.lock:
                        self.bytes += len(block)
                    self._tell(part.name.removesuffix(".part"))
        except OSError as error:
            raise _DiskError(f"cannot be written: {error.strerror or error}") from None
        if expected and expected.isdigit() and got < int(expected):
            raise _FailedError("the connection was cut")

    def _tell(self, name: str) -> None:
        if self.progress:
            self.progress(
                DownloadProgress(name, self.done, self.files, self.bytes, time.monotonic() - self.began)
            )


def _read_stamps(folder: Path) -> dict[str, str]:
    try:
        return dict(json.loads((folder / STAMPS_FILE).read_bytes()))
    except (OSError, ValueError):
        return {}


def _few_at_a_time(
    pool: ThreadPoolExecutor,
    work: Callable[[str, str], bool],
    items: Iterable[tuple[str, str]],
    most: int,
) -> Iterator[tuple[str, Future[bool]]]:
    running: dict[Future[bool], str] = {}
    for name, url in items:
        running[pool.submit(work, name, url)] = name
        while len(running) >= most:
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                yield running.pop(future), future
    while running:
        for future in wait(running, return_when=FIRST_COMPLETED).done:
            yield running.pop(future), future


def _answer(url: str, headers: dict[str, str], timeout: tuple[float, float]) -> requests.Response:
    """The server's answer, its body still to be read; 404 and the like are final."""
    import requests

    try:
        # Packed files must come as they are, or ranges and checksums would not fit.
        plain = {"Accept-Encoding": "identity", **headers}
        response = requests.get(url, headers=plain, timeout=timeout, stream=True)
    except requests.RequestException as error:
        raise _FailedError(f"no connection ({type(error).__name__})") from None
    code = response.status_code
    if code in (200, 206) or (code == 416 and headers):
        return response
    response.close()
    raise _FailedError(
        f"the server answers {code} {response.reason}", final=400 <= code < 500 and code != 429
    )


def _blocks(response: requests.Response) -> Iterator[bytes]:
    import requests

    try:
        yield from response.iter_content(BLOCK)
    except requests.RequestException:
        raise _FailedError("the connection was cut") from None
