"""The decisions file: what people decided about findings, one row each, kept by the finding's identity.

It is CSV with a header. `article` and `finding` say which finding; `decision`, `decision_note`, `decided_by`
and `decided_at` what was decided. Other columns are for the reader's eye, and any order will do: the table
of an audit's citations is a decisions file, too, and so is a report in CSV, where the article stands
under `path`.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path

from citecheck.errors import UsageError
from citecheck.model import Decision, DecisionState

COLUMNS = ("article", "finding", "decision", "decision_note", "decided_by", "decided_at")


def state_of(text: str) -> DecisionState:
    """The state of this name, however it is written: "to fix" is to_fix. Raises ValueError for others."""
    return DecisionState(text.strip().casefold().replace("-", "_").replace(" ", "_"))


def read_decisions(path: Path) -> tuple[Decision, ...]:
    """The decisions of a file; rows on which nothing is decided are passed over.

    Raises:
        UsageError: if the file can't be read, or a row has no finding or an unknown decision.
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
                f"{path}:{reader.line_num}: “{row['decision']}” is none of {', '.join(DecisionState)}"
            ) from None
        if not row[article_column] or not row["finding"]:
            raise UsageError(f"{path}:{reader.line_num}: the row does not say which finding it is about")
        # Spreadsheets are given an apostrophe before what they would take for a formula.
        article, finding, note, name, at = (
            (row.get(column) or "").strip().removeprefix("'")
            for column in (article_column, "finding", "decision_note", "decided_by", "decided_at")
        )
        found.append(Decision(article, finding, state, note, name, at))
    return tuple(found)


def decision_row(decision: Decision) -> dict[str, str]:
    """A decision as a row of the file: what stands under each of `COLUMNS`."""
    values = (
        decision.article,
        decision.finding,
        decision.state.value,
        decision.note,
        decision.name,
        decision.at,
    )
    return dict(zip(COLUMNS, values, strict=True))
