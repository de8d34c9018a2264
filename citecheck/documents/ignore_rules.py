"""What git leaves out of a checkout: `.gitignore`, but never a file that git keeps.

A pull request may bring a `.gitignore` that covers the articles it changes. Git itself goes on
keeping files that it tracks, whatever the rules say; so does this.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from citecheck.safety.files import read_regular_file
from citecheck.safety.globs import LONGEST_PATTERN, name_fits, path_fits

# The longest published collections of such patterns have some hundred lines.
_LARGEST = 262_144
_MOST_RULES = 2_000


@dataclass(frozen=True, slots=True)
class _Rule:
    """One line. `names` are the patterns of the path's names; without `anchored` the last name decides."""

    names: tuple[str, ...]
    anchored: bool
    folders_only: bool
    negated: bool

    def fits(self, names: Sequence[str], is_folder: bool) -> bool:
        if self.folders_only and not is_folder:
            return False
        if not self.anchored:
            return name_fits(names[-1], self.names[0], classes=True)
        return path_fits(names, self.names, classes=True)


@dataclass(frozen=True, slots=True)
class IgnoreRules:
    """The rules of one `.gitignore`, for what lies below its folder."""

    folder: Path
    rules: tuple[_Rule, ...]

    def opinion(self, path: Path, is_folder: bool) -> bool | None:
        """Whether the last rule that fits a path leaves it out.

        Args:
            path: a path below the rules' folder.
            is_folder: whether the path is a folder.

        Returns:
            True where it is left out, False where it is kept; None where no rule fits.

        Raises:
            ValueError: the path is not below the folder.
        """
        names = path.relative_to(self.folder).parts
        fitting = (rule for rule in reversed(self.rules) if rule.fits(names, is_folder))
        last = next(fitting, None)
        return None if last is None else not last.negated


def read_ignore_rules(folder: Path) -> IgnoreRules | None:
    """The rules of a folder's `.gitignore`, None where it has none that can be read."""
    try:
        text = read_regular_file(folder / ".gitignore", _LARGEST).decode("utf-8", "replace")
    except OSError:
        return None
    rules = tuple(_parsed(text.splitlines()))[:_MOST_RULES]
    return IgnoreRules(folder.absolute(), rules) if rules else None


def _parsed(lines: Iterable[str]) -> Iterator[_Rule]:
    """The rules that lines state, as `git help gitignore` describes them."""
    for raw in lines:
        line = _without_trailing_spaces(raw)
        if not line or line.startswith("#") or len(line) > LONGEST_PATTERN:
            continue
        negated = line.startswith("!")
        line = line.removeprefix("!")
        folders_only = line.endswith("/")
        anchored = "/" in line.rstrip("/")
        names = tuple(name for name in line.split("/") if name)
        if names:
            # "a/**" is everything inside, not the folder itself.
            inside = ("*",) if names[-1] == "**" and anchored else ()
            yield _Rule((*names, *inside), anchored, folders_only, negated)


def _without_trailing_spaces(line: str) -> str:
    stripped = line.rstrip(" ")
    return stripped + " " if stripped.endswith("\\") and stripped != line else stripped
