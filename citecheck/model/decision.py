"""What a person decided about a finding."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class DecisionState(StrEnum):
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
    state: DecisionState
    note: str = ""
    name: str = ""
    at: str = ""
