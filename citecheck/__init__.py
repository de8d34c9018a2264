"""citecheck finds the publications that health articles cite and verifies them in PubMed.

    >>> import citecheck
    >>> with citecheck.open_source("fixtures/pubmed") as source:          # doctest: +SKIP
    ...     report = citecheck.check(["article.md"], source=source)
    >>> [c.judgement.verdict for c in report.citations]                   # doctest: +SKIP

"Verified" means that the publication exists and fits everything the article says of it. It does
not mean that the health claim is true.
"""

from __future__ import annotations

# Type checkers know this name; to import it would take longer than all the rest here.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path
    from typing import TypeAlias

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
    from citecheck.model.source_type import SourceTypeEstimate
    from citecheck.sources import Source, SourceOptions

    Articles: TypeAlias = "str | Path | Document | Iterable[str | Path | Document]"

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


def __getattr__(name: str) -> object:
    """Import a name of this package when it is first asked for.

    The command line passes here before its first line can catch Ctrl-C: nothing may take time.
    """
    from importlib import import_module

    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    homes = {"__version__": "citecheck._version", "CitecheckError": "citecheck.errors"}
    return getattr(import_module(homes.get(name, "citecheck.model")), name)


def check(articles: Articles, source: Source | str = "pubmed") -> Report:
    """Check the citations of articles against a source of publications.

    An article that cannot be read is a document with an `error` in the report. A question that the
    source could not answer makes its citation `unchecked`.

    Args:
        articles: Paths of files or folders, or Documents that were read already; one or several.
        source: An open Source, which stays open, or a name or path that `open_source` takes.

    Returns:
        The report, with the articles in the order given.

    Raises:
        SourceError: The source cannot be opened.
    """
    from citecheck.checker import Checker
    from citecheck.journals import Catalogue
    from citecheck.model import Report

    opened = open_source(source) if isinstance(source, str) else source
    try:
        parts = tuple(Checker(opened, Catalogue.load()).check(_documents(articles)))
        notices = tuple(notice for part in parts for notice in part.numbering_notices)
        return Report(parts, opened.info, notices)
    finally:
        if isinstance(source, str):
            opened.close()


def extract(articles: Articles, *, source_types: bool = False) -> Report:
    """Find the citations of articles without looking anything up.

    Args:
        articles: What `check` takes.
        source_types: Whether to estimate what kind of thing each citation names, for some 6 % more time.

    Returns:
        The report, with the articles in the order given; its citations have no judgement.
    """
    from citecheck.extraction.boundary import extract_within_budget
    from citecheck.journals import Catalogue
    from citecheck.model import CheckedCitation, DocumentReport, Report

    catalogue = Catalogue.load()
    parts = []
    for document, citations in (extract_within_budget(one, catalogue) for one in _documents(articles)):
        types = _source_types(citations) if source_types else {}
        found = (CheckedCitation(one, extracted_type=types.get(one.id)) for one in citations)
        parts.append(DocumentReport(document, tuple(found)))
    return Report(tuple(parts))


def _source_types(citations: tuple[Citation, ...]) -> dict[str, SourceTypeEstimate]:
    from citecheck.clustering import group_citations
    from citecheck.verdicts.source_type import estimates_by_citation

    return estimates_by_citation(group_citations(citations))


def open_source(spec: str | Path, options: SourceOptions | None = None) -> Source:
    """Open a source of publications.

    Args:
        spec: "pubmed", the folder of an index, or a folder or file of PubMed records.
        options: How to open it; the default options where it is None.

    Returns:
        The open source, which the caller closes.

    Raises:
        SourceError: The path holds neither an index nor PubMed files.
    """
    from citecheck.sources import open_source as open_by_name

    return open_by_name(str(spec), options)


def _documents(articles: Articles) -> Iterable[Document]:
    from pathlib import Path

    from citecheck.documents import find_files, read
    from citecheck.model import Document

    named = [articles] if isinstance(articles, str | Path | Document) else articles
    for article in named:
        if isinstance(article, Document):
            yield article
        else:
            for path in find_files([Path(article)]):
                yield read(path)
