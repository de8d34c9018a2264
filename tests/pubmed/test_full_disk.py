"""A really full disk: a small tmpfs, where this system allows a process its own."""

import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.pubmed.records import synthetic, write

# Run in mount and user namespaces of its own: DISK is a tmpfs of the size given, which `grow` enlarges.
PRELUDE = """
import subprocess, sys
from pathlib import Path
DISK, ARGS = Path(sys.argv[1]), sys.argv[3:]
def mount(*options): subprocess.run(["mount", "-t", "tmpfs", *options, "tmpfs", DISK], check=True)
def grow(): mount("-o", "remount,size=64m")
mount("-o", f"size={sys.argv[2]}")
"""
NAMESPACES = ["unshare", "--user", "--map-root-user", "--mount"]


def _permitted() -> bool:
    if not shutil.which("unshare"):
        return False
    mounting = [*NAMESPACES, "mount", "-t", "tmpfs", "tmpfs", "/mnt"]
    return subprocess.run(mounting, capture_output=True, check=False).returncode == 0


pytestmark = pytest.mark.skipif(not _permitted(), reason="no namespaces, so no tmpfs of one's own")


def on_small_disk(code: str, tmp_path: Path, size: str, *arguments: object) -> str:
    """What this code prints with DISK as its small disk."""
    (tmp_path / "disk").mkdir(exist_ok=True)
    command = [*NAMESPACES, sys.executable, "-c", PRELUDE + code, tmp_path / "disk", size, *arguments]
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def baseline(folder: Path) -> list[Path]:
    folder.mkdir()
    return [
        write(folder / f"pubmed26n{number:04}.xml.gz", synthetic(number * 500, 500)) for number in range(1, 5)
    ]


WRITE = """
import shutil
from citecheck.errors import PubMedIndexError
from citecheck.pubmed import PubMedIndex, build, build_folder, build_index, update_index
build.COMMIT_RECORDS = 1
build_folder.MERGING = 0.0  # not to be foreseen
files, index = [Path(file) for file in ARGS], DISK / "index"
for work, given, room in ((build_index, files[:3], 120_000), (update_index, files, 40_000)):
    (DISK / "ballast").write_bytes(bytes(shutil.disk_usage(DISK).free - room))
    try:
        work(index, given)
        print("was large enough")
    except PubMedIndexError as error:
        print(error)
    try:
        print("opens with", PubMedIndex.open(index).records)
    except PubMedIndexError as error:
        print(error)
    (DISK / "ballast").unlink()
    work(index, given)
    print("then", PubMedIndex.open(index).records)
"""


def test_a_build_and_an_update_on_a_full_disk(tmp_path: Path) -> None:
    files = baseline(tmp_path / "files")
    build, half, built, update, opens, updated = on_small_disk(WRITE, tmp_path, "8m", *files).splitlines()
    assert "could not be written: " in build
    assert "No space left on device" in build
    assert "half built" in half
    assert built == "then 1500"
    assert "could not be written: " in update
    assert (opens, updated) == ("opens with 1500", "then 2000")


FORESEEN = """
from citecheck.errors import PubMedIndexError
from citecheck.pubmed import build_index
try:
    build_index(DISK / "index", [Path(file) for file in ARGS])
except PubMedIndexError as error:
    print(error)
print(sorted(path.name for path in DISK.rglob("*") if path.is_file()))
"""


def test_too_small_a_disk_is_reported_at_once(tmp_path: Path) -> None:
    lines = on_small_disk(FORESEEN, tmp_path, "16k", *baseline(tmp_path / "files")).splitlines()
    assert "The index needs about" in lines[0]
    assert lines[1] == "['writer.lock']"


@pytest.fixture
def mirror(tmp_path: Path) -> Iterator[str]:
    """NLM's folder on a loopback server, two files of it."""
    baseline(tmp_path / "baseline")
    for file in (tmp_path / "baseline").iterdir():
        digest = subprocess.run(["md5sum", file.name], cwd=file.parent, capture_output=True, check=True)
        file.with_name(f"{file.name}.md5").write_bytes(digest.stdout)
    handler = partial(SimpleHTTPRequestHandler, directory=str(tmp_path))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as listening:
        thread = threading.Thread(target=listening.serve_forever, args=(0.02,))
        thread.start()
        yield f"http://127.0.0.1:{listening.server_address[1]}/"
        listening.shutdown()
        thread.join()


DOWNLOAD = """
from citecheck.pubmed import download
for again in (False, True):
    if again:
        grow()
    done = download(DISK, base_url=ARGS[0], tries=2, pause=0.001, connections=1)
    print(len(done.fetched), len(done.kept), done.failed[0][1] if done.failed else "whole")
"""


def test_a_download_on_a_full_disk_goes_on_when_there_is_room(tmp_path: Path, mirror: str) -> None:
    size = sum(file.stat().st_size for file in (tmp_path / "baseline").glob("*.gz"))
    first, second = on_small_disk(DOWNLOAD, tmp_path, str(size // 2), mirror).splitlines()
    fetched, kept, message = first.split(maxsplit=2)
    assert kept == "0"
    assert re.fullmatch(r"has \d+ MB, and \d+ MB are free", message)
    assert 0 < int(fetched) < 4
    assert second == f"{4 - int(fetched)} {fetched} whole"
