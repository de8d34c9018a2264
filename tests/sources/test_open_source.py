"""The specs of sources, and indexes that are built on the fly."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from citecheck.errors import PubMedIndexError, RecordsError, SourceError
from citecheck.model import Query
from citecheck.pubmed import PubMedIndex
from citecheck.sources import SourceOptions, open_source
from tests.pubmed.records import article, rows, write


@pytest.fixture
def options(tmp_path: Path) -> SourceOptions:
    return SourceOptions(cache_folder=tmp_path / "cache")


@pytest.fixture
def records(tmp_path: Path) -> Path:
    folder = tmp_path / "records"
    folder.mkdir()
    write(folder / "a.xml.gz", map(article, rows()[:4]))
    write(folder / "b.xml", map(article, rows()[4:]))
    return folder


def test_an_index(tmp_path: Path, records: Path, options: SourceOptions) -> None:
    PubMedIndex.build(tmp_path / "ix", [records])
    with open_source(str(tmp_path / "ix"), options) as source:
        assert (source.info.name, source.info.records) == (str(tmp_path / "ix"), 7)
    assert not (tmp_path / "cache").exists()


def test_a_folder_or_file_of_records_is_indexed_once(
    records: Path, options: SourceOptions, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_source(str(records), options) as source:
        assert (source.info.name, source.info.records) == (str(records), 7)
        assert source.answer([Query("x", pmids=("23432189",))])[0].hits == 1
    with monkeypatch.context() as patch:
        patch.setattr(PubMedIndex, "build", None)
        assert open_source(str(records), options).info.records == 7
    assert open_source(str(records / "b.xml"), options).info.records == 3


def test_changed_records_are_indexed_anew(records: Path, options: SourceOptions) -> None:
    assert open_source(str(records), options).info.records == 7
    write(records / "b.xml", map(article, rows()[4:5]))
    os.utime(records / "b.xml", (1, 1))
    assert open_source(str(records), options).info.records == 5


def test_a_build_that_was_cut_off_is_finished(records: Path, options: SourceOptions) -> None:
    good = (records / "a.xml.gz").read_bytes()
    stamp = (records / "a.xml.gz").stat()
    (records / "a.xml.gz").write_bytes(bytes(len(good)))
    os.utime(records / "a.xml.gz", ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    with pytest.raises(RecordsError):
        open_source(str(records), options)
    (records / "a.xml.gz").write_bytes(good)
    os.utime(records / "a.xml.gz", ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    assert open_source(str(records), options).info.records == 7


def test_several_processes_at_once(records: Path, tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from citecheck.sources import *\n"
        "print(open_source(sys.argv[1], SourceOptions(cache_folder=Path(sys.argv[2]))).info.records)\n"
    )
    command = [sys.executable, "-c", code, str(records), str(tmp_path / "cache")]
    started = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    assert [child.communicate()[0] for child in started] == ["7\n"] * 3


def test_specs_that_are_not_a_source_are_refused(tmp_path: Path, options: SourceOptions) -> None:
    with pytest.raises(SourceError, match="There is no index, folder or file nowhere"):
        open_source("nowhere", options)
    with pytest.raises(RecordsError, match="holds no PubMed files"):
        open_source(str(tmp_path), options)
    (tmp_path / "half").mkdir()
    (tmp_path / "half" / "citecheck-index.json").write_text("{}")
    with pytest.raises(PubMedIndexError):
        open_source(str(tmp_path / "half"), options)


def test_the_key_is_not_printed() -> None:
    assert "hunter2" not in repr(SourceOptions(api_key="hunter2"))
