"""Citations counted by the folder or section in which their articles lie, as deep as there is room for."""

from __future__ import annotations

import os.path
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from citecheck.audit.store.store import Store

# Folders that are shown, before what is left is taken together.
_FOLDERS = 40
OTHERS = "others"
# "https://web.archive.org/web/2019/https://x.example/health/a": the page lies in health of x.example.
_ARCHIVED = re.compile(r"https?://web\.archive\.org/web/\d+[a-z_]*/(?=https?:)")


@dataclass(frozen=True, slots=True)
class Group:
    """Citations that belong together: how many have each verdict, and how many fail."""

    name: str
    verdicts: tuple[tuple[str, int], ...]
    failing: int

    @property
    def citations(self) -> int:
        """How many there are."""
        return sum(count for _, count in self.verdicts)

    @classmethod
    def of(cls, rows: Iterable[Sequence[Any]]) -> tuple[Group, ...]:
        """Groups of rows of (name, verdict, citations, failing), in the order of their first rows."""
        verdicts: dict[str, Counter[str]] = {}
        failing: Counter[str] = Counter()
        for name, verdict, count, failed in rows:
            verdicts.setdefault(name, Counter())[verdict] += count
            failing[name] += failed
        return tuple(
            cls(name, tuple(sorted(counts.items())), failing[name]) for name, counts in verdicts.items()
        )


def by_folder(store: Store) -> tuple[Group, ...]:
    """Verdicts by folder; of addresses, by host and path. What all folders begin with is left out."""
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
    """The folder of an article by its name; an archived page lies where it lay when it was archived."""
    path = _ARCHIVED.sub("", article).partition("#")[0].partition("?")[0]
    _, sign, rest = path.rpartition("://")
    folder, slash, _ = rest.rpartition("/")
    if sign:
        return folder if slash else rest
    return f"{folder}/" if not folder and slash else folder


def _common_start(names: Sequence[str]) -> str:
    """The folders that all names lie in, with the slash after them, if it is more than one folder deep."""
    if len(names) < 2 or not all(names):
        return ""
    try:
        common = os.path.commonpath(names)
    except ValueError:
        return ""
    return f"{common}/" if common.strip("/") and common not in names else ""


def _cut(folder: str, depth: int) -> str:
    """The first parts of a folder's path."""
    start = "/" if folder.startswith("/") else ""
    return start + "/".join(folder.strip("/").split("/")[:depth]) or "."
