"""What a comparison says before it is weighed: the level that fits, and both values as people read them."""

from __future__ import annotations

from typing import NamedTuple

# The article says nothing of the field, or the record doesn't: both weigh nothing.
NOT_STATED = "not_stated"
NOT_RECORDED = "not_recorded"


class Outcome(NamedTuple):
    """One field laid against one record; a tuple, since every candidate makes several.

    `value` are the bits of an outcome that is worked out from several measures (topic); its level
    then only names their range. `table` names the weights to be read where they are not
    the field's own: a level can tell more of one kind of claim or record than of another.
    """

    level: str
    claimed: str | None = None
    found: str | None = None
    value: float | None = None
    table: str | None = None


SILENT = Outcome(NOT_STATED)


def unrecorded(claimed: str) -> Outcome:
    """The article states `claimed`, and the record has nothing to hold it against."""
    return Outcome(NOT_RECORDED, claimed)
