"""Which articles of the named folders are left out, counted by the rule that does it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from citecheck.gate.globs import matches_glob
from citecheck.model import Relaxation, RelaxationKind
from citecheck.settings import Settings


class LeftOut:
    """The rules of `exclude`, and what they and `.gitignore` left out so far."""

    def __init__(self, settings: Settings) -> None:
        self._patterns = settings.exclude
        self._origin = settings.origins.get("exclude", "configuration")
        self._excluded: Counter[str] = Counter()
        # What a `.gitignore` leaves out.
        self.ignored: list[Path] = []

    def excludes(self, path: Path) -> bool:
        """Whether a rule leaves the article out; it is counted."""
        pattern = next((glob for glob in self._patterns if matches_glob(str(path), glob)), None)
        if pattern is not None:
            self._excluded[pattern] += 1
        return pattern is not None

    def ignore(self, path: Path) -> None:
        """Take note of a file or folder that a `.gitignore` leaves out."""
        self.ignored.append(path)

    def relaxations(self) -> tuple[Relaxation, ...]:
        """What was left out."""
        found = [
            Relaxation(RelaxationKind.EXCLUDED, count, f"exclude {pattern!r} of {self._origin}")
            for pattern, count in sorted(self._excluded.items())
        ]
        if self.ignored:
            found.append(Relaxation(RelaxationKind.IGNORED, len(self.ignored), "git ignores them"))
        return tuple(found)
