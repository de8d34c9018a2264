"""The result of a comparison before it is weighed: the level that fits, and both values in words."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

# The article says nothing of the field, or the record doesn't: both weigh nothing.
NOT_STATED = "not_stated"
NOT_RECORDED = "not_recorded"


class ComparisonResult(NamedTuple):
    """The comparison of one field with one record; a tuple, since every candidate makes several.

    `value` are the bits of an outcome that is worked out from several measures (topic); its level
    then only names their range. `found` is a function where it is costly to work out, since it is
    never read of most candidates. `table` names the weights to be read where they are not
    the field's own: a level can weigh more with one kind of claim or record than with another.
    """

    level: str
    claimed: str | None = None
    found: str | Callable[[], str] | None = None
    value: float | None = None
    table: str | None = None

    @property
    def shown(self) -> str | None:
        """What the record has, as people read it."""
        return self.found() if callable(self.found) else self.found


SILENT = ComparisonResult(NOT_STATED)


def missing_level(claimed: str) -> ComparisonResult:
    """The article states `claimed`, and the record has nothing to compare it with."""
    return ComparisonResult(NOT_RECORDED, claimed)
