"""Parsing in child processes: batches come in order, and no child outlives its parent."""

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from citecheck.errors import PubMedIndexError
from citecheck.pubmed import BuildOptions
from citecheck.pubmed.schema import IndexEntry
from citecheck.pubmed.worker import Preparers, Removal, Task, file_tasks, prepare_batch
from tests.pubmed.records import deletions, synthetic, write


@pytest.fixture
def tasks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Task]:
    monkeypatch.setattr("citecheck.pubmed.worker.TASK_RECORDS", 7)
    file = write(tmp_path / "a.xml", [*synthetic(1, 40), deletions("5")])
    return list(file_tasks(file))


def alive(pid: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False


def test_batches_come_in_order(tasks: list[Task]) -> None:
    expected = [prepare_batch(task, BuildOptions()) for task in tasks]
    with Preparers(BuildOptions(), 2) as preparers:
        assert list(preparers.run(tasks)) == expected
    steps = [step for batch in expected for step in batch.steps]
    assert [step.number for step in steps if isinstance(step, IndexEntry)] == list(range(1, 41))
    assert steps[-1] == Removal(5, 1)
    assert [batch.ends for batch in expected] == [False] * (len(expected) - 1) + [True]


def test_a_worker_that_dies_is_an_error(tasks: list[Task]) -> None:
    def killing(preparers: Preparers) -> Iterator[Task]:
        yield tasks[0]
        for child in preparers._children:
            child.kill()
        yield from tasks * 3

    with Preparers(BuildOptions(), 2) as preparers:
        while not preparers._children:
            list(preparers.run(tasks[:1]))
        with pytest.raises(PubMedIndexError, match="ended before its time"):
            list(preparers.run(killing(preparers)))


def test_no_worker_outlives_its_parent() -> None:
    code = (
        "import os, signal; from citecheck.pubmed.worker import *\n"
        "child = start_worker(BuildOptions()); print(child.pid, flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    pid = int(done.stdout)
    deadline = time.monotonic() + 20
    while alive(pid) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not alive(pid)
