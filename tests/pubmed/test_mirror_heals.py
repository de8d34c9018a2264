"""A mirror with missing, cut and re-issued files is whole again after the next run."""

from __future__ import annotations

import hashlib
import json
from collections import namedtuple
from pathlib import Path

import pytest

from citecheck.errors import RecordsError
from citecheck.pubmed import PubMedIndex, Series, build_index, replace_index, update_index, verify
from citecheck.pubmed.mirror import STAMPS_FILE
from tests.pubmed.records import deletions, synthetic, write
from tests.pubmed.test_build import contents
from tests.pubmed.test_mirror import Server, fetch, server

__all__ = ["server"]

BOTH = (Series.BASELINE, Series.UPDATES)


def serve_many(server: Server, folder: Path, count: int, year: int = 26) -> list[str]:
    """Fill the server with files of which each revises and deletes records of earlier ones."""
    server.files.clear()
    for number in range(1, count + 1):
        name = f"pubmed{year:02}n{number:04}.xml.gz"
        revised = synthetic(max(number - 2, 1) * 3, 4, title=f"Sleep as file {number} has it")
        server.files[name] = write(folder / name, [*revised, deletions(str(number * 3 - 4))]).read_bytes()
    return sorted(server.files)


def test_a_bad_day_leaves_no_trace(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three files are not listed, one is cut, one has a wrong sum, one is issued again on the day after."""
    monkeypatch.setattr("citecheck.pubmed.mirror.PAUSE", 0.001)
    names = serve_many(server, tmp_path, 12)
    right = dict(server.files)
    for absent in (names[4], names[6], names[7]):
        del server.files[absent]
    server.cut[names[8]] = 1
    server.wrong_sum = {names[9]}
    server.files[names[10]] = write(tmp_path / names[10], synthetic(90, 3)).read_bytes()
    folder, index = tmp_path / "mirror", tmp_path / "ix"
    first = fetch(server, folder, *BOTH)
    assert [name for name, _ in first.failed] == [names[9]]
    build_index(index, [folder])
    expected = tuple(names[at].removesuffix(".xml.gz") for at in (4, 6, 7, 9))
    assert PubMedIndex.open(index).state.gaps == expected
    assert len(verify([folder])) == 4

    server.files.update(right)
    server.wrong_sum = set()
    second = fetch(server, folder, *BOTH)
    assert sorted(second.fetched) == sorted([names[4], names[6], names[7], names[9], names[10]])
    assert not second.failed
    assert f"{index}: {names[10]} has been issued again since it was put in" in verify([index, folder])
    update_index(index, [folder])
    build_index(tmp_path / "whole", [folder])
    assert contents(index) == contents(tmp_path / "whole")
    assert verify([folder, index]) == ()
    third = fetch(server, folder, *BOTH)
    assert (third.fetched, len(third.kept)) == ((), 12)


def test_checksums_are_asked_for_only_where_the_listing_changed(server: Server, tmp_path: Path) -> None:
    server.dates = dict.fromkeys(server.files, "2026-01-29 13:50")
    fetch(server, tmp_path / "mirror", *BOTH)
    server.asked.clear()
    fetch(server, tmp_path / "mirror", *BOTH)
    assert {name for name, _ in server.asked} == {""}
    changed = sorted(server.files)[1]
    server.dates[changed] = "2026-02-03 09:00"
    server.asked.clear()
    fetch(server, tmp_path / "mirror", *BOTH)
    assert [name for name, _ in server.asked if name] == [f"{changed}.md5"]
    assert changed in json.loads((tmp_path / "mirror" / STAMPS_FILE).read_bytes())


def test_too_small_a_disk_is_said_before_anything_is_fetched(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.dates = dict.fromkeys(server.files, "2026-01-29 13:50   40M")
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr("shutil.disk_usage", lambda _: usage(1 << 30, 1 << 30, 100 << 20))
    with pytest.raises(RecordsError, match=r"0\.1 GB free"):
        fetch(server, tmp_path / "mirror", *BOTH)
    assert {name for name, _ in server.asked} == {""}


def test_a_new_year_takes_the_place_of_the_old_one_in_one_step(server: Server, tmp_path: Path) -> None:
    folder, index = tmp_path / "mirror", tmp_path / "ix"
    serve_many(server, tmp_path, 5)
    fetch(server, folder, *BOTH)
    build_index(index, [folder])
    new = serve_many(server, tmp_path, 4, year=27)
    server.status[new[1]] = [404]
    fetch(server, folder, *BOTH)
    build_index(index, [folder])  # the old year is still there, and whole
    assert verify([folder, index]) == ()
    fetch(server, folder, *BOTH)
    assert sorted(path.name for path in folder.glob("pubmed*.gz")) == new
    assert not list(folder.glob(".pubmed*"))
    replace_index(index, [folder])
    build_index(tmp_path / "whole", [folder])
    assert contents(index) == contents(tmp_path / "whole")
    assert sorted(path.name for path in tmp_path.glob("ix*")) == ["ix"]


def test_verify_names_what_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "mirror").mkdir()
    for number in (1, 3):
        path = write(tmp_path / "mirror" / f"pubmed26n{number:04}.xml.gz", synthetic(number * 9, 3))
        digest = hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest()
        path.with_name(f"{path.name}.md5").write_text(digest)
    assert verify([tmp_path / "mirror"]) == (f"{tmp_path / 'mirror'}: pubmed26n0002.xml.gz is missing",)
    (tmp_path / "mirror" / "pubmed26n0001.xml.gz").write_bytes(b"other")
    (tmp_path / "mirror" / "pubmed26n0004.xml.gz.part").touch()
    said = "\n".join(verify([tmp_path / "mirror"]))
    assert "pubmed26n0001.xml.gz is not what its checksum says" in said
    assert "pubmed26n0004.xml.gz.part was never finished" in said
    with pytest.raises(RecordsError, match="neither an index nor a folder"):
        verify([tmp_path])
