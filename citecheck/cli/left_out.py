"""The articles of the named folders that are left out, counted by rule."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from citecheck.gate.globs import matches_glob
from citecheck.model import Relaxation, RelaxationKind
from citecheck.settings import Settings


class LeftOut:
    """Applies the rules of `exclude`, and counts what they and `.gitignore` leave out."""

    def __init__(self, settings: Settings) -> None:
        self._patterns = settings.exclude
        self._origin = settings.origins.get("exclude", "configuration")
        self._excluded: Counter[str] = Counter()
        # Files and folders that a `.gitignore` leaves out.
        self.ignored: list[Path] = []

    def excludes(self, path: Path) -> bool:
        """Whether a rule leaves the article out; if so, it is counted."""
        pattern = next((glob for glob in self._patterns if matches_glob(str(path), glob)), None)
        if pattern is not None:
            self._excluded[pattern] += 1
        return pattern is not None

    def ignore(self, path: Path) -> None:
        """Record a file or folder that a `.gitignore` leaves out."""
        self.ignored.append(path)

    def relaxations(self) -> tuple[Relaxation, ...]:
        """Return what was left out so far, by rule."""
        found = [
            Relaxation(RelaxationKind.EXCLUDED, count, f"exclude {pattern!r} of {self._origin}")
            for pattern, count in sorted(self._excluded.items())
        ]
        if self.ignored:
            found.append(Relaxation(RelaxationKind.IGNORED, len(self.ignored), "git ignores them"))
        return tuple(found)
