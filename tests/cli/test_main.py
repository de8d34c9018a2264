"""The end of a command's process."""

from __future__ import annotations

import subprocess
import sys

from tests.makers import REFERENCE_CYCLE

# A process that leaves a cycle of references to the search for cycles at its end.
LEAVING_A_CYCLE = f"""
{REFERENCE_CYCLE}
import gc
gc.disable()
Cycle()
"""


def run(command: str) -> str:
    said = subprocess.run(
        [sys.executable, "-c", LEAVING_A_CYCLE + command], capture_output=True, text=True, check=True
    )
    return said.stdout


def test_python_by_itself_searches_for_cycles_when_a_process_ends() -> None:
    assert run("") == "searched for cycles\n"


def test_a_command_ends_without_a_search_for_cycles() -> None:
    said = run("import sys\nsys.argv = ['citecheck', '--version']\nfrom citecheck.cli import main\nmain()")
    assert said.startswith("citecheck")
    assert "cycles" not in said
