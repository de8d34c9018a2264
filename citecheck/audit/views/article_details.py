"""The failing citations of an article as HTML, each with its nearest publications and searches."""

from __future__ import annotations

import html
from collections.abc import Sequence
from typing import Any

from citecheck.audit.store.cluster_blobs import citation_details, unpack_cluster, unsourced_details
from citecheck.audit.store.rows import shell_of
from citecheck.audit.store.store import Store
from citecheck.audit.views.statistics import ArticleProblems
from citecheck.reports.notices import MEANINGS
from citecheck.reports.printable import one_line, shorten

_CITATIONS_OPENED = 25
_CANDIDATES = 3


def article_details(store: Store, one: ArticleProblems, *, is_open: bool) -> str:
    """Render an article as an HTML element that opens to its failing citations.

    Citations that somebody accepted are counted, not shown, and at most 25 are shown.

    Args:
        store: The store.
        one: The article with the counts of its problems.
        is_open: Whether the element is open at first.

    Returns:
        A "details" element as HTML.
    """
    counts = [f"{one.failing:,} failing"]
    counts += [f"{one.retracted:,} of retracted publications"] if one.retracted else []
    counts += [f"{one.accepted:,} accepted"] if one.accepted else []
    rows = store.rows(
        "SELECT key, status, decision, decision_note, decided_by FROM failing"
        " WHERE article = ? AND decision IS NOT 'accepted'"
        " ORDER BY status IS NOT 'retracted', line, cid LIMIT ?",
        (one.article, _CITATIONS_OPENED),
    )
    more = f"<p>and {one.failing - len(rows):,} more</p>" if one.failing > len(rows) else ""
    named = f"{_text(one.title)} · " if one.title else ""
    # A link inside the summary would be a control inside another.
    link = ""
    if one.article.startswith(("http://", "https://")):
        link = f'<p><a rel="noreferrer noopener" href="{_text(one.article)}">Open the article</a></p>'
    summary = f"<b>{', '.join(counts)}</b> of {one.citations:,}: {named}<span>{_text(one.article)}</span>"
    found = "".join(_citation(details(store, key), status, decided) for key, status, *decided in rows)
    return f"<details{' open' if is_open else ''}><summary>{summary}</summary>{link}{found}{more}</details>"


def details(store: Store, key: int) -> dict[str, Any]:
    """Return a citation as the JSON report has it; see `citation_details`.

    Args:
        store: The store.
        key: The key of the citation's row.
    """
    row = store.citation(key)
    if row["cluster"] is None:
        return unsourced_details(shell_of(row), row["reasons"])
    return citation_details(unpack_cluster(store.cluster(row["cluster"])), row["place"], shell_of(row))


def _citation(shown: dict[str, Any], status: str | None, decided: Sequence[str | None]) -> str:
    verdict = shown["verdict"]
    badges = _badge("retracted", "The publication was retracted.") if status == "retracted" else ""
    badges += _badge(verdict, MEANINGS[verdict])
    flags = " · ".join(flag.replace("_", " ") for flag in shown["flags"] if flag != status)
    reasons = "".join(f"<p>{_text(reason)}</p>" for reason in shown["reasons"])
    match = f"<p>{_publication(shown['match'])}</p>" if shown["match"] else ""
    return (
        f'<div class="entry"><p>{badges} {_text(flags)} line {shown["span"]["line"]}{_decided(decided)}</p>'
        f"<blockquote>{_text(shorten(shown['quote'], 500))}</blockquote>"
        f"{reasons}{match}{_evidence(shown)}</div>"
    )


def _badge(name: str, meaning: str) -> str:
    return f'<span class="badge {name}" title="{_text(meaning)}">{_text(name.replace("_", " "))}</span> '


def _decided(decided: Sequence[str | None]) -> str:
    state, note, name = decided
    if not state:
        return ""
    parts = ", ".join(part for part in (state.replace("_", " "), note, name) if part)
    return f' <span class="decided">({_text(parts)})</span>'


def _evidence(shown: dict[str, Any]) -> str:
    """The nearest publications with their scores by field, and the searches, folded."""
    nearest = "".join(
        f"<li>{_publication(one)}: {one['score']:+.1f} bits{_comparisons(one)}</li>"
        for one in shown["candidates"][:_CANDIDATES]
    )
    searches = "".join(
        f"<li>{_text(shorten(one['query'], 300))}: {_answer(one)}</li>" for one in shown["searches"]
    )
    lists = (f"<p>Nearest publications</p><ul>{nearest}</ul>" if nearest else "") + (
        f"<p>Searches</p><ul>{searches}</ul>" if searches else ""
    )
    return f"<details><summary>Evidence</summary>{lists}</details>" if lists else ""


def _comparisons(candidate: dict[str, Any]) -> str:
    scores = [f"{c['field'].replace('_', ' ')} {c['bits']:+.1f}" for c in candidate["comparisons"]]
    return f" ({_text(', '.join(scores))})" if scores else ""


def _answer(search: dict[str, Any]) -> str:
    if not search["answered"]:
        return _text(f"no answer: {search['error'] or ''}")
    return "1 hit" if search["hits"] == 1 else f"{search['hits'] or 0:,} hits"


def _publication(one: dict[str, Any]) -> str:
    named = f"{one['title']} {one['journal'] or ''} {one['year'] or ''}"
    address = _text(f"https://pubmed.ncbi.nlm.nih.gov/{one['pmid']}/")
    return f'{_text(named)} <a rel="noreferrer noopener" href="{address}">PubMed {_text(one["pmid"])}</a>'


def _text(text: str) -> str:
    return html.escape(one_line(text), quote=True)
