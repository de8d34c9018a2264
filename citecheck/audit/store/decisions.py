"""Decisions and reviews in a store. Their keys are article and finding, so that they outlive runs."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from citecheck.audit.store.base_file import now
from citecheck.audit.store.rows import fingerprint_in
from citecheck.audit.store.store import Store
from citecheck.model import Decision, DecisionState

# Words in a review that mean that the verdict is right.
RIGHT = frozenset({"right", "yes", "y", "correct", "ok", "1", "true"})
# Verdicts from which a sample is drawn by default: those that depend on the records of the source.
REVIEWED = ("verified", "ambiguous", "possible", "mismatch", "not_found")


def decide(store: Store, decisions: Iterable[Decision]) -> tuple[int, list[Decision]]:
    """Store decisions; a decision replaces a stored one unless the stored one is of a later date.

    Args:
        store: The store.
        decisions: The decisions, each with the names of its article and finding.

    Returns:
        The number of decisions stored, and the decisions about findings that the store never had.
    """
    kept, unknown = 0, []
    with store.transaction():
        for one in decisions:
            known = _known_finding(store, one.article, one.finding)
            if known is None:
                unknown.append(one)
                continue
            cursor = store.base.execute(
                "INSERT INTO decisions (article, finding, state, note, name, at) VALUES (?, ?, ?, ?, ?, ?)"
                " ON CONFLICT (article, finding) DO UPDATE SET state = excluded.state, note = excluded.note,"
                " name = excluded.name, at = excluded.at WHERE excluded.at >= at",
                (*known, one.state.value, one.note, one.name, one.at or now()),
            )
            kept += cursor.rowcount
    return kept, unknown


def _known_finding(store: Store, article: str, finding: str) -> tuple[int, str] | None:
    """Return the key of the article with this present or former name, and the key of its finding.

    `finding` is the finding's key, or the fingerprint in reports, which depends on the article's name.
    Returns None if the article never had such a finding.
    """
    rows = store.rows(
        "SELECT article, finding FROM citations WHERE ?2 IN (finding, fingerprint) AND article IN (SELECT key"
        " FROM articles WHERE id = ?1 UNION SELECT article FROM changes WHERE before = ?1) LIMIT 1",
        (article, finding),
    )
    if not rows:
        rows = list(_by_bare_name(store, article, finding))
    return (int(rows[0][0]), str(rows[0][1])) if rows else None


def _by_bare_name(store: Store, name: str, finding: str) -> Iterator[tuple[int, str]]:
    """The keys of the articles whose path ends in a name, each with the store's key of the page's `finding`.

    The page knows files by their bare names, on which its names of findings depend.
    """
    ending = "SELECT key FROM articles WHERE substr(id, -length(?) - 1) = '/' || ?"
    for (article,) in store.rows(ending, (name, name)):
        for row in store.citations_of(article):
            if fingerprint_in(name, row) == finding:
                yield article, row["finding"]


def withdraw(store: Store, decisions: Iterable[Decision]) -> None:
    """Take decisions back; what was not decided stays so.

    Args:
        store: The store.
        decisions: The decisions, each with the names of its article and finding.
    """
    with store.transaction():
        for one in decisions:
            if known := _known_finding(store, one.article, one.finding):
                store.base.execute("DELETE FROM decisions WHERE article = ? AND finding = ?", known)


def articles_with(store: Store, name: str, finding: str) -> list[str]:
    """Find the articles that have a finding, by the bare name of their file.

    Args:
        store: The store.
        name: The article's name, or the end of it after a slash.
        finding: The finding within the article.

    Returns:
        The articles' whole names.
    """
    sql = """
        SELECT DISTINCT a.id FROM citations c JOIN articles a ON a.key = c.article
        WHERE c.finding = ?1 AND (a.id = ?2 OR substr(a.id, -length(?2) - 1) = '/' || ?2) ORDER BY 1"""
    return [str(article) for (article,) in store.rows(sql, (finding, name))]


def findings_at(store: Store, place: str) -> list[tuple[str, str]]:
    """Find the failing findings that a user names.

    Args:
        store: The store.
        place: "ARTICLE:LINE", "ARTICLE", or the name of a finding.

    Returns:
        (name of the article, name of the finding), each pair once; empty if nothing fits.
    """
    article, _, line = place.rpartition(":")
    at_line = "SELECT article, finding FROM failing WHERE article = ? AND line = ?"
    if article and line.isdigit() and (rows := store.rows(at_line, (article, int(line)))):
        return list(dict.fromkeys((name, finding) for name, finding in rows))
    rows = store.rows("SELECT article, finding FROM failing WHERE article = ?1 OR finding = ?1", (place,))
    return list(dict.fromkeys((name, finding) for name, finding in rows))


def kept_decisions(store: Store) -> list[Decision]:
    """Return all decisions, ordered by article."""
    rows = store.rows(
        "SELECT a.id, d.finding, d.state, d.note, d.name, d.at FROM decisions d"
        " JOIN articles a ON a.key = d.article ORDER BY 1, 2"
    )
    return [Decision(name, finding, DecisionState(state), *rest) for name, finding, state, *rest in rows]


def draw_sample(store: Store, count: int, seed: int, verdicts: Sequence[str] = REVIEWED) -> list[int]:
    """Draw a random sample of citations, stratified by verdict with equal counts as far as possible.

    Args:
        store: The store.
        count: The size of the sample.
        seed: The seed of the random generator; the same seed draws the same sample of the same store.
        verdicts: The verdicts, as the column `shown` has them.

    Returns:
        The keys of the citations.
    """
    drawn: list[int] = []
    strata = {
        verdict: [
            key
            for (key,) in store.rows(
                "SELECT key FROM current WHERE shown = ? ORDER BY article, line, cid, finding", (verdict,)
            )
        ]
        for verdict in verdicts
    }
    filled = sorted((name for name, keys in strata.items() if keys), key=lambda name: len(strata[name]))
    for left, verdict in zip(range(len(filled), 0, -1), filled, strict=True):
        share = min(len(strata[verdict]), (count - len(drawn)) // left)
        drawn += random.Random(f"{seed} {verdict}").sample(strata[verdict], share)  # noqa: S311 - no secret
    return drawn


def review(store: Store, rows: Iterable[Mapping[str, Any]]) -> tuple[int, int]:
    """Store the reviews of a sample; rows without `truth` are skipped.

    Args:
        store: The store.
        rows: Rows with `article`, `finding` and `verdict`, and perhaps `note` and `name`. `truth` is
            "right", or the verdict that would be right.

    Returns:
        The number of reviews stored, and the number of reviews of findings that the store never had.

    Raises:
        KeyError: A row with `truth` lacks its article, finding or verdict.
    """
    kept = unknown = 0
    with store.transaction():
        for row in rows:
            truth = str(row.get("truth") or "").strip().casefold().replace(" ", "_").replace("-", "_")
            if not truth:
                continue
            known = _known_finding(store, row["article"], row["finding"])
            if known is None:
                unknown += 1
                continue
            store.base.execute(
                "INSERT OR REPLACE INTO reviews (article, finding, verdict, truth, note, name, at)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    *(*known, row["verdict"], "right" if truth in RIGHT else truth),
                    *(row.get("note") or "", row.get("name") or "", now()),
                ),
            )
            kept += 1
    return kept, unknown
