"""Decisions of an earlier check come back with its article."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from citecheck.gate import identity_of
from citecheck.model import Decision, DocumentReport
from citecheck.reports.printable import count_of, one_line
from citecheck.web.intake import Received


def with_saved_decisions(
    received: Iterable[Received],
) -> tuple[tuple[Received, ...], tuple[Decision, ...]]:
    """Part what came in into articles and decisions about them that were saved earlier.

    Args:
        received: What came in.

    Returns:
        The articles, and the decisions about them. A file of decisions about none of them is an article with
        an error that says so.
    """
    everything = tuple(received)
    names = {one.document.path for one in everything if one.decisions is None}
    articles, kept = [], []
    for one in everything:
        about = [decision for decision in one.decisions or () if decision.article in names]
        kept += about
        if one.decisions is None:
            articles.append(one)
        elif not about:
            articles.append(Received(replace(one.document, error=_without_article(one.decisions))))
    return tuple(articles), tuple(kept)


def _without_article(decisions: Sequence[Decision]) -> str:
    if not decisions:
        return "It is a saved check in which nothing was decided; give the article itself to check it."
    named = ", ".join(dict.fromkeys(one_line(one.article) for one in decisions))
    return (
        f"It holds {count_of(len(decisions), 'decision')} about {named}: give it together with that article."
    )


def said_of(saved: Sequence[Decision], parts: Iterable[DocumentReport]) -> str:
    """A sentence on how many saved decisions are about findings that are still there; empty without any.

    Args:
        saved: The decisions.
        parts: The articles, checked.
    """
    if not saved:
        return ""
    there = {
        (part.document.path, identity_of(part.document.path, one).fingerprint)
        for part in parts
        for one in part.citations
        if one.judgement
    }
    lost = sum((one.article, one.finding) not in there for one in saved)
    said = f"{count_of(len(saved) - lost, 'saved decision')} taken over"
    return f"{said}; {lost} about what is no longer found." if lost else f"{said}."
