"""A store in figures."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from typing import Any

from citecheck.audit.store.store import Store
from citecheck.errors import UsageError
from citecheck.model import Publication

# Folders that are shown, before what is left is taken together.
_FOLDERS = 40
OTHERS = "others"


def label_of(name: str) -> str:
    """A verdict of the column `shown`, or a flag, for people."""
    return {"not_in_index": "not in this index"}.get(name, name.replace("_", " "))


@dataclass(frozen=True, slots=True)
class Overview:
    """A store in figures: rows of (name, count, …), most first. Verdicts are those of the column `shown`.

    `years` and `folders` are (name, verdict, count); `retracted` is (PMID, publication, places);
    `repeated` is (quote, verdict, places); `worst` is (article, title, failing, not in the index,
    citations).
    """

    runs: tuple[tuple[int, str, str | None], ...]
    archives: tuple[str, ...]
    source: str
    is_partial: bool
    articles: int
    unreadable: int
    errors: tuple[tuple[str, int], ...]
    verdicts: tuple[tuple[str, int], ...]
    flags: tuple[tuple[str, int], ...]
    years: tuple[tuple[str, str, int], ...]
    folders: tuple[tuple[str, str, int], ...]
    journals: tuple[tuple[str, int], ...]
    unknown_journals: tuple[tuple[str, int], ...]
    retracted: tuple[tuple[str, Publication | None, int], ...]
    repeated: tuple[tuple[str, str, int], ...]
    worst: tuple[tuple[str, str | None, int, int, int], ...]

    @property
    def citations(self) -> int:
        """All citations that hold."""
        return sum(count for _, count in self.verdicts)


# Figure → the question that gives its rows, on the views of views.sql.
_QUERIES = {
    "runs": "SELECT id, started, finished FROM runs ORDER BY id",
    "errors": "SELECT error, count(*) FROM errors GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 20",
    "verdicts": "SELECT shown, count(*) FROM current GROUP BY 1 ORDER BY 2 DESC, 1",
    "years": """
        SELECT CAST(publication_year AS TEXT), shown, count(*) FROM current
        WHERE publication_year IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 2""",
    "journals": """
        SELECT journal, count(*) FROM current
        WHERE known_journal = 1 GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 20""",
    "unknown_journals": "SELECT journal, citations FROM unknown_journals ORDER BY 2 DESC, 1 LIMIT 50",
    "repeated": """
        SELECT quote, shown, count(*) FROM failing
        GROUP BY 1, 2 HAVING count(*) > 1 ORDER BY 3 DESC, 1 LIMIT 50""",
    "worst": """
        SELECT w.article, a.title, failing, absent, citations FROM (
            SELECT article, sum(fails) AS failing, sum(shown = 'not_in_index') AS absent,
                count(*) AS citations
            FROM current GROUP BY 1 HAVING failing OR absent
            ORDER BY failing DESC, absent DESC, article LIMIT 200) w
        JOIN articles a ON a.id = w.article ORDER BY failing DESC, absent DESC, w.article""",
}


def count_verdicts(store: Store) -> Overview:
    """The store's present state in figures."""
    last = store.rows("SELECT archives, source FROM runs ORDER BY id DESC LIMIT 1")
    if not last:
        raise UsageError(f"{store.path}: the store holds no run")
    about = json.loads(last[0][1])
    counted = {name: tuple(store.rows(sql)) for name, sql in _QUERIES.items()}
    return Overview(
        archives=tuple(json.loads(last[0][0])),
        source=_source(about),
        is_partial=any(verdict == "not_in_index" for verdict, _ in counted["verdicts"]),
        articles=store.rows("SELECT count(*) FROM articles")[0][0],
        unreadable=store.rows("SELECT count(*) FROM errors")[0][0],
        flags=_flags(store),
        folders=_folders(store),
        retracted=_retracted(store),
        **counted,
    )


def _source(about: dict[str, Any]) -> str:
    if about["kind"] == "pubmed":
        return "PubMed"
    held = f"{about['records'] or 0:,} records{'' if about['complete'] else ', a part of PubMed'}"
    return f"{about['name']} ({held})"


def _flags(store: Store) -> tuple[tuple[str, int], ...]:
    """Flags but `partial_source`, which the verdict "not in this index" says already."""
    flags: Counter[str] = Counter()
    for written, count in store.rows("SELECT flags, count(*) FROM current WHERE flags != '' GROUP BY flags"):
        for flag in written.split():
            flags[flag] += count
    del flags["partial_source"]
    return tuple(sorted(flags.items(), key=lambda item: (-item[1], item[0])))


def _retracted(store: Store) -> tuple[tuple[str, Publication | None, int], ...]:
    named = store.rows("""
        SELECT pmid, count(*) FROM retracted WHERE pmid IS NOT NULL
        GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 100""")
    records = store.records([pmid for pmid, _ in named])
    return tuple((pmid, records.get(pmid), count) for pmid, count in named)


def _folders(store: Store) -> tuple[tuple[str, str, int], ...]:
    """Verdicts by the folder that articles lie in, as deep as there is room for."""
    rows = store.rows("""
        SELECT rtrim(path, replace(path, '/', '')), shown, sum(number) FROM (
            SELECT substr(article, 1, instr(article || '#', '#') - 1) AS path, shown, count(*) AS number
            FROM current GROUP BY article, shown)
        GROUP BY 1, 2""")
    names = {folder for folder, _, _ in rows}
    depths = range(1, 1 + max((name.count("/") for name in names), default=1))
    fitting = [depth for depth in depths if len({_cut(name, depth) for name in names}) <= _FOLDERS]
    depth = max(fitting, default=1)
    counts: Counter[tuple[str, str]] = Counter()
    totals: Counter[str] = Counter()
    for folder, verdict, count in rows:
        counts[_cut(folder, depth), verdict] += count
        totals[_cut(folder, depth)] += count
    shown = {name for name, _ in sorted(totals.items(), key=lambda item: (-item[1], item[0]))[:_FOLDERS]}
    merged: Counter[tuple[str, str]] = Counter()
    for (name, verdict), count in counts.items():
        merged[name if name in shown else OTHERS, verdict] += count
    ordered = sorted(merged.items(), key=lambda item: (item[0][0] == OTHERS, item[0]))
    return tuple((name, verdict, count) for (name, verdict), count in ordered)


def _cut(folder: str, depth: int) -> str:
    """The first parts of a folder's path; an address begins with its host."""
    scheme, sign, rest = folder.rpartition("://")
    start = "/" if rest.startswith("/") else ""
    return f"{scheme}{sign}{start}" + "/".join(rest.strip("/").split("/")[:depth]) or "."
