"""The decisions file: what people decided about findings, one row for each finding.

It is CSV with a header. The columns `article` and `finding` identify the finding; `decision`,
`decision_note`, `decided_by` and `decided_at` hold the decision. Other columns are ignored, and the order is
free: the CSV table of an audit is a decisions file too, and so is a report in CSV, which names the article
in the column `path`.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path

from citecheck.errors import UsageError
from citecheck.model import Decision, DecisionState

COLUMNS = ("article", "finding", "decision", "decision_note", "decided_by", "decided_at")


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
    reader = csv.DictReader(io.StringIO(text, newline=""))
    named = set(reader.fieldnames or ())
    article_column = "article" if "article" in named or "path" not in named else "path"
    if missing := {article_column, "finding", "decision"} - named:
        raise UsageError(f"{path}: the decisions need the columns {', '.join(sorted(missing))}")
    found = []
    for row in reader:
        if not (row["decision"] or "").strip():
            continue
        try:
            state = state_of(row["decision"])
        except ValueError:
            raise UsageError(
                f"{path}:{reader.line_num}: “{row['decision']}” is not one of {', '.join(DecisionState)}"
            ) from None
        if not row[article_column] or not row["finding"]:
            raise UsageError(f"{path}:{reader.line_num}: the row does not say which finding it is about")
        # CSV reports have an apostrophe before text that a spreadsheet would take for a formula.
        article, finding, note, name, at = (
            (row.get(column) or "").strip().removeprefix("'")
            for column in (article_column, "finding", "decision_note", "decided_by", "decided_at")
        )
        found.append(Decision(article, finding, state, note, name, at))
    return tuple(found)


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
