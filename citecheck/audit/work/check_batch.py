"""Checks articles and turns the results into outcomes for the store."""

from __future__ import annotations

from collections.abc import Sequence

from citecheck.audit.inputs.article import Article
from citecheck.audit.store.publication_blobs import block
from citecheck.audit.store.rows import Outcome, findings_of
from citecheck.checker import Checker
from citecheck.model import CheckedDocument, Publication


def check_with(checker: Checker, batch: Sequence[Article], sent: set[str]) -> list[Outcome]:
    """Check articles and return their outcomes in order. An article that cannot be read has an error.

    All publications that were found are stored, because judging again needs them all: each candidate changes
    the probability of the others.

    Args:
        checker: Checks the articles; its memo holds results of earlier articles of this process.
        batch: The articles.
        sent: The PMIDs of publications that this process has sent to the store; new ones are added.
    """
    checked = checker.check_batch([article.read() for article in batch])
    return [_outcome(article, one, sent) for article, one in zip(batch, checked, strict=True)]


def _outcome(article: Article, checked: CheckedDocument, sent: set[str]) -> Outcome:
    document = checked.document
    digest, size = article.digest()
    return Outcome(
        article.id,
        article.place,
        article.file,
        digest,
        size,
        document.format.value,
        document.title,
        document.date.isoformat() if document.date else None,
        document.error,
        findings_of(article.id, checked),
        block(_unsent(checked, sent)),
        document.author,
        document.section,
    )


def _unsent(checked: CheckedDocument, sent: set[str]) -> list[Publication]:
    """The publications found that this process has not sent yet, ordered by PMID."""
    found = {
        publication.pmid: publication
        for _, result in checked.clusters
        for lookup in result.lookups
        for publication in lookup.publications
    }
    new = [found[pmid] for pmid in sorted(found.keys() - sent)]
    sent.update(publication.pmid for publication in new)
    return new
