"""What was accepted when the gate was put up: afterwards only new findings fail."""

from __future__ import annotations

import hashlib
import json
import os
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from citecheck.errors import SettingsError
from citecheck.gate.suppressions import normalised
from citecheck.model import CheckedCitation, Report, Severity

FILE_NAME = ".citecheck-baseline.json"
_VERSION = 1


@dataclass(frozen=True, slots=True)
class BaselineEntry:
    """One accepted finding; the same sentence with the same verdict may stand in a file `count` times."""

    path: str
    quote: str
    verdict: str
    count: int = 1

    @property
    def fingerprint(self) -> str:
        """What it is known by."""
        return fingerprint_of(self.path, self.quote, self.verdict)


def fingerprint_of(path: str, quote: str, verdict: str) -> str:
    """A finding's name that survives moved text: of file, normalised quote and verdict, never of lines."""
    words = "\0".join((path, normalised(quote), verdict))
    return hashlib.sha256(words.encode("utf-8", "replace")).hexdigest()[:20]


class Baseline:
    """A multiset of accepted findings. With `folder` their paths are kept relative to it."""

    def __init__(self, entries: Iterable[BaselineEntry] = (), folder: Path | None = None) -> None:
        self.entries = {entry.fingerprint: entry for entry in entries}
        self.folder = folder
        self._left = Counter({name: entry.count for name, entry in self.entries.items()})

    @classmethod
    def of(cls, findings: Iterable[tuple[str, str, str]], folder: Path | None = None) -> Baseline:
        """The baseline that accepts these findings (path, quote, verdict)."""
        placed = [(_placed(path, folder), quote, verdict) for path, quote, verdict in findings]
        named = [(fingerprint_of(*finding), finding) for finding in placed]
        counted = Counter(name for name, _ in named)
        return cls((BaselineEntry(*finding, counted[name]) for name, finding in dict(named).items()), folder)

    @classmethod
    def read(cls, path: Path) -> Baseline:
        """Read a baseline; SettingsError where it is missing, damaged, or of a newer version."""
        try:
            data: Any = json.loads(path.read_text(encoding="utf-8"))
            if data["version"] != _VERSION:
                raise SettingsError(
                    f"{path}: baseline version {data['version']} is not known to this citecheck"
                )
            rows = [
                BaselineEntry(str(row["path"]), str(row["quote"]), str(row["verdict"]), int(row["count"]))
                for row in data["findings"]
            ]
            return cls(rows, path.parent)
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
        name = fingerprint_of(_placed(path, self.folder), quote, verdict)
        if self._left[name] <= 0:
            return False
        self._left[name] -= 1
        return True

    def fixed(self, report: Report) -> tuple[BaselineEntry, ...]:
        """Entries of the report's documents that no finding used: they are fixed, or the text is gone.

        What could not be read or looked up this time is not called fixed.
        """
        read = [part for part in report.documents if part.document.error is None]
        paths = {_placed(part.document.path, self.folder) for part in read}
        unclear = {
            (_placed(part.document.path, self.folder), normalised(c.citation.quote))
            for part in read
            for c in part.citations
            if c.finding is None or c.finding.severity is Severity.UNCHECKED
        }
        left = [
            e
            for name, e in self.entries.items()
            if self._left[name] > 0 and e.path in paths and (e.path, normalised(e.quote)) not in unclear
        ]
        return tuple(sorted(left, key=lambda e: (e.path, e.quote, e.verdict)))

    def after(self, report: Report, *, update: bool = False) -> Baseline:
        """The baseline to keep after a weighed run: what is wrong in it, and the entries it says nothing of.

        With `update` nothing new is accepted. Entries of articles that are gone are dropped.
        """
        found = [
            (part.document.path, c.citation.quote, c.judgement.verdict.value)
            for part in report.documents
            for c in part.citations
            if c.judgement and _is_acceptable(c) and ((c.finding and c.finding.known) or not update)
        ]
        accepted = Baseline.of(found, self.folder)
        fixed = {e.fingerprint for e in self.fixed(report)}
        for name, entry in self.entries.items():
            left = self._left[name]
            if left > 0 and name not in fixed and self._exists(entry.path):
                held = accepted.entries.get(name)
                count = left + (held.count if held else 0)
                accepted.entries[name] = BaselineEntry(entry.path, entry.quote, entry.verdict, count)
        return accepted

    def _exists(self, path: str) -> bool:
        return self.folder is None or _is_url(path) or (self.folder / path).exists()


def _is_acceptable(checked: CheckedCitation) -> bool:
    finding = checked.finding
    return (
        finding is not None
        and finding.suppressed is None
        and finding.severity in (Severity.ERROR, Severity.WARNING)
    )


def _placed(path: str, folder: Path | None) -> str:
    """The path as seen from `folder`, so that it is the same wherever a command is run."""
    if folder is None or _is_url(path):
        return path
    return Path(os.path.relpath(path, folder)).as_posix()


def _is_url(path: str) -> bool:
    return path.startswith(("http://", "https://"))
