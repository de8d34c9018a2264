"""The baseline: findings that were accepted when the gate was introduced. Only new findings fail.

    {"version": 2, "findings": [{"path": "content/zinc.md", "verdict": "verified", "flags": ["corrected"],
      "wrong": [], "pmid": "77", "quote": "…", "count": 1, "fingerprint": "…"}]}

A finding is accepted if an entry has the same file, quote, verdict and publication, and all of its flags and
misstated fields: a flag or field that the entry does not have makes the finding new.
"""

from __future__ import annotations

import json
import os
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from citecheck.errors import SettingsError
from citecheck.gate.identity import Identity, identity_of
from citecheck.gate.suppressions import normalised
from citecheck.model import CheckedCitation, Flag, Report, Severity, Verdict
from citecheck.safety.files import read_regular_file, write_whole

FILE_NAME = ".citecheck-baseline.json"
# Bytes; enough for a hundred thousand findings with their quotes.
_LARGEST = 50_000_000
_VERSION = 2
# Version 1 had no flags. Its entries accept all flags but these, which editors must see.
_STATUS = frozenset({Flag.RETRACTED.value, Flag.EXPRESSION_OF_CONCERN.value})
# An article of an export: "archive.jsonl#12".
_RECORD = re.compile(r"#\d+$")
_OLD = (
    "the baseline is of an older version, which did not hold flags: a retraction counts as new; "
    "`citecheck baseline` writes it anew"
)


@dataclass(frozen=True, slots=True)
class BaselineEntry:
    """One accepted finding, which its file may contain `count` times.

    `knows_flags` is False for entries of version 1, which have no flags and fields.
    """

    identity: Identity
    count: int = 1
    knows_flags: bool = True

    def covers(self, found: Identity) -> bool:
        """Whether all flags and fields of `found`, which has the same quote and verdict, were accepted."""
        if not self.knows_flags:
            return not _STATUS & set(found.flags)
        same = self.identity.verdict != Verdict.MISMATCH or self.identity.pmid == found.pmid
        return (
            same
            and set(found.flags) <= set(self.identity.flags)
            and set(found.wrong) <= set(self.identity.wrong)
        )


