"""Changes each threshold of the verdicts and each constant of matching in turn, and lists unnoticed changes.

    python tools/change_thresholds.py [NAME …]

A constant is a number, or a number of a tuple or range, that a module of `citecheck/verdicts` or
`citecheck/matching` assigns to a name at its top level. A share or probability is moved a third of the way to
0 and to 1, any other number by a third of its value down and up, a whole number by at least one. Each change
is made in a copy of the package, and the tests of the two rooms are run against that copy. NAMEs restrict the
changes to these constants. Ends with 1 if the tests pass with some change.
"""

from __future__ import annotations

import argparse
import ast
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("citecheck/verdicts", "citecheck/matching")
TESTS = ("tests/verdicts", "tests/matching")
# No verdict depends on these: they bound memory, work, the range of an exponent, or what is printed.
WITHOUT_EFFECT = frozenset(
    {
        "_KEPT", "_MOST_CLAIMS", "_MOST_RECORDS", "_MOST_WORDS", "_RECORDS_KEPT",
        "_GAP", "_LONGEST_TITLE", "_MOST_BITS", "_MOST_NAMES", "_MOST_SUMMED", "_SLACK",
        "_LEAST_CHANCE", "_LEAST_SHOWN", "_LONGEST", "_MOST_SHOWN",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Change:
    """A number of a module in another size.

    Attributes:
        name: the name that the module assigns the number to.
        value: the new number.
        source: the whole source of the module with the new number in place of the old one.
    """

    name: str
    value: float
    source: str


def changes_of(source: str) -> Iterator[Change]:
    """Each number that a module assigns to a name at its top level, moved down and up.

    Args:
        source: The source of a module.
    """
    for node in ast.parse(source).body:
        if not isinstance(node, ast.Assign):
            continue
        names = [
            name.id for target in node.targets for name in ast.walk(target) if isinstance(name, ast.Name)
        ]
        numbers = list(_numbers_of(node.value))
        if len(names) != len(numbers):
            names = names[:1] * len(numbers)
        for name, number in zip(names, numbers, strict=True):
            if name not in WITHOUT_EFFECT:
                for value in _moved(ast.literal_eval(number)):
                    yield Change(name, value, _replaced(source, number, value))


def _numbers_of(value: ast.expr) -> Iterator[ast.expr]:
    """The expressions of a single number, or of all numbers of a tuple or range; nothing for other values."""
    if isinstance(value, (ast.Tuple, ast.Call)):
        is_range = isinstance(value, ast.Call) and ast.unparse(value.func) == "range"
        elements = value.elts if isinstance(value, ast.Tuple) else value.args if is_range else []
        found = [one for element in elements for one in _numbers_of(element)]
        yield from found if len(found) == len(elements) else ()
    number = value.operand if isinstance(value, ast.UnaryOp) else value
    if isinstance(number, ast.Constant) and type(number.value) in (int, float):
        yield value


def _moved(value: float) -> tuple[float, float]:
    if isinstance(value, int):
        whole = max(1, round(abs(value) / 3))
        return value - whole, value + whole
    if 0.0 < value < 1.0:
        return value * 2 / 3, value + (1.0 - value) / 3
    step = abs(value) / 3 or 1.0
    return value - step, value + step


def _replaced(source: str, node: ast.expr, value: float) -> str:
    lines = source.splitlines(keepends=True)
    line = lines[node.lineno - 1].encode()
    changed = line[: node.col_offset] + repr(value).encode() + line[node.end_col_offset :]
    lines[node.lineno - 1] = changed.decode()
    return "".join(lines)


def survives(folder: Path, module: Path, change: Change) -> bool:
    """Whether all tests pass with a changed module in a copy of the checkout.

    Args:
        folder: The copy; its module is as before when the function returns.
        module: The path of the module in the copy, relative to `folder`.
        change: The change of this module.
    """
    kept = (folder / module).read_text(encoding="utf-8")
    (folder / module).write_text(change.source, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
    own_first = sorted(TESTS, key=lambda tests: Path(tests).name not in module.parts)
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *own_first]
    try:
        done = subprocess.run(command, check=False, cwd=folder, env=environment, capture_output=True)  # noqa: S603
    finally:
        (folder / module).write_text(kept, encoding="utf-8")
    return done.returncode == 0


def main() -> int:
    """Try every change; 0 if the tests notice each."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("names", nargs="*", metavar="NAME")
    chosen = parser.parse_args().names
    survivors = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for part in ("citecheck", "tests", "fixtures", "tools", "pyproject.toml"):
            copy = shutil.copytree if (ROOT / part).is_dir() else shutil.copy
            copy(ROOT / part, folder / part)
        modules = (path for room in ROOMS for path in sorted((folder / room).rglob("*.py")))
        for module in (path.relative_to(folder) for path in modules):
            for change in changes_of((folder / module).read_text(encoding="utf-8")):
                if not chosen or change.name in chosen:
                    is_unnoticed = survives(folder, module, change)
                    survivors += is_unnoticed
                    result = "no test notices" if is_unnoticed else "noticed"
                    print(f"{module}: {change.name} = {change.value:.6g}: {result}", flush=True)
    return 1 if survivors else 0


if __name__ == "__main__":
    sys.exit(main())
