"""Building and updating: a failure on the way must not change what the index holds."""

import fcntl
import gzip
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from citecheck.errors import PubMedIndexError, RecordsError
from citecheck.model import Journal, Query
from citecheck.pubmed import (
    BuildOptions,
    BuildProgress,
    PubMedIndex,
    build_index,
    build_run,
    update_index,
    worker,
)
from citecheck.pubmed.index_state import IndexedFile, IndexState, read_state, serial_number, write_state
from tests.pubmed.records import article, deletions, rows, synthetic, write

SLEEP = Journal("Sleep", "Sleep", nlm_id="7809084")


def contents(path: Path) -> list[tuple[object, ...]]:
    """All that an index answers: every record, and a few searches in their order."""
    index = PubMedIndex.open(path)
    everything = index.search(Query("all", journal=SLEEP, limit=10_000))
    answers: list[tuple[object, ...]] = [(index.records, everything.hits)]
    answers += [(record.pmid, record.title, record.volume) for record in everything.publications]
    for query in (
        Query("words", words=("memory", "12", "17")),
        Query("concepts", concepts=(("sleep",), ("shift workers",)), years=(1999, 2004)),
        Query("page", journal=SLEEP, volume="7", first_page="47"),
    ):
        found = index.search(query)
        answers.append((found.hits, tuple(record.pmid for record in found.publications)))
    return answers


def baseline(folder: Path, files: int = 4, each: int = 30) -> list[Path]:
    return [
        write(folder / f"pubmed26n{number:04}.xml.gz", synthetic(number * each, each))
        for number in range(1, files + 1)
    ]


def test_later_copies_replace_earlier_ones(tmp_path: Path) -> None:
    row = rows()[0]
    first = write(
        tmp_path / "pubmed26n0009.xml", [article(row, title="Old"), article(row, title="Older too")]
    )
    second = write(tmp_path / "pubmed26n0010.xml", [article(row, title="New", revised="2024-05-06")])
    for order in ([first, second], [second, first]):
        index = PubMedIndex.build(tmp_path / f"ix{order[0].name}", order)
        assert index.records == 1
        record = index.get("21659058")
        assert record is not None
        assert record.title == "New."
        assert str(index.state.as_of) == "2024-05-06"


def test_bad_records_are_counted_and_named(tmp_path: Path) -> None:
    broken = "<PubmedArticle><MedlineCitation><PMID>77</PMID><x></PubmedArticle>"
    file = write(tmp_path / "a.xml", [article(rows()[0]), broken, article(rows()[1])])
    written = build_index(tmp_path / "ix", [file])
    assert (written.files[0].records, written.files[0].bad) == (2, 1)
    ((name, bad),) = written.bad
    assert (name, bad.pmid) == ("a.xml", "77")


def test_progress(tmp_path: Path) -> None:
    seen: list[BuildProgress] = []
    build_index(tmp_path / "ix", baseline(tmp_path), progress=seen.append)
    assert [p.records for p in seen] == [30, 60, 90, 120]
    assert all(p.files == 4 for p in seen)
    assert seen[-1].file == "pubmed26n0004.xml.gz"


def test_on_several_processes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = baseline(tmp_path, files=3, each=50)
    build_index(tmp_path / "one", files, processes=1)
    monkeypatch.setattr(build_run, "SMALL", 0)
    monkeypatch.setattr(worker, "TASK_RECORDS", 20)
    build_index(tmp_path / "two", files, processes=2)
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_a_finished_index_is_not_built_again(tmp_path: Path) -> None:
    files = baseline(tmp_path, files=2)
    build_index(tmp_path / "ix", files[:1])
    again = build_index(tmp_path / "ix", files[:1])
    assert (again.files, again.skipped) == ((), ("pubmed26n0001.xml.gz",))
    with pytest.raises(PubMedIndexError, match="finished index"):
        build_index(tmp_path / "ix", files)
    with pytest.raises(PubMedIndexError, match="other choices"):
        build_index(tmp_path / "ix", files[:1], BuildOptions(abstracts=False))