class Baseline:
    """A multiset of accepted findings. With `folder` their paths are kept relative to it."""

    def __init__(self, entries: Iterable[BaselineEntry] = (), folder: Path | None = None) -> None:
        self.entries = {entry.identity.fingerprint: entry for entry in entries}
        self.folder = folder
        # Its name in reports.
        self.name = "the baseline"
        self._left = Counter({name: entry.count for name, entry in self.entries.items()})
        self._by_words: dict[tuple[str, str], list[str]] = defaultdict(list)
        for name, entry in self.entries.items():
            self._by_words[entry.identity.words].append(name)
        self._moved: dict[str, str] = {}
        self._exceeded: Counter[str] = Counter()

    @classmethod
    def of(cls, findings: Iterable[Identity], folder: Path | None = None) -> Baseline:
        """Return a baseline that accepts these findings.

        Args:
            findings: The accepted findings; a repeated one is counted.
            folder: The folder to which paths are made relative; None leaves them as they are.
        """
        placed = [replace(found, path=_placed(found.path, folder)) for found in findings]
        counted = Counter(found.fingerprint for found in placed)
        named = {found.fingerprint: found for found in placed}
        return cls((BaselineEntry(found, counted[name]) for name, found in named.items()), folder)

    @classmethod
    def read(cls, path: Path, held: bytes | None = None) -> Baseline:
        """Read a baseline. Raises SettingsError if it is missing, damaged, or of a newer version.

        Args:
            path: The path of the file; paths in it are relative to its folder.
            held: The content, if it is not to be read from the file.
        """
        try:
            data: Any = json.loads(read_regular_file(path, _LARGEST) if held is None else held)
            if data["version"] not in (1, _VERSION):
                raise SettingsError(
                    f"{path}: baseline version {data['version']} is not known to this citecheck"
                )
            rows = [_entry(row, knows_flags=data["version"] > 1) for row in data["findings"]]
        except OSError as error:
            raise SettingsError(f"{path}: the baseline cannot be read: {error.strerror}") from error
        except (ValueError, KeyError, TypeError, OverflowError, RecursionError) as error:
            raise SettingsError(f"{path}: the baseline is damaged: {error}") from error
        made = cls(rows, path.parent)
        made.name = str(path)
        return made

    def write(self, path: Path) -> None:
        """Write it sorted, so that the same findings give the same bytes and diffs are short."""
        rows = [_row(entry) for entry in sorted(self.entries.values(), key=_reading_order)]
        text = json.dumps({"version": _VERSION, "findings": rows}, ensure_ascii=False, indent=1) + "\n"
        write_whole(path, (text,))

    def knows(self, found: Identity) -> bool:
        """Whether this finding is accepted. Each entry accepts as many findings as its count.

        An entry of an article that no longer exists accepts the same finding in another article.
        """
        here = replace(found, path=_placed(found.path, self.folder))
        covering = [name for name in self._by_words.get(here.words, ()) if self.entries[name].covers(here)]
        own = [name for name in covering if self.entries[name].identity.path == here.path]
        gone = [
            name
            for name in covering
            if self.entries[name].identity.path != here.path
            and not self._exists(self.entries[name].identity.path)
        ]
        for name in (*own, *gone):
            if self._left[name] > 0:
                self._left[name] -= 1
                if name in gone:
                    self._moved[self.entries[name].identity.path] = here.path
                return True
        if own:
            self._exceeded[own[0]] += 1
        return False

    def notices(self) -> tuple[str, ...]:
        """Return sentences on the use of the baseline: old version, renamed articles, exceeded counts."""
        sentences = [_OLD] if any(not entry.knows_flags for entry in self.entries.values()) else []
        sentences += [
            f"{new}: was {old} when the baseline was written; its accepted findings were followed"
            for old, new in sorted(self._moved.items())
        ]
        for name, more in sorted(
            self._exceeded.items(), key=lambda one: _reading_order(self.entries[one[0]])
        ):
            entry = self.entries[name]
            times = "once" if entry.count == 1 else f"{entry.count} times"
            sentences.append(
                f"{entry.identity.path}: the baseline accepts this {times}, and it stands here "
                f"{more} more {'time' if more == 1 else 'times'}: “{entry.identity.quote[:80]}”"
            )
        return tuple(sentences)

    def fixed(self, report: Report) -> tuple[BaselineEntry, ...]:
        """Return the entries of the report's documents that no finding used: fixed, or their text is gone.

        An entry is not called fixed if its citation could not be read or looked up, or has become worse.
        """
        read = [part for part in report.documents if part.document.error is None]
        paths = {_placed(part.document.path, self.folder) for part in read}
        unclear = {
            (_placed(part.document.path, self.folder), normalised(c.citation.quote))
            for part in read
            for c in part.citations
            if c.finding is None
            or c.finding.severity is Severity.UNCHECKED
            or (_is_acceptable(c) and not c.finding.known)
        }
        left = [
            entry
            for name, entry in self.entries.items()
            if self._left[name] > 0
            and entry.identity.path in paths
            and (entry.identity.path, entry.identity.words[0]) not in unclear
        ]
        return tuple(sorted(left, key=_reading_order))

    def after(self, report: Report, *, update: bool = False) -> Baseline:
        """Return the baseline to write after a run.

        It has the findings of the report, and the entries of articles that the report does not contain.
        Entries of articles that no longer exist are dropped.

        Args:
            report: The report that was weighed with this baseline.
            update: Whether to accept no new findings.

        Returns:
            A new baseline with the same folder.
        """
        found = [
            identity_of(part.document.path, c)
            for part in report.documents
            for c in part.citations
            if c.judgement and _is_acceptable(c) and ((c.finding and c.finding.known) or not update)
        ]
        accepted = Baseline.of(found, self.folder)
        fixed = {entry.identity.fingerprint for entry in self.fixed(report)}
        replaced = {(f.identity.path, *f.identity.words) for f in accepted.entries.values()}
        for name, entry in self.entries.items():
            left = self._left[name]
            place = (entry.identity.path, *entry.identity.words)
            if left > 0 and name not in fixed and self._exists(entry.identity.path):
                if not update and place in replaced and name not in accepted.entries:
                    continue  # accepted again, with its present flags and fields
                held = accepted.entries.get(name)
                accepted.entries[name] = replace(entry, count=left + (held.count if held else 0))
        return accepted

    def _exists(self, path: str) -> bool:
        file = _RECORD.sub("", path)
        return self.folder is None or _is_url(path) or (self.folder / file).exists()


def _entry(row: Any, *, knows_flags: bool) -> BaselineEntry:
    knows_flags = knows_flags and row["flags"] is not None
    identity = Identity(
        str(row["path"]),
        str(row["quote"]),
        str(row["verdict"]),
        tuple(str(flag) for flag in row["flags"]) if knows_flags else (),
        tuple(str(name) for name in row["wrong"]) if knows_flags else (),
        str(row["pmid"]) if knows_flags and row["pmid"] else None,
    )
    return BaselineEntry(identity, int(row["count"]), knows_flags)


def _row(entry: BaselineEntry) -> dict[str, object]:
    identity = entry.identity
    return {
        "path": identity.path,
        "verdict": identity.verdict,
        "flags": list(identity.flags) if entry.knows_flags else None,
        "wrong": list(identity.wrong) if entry.knows_flags else None,
        "pmid": identity.pmid,
        "quote": identity.quote,
        "count": entry.count,
        "fingerprint": identity.fingerprint,
    }


def _reading_order(entry: BaselineEntry) -> tuple[str, str, str, tuple[str, ...], tuple[str, ...]]:
    identity = entry.identity
    return identity.path, identity.quote, identity.verdict, identity.flags, identity.wrong


def _is_acceptable(checked: CheckedCitation) -> bool:
    finding = checked.finding
    return (
        finding is not None
        and finding.suppressed is None
        and finding.severity in (Severity.ERROR, Severity.WARNING)
    )


def _placed(path: str, folder: Path | None) -> str:
    """Make the path relative to `folder`, so that it does not depend on the folder of the command."""
    if folder is None or _is_url(path):
        return path
    return Path(os.path.relpath(path, folder)).as_posix()


def _is_url(path: str) -> bool:
    return path.startswith(("http://", "https://"))
