"""Finds the characters of a text in a later version of it."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

__all__ = ["Unchanged"]


@dataclass(frozen=True, slots=True)
class Unchanged:
    """Two versions of a text, which differ in one stretch at most.

    Attributes:
        before: How many characters before the stretch are the same.
        after_from: The offset in the old text at which the characters behind the stretch begin.
        shift: How far these have moved.
    """

    before: int
    after_from: int
    shift: int

    @classmethod
    def between(cls, old: str, new: str) -> Unchanged:
        """Compare two versions of a text."""
        shift = len(new) - len(old)
        if old == new:
            return cls(len(old), len(old), 0)
        shorter = min(len(old), len(new))
        # The lengths at which the beginnings differ follow those at which they agree; so do the ends.
        before = bisect_left(range(1, shorter + 1), True, key=lambda n: old[:n] != new[:n])
        after = bisect_left(
            range(1, shorter - before + 1), True, key=lambda n: old[len(old) - n :] != new[len(new) - n :]
        )
        return cls(before, len(old) - after, shift)

    def moved(self, start: int, end: int) -> tuple[int, int] | None:
        """Where some characters of the old text are in the new one; None where the change touches them.

        Args:
            start: The offset of the first character.
            end: The offset after the last one.
        """
        if end <= self.before:
            return start, end
        if start >= self.after_from:
            return start + self.shift, end + self.shift
        return None
