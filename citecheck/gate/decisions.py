"""The decisions file: what people decided about findings.

A check that the page saved as HTML or JSON is one. So is CSV with a header, one row for each finding: the
columns `article` and `finding` identify the finding; `decision`, `decision_note`, `decided_by` and
`decided_at` hold the decision. Other columns are ignored, and the order is free: the CSV table of an audit is
a decisions file too, and so is a report in CSV, which names the article in the column `path`.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from citecheck.errors import UsageError
from citecheck.model import Decision, DecisionState

COLUMNS = ("article", "finding", "decision", "decision_note", "decided_by", "decided_at")
# <script type="application/json" id="decisions">[…]</script>; "<" is escaped within.
_IN_PAGE = re.compile(r'<script[^<>]{0,80}\bid="decisions"[^<>]{0,80}>(?P<rows>[^<]*)</script>')
_REPORT = re.compile(r'\s*\{\s*"schema_version":\s*\d+,\s*"tool":\s*\{\s*"name":\s*"citecheck"')


def state_of(text: str) -> DecisionState:
    """Return the state with this name in any spelling ("to fix", "To-fix"). Raises ValueError for others."""
    return DecisionState(text.strip().casefold().replace("-", "_").replace(" ", "_"))


def read_decisions(path: Path) -> tuple[Decision, ...]:
    """Read the decisions of a file; rows without a decision are skipped.

    Args:
        path: The path of the file.

    Raises:
        UsageError: The file can't be read, or a row has no finding or an unknown decision.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: the decisions can't be read: {error}") from error
    return parse_decisions(text, str(path))


def holds_decisions(text: str) -> bool:
    """Whether a text begins like a decisions file: a saved page, a report in JSON, or CSV."""
    if text.lstrip()[:1] in ("<", "{"):
        return _IN_PAGE.search(text) is not None or _REPORT.match(text) is not None
    named = set(next(csv.reader(io.StringIO(text.partition("\n")[0])), ()))
    return {"finding", "decision"} <= named


def parse_decisions(text: str, name: str) -> tuple[Decision, ...]:
    """Take the decisions out of the text of a decisions file.

    Args:
        text: The text.
        name: What the file is called.

    Raises:
        UsageError: It is not a decisions file, or a row has no finding or an unknown decision.
    """
    try:
        if text.lstrip()[:1] == "<":
            found = _IN_PAGE.search(text)
            rows = enumerate(json.loads(found["rows"]) if found else (), 1)
        elif text.lstrip()[:1] == "{":
            rows = enumerate(_rows_of_report(json.loads(text)), 1)
        else:
            return tuple(_decisions_of(_csv_rows(text, name), name))
        return tuple(_decisions_of(rows, name))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, csv.Error) as error:
        raise UsageError(f"{name}: the decisions can't be read: {error}") from error


def _rows_of_report(report: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The decisions in a report in JSON."""
    for document in report["documents"]:
        for citation in document["citations"]:
            if "decision" in citation:
                yield citation["decision"]


def _csv_rows(text: str, name: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """The rows of a table with their lines; a report's column `path` serves as `article`."""
    reader = csv.DictReader(io.StringIO(text, newline=""))
    named = set(reader.fieldnames or ())
    article_column = "article" if "article" in named or "path" not in named else "path"
    if missing := {article_column, "finding", "decision"} - named:
        raise UsageError(f"{name}: the decisions need the columns {', '.join(sorted(missing))}")
    for row in reader:
        # CSV reports have an apostrophe before text that a spreadsheet would take for a formula.
        yield (
            reader.line_num,
            {column: (row.get(column) or "").strip().removeprefix("'") for column in COLUMNS}
            | {"article": (row[article_column] or "").strip().removeprefix("'")},
        )


def _decisions_of(rows: Iterable[tuple[int, Mapping[str, Any]]], name: str) -> Iterator[Decision]:
    for number, row in rows:
        article, finding, decided, note, who, at = (str(row.get(column) or "").strip() for column in COLUMNS)
        if not decided:
            continue
        try:
            state = state_of(decided)
        except ValueError:
            raise UsageError(
                f"{name}:{number}: “{decided}” is not one of {', '.join(DecisionState)}"
            ) from None
        if not article or not finding:
            raise UsageError(f"{name}:{number}: the row does not say which finding it is about")
        yield Decision(article, finding, state, note, who, at)


def decision_row(decision: Decision) -> dict[str, str]:
    """Return a decision as a row of the file, with the values of `COLUMNS`."""
    values = (
        decision.article,
        decision.finding,
        decision.state.value,
        decision.note,
        decision.name,
        decision.at,
    )
    return dict(zip(COLUMNS, values, strict=True))
