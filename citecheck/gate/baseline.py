"""What was accepted when the gate was put up: afterwards only new findings fail."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from citecheck.errors import SettingsError
from citecheck.gate.suppressions import normalised

FILE_NAME = ".citecheck-baseline.json"
_VERSION = 1


@dataclass(frozen=True, slots=True)
class Entry:
    """One accepted finding; the same sentence with the same verdict may stand in a file `count` times."""

    path: str
    quote: str
    verdict: str
    count: int = 1

    @property
    def fingerprint(self) -> str:
        """What it is known by."""
        return fingerprint(self.path, self.quote, self.verdict)


def fingerprint(path: str, quote: str, verdict: str) -> str:
    """A finding's name that survives moved text: of file, normalised quote and verdict, never of lines."""
    words = "\0".join((path, normalised(quote), verdict))
    return hashlib.sha256(words.encode("utf-8", "replace")).hexdigest()[:20]


class Baseline:
    """A multiset of accepted findings."""

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        self.entries = {entry.fingerprint: entry for entry in entries}
        self._left = Counter({name: entry.count for name, entry in self.entries.items()})

    @classmethod
    def of(cls, findings: Iterable[tuple[str, str, str]]) -> Baseline:
        """The baseline that accepts these findings (path, quote, verdict)."""
        named = [(fingerprint(*finding), finding) for finding in findings]
        counted = Counter(name for name, _ in named)
        return cls(Entry(*finding, counted[name]) for name, finding in dict(named).items())

    @classmethod
    def read(cls, path: Path) -> Baseline:
        """Read a baseline; SettingsError where it is missing, damaged, or of a newer version."""
        try:
            data: Any = json.loads(path.read_text(encoding="utf-8"))
            if data["version"] != _VERSION:
                raise SettingsError(
                    f"{path}: baseline version {data['version']} is not known to this citecheck"
                )
            return cls(
                Entry(str(row["path"]), str(row["quote"]), str(row["verdict"]), int(row["count"]))
                for row in data["findings"]
            )
        except OSError as error:
            raise SettingsError(f"{path}: the baseline cannot be read: {error.strerror}") from error
        except (ValueError, KeyError, TypeError) as error:
            raise SettingsError(f"{path}: the baseline is damaged: {error}") from error

    def write(self, path: Path) -> None:
        """Write it sorted, so that two runs give the same bytes and changes read well."""
        rows = [
            {
                "path": e.path,
                "verdict": e.verdict,
                "quote": e.quote,
                "count": e.count,
                "fingerprint": e.fingerprint,
            }
            for e in sorted(self.entries.values(), key=lambda e: (e.path, e.quote, e.verdict))
        ]
        text = json.dumps({"version": _VERSION, "findings": rows}, ensure_ascii=False, indent=1) + "\n"
        partial = path.with_name(path.name + ".partial")
        partial.write_text(text, encoding="utf-8")
        partial.replace(path)

    def knows(self, path: str, quote: str, verdict: str) -> bool:
        """Whether this finding is accepted; each entry serves as often as it counts."""
        name = fingerprint(path, quote, verdict)
        if self._left[name] <= 0:
            return False
        self._left[name] -= 1
        return True

    def fixed(self, paths: frozenset[str]) -> tuple[Entry, ...]:
        """Entries of these documents that no finding used: they are fixed, or the text is gone."""
        left = [e for name, e in self.entries.items() if self._left[name] > 0 and e.path in paths]
        return tuple(sorted(left, key=lambda e: (e.path, e.quote, e.verdict)))
