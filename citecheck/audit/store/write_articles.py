"""Articles written into a store: what a run found in them, and what happened to them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from citecheck.audit.store import publication_blobs
from citecheck.audit.store.base_file import now
from citecheck.audit.store.citation_history import write_citations
from citecheck.audit.store.rows import COLUMNS, CitationRow, Findings, Outcome, fingerprint_in
from citecheck.audit.store.store import Store


def write_outcomes(
    store: Store, run: int, outcomes: Iterable[Outcome], unchanged: Iterable[int] = ()
) -> None:
    """Write outcomes and note unchanged articles, in one transaction.

    Args:
        store: The store.
        run: The number of the run.
        outcomes: What was found in the articles that were checked.
        unchanged: The keys of the articles that are unchanged.
    """
    with store.transaction():
        for outcome in outcomes:
            _write_outcome(store, run, outcome)
        store.base.executemany(
            "UPDATE articles SET checked_run = ? WHERE key = ?", [(run, key) for key in unchanged]
        )


def copy_outcome(store: Store, run: int, duplicate: str, to: Outcome) -> None:
    """Store for an article what was found for its duplicate: the same text is checked once.

    Args:
        store: The store.
        run: The number of the run.
        duplicate: The place of the article with the same content.
        to: Name and place of the article; everything else comes from the duplicate.
    """
    key, author, section, *content = store.base.execute(
        "SELECT key, author, section, digest, bytes, format, title, date, error FROM articles"
        " WHERE place = ?",
        (duplicate,),
    ).fetchone()
    rows = [
        CitationRow(**{name: row[name] for name in COLUMNS} | {"fingerprint": fingerprint_in(to.id, row)})
        for row in store.citations_of(key)
    ]
    about: tuple[Any, ...] = (to.id, to.place, to.file, *content, Findings(tuple(rows)))
    write_outcomes(store, run, [replace(Outcome(*about), author=author, section=section)])


def note_change(store: Store, run: int, article: int, kind: str, before: str | None = None) -> None:
    """Note what happened to an article in a run.

    Args:
        store: The store.
        run: The number of the run.
        article: The key of the article.
        kind: "new", "changed", "renamed", "gone" or "back".
        before: The former name of a renamed article.
    """
    store.base.execute("INSERT INTO changes VALUES (?, ?, ?, ?)", (run, article, kind, before))


def _write_outcome(store: Store, run: int, outcome: Outcome) -> None:
    stored = store.base.execute(
        "SELECT key, digest, gone_run FROM articles WHERE place = ?", (outcome.place,)
    ).fetchone()
    if outcome.error is not None and stored:
        # The stored citations stay: that a host is down for a day corrects none of them.
        store.base.execute(
            "UPDATE articles SET digest = ?, error = ?, checked_run = ? WHERE key = ?",
            (outcome.digest, outcome.error, run, stored[0]),
        )
        return
    key = _update_article(store, run, outcome, *stored) if stored else _add_article(store, run, outcome)
    if outcome.publications:
        publication_blobs.write(store.base, outcome.publications)
    write_citations(store, run, key, outcome.findings, store.provenance)


def _update_article(
    store: Store, run: int, outcome: Outcome, key: int, former_digest: str, gone_run: int | None
) -> int:
    store.base.execute(
        "UPDATE articles SET digest = ?, bytes = ?, format = ?, title = ?, date = ?, author = ?,"
        " section = ?, error = ?, checked_run = ?, checked_at = ?, gone_run = NULL WHERE key = ?",
        (*_content(outcome), run, now(), key),
    )
    if gone_run is not None:
        note_change(store, run, key, "back")
    elif former_digest != outcome.digest:
        note_change(store, run, key, "changed")
    return key


def _add_article(store: Store, run: int, outcome: Outcome) -> int:
    cursor = store.base.execute(
        "INSERT INTO articles (digest, bytes, format, title, date, author, section, error, checked_run,"
        " checked_at, id, place, file, since_run) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *_content(outcome),
            *(run, now(), _free_id(store, outcome.id), outcome.place, outcome.file, run),
        ),
    )
    key = int(cursor.lastrowid or 0)
    note_change(store, run, key, "new")
    return key


def _content(outcome: Outcome) -> tuple[str | int | None, ...]:
    """The columns that describe the content of an article, and why it could not be read."""
    return (
        *(outcome.digest, outcome.size, outcome.format, outcome.title, outcome.date),
        *(outcome.author, outcome.section, outcome.error),
    )


def _free_id(store: Store, name: str) -> str:
    """The name; if an article at another place has it already, the name with a number."""
    free, number = name, 1
    while store.base.execute("SELECT 1 FROM articles WHERE id = ?", (free,)).fetchone():
        number += 1
        free = f"{name}#{number}"
    return free
