"""The decisions file: what people decided about findings, one row each, kept by the finding's identity.

It is CSV with a header. `article` and `finding` say which finding; `decision`, `decision_note`, `decided_by`
and `decided_at` what was decided. Other columns are for the reader's eye, and any order will do: the table
of an audit's citations is a decisions file, too.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from citecheck.errors import UsageError

COLUMNS = ("article", "finding", "decision", "decision_note", "decided_by", "decided_at")


class State(StrEnum):
    """What is decided about a finding."""

    ACCEPTED = "accepted"
    TO_FIX = "to_fix"
    FIXED = "fixed"


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision about one finding.

    Attributes:
        article: The article's name.
        finding: The identity of the finding within it.
        state: What is decided.
        note: Why.
        name: Who decided.
        at: When, in ISO form; empty where the file does not say.
    """

    article: str
    finding: str
    state: State
    note: str = ""
    name: str = ""
    at: str = ""


def state_of(text: str) -> State:
    """The state of this name, however it is written: "to fix" is to_fix. Raises ValueError for others."""
    return State(text.strip().casefold().replace("-", "_").replace(" ", "_"))


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
    if missing := {"article", "finding", "decision"} - set(reader.fieldnames or ()):
        raise UsageError(f"{path}: the decisions need the columns {', '.join(sorted(missing))}")
    found = []
    for row in reader:
        if not (row["decision"] or "").strip():
            continue
        try:
            state = state_of(row["decision"])
        except ValueError:
            raise UsageError(
                f"{path}:{reader.line_num}: “{row['decision']}” is none of {', '.join(State)}"
            ) from None
        if not row["article"] or not row["finding"]:
            raise UsageError(f"{path}:{reader.line_num}: the row does not say which finding it is about")
        # Spreadsheets are given an apostrophe before what they would take for a formula.
        article, finding, note, name, at = (
            (row.get(column) or "").strip().removeprefix("'")
            for column in ("article", "finding", "decision_note", "decided_by", "decided_at")
        )
        found.append(Decision(article, finding, state, note, name, at))
    return tuple(found)
