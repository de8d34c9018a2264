"""Write docs/benchmarks.md: what each benchmark measures, how it is run, and what was measured.

    python tools/write_benchmarks.py

The words come from the docstrings of tests/benchmarks/*.py, the figures from tests/benchmarks/results.toml.
Nothing is measured here; whoever runs a benchmark puts its figure, with date and commit, into that file.
"""

from __future__ import annotations

import ast
import textwrap
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
BENCHMARKS = ROOT / "tests" / "benchmarks"
RESULTS = BENCHMARKS / "results.toml"
PAGE = ROOT / "docs" / "benchmarks.md"
COLUMNS = ("figure", "value", "on", "date", "commit", "source")
_INTRODUCTION = """# Benchmarks

`tools/write_benchmarks.py` writes this page from the docstrings of `tests/benchmarks/` and from
`tests/benchmarks/results.toml`. A figure holds for the day and commit beside it, on the texts named;
the last column says where it comes from. Labelled texts of others are not part of the repository, so
that the figures on them cannot be measured again from it alone. Where "development half" stands, the
program was developed on these very texts: such a figure says what was reached there, and not what is to
be expected of other texts. Times were taken on machines with two cores that did other work too.
"""

Result = Mapping[str, str]


def read_results(text: str) -> tuple[Mapping[str, str], Sequence[Result]]:
    """What is measured otherwise than by a benchmark of the folder, and all figures.

    Args:
        text: the text of the file of results.

    Returns:
        A text on each such measure, by its name, and the rows in the order of the file.

    Raises:
        ValueError: a row lacks a value, has one that is not text, or has one too many.
    """
    table = tomllib.loads(text)
    rows: list[Result] = table["result"]
    for row in rows:
        if set(row) != {"benchmark", *COLUMNS} or not all(isinstance(value, str) for value in row.values()):
            raise ValueError(f"a result needs benchmark, {', '.join(COLUMNS)}, all of them text: {row}")
    measures: Mapping[str, str] = table["measures"]
    return measures, rows


def rendered_docstring(docstring: str) -> str:
    """A module's docstring as Markdown: paragraphs of commands and lists become code."""
    parts = []
    for part in docstring.strip().split("\n\n"):
        lines = part.splitlines()
        is_code = part.startswith("python ") or all(line.startswith("  ") for line in lines)
        parts.append(f"```\n{textwrap.dedent(part)}\n```" if is_code else part)
    return "\n\n".join(parts)


def rendered_results(rows: Sequence[Result]) -> str:
    """The figures of one benchmark as a table; a sentence if it has no figures."""
    if not rows:
        return "No figure is recorded."
    head = f"| {' | '.join(COLUMNS)} |\n|{' --- |' * len(COLUMNS)}"
    return "\n".join([head, *(f"| {' | '.join(row[name] for name in COLUMNS)} |" for row in rows)])


def sections(benchmarks: Path, measures: Mapping[str, str], rows: Sequence[Result]) -> Iterator[str]:
    """A section for each measure, then one for each benchmark by name.

    Args:
        benchmarks: the folder of the benchmarks.
        measures: a text on each measure that is not a benchmark of the folder, by name.
        rows: all figures.

    Returns:
        An iterator over Markdown texts, each with heading, description and figures.

    Raises:
        ValueError: a figure is of a benchmark or measure that does not exist.
    """
    described = {f"{name[0].upper()}{name[1:]}": (name, text.strip()) for name, text in measures.items()}
    for path in sorted(benchmarks.glob("*.py")):
        if docstring := ast.get_docstring(ast.parse(path.read_text("utf-8"))):
            described[f"`tests/benchmarks/{path.name}`"] = (path.stem, rendered_docstring(docstring))
    unknown = {row["benchmark"] for row in rows} - {name for name, _ in described.values()}
    if unknown:
        raise ValueError(f"figures of benchmarks that do not exist: {', '.join(sorted(unknown))}")
    for heading, (name, text) in described.items():
        found = [row for row in rows if row["benchmark"] == name]
        yield f"## {heading}\n\n{text}\n\n{rendered_results(found)}\n"


def page() -> str:
    """The whole page."""
    measures, rows = read_results(RESULTS.read_text("utf-8"))
    return "\n".join([_INTRODUCTION, *sections(BENCHMARKS, measures, rows)])


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
