"""From an overview down to an article's citations, each with what was found and what was searched."""

from __future__ import annotations

import html
from typing import Any

from citecheck.audit.store.cluster_blobs import citation_details, unpack_cluster, unsourced_details
from citecheck.audit.store.rows import shell_of
from citecheck.audit.store.store import Store
from citecheck.reports.notices import MEANINGS
from citecheck.reports.printable import one_line, shorten

_CITATIONS_OPENED = 25
_CANDIDATES = 3


def article_details(
    store: Store, article: str, title: str | None, failing: int, absent: int, citations: int
) -> str:
    """An article that opens to its failing citations."""
    counts = [f"{failing:,} failing"] if failing or not absent else []
    counts += [f"{absent:,} not in this index"] if absent else []
    rows = store.rows(
        "SELECT c.key FROM failing c WHERE article = ? ORDER BY line, cid LIMIT ?",
        (article, _CITATIONS_OPENED),
    )
    more = f"<p>and {failing - len(rows):,} more</p>" if failing > len(rows) else ""
    named = f"{_text(title)} · " if title else ""
    link = f'<a rel="noreferrer noopener" href="{_text(article)}">{_text(article)}</a>'
    path = link if article.startswith(("http://", "https://")) else _text(article)
    summary = f"<b>{', '.join(counts)}</b> of {citations:,}: {named}<span>{path}</span>"
    if not rows:
        return f'<p class="closed">{summary}</p>'
    found = "".join(_citation(details(store, key)) for (key,) in rows)
    return f"<details><summary>{summary}</summary>{found}{more}</details>"


def details(store: Store, key: int) -> dict[str, Any]:
    """A citation of the store as the JSON report has it; see `citation_details`."""
    row = store.citation(key)
    if row["cluster"] is None:
        return unsourced_details(shell_of(row), row["reasons"])
    return citation_details(unpack_cluster(store.cluster(row["cluster"])), row["place"], shell_of(row))


def _citation(shown: dict[str, Any]) -> str:
    verdict = shown["verdict"]
    flags = " · ".join(flag.replace("_", " ") for flag in shown["flags"])
    reasons = "".join(f"<p>{_text(reason)}</p>" for reason in shown["reasons"])
    match = f"<p>{_publication(shown['match'])}</p>" if shown["match"] else ""
    told = f"{reasons}{match}{_evidence(shown)}"
    return (
        f'<div class="entry"><p><span class="badge {verdict}" title="{_text(MEANINGS[verdict])}">'
        f"{_text(verdict.replace('_', ' '))}</span> {_text(flags)} line {shown['span']['line']}</p>"
        f"<blockquote>{_text(shorten(shown['quote'], 500))}</blockquote>{told}</div>"
    )


def _evidence(shown: dict[str, Any]) -> str:
    """The nearest publications with what speaks for and against them, and what was searched."""
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
    told = [f"{c['field'].replace('_', ' ')} {c['bits']:+.1f}" for c in candidate["comparisons"]]
    return f" ({_text(', '.join(told))})" if told else ""


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
