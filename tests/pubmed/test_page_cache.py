"""Mapped pages of an index's files are released while it is written, and no data is lost."""

import mmap
import sys
import threading
import time
from pathlib import Path

import pytest

from citecheck.pubmed import page_cache
from citecheck.pubmed.page_cache import count_mapped_bytes, few_pages, release_pages

SIZE = 8 << 20


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "segment.store"
    path.write_bytes(bytes(range(256)) * (SIZE // 256))
    return path


def read(path: Path) -> mmap.mmap:
    """The file, mapped and every page of it looked at."""
    with path.open("rb") as stream:
        view = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
    assert sum(view[at] for at in range(1, SIZE, 4096)) == SIZE // 4096
    return view


@pytest.mark.skipif(sys.platform != "linux", reason="nothing is done elsewhere")
def test_pages_are_released_and_can_be_read_again(file: Path) -> None:
    with read(file) as view:
        before = count_mapped_bytes()
        assert before >= SIZE
        release_pages(file.parent)
        assert count_mapped_bytes() <= before
        assert view[:] == file.read_bytes()


def test_files_of_other_folders_are_left_alone(file: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    with read(file) as view:
        release_pages(other)
        assert view[:256] == bytes(range(256))


def test_a_writer_is_watched_until_it_ends(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[Path] = []
    monkeypatch.setattr(page_cache, "release_pages", given.append)
    monkeypatch.setattr(page_cache, "count_mapped_bytes", lambda: 2)
    monkeypatch.setattr(page_cache, "LOOK", 0.001)
    with few_pages(file.parent, most=1):
        end = time.monotonic() + 20
        while not given and time.monotonic() < end:
            time.sleep(0.001)
    looked = len(given)
    assert set(given) == {file.parent}
    time.sleep(0.02)
    assert len(given) == looked


def test_nothing_is_done_where_the_system_does_not_list_its_mappings(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_cache, "_STATUS", file.with_name("none"))
    with few_pages(file.parent, most=0):
        assert not any(thread.name == "pages" for thread in threading.enumerate())