@pytest.mark.parametrize("damage", [lambda d: d[: len(d) // 2], lambda d: d[:200] + b"\0" * 50 + d[250:]])
def test_a_damaged_file_stops_the_build_and_the_next_one_goes_on(
    tmp_path: Path, damage: Callable[[bytes], bytes]
) -> None:
    files = baseline(tmp_path, each=300)
    build_index(tmp_path / "whole", files)
    good = files[2].read_bytes()
    files[2].write_bytes(damage(good))
    with pytest.raises(
        RecordsError, match=r"pubmed26n0003.xml.gz: the compressed file is cut short or damaged"
    ):
        build_index(tmp_path / "ix", files)
    with pytest.raises(PubMedIndexError, match="half built"):
        PubMedIndex.open(tmp_path / "ix")
    files[2].write_bytes(good)
    build_index(tmp_path / "ix", files)
    assert contents(tmp_path / "ix") == contents(tmp_path / "whole")


def test_a_second_writer_is_refused(tmp_path: Path) -> None:
    files = baseline(tmp_path, files=1)
    build_index(tmp_path / "ix", files)
    with (tmp_path / "ix" / "writer.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(PubMedIndexError, match="another process"):
            build_index(tmp_path / "ix", files)
        with pytest.raises(PubMedIndexError, match="another process"):
            update_index(tmp_path / "ix", files)
        assert PubMedIndex.open(tmp_path / "ix").records == 30


def test_too_small_a_disk_is_said_before_starting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = baseline(tmp_path, files=1)
    monkeypatch.setattr("citecheck.pubmed.build_folder.MERGING", 1e12)
    with pytest.raises(PubMedIndexError, match="GB free"):
        build_index(tmp_path / "ix", files)


def test_a_disk_that_fills_up_loses_nothing(tmp_path: Path) -> None:
    files = baseline(tmp_path, files=3, each=300)
    build_index(tmp_path / "whole", files)
    # A limit on the size of files stands for the full disk: writing fails in the same place.
    code = (
        "import resource, signal, sys; from pathlib import Path\n"
        "from citecheck.pubmed import build_index; from citecheck.errors import PubMedIndexError\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))\n"
        "try: build_index(Path(sys.argv[1]), [Path(p) for p in sys.argv[2:]])\n"
        "except PubMedIndexError as error: sys.exit(f'refused: {error}')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, tmp_path / "ix", *files], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert done.stderr.startswith("refused: ")
    build_index(tmp_path / "ix", files)
    assert contents(tmp_path / "ix") == contents(tmp_path / "whole")
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] != 20_000


# One process forks a child for each attempt, which spares the start of an interpreter, and kills it.
KILLED = """
import os, random, signal, sys, time
from pathlib import Path
from citecheck.errors import PubMedIndexError
from citecheck.pubmed import PubMedIndex, build, build_index, build_run, update_index
import citecheck.pubmed.xml, tantivy
build.COMMIT_RECORDS = 1
build_run.WRITER_MEMORY = 15 << 20
kind, seed, kills, slowest, index, *files = sys.argv[1:]
work = build_index if kind == "build" else update_index
files = [Path(file) for file in files]
chance, killed = random.Random(int(seed)), 0
for _ in range(int(kills)):
    child = os.fork()
    if not child:
        work(Path(index), files)
        os._exit(0)
    time.sleep(chance.uniform(0.0, float(slowest)))
    os.kill(child, signal.SIGKILL)
    killed += os.WIFSIGNALED(os.waitpid(child, 0)[1])
    try:
        whole = PubMedIndex.open(Path(index)).state.ready
    except PubMedIndexError as error:
        whole = False
        if kind == "update" or ("half built" not in str(error) and "no citecheck index" not in str(error)):
            sys.exit(f"damaged: {error}")
    if kind == "build" and whole:
        break
print(killed)
"""


def kill_often(work: str, index: Path, files: list[Path], kills: int, slowest: float, seed: int) -> int:
    """Start a build or update so many times and kill it at a random moment; how often it was still at it.

    Whatever can be opened in between is whole: a half-built index says that it is one, and an
    index that is being updated opens at any moment.
    """
    done = subprocess.run(
        [sys.executable, "-c", KILLED, work, str(seed), str(kills), str(slowest), index, *files],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return int(done.stdout)


def test_a_build_killed_at_twenty_moments_goes_on(tmp_path: Path) -> None:
    files = baseline(tmp_path, files=120, each=60)
    build_index(tmp_path / "whole", files)
    assert kill_often("build", tmp_path / "ix", files, 20, 0.12, seed=5) >= 10
    build_index(tmp_path / "ix", files)
    assert contents(tmp_path / "ix") == contents(tmp_path / "whole")


@pytest.mark.parametrize("committed", [False, True])
def test_killed_between_the_steps_of_a_commit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, committed: bool
) -> None:
    """Either the commit took place and its files are held, or it did not and they are not."""
    files = baseline(tmp_path, files=3)
    build_index(tmp_path / "ix", files[:1])
    whole = contents(tmp_path / "ix")
    update = write(tmp_path / "pubmed26n0005.xml.gz", [*synthetic(500, 5), deletions("31")])

    class KilledError(Exception):
        pass

    real = write_state
    writes: list[IndexState] = []

    def dies(folder: Path, state: IndexState) -> None:
        if writes and writes[-1].pending and committed:
            raise KilledError
        real(folder, state)
        writes.append(state)
        if state.pending and not committed:
            raise KilledError

    monkeypatch.setattr(build_run, "write_state", dies)
    with pytest.raises(KilledError):
        update_index(tmp_path / "ix", [update])
    monkeypatch.setattr(build_run, "write_state", real)
    held = [file.name for file in PubMedIndex.open(tmp_path / "ix").state.files]
    assert ("pubmed26n0005.xml.gz" in held) == committed
    assert (contents(tmp_path / "ix") == whole) != committed
    update_index(tmp_path / "ix", [update])
    assert PubMedIndex.open(tmp_path / "ix").records == 34


def test_killed_just_before_the_commit_counts(tmp_path: Path) -> None:
    """Files written for a commit that never came do not disturb the next commit."""
    build_index(tmp_path / "ix", baseline(tmp_path, files=1))
    update = write(tmp_path / "pubmed26n0002.xml.gz", [*synthetic(31, 2), deletions("33")])
    shutil.copytree(tmp_path / "ix", tmp_path / "whole")
    update_index(tmp_path / "whole", [update])
    written = tmp_path / "whole" / "tantivy"
    assert list(written.glob("*.del"))
    for file in written.iterdir():
        if file.name != "meta.json":
            shutil.copy(file, tmp_path / "ix" / "tantivy")
    update_index(tmp_path / "ix", [update])
    assert contents(tmp_path / "ix") == contents(tmp_path / "whole")


def test_an_update_revises_adds_and_deletes(tmp_path: Path) -> None:
    build_index(tmp_path / "ix", baseline(tmp_path, files=1))
    before = PubMedIndex.open(tmp_path / "ix")
    revised = synthetic(31, 2, title="Sleep and dreams")
    update = write(tmp_path / "pubmed26n0002.xml.gz", [*revised, *synthetic(900, 1), deletions("33", "777")])
    written = update_index(tmp_path / "ix", [update])
    assert (written.files[0].records, written.files[0].deleted) == (3, 2)
    after = PubMedIndex.open(tmp_path / "ix")
    record = after.get("31")
    assert record is not None
    assert record.title == "Sleep and dreams 31."
    assert (after.records, after.get("33"), after.frequency("dreams")) == (30, None, 2)
    # Whoever had it open keeps what they opened.
    assert before.get("33") is not None
    assert (before.records, before.frequency("dreams")) == (30, 0)
    assert before.search(Query("dreams", words=("dreams",))).hits == 0


def test_updates_in_order_and_once(tmp_path: Path) -> None:
    files = baseline(tmp_path, files=5)
    build_index(tmp_path / "ix", files[:2])
    written = update_index(tmp_path / "ix", [files[4], files[3], files[0]])
    assert [file.name[9:13] for file in written.files] == ["0004", "0005"]
    assert written.skipped == ("pubmed26n0001.xml.gz",)
    assert PubMedIndex.open(tmp_path / "ix").state.gaps == ("pubmed26n0003",)
    strange = write(tmp_path / "pubmed27n0001.xml.gz", synthetic(1, 1))
    with pytest.raises(PubMedIndexError, match="another year"):
        update_index(tmp_path / "ix", [strange])
    with pytest.raises(RecordsError, match="2026 and 2027"):
        update_index(tmp_path / "ix", [strange, files[2]])
    assert contents(tmp_path / "ix")[0] == (120, 120)
    update_index(tmp_path / "ix", [files[2]])
    assert PubMedIndex.open(tmp_path / "ix").state.gaps == ()
    assert contents(tmp_path / "ix")[0] == (150, 150)


def test_an_update_killed_at_twenty_moments_goes_on(tmp_path: Path) -> None:
    files = baseline(tmp_path, files=1, each=100)
    updates = [
        write(
            tmp_path / f"pubmed26n{number:04}.xml.gz",
            [*synthetic(100 + number, 40, title=f"Sleep {number}"), deletions(str(150 + number))],
        )
        for number in range(2, 26)
    ]
    for name in ("ix", "whole"):
        build_index(tmp_path / name, files)
    update_index(tmp_path / "whole", updates)
    assert kill_often("update", tmp_path / "ix", updates, 20, 0.1, seed=7) >= 10
    update_index(tmp_path / "ix", updates)
    assert contents(tmp_path / "ix") == contents(tmp_path / "whole")


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(RecordsError, match="no file or folder"):
        build_index(tmp_path / "ix", [tmp_path / "missing.xml"])
    (tmp_path / "empty").mkdir()
    with pytest.raises(RecordsError, match="no PubMed files"):
        build_index(tmp_path / "ix", [tmp_path / "empty"])
    (tmp_path / "page.xml.gz").write_bytes(gzip.compress(b"<html>not here</html>"))
    with pytest.raises(RecordsError, match=r"page\.xml\.gz: This is no PubMed XML"):
        build_index(tmp_path / "ix", [tmp_path / "page.xml.gz"])
    with pytest.raises(PubMedIndexError, match="a file, not a folder"):
        build_index(tmp_path / "page.xml.gz", [tmp_path / "page.xml.gz"])


def test_files_without_records_build_nothing(tmp_path: Path) -> None:
    write(tmp_path / "a.xml", [])
    with pytest.raises(RecordsError, match="There is not one record in"):
        build_index(tmp_path / "ix", [tmp_path / "a.xml"])
    with pytest.raises(PubMedIndexError, match="half built"):
        PubMedIndex.open(tmp_path / "ix")


@pytest.mark.parametrize(
    ("name", "serial"),
    [
        ("pubmed26n0001.xml.gz", (26, 1)),
        ("pubmed26n1335.xml", (26, 1335)),
        ("pool0001.xml.gz", None),
        ("pubmed26n0001.xml.gz.md5", None),
    ],
)
def test_names_of_nlm_files(name: str, serial: tuple[int, int] | None) -> None:
    assert serial_number(name) == serial


def test_when_an_index_is_complete(tmp_path: Path) -> None:
    files = [IndexedFile(f"pubmed26n{number:04}.xml.gz", 1, "x", records=30_000) for number in range(1, 1200)]
    last = IndexedFile("pubmed26n1200.xml.gz", 1, "x", records=4_989)
    whole = IndexState(ready=True, files=(*files, last))
    assert whole.complete
    assert not IndexState(ready=True, files=tuple(files)).complete  # the short last file is missing
    assert not IndexState(ready=True, files=(*files[1:], last)).complete
    assert not IndexState(ready=True, files=(*files[:500], last)).complete
    assert not IndexState(ready=False, files=whole.files).complete
    assert not IndexState(BuildOptions(years=(2000, 2020)), ready=True, files=whole.files).complete
    write_state(tmp_path, whole)
    assert read_state(tmp_path) == whole
