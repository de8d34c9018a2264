"""A worker process: what it imports, and when."""

from __future__ import annotations

import subprocess
import sys


def test_the_process_that_runs_an_audit_loads_nothing_that_only_checking_needs() -> None:
    said = "import sys, citecheck.audit; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True)
    modules = set(loaded.stdout.split())
    assert "citecheck.audit.work.worker" in modules
    assert modules.isdisjoint({"citecheck.checker", "citecheck.extraction", "citecheck.matching", "numpy"})
