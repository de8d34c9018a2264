"""What the checker says of articles, as outcomes for the store."""

from __future__ import annotations

from collections.abc import Sequence

from citecheck.audit.inputs.article import Article
from citecheck.audit.store.publication_blobs import block
from citecheck.audit.store.rows import Outcome, findings_of
from citecheck.checker import Checker
from citecheck.model import CheckedDocument, Publication


def check_with(checker: Checker, batch: Sequence[Article], sent: set[str]) -> list[Outcome]:
    """Check articles: one outcome each, in order. What cannot be read has its reason.

    All publications that were found are kept to be judged again, since each bears on the chance of the
    others.

    Args:
        checker: Checks them; what its memo remembers was found out for articles of this process.
        batch: The articles.
        sent: PMIDs of the publications that the store has from this process; those that are new are added.
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
    """The publications found that the store does not have from here, by PMID."""
    found = {
        publication.pmid: publication
        for _, result in checked.clusters
        for lookup in result.lookups
        for publication in lookup.publications
    }
    new = [found[pmid] for pmid in sorted(found.keys() - sent)]
    sent.update(publication.pmid for publication in new)
    return new
