"""Changes each threshold of the verdicts in turn, and says which change no test notices.

    python tools/change_thresholds.py [TEST …]

Each threshold is moved a third of the way to either end of its range, in a copy of the package, and the tests
named (by default those of the verdicts) are run against the copy. Ends with 1 where a change survives.
"""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
THRESHOLDS = Path("citecheck", "verdicts", "thresholds.py")


def changes(source: str) -> Iterator[tuple[str, float, str]]:
    """Each threshold's name, its new value, and the whole source with it.

    Args:
        source: A module of assignments of one probability to one name.
    """
    for node in ast.parse(source).body:
        if not isinstance(node, ast.Assign) or not isinstance(node.value, ast.Constant):
            continue
        (name,) = (target.id for target in node.targets if isinstance(target, ast.Name))
        lines = source.splitlines()
        value = float(str(node.value.value))
        for other in (value * 2 / 3, value + (1.0 - value) / 3):
            changed = [*lines]
            changed[node.lineno - 1] = f"{name} = {other!r}"
            yield name, other, "\n".join(changed) + "\n"


def survives(folder: Path, source: str, tests: list[str]) -> bool:
    """Whether all tests pass with this source in place of the thresholds, in a copy of the checkout."""
    (folder / THRESHOLDS).write_text(source, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *tests]
    done = subprocess.run(command, check=False, cwd=folder, env=environment, capture_output=True)  # noqa: S603
    return done.returncode == 0


def main() -> int:
    """Try every change; 0 where the tests notice each."""
    tests = sys.argv[1:] or ["tests/verdicts"]
    survivors = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for part in ("citecheck", "tests", "fixtures", "pyproject.toml"):
            copy = shutil.copytree if (ROOT / part).is_dir() else shutil.copy
            copy(ROOT / part, folder / part)
        for threshold, value, source in changes((ROOT / THRESHOLDS).read_text(encoding="utf-8")):
            if survives(folder, source, tests):
                survivors += 1
                print(f"{threshold} = {value:.3f}: no test notices")
            else:
                print(f"{threshold} = {value:.3f}: noticed")
    return 1 if survivors else 0


if __name__ == "__main__":
    sys.exit(main())
