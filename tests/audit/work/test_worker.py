"""A worker process: what it imports, and when."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.makers import REFERENCE_CYCLE


def test_the_process_that_runs_an_audit_loads_nothing_that_only_checking_needs() -> None:
    said = "import sys, citecheck.audit; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True)
    modules = set(loaded.stdout.split())
    assert "citecheck.audit.work.worker" in modules
    assert modules.isdisjoint({"citecheck.checker", "citecheck.extraction", "citecheck.matching", "numpy"})


def test_a_worker_neither_loads_nor_ends_with_a_search_for_cycles(index: Path) -> None:
    said = f"""
from citecheck.audit.work.worker import WorkerConfig, set_up_worker
from citecheck.sources import SourceOptions
import gc
gc.disable()
gc.collect()
gc.enable()
{REFERENCE_CYCLE}
Cycle()
set_up_worker(WorkerConfig({str(index)!r}, SourceOptions()))
Cycle()
"""
    ended = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True)
    assert ended.stdout == ""
