"""citecheck finds the publications that health articles lean on and verifies them in PubMed.

    >>> import citecheck
    >>> with citecheck.open_source("fixtures/pubmed") as source:          # doctest: +SKIP
    ...     report = citecheck.check(["article.md"], source=source)
    >>> [c.judgement.verdict for c in report.citations]                   # doctest: +SKIP

"Verified" means that the publication exists and fits everything the article says of it. It does
not mean that the health claim is true.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from citecheck._version import __version__
from citecheck.errors import CitecheckError
from citecheck.model import (
    CheckedCitation,
    Citation,
    CitationFields,
    CitationKind,
    Document,
    DocumentReport,
    Flag,
    Journal,
    Judgement,
    Publication,
    Report,
    ScoredCandidate,
    Verdict,
)

if TYPE_CHECKING:
    from citecheck.sources import Source, SourceOptions

__all__ = [
    "CheckedCitation",
    "Citation",
    "CitationFields",
    "CitationKind",
    "CitecheckError",
    "Document",
    "DocumentReport",
    "Flag",
    "Journal",
    "Judgement",
    "Publication",
    "Report",
    "ScoredCandidate",
    "Verdict",
    "__version__",
    "check",
    "extract",
    "open_source",
]

Articles = Iterable["str | Path | Document"]


def check(articles: Articles, source: Source | str = "pubmed") -> Report:
    """Check the citations of articles against `source`: an open Source, or what `open_source` takes.

    Articles are paths of files or folders, or Documents that were read already. A file that
    cannot be read is a document with an `error` in the report. Raises SourceError where the
    source cannot be opened; a question that it could not answer is a citation `unchecked`.
    """
    from citecheck.checker import Checker
    from citecheck.journals import Catalogue

    opened = open_source(source) if isinstance(source, str) else source
    try:
        parts = tuple(Checker(opened, Catalogue.load()).check(_documents(articles)))
        return Report(parts, opened.info)
    finally:
        if isinstance(source, str):
            opened.close()


def extract(articles: Articles) -> Report:
    """Find the citations of articles without looking anything up. Takes what `check` takes."""
    from citecheck.extraction.boundary import extract_within_budget
    from citecheck.journals import Catalogue

    catalogue = Catalogue.load()
    return Report(
        tuple(
            DocumentReport(document, tuple(CheckedCitation(found) for found in citations))
            for document, citations in (
                extract_within_budget(document, catalogue) for document in _documents(articles)
            )
        )
    )


def open_source(spec: str | Path, options: SourceOptions | None = None) -> Source:
    """Open a source of publications: "pubmed", an index, or a folder or file of PubMed records."""
    from citecheck.sources import open_source as open_by_name

    return open_by_name(str(spec), options)


def _documents(articles: Articles) -> Iterable[Document]:
    from citecheck.documents import find_files, read

    for article in articles:
        if isinstance(article, Document):
            yield article
        else:
            for path in find_files([Path(article)]):
                yield read(path)
