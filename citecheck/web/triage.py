"""Decisions of the page go into the store of an audit, where they stay across its runs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from citecheck.audit import Store
from citecheck.audit.store.decisions import articles_with, decide, withdraw
from citecheck.model import Decision, DecisionState


def keep_in_store(path: Path, decision: Decision, state: DecisionState | None) -> bool:
    """Keep a decision in a store, or take it back.

    The page knows files by their bare names: the decision counts for the finding in every article of the
    store that is called so and has it.

    Args:
        path: The store.
        decision: The decision; its finding is named as within its article.
        state: What is decided; None if the decision is taken back.

    Returns:
        Whether the store knows the finding.

    Raises:
        UsageError: The store can't be opened.
    """
    with Store(path) as store:
        articles = articles_with(store, decision.article, decision.finding)
        named = [replace(decision, article=article) for article in articles]
        if state is None:
            withdraw(store, named)
        else:
            decide(store, named)
    return bool(articles)
