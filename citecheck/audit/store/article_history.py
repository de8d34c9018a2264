"""Recognises renamed articles, and articles that an archive no longer holds."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from citecheck.audit.inputs.article import Article
from citecheck.audit.inputs.discovery import is_address
from citecheck.audit.store.citation_history import end_citations_of
from citecheck.audit.store.rows import fingerprint_in
from citecheck.audit.store.store import Store
from citecheck.audit.store.write_articles import note_change


@dataclass(frozen=True, slots=True)
class ArticleChanges:
    """The names of articles by what happened to them between two runs; `renamed` has (old, new)."""

    new: tuple[str, ...]
    changed: tuple[str, ...]
    renamed: tuple[tuple[str, str], ...]
    gone: tuple[str, ...]
    back: tuple[str, ...]


def follow_rename(store: Store, run: int, article: Article, digest: str) -> bool:
    """Rename a stored article whose file is gone, if the new article has the same content.

    The stored article gets the new name and keeps its citations and its history.

    Args:
        store: The store.
        run: The number of the present run.
        article: An article whose place the store does not have.
        digest: The digest of its content; "" if it cannot be opened.

    Returns:
        Whether a stored article was renamed. Only articles that are files of their own can be.
    """
    if article.path is None or not digest:
        return False
    former = store.rows(
        "SELECT key, id, file FROM articles WHERE digest = ? AND file = place AND gone_run IS NULL"
        " AND checked_run < ? ORDER BY key",
        (digest, run),
    )
    for key, name, file in former:
        same_kind = Path(file).suffix.lower() == article.ending
        if same_kind and not os.path.lexists(store.folder / file):
            _rename(store, run, key, name, article)
            return True
    return False


def _rename(store: Store, run: int, key: int, before: str, article: Article) -> None:
    with store.transaction():
        store.base.execute(
            "UPDATE articles SET id = ?, place = ?, file = ? WHERE key = ?",
            (article.id, article.place, article.file, key),
        )
        marks = [(fingerprint_in(article.id, row), row["key"]) for row in store.citations_of(key)]
        store.base.executemany("UPDATE citations SET fingerprint = ? WHERE key = ?", marks)
        note_change(store, run, key, "renamed", before)


def mark_gone(store: Store, run: int, archives: Sequence[str]) -> int:
    """Mark the articles that these archives no longer hold.

    A file is gone if it does not exist. A record is gone if its export was read in this run and lacks it.
    Files that still exist but are excluded stay, and so do all articles of an archive that does not exist
    itself. A web page is gone when its host says so; `end_articles` is called for it.

    Args:
        store: The store.
        run: The number of the present run.
        archives: Paths and addresses of the archives of this run.

    Returns:
        The number of articles that were marked.
    """
    roots = [
        os.path.relpath(os.path.realpath(archive), store.folder)
        for archive in archives
        if not is_address(archive) and os.path.lexists(archive)
    ]
    unseen = store.rows(
        "SELECT key, place, file FROM articles"
        " WHERE file IS NOT NULL AND gone_run IS NULL AND checked_run < ? ORDER BY key",
        (run,),
    )
    exports = "SELECT DISTINCT file FROM articles WHERE checked_run = ? AND file <> place"
    read = {file for (file,) in store.rows(exports, (run,))}
    gone = [
        key
        for key, place, file in unseen
        if any(_lies_in(file, root) for root in roots)
        and ((place != file and file in read) or not os.path.lexists(store.folder / file))
    ]
    end_articles(store, run, gone)
    return len(gone)


def end_articles(store: Store, run: int, gone: Iterable[int]) -> None:
    """Mark articles as gone and end their citations, in one transaction.

    Args:
        store: The store.
        run: The number of the run that found them gone.
        gone: The keys of the articles.
    """
    with store.transaction():
        for key in gone:
            end_citations_of(store, run, key)
            store.base.execute("UPDATE articles SET gone_run = ? WHERE key = ?", (run, key))
            note_change(store, run, key, "gone")


def _lies_in(file: str, root: str) -> bool:
    return root in (".", file) or file.startswith(root.rstrip("/") + "/")


def article_changes(store: Store, before: int, after: int) -> ArticleChanges:
    """Collect what happened to articles after one run, up to and including a later one.

    Args:
        store: The store.
        before: The number of one run.
        after: The number of the other run; the smaller number counts as the earlier run.

    Returns:
        The names of the articles that are new, changed, renamed, gone or back.
    """
    rows = store.rows(
        "SELECT c.kind, a.id, c.before, c.article FROM changes c JOIN articles a ON a.key = c.article"
        " WHERE c.run > ? AND c.run <= ? ORDER BY a.id, c.run, c.rowid",
        (min(before, after), max(before, after)),
    )
    new = {name for kind, name, *_ in rows if kind == "new"}
    last = {name: kind for kind, name, *_ in rows if kind in ("gone", "back")}
    first_names: dict[str, str] = {}
    for kind, name, former, _ in rows:
        if kind == "renamed" and former:
            first_names.setdefault(name, former)
    return ArticleChanges(
        tuple(sorted(new - {name for name, kind in last.items() if kind == "gone"})),
        tuple(sorted({name for kind, name, *_ in rows if kind == "changed"} - new - last.keys())),
        tuple((former, name) for name, former in sorted(first_names.items()) if name not in new),
        tuple(sorted(name for name, kind in last.items() if kind == "gone" and name not in new)),
        tuple(sorted(name for name, kind in last.items() if kind == "back" and name not in new)),
    )
