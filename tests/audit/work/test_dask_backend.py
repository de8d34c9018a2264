"""A real local cluster of separate processes gives the same store, also when one of them is killed."""

import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
COMMAND = Path(sys.executable).with_name("citecheck")
CONTENT = "SELECT article, cid, quote, verdict, pmid, fingerprint, reasons, score FROM current ORDER BY 1, 2"


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    address = f"tcp://127.0.0.1:{free_port()}"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": tmp_path}
    dask = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--host", address, "--no-dashboard"]
    processes = [subprocess.Popen(dask, **quiet)]  # type: ignore[call-overload]
    worker = [
        sys.executable,
        "-m",
        "distributed.cli.dask_worker",
        address,
        "--nthreads",
        "1",
        "--no-dashboard",
        "--no-nanny",
    ]
    processes += [subprocess.Popen(worker, **quiet) for _ in range(2)]  # type: ignore[call-overload]
    try:
        yield address, processes
    finally:
        for process in processes:
            process.kill()
            process.wait()


def content(store: Path) -> list[tuple[object, ...]]:
    base = sqlite3.connect(store)
    try:
        return base.execute(CONTENT).fetchall()
    finally:
        base.close()


def test_a_cluster_gives_the_same_store(
    tmp_path: Path, cluster: tuple[str, list[subprocess.Popen[bytes]]]
) -> None:
    """Takes its time: a scheduler and its workers start, and articles outlast the loss of a worker."""
    address, processes = cluster
    index = tmp_path / "index"
    subprocess.run(
        [COMMAND, "pubmed", "build", index, ROOT / "fixtures/pubmed"], check=True, capture_output=True
    )
    shutil.copytree(ROOT / "fixtures/articles", tmp_path / "articles")
    for number in range(48):
        text = (tmp_path / "articles/vitamin-d-references.md").read_text()
        (tmp_path / f"articles/n{number:03}.md").write_text(f"{text}\nNumber {number}.\n")
    run: list[str | Path] = [COMMAND, "audit", "run", "articles", "--source", index]
    subprocess.run([*run, "--store", "local.db"], cwd=tmp_path, check=True, capture_output=True)
    subprocess.run(
        [*run, "--store", "one.db", "--scheduler", address], cwd=tmp_path, check=True, capture_output=True
    )
    assert content(tmp_path / "one.db") == content(tmp_path / "local.db")
    job = subprocess.Popen(
        [*run, "--store", "two.db", "--scheduler", address], cwd=tmp_path, stderr=subprocess.PIPE
    )
    time.sleep(1.5)
    os.kill(processes[-1].pid, signal.SIGKILL)
    _, said = job.communicate(timeout=120)
    assert job.returncode == 0, said.decode()
    assert content(tmp_path / "two.db") == content(tmp_path / "local.db")
