"""Values that a setting does not take, and the nearest name for a misspelt one."""

from __future__ import annotations

import difflib

# Longer words resemble no name, and to compare them takes time in proportion to their square.
_LONGEST_NAME = 60


class BadValueError(ValueError):
    """A value that a setting does not take; the message says what it takes."""


class BadRowsError(BadValueError):
    """Rows of an array of tables that a setting does not take: the number of each, from 0, and its fault."""

    def __init__(self, faults: list[tuple[int, str]]) -> None:
        super().__init__("; ".join(fault for _, fault in faults))
        self.faults = faults


def suggest_name(name: str, names: tuple[str, ...]) -> str:
    """Return '; did you mean …?' for a misspelt name.

    Args:
        name: The name.
        names: The names that exist.

    Returns:
        The question with the most similar of `names`; "" if no name is similar.
    """
    close = difflib.get_close_matches(name, names, n=1) if len(name) <= _LONGEST_NAME else []
    return f"; did you mean {close[0]!r}?" if close else ""
