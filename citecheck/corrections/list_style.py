"""Journals in the form that the other entries of an article give them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from citecheck.journals.printed_names import printed_title, title_without_subtitle
from citecheck.model import (
    CheckedCitation,
    CitationKind,
    DocumentReport,
    JournalMention,
    Suggestion,
)

__all__ = ["in_list_style"]


def in_list_style(report: DocumentReport) -> DocumentReport:
    """A report whose suggestions of journals have NLM's form if most entries of the article have it.

    NLM writes "The American journal of medicine" and "Heart (British Cardiac Society)", most others "The
    American Journal of Medicine" and "Heart".
    """
    if not any(one.as_catalogued for checked in report.citations for one in _suggestions(checked)):
        return report
    mentions = (
        checked.citation.claimed.journal
        for checked in report.citations
        if checked.citation.kind is CitationKind.REFERENCE
    )
    if not _copies_catalogue(mention for mention in mentions if mention):
        return report
    return replace(report, citations=tuple(_as_catalogued(checked) for checked in report.citations))


def _copies_catalogue(mentions: Iterable[JournalMention]) -> bool:
    """Whether more of the names that show it are NLM's titles than titles as others print them."""
    copied = printed = 0
    for mention in mentions:
        if mention.journal is None:
            continue
        nlm, other = title_without_subtitle(mention.journal), printed_title(mention.journal)
        if nlm != other:
            copied += mention.text == nlm
            printed += mention.text == other
    return copied > printed


def _as_catalogued(checked: CheckedCitation) -> CheckedCitation:
    if checked.judgement is None:
        return checked
    changed = tuple(
        replace(one, replacement=one.as_catalogued or one.replacement) for one in _suggestions(checked)
    )
    return replace(checked, judgement=replace(checked.judgement, suggestions=changed))


def _suggestions(checked: CheckedCitation) -> tuple[Suggestion, ...]:
    return checked.judgement.suggestions if checked.judgement else ()
