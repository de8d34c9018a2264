"""The rows that a worker sends back for an article: plain values, which are cheap to pickle."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from citecheck.audit.store.cluster_blobs import ClusterBlob, pack_cluster
from citecheck.audit.store.publication_blobs import Block
from citecheck.gate.identity import OF_SOURCE, Identity, identity_of
from citecheck.model import (
    CheckedCitation,
    CheckedDocument,
    Citation,
    CitationFields,
    CitationKind,
    Judgement,
    Publication,
    Span,
)
from citecheck.reports.to_json import verdict_object


@dataclass(frozen=True, slots=True)
class CitationRow:
    """One judged citation, by the columns of the store, which schema.sql describes."""

    cid: str
    kind: str
    refers_to: str | None
    same_as: str | None
    line: int
    col: int
    end_line: int
    end_col: int
    start_offset: int
    end_offset: int
    page: int | None
    quote: str
    journal: str | None
    known_journal: bool | None
    stated_title: str | None
    stated_authors: str | None
    stated_year: int | None
    stated_month: int | None
    stated_volume: str | None
    stated_issue: str | None
    stated_pages: str | None
    stated_pmid: str | None
    stated_doi: str | None
    stated_pmcid: str | None
    stated_finding: str | None
    verdict: str
    flags: str
    wrong: str
    reasons: str
    source_type: str | None
    score: float | None
    probability: float | None
    pmid: str | None
    publication_year: int | None
    finding: str
    fingerprint: str
    cluster: bytes | None = None
    cluster_number: int | None = None
    place: int | None = None

    @property
    def shown(self) -> str:
        """The verdict as reports show it: see the view `history` in views.sql."""
        is_partial = self.verdict == "not_found" and "partial_source" in self.flags.split()
        return "not_in_index" if is_partial else self.verdict


COLUMNS = tuple(field.name for field in fields(CitationRow))


@dataclass(frozen=True, slots=True)
class NamedPublication:
    """The bibliographic data of a publication that a verdict names."""

    pmid: str
    title: str
    journal: str | None
    year: int | None
    authors: str
    volume: str | None
    issue: str | None
    pages: str | None
    doi: str | None
    pmcid: str | None


@dataclass(frozen=True, slots=True)
class Findings:
    """The rows that are stored for a checked document: citations, clusters, and the publications named."""

    rows: tuple[CitationRow, ...] = ()
    clusters: tuple[ClusterBlob, ...] = ()
    named: tuple[NamedPublication, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """The data that is stored for an article; `publications` are those that the store may not have yet."""

    id: str
    place: str
    file: str | None
    digest: str
    size: int
    format: str
    title: str | None
    date: str | None
    error: str | None
    findings: Findings = Findings()
    publications: Block | None = None
    author: str | None = None
    section: str | None = None


def findings_of(article: str, checked: CheckedDocument) -> Findings:
    """Return the rows that are stored for a checked document.

    Args:
        article: The article's name in the store.
        checked: The document with its judged citations.
    """
    blobs = []
    places: dict[str, tuple[bytes, int, int]] = {}
    named: dict[str, NamedPublication] = {}
    for number, (cluster, result) in enumerate(checked.clusters):
        blob = pack_cluster(cluster, result)
        blobs.append(blob)
        for place, citation in enumerate(cluster.citations):
            places[citation.id] = blob.digest, number, place
        for judgement in result.judgements:
            if judgement.match:
                one = judgement.match.publication
                named[one.pmid] = _named(one)
    rows = tuple(
        _row(article, one.citation, one.judgement, places.get(one.citation.id, (None, None, None)))
        for one in checked.report.citations
        if one.judgement
    )
    return Findings(rows, tuple(blobs), tuple(named.values()))


def _row(
    article: str,
    citation: Citation,
    judgement: Judgement,
    at: tuple[bytes | None, int | None, int | None],
) -> CitationRow:
    said = verdict_object(judgement)
    span = citation.span
    match = judgement.match.publication if judgement.match else None
    identity = identity_of("", CheckedCitation(citation, judgement))
    values: tuple[Any, ...] = (
        citation.id,
        citation.kind.value,
        citation.refers_to,
        citation.same_as,
        *(span.line, span.column, span.end_line, span.end_column, span.start, span.end, span.page),
        _storable(citation.quote),
        *_stated(citation.claimed),
        judgement.verdict.value,
        " ".join(said["flags"]),
        " ".join(identity.wrong),
        _storable("\n".join(judgement.reasons)),
        said["source_type"],
        said["score"],
        said["probability"],
        match.pmid if match else None,
        match.year if match else None,
        identity.fingerprint,
        replace(identity, path=article).fingerprint,
        *at,
    )
    return CitationRow(*values)


def _stated(claimed: CitationFields) -> tuple[Any, ...]:
    """The columns of the fields that the article states, in their order."""
    mention = claimed.journal
    name = (mention.journal.abbreviation if mention.journal else mention.text) if mention else None
    texts = (claimed.volume, claimed.issue, claimed.pages, claimed.pmid, claimed.doi, claimed.pmcid)
    return (
        _text(name),
        mention.journal is not None if mention and not mention.doubt else None,
        _text(claimed.title),
        _text("; ".join(person.text for person in claimed.authors)),
        claimed.year,
        claimed.month,
        *(_text(text) for text in (*texts, claimed.finding)),
    )


def _text(text: str | None) -> str | None:
    return _storable(text) if text else None


def _storable(text: str) -> str:
    """Replace lone surrogates, which SQLite does not accept, by question marks."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _named(publication: Publication) -> NamedPublication:
    journal = publication.journal.abbreviation if publication.journal else publication.book_title
    return NamedPublication(
        publication.pmid,
        publication.title,
        journal,
        publication.year,
        "; ".join(author.short for author in publication.authors),
        publication.volume,
        publication.issue,
        publication.pages,
        publication.doi,
        publication.pmcid,
    )


def fingerprint_in(article: str, row: Mapping[str, Any]) -> str:
    """Compute the fingerprint of a row's finding in an article; see `Identity`.

    Args:
        article: The name of the article.
        row: A citation's row with `quote`, `verdict`, `flags`, `wrong` and `pmid`.

    Returns:
        The fingerprint of the finding.
    """
    flags = tuple(sorted(flag for flag in row["flags"].split() if flag not in OF_SOURCE))
    pmid = row["pmid"] if row["verdict"] == "mismatch" or flags else None
    wrong = tuple(row["wrong"].split())
    return Identity(article, row["quote"], row["verdict"], flags, wrong, pmid).fingerprint


def shell_of(row: Mapping[str, Any]) -> Citation:
    """Return the citation of a row without the fields that it states, which are in its cluster."""
    return Citation(
        row["cid"],
        CitationKind(row["kind"]),
        row["quote"],
        Span(
            *(row["start_offset"], row["end_offset"], row["line"], row["col"]),
            *(row["end_line"], row["end_col"], row["page"]),
        ),
        CitationFields(),
        row["refers_to"],
        row["same_as"],
    )


def by_cluster(rows: Sequence[Mapping[str, Any]]) -> list[list[Mapping[str, Any]]]:
    """Group the rows of an article by cluster, in the order of the clusters and of their citations."""
    groups: dict[int, list[Mapping[str, Any]]] = {}
    for row in rows:
        if row["cluster"] is not None:
            groups.setdefault(row["cluster_number"], []).append(row)
    return [sorted(groups[number], key=lambda row: int(row["place"])) for number in sorted(groups)]
