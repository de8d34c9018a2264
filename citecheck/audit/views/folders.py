"""Counts citations by the folder of their articles, as deep as the number of rows allows."""

from __future__ import annotations

import os.path
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from citecheck.audit.store.store import Store

# The most folders that are shown; the rest is summed up as "others".
_FOLDERS = 40
OTHERS = "others"
# "https://web.archive.org/web/2019/https://x.example/health/a": the folder is "health" of x.example.
_ARCHIVED = re.compile(r"https?://web\.archive\.org/web/\d+[a-z_]*/(?=https?:)")


@dataclass(frozen=True, slots=True)
class Group:
    """A group of citations: how many have each verdict, and how many fail."""

    name: str
    verdicts: tuple[tuple[str, int], ...]
    failing: int

    @property
    def citations(self) -> int:
        """The number of citations."""
        return sum(count for _, count in self.verdicts)

    @classmethod
    def of(cls, rows: Iterable[Sequence[Any]]) -> tuple[Group, ...]:
        """Make groups from rows (name, verdict, citations, failing), in the order of their first rows."""
        verdicts: dict[str, Counter[str]] = {}
        failing: Counter[str] = Counter()
        for name, verdict, count, failed in rows:
            verdicts.setdefault(name, Counter())[verdict] += count
            failing[name] += failed
        return tuple(
            cls(name, tuple(sorted(counts.items())), failing[name]) for name, counts in verdicts.items()
        )


def by_folder(store: Store) -> tuple[Group, ...]:
    """Count verdicts by folder, of web pages by host and path, without the common start of all folders."""
    rows = [
        (folder_of(article), verdict, count, failing)
        for article, verdict, count, failing in store.rows(
            "SELECT article, shown, count(*), sum(fails) FROM current GROUP BY article_key, shown"
        )
    ]
    names = sorted({name for name, *_ in rows})
    start = _common_start(names)
    shown = {name: name.removeprefix(start) or "." for name in names}
    depths = range(1, 1 + max((name.count("/") + 1 for name in shown.values()), default=1))
    fitting = [depth for depth in depths if len({_cut(name, depth) for name in shown.values()}) <= _FOLDERS]
    depth = max(fitting, default=1)
    groups = Group.of((_cut(shown[name], depth), *rest) for name, *rest in rows)
    largest = sorted(groups, key=lambda group: (-group.citations, group.name))
    kept = sorted(largest[:_FOLDERS], key=lambda group: group.name)
    if not largest[_FOLDERS:]:
        return tuple(kept)
    rest = Group.of(
        (OTHERS, verdict, count, 0) for group in largest[_FOLDERS:] for verdict, count in group.verdicts
    )
    failing = sum(group.failing for group in largest[_FOLDERS:])
    return (*kept, Group(OTHERS, rest[0].verdicts, failing))


def folder_of(article: str) -> str:
    """Return the folder of an article; that of an archived page is the folder of its original address."""
    path = _ARCHIVED.sub("", article).partition("#")[0].partition("?")[0]
    _, sign, rest = path.rpartition("://")
    folder, slash, _ = rest.rpartition("/")
    if sign:
        return folder if slash else rest
    return f"{folder}/" if not folder and slash else folder


def _common_start(names: Sequence[str]) -> str:
    """The common parent folder of all names with a slash at its end; "" if they share no folder."""
    if len(names) < 2 or not all(names):
        return ""
    try:
        common = os.path.commonpath(names)
    except ValueError:
        return ""
    return f"{common}/" if common.strip("/") and common not in names else ""


def _cut(folder: str, depth: int) -> str:
    """Cut the path of a folder to its first `depth` parts."""
    start = "/" if folder.startswith("/") else ""
    return start + "/".join(folder.strip("/").split("/")[:depth]) or "."
