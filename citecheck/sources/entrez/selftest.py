"""Tests whether PubMed behaves as this package expects: it looks known records up in every way.

All other tests run against a server of our own, which follows NCBI's documentation and recorded answers.
Run against NCBI, this module shows where the service differs from that server.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from citecheck.model import Journal, Query
from citecheck.sources.entrez.errors import EntrezError
from citecheck.sources.entrez.query_syntax import doi_clause
from citecheck.sources.entrez.source import EntrezSource


@dataclass(frozen=True, slots=True)
class KnownRecord:
    """Facts about a record that will not change."""

    pmid: str
    doi: str
    title: str
    journal: Journal
    year: int
    volume: str
    first_page: str
    author: str


RECORDS = (
    KnownRecord(
        "22591295",
        "10.1056/NEJMoa1112010",
        "Association of coffee drinking with total and cause-specific mortality",
        Journal("The New England journal of medicine", "N Engl J Med", None, "0255562"),
        2012,
        "366",
        "1891",
        "Freedman ND",
    ),
    KnownRecord(
        "31405892",
        "10.1136/bmj.l4673",
        "Association between vitamin D supplementation and mortality: systematic review and meta-analysis",
        Journal("BMJ (Clinical research ed.)", "BMJ", None, "8900488"),
        2019,
        "366",
        "l4673",
        "Zhang Y",
    ),
)
NO_PMID = "999999999"


@dataclass(frozen=True, slots=True)
class CheckResult:
    """The result of one check. `expected` and `found` are equal unless the service `differs`.

    `error` is the reason why there was no answer; then nothing is known.
    """

    name: str
    expected: str
    found: str
    error: str | None = None

    @property
    def differs(self) -> bool:
        """Whether the service answered otherwise than expected."""
        return self.error is None and self.expected != self.found


def run_selftest(source: EntrezSource) -> Iterator[CheckResult]:
    """Run all checks, and yield one result at a time; about twenty requests."""
    for record in RECORDS:
        for name, expected, ask in _checks_of_record(source, record):
            yield _result(f"{name} ({record.pmid})", expected, ask)
    for name, expected, ask in _checks_of_service(source):
        yield _result(name, expected, ask)


Check = tuple[str, str, Callable[[], str]]


def _result(name: str, expected: str, ask: Callable[[], str]) -> CheckResult:
    try:
        return CheckResult(name, expected, ask())
    except EntrezError as error:
        return CheckResult(name, expected, "", error.reason)


def _checks_of_record(source: EntrezSource, known: KnownRecord) -> Iterator[Check]:
    client = source.client
    place = f"{known.volume}:{known.first_page}"
    yield (
        "efetch: a record's facts",
        f"{known.title}|{known.year}|{place}|{known.doi}",
        lambda: _facts(source, known),
    )
    yield "esummary: it exists", "yes", lambda: _yes(known.pmid in client.summaries([known.pmid]))
    for name, term in _terms(known):
        yield f"esearch: {name}", "found", lambda term=term: _among(client.search(term, 50).ids, known)  # type: ignore[misc]
    line = (
        f"{known.journal.abbreviation}|{known.year}|{known.volume}|{known.first_page}|{known.author}".lower()
    )
    yield "ecitmatch: its place", known.pmid, lambda: ",".join(client.match({"k1k": line})["k1k"].pmids)
    queries = (
        Query("its DOI", dois=(known.doi,)),
        Query("its title", title=known.title),
        Query(
            "its place",
            journal=known.journal,
            years=(known.year, known.year),
            volume=known.volume,
            first_page=known.first_page,
        ),
        Query(
            "journal, author and year",
            journal=known.journal,
            authors=(known.author,),
            years=(known.year, known.year),
        ),
    )
    for query in queries:
        yield f"query: {query.purpose}", "found", lambda query=query: _answered(source, query, known)  # type: ignore[misc]


def _terms(known: KnownRecord) -> Iterator[tuple[str, str]]:
    abbreviation = f'"{known.journal.abbreviation}"[ta]'
    words = [
        word for word in known.title.replace("-", " ").replace(":", " ").lower().split() if len(word) > 4
    ]
    years = f"{known.year}:{known.year}[dp]"
    any_word = " OR ".join(f"{word}[tw]" for word in words[:3])
    yield "a DOI in [doi] and [aid]", doi_clause(known.doi)
    yield "words of the title in [ti]", " AND ".join(f"{word}[ti]" for word in words)
    yield "journal, volume and page", f"{abbreviation} AND {known.volume}[vi] AND {known.first_page}[pg]"
    yield (
        "journal, author, range of years",
        f"{abbreviation} AND {known.author}[au] AND {years}",
    )
    yield (
        "words in [tw], OR-ed",
        f"({any_word}) AND {known.pmid}[pmid]",
    )


def _checks_of_service(source: EntrezSource) -> Iterator[Check]:
    client = source.client
    pmid = RECORDS[0].pmid
    yield "efetch: an unknown PMID is left out", pmid, lambda: ",".join(client.fetch([pmid, NO_PMID]))
    yield "esummary: an unknown PMID is reported", pmid, lambda: ",".join(client.summaries([pmid, NO_PMID]))
    yield (
        "esearch: an unknown field is named",
        "yes",
        lambda: _yes(bool(client.search("magnesium[nosuchfield]", 1).unknown_fields)),
    )
    yield "esearch: no hits are no error", "0", lambda: str(client.search(f"{NO_PMID}[pmid]", 1).count)
    yield (
        "ecitmatch: an invented journal",
        "",
        lambda: ",".join(client.match({"k1k": "journal of nothing|2012|1|1|nobody n"})["k1k"].pmids),
    )
    yield (
        "nlmcatalog: a journal by its abbreviation",
        "N Engl J Med",
        lambda: ",".join(j.abbreviation for j in client.journals(["n engl j med"])["n engl j med"].journals),
    )


def _facts(source: EntrezSource, known: KnownRecord) -> str:
    (lookup,) = source.answer([Query("pmid", pmids=(known.pmid,))])
    if lookup.error:
        raise EntrezError(lookup.error, again=False)
    if not lookup.publications:
        return "no record"
    found = lookup.publications[0]
    title = found.title.rstrip(".")
    same = title.lower() == known.title.lower()
    page = (found.pages or found.article_number or "").partition("-")[0]
    shown_doi = known.doi if found.has_doi(known.doi) else found.doi
    return f"{known.title if same else title}|{found.year}|{found.volume}:{page}|{shown_doi}"


def _answered(source: EntrezSource, query: Query, known: KnownRecord) -> str:
    (lookup,) = source.answer([query])
    if lookup.error:
        raise EntrezError(lookup.error, again=False)
    return _among([publication.pmid for publication in lookup.publications], known)


def _among(pmids: tuple[str, ...] | list[str], known: KnownRecord) -> str:
    return "found" if known.pmid in pmids else f"not among {len(pmids)}"


def _yes(holds: bool) -> str:
    return "yes" if holds else "no"
