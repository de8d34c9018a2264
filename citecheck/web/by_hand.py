"""A person looks for another publication than citecheck did, in the same source."""

from __future__ import annotations

import re
from dataclasses import dataclass

from citecheck.checker import Checker
from citecheck.journals import Catalogue
from citecheck.model import (
    CheckedDocument,
    Citation,
    CitationCluster,
    Lookup,
    Publication,
    Query,
    ScoredCandidate,
    fold_doi,
)

PURPOSE = "searched by hand"
# "31405892", "PMID 31405892"; "10.1136/bmj.l4673" and links to it; "PMC6689821"
_PMID = re.compile(r"(?:pmid:?\s*)?(\d{1,9})", re.IGNORECASE)
_DOI = re.compile(r"(?:.*?\b)?(10\.\d{4,9}/\S+)", re.IGNORECASE)
_PMCID = re.compile(r"pmc\d{1,9}", re.IGNORECASE)
_WORD = re.compile(r"\w[\w'’-]*")
_MOST_WORDS = 30


@dataclass(frozen=True, slots=True)
class HandSearch:
    """What a person looks for. Empty fields are left out.

    Attributes:
        words: Words of the title or subject; or a PMID, DOI or PMCID.
        author: A surname.
        journal: A journal's name or abbreviation.
        year: A year, in digits.
    """

    words: str = ""
    author: str = ""
    journal: str = ""
    year: str = ""

    def query(self, catalogue: Catalogue) -> Query:
        """The query for it.

        Raises:
            ValueError: Nothing is looked for, or a field can't be taken; the message is a sentence.
        """
        words = self.words.strip()
        if found := _PMID.fullmatch(words):
            return Query(PURPOSE, pmids=(found[1],))
        if _PMCID.fullmatch(words):
            return Query(PURPOSE, pmcids=(words.upper(),))
        if found := _DOI.fullmatch(words):
            return Query(PURPOSE, dois=(fold_doi(found[1]),))
        return self._descriptive(catalogue)

    def _descriptive(self, catalogue: Catalogue) -> Query:
        year, name, author = self.year.strip(), self.journal.strip(), self.author.strip()
        if year and not re.fullmatch(r"[12]\d{3}", year):
            raise ValueError(f"“{year}” is no year.")
        journal = catalogue.lookup(name) if name else None
        if name and journal is None:
            raise ValueError(f"No journal called “{name}” is known.")
        words = tuple(dict.fromkeys(_WORD.findall(self.words)))[:_MOST_WORDS]
        if not (words or author or journal):
            raise ValueError("Say what is looked for: words, an author, a journal, a PMID or a DOI.")
        return Query(
            PURPOSE,
            words=words,
            authors=(author,) if author else (),
            journal=journal,
            years=(int(year), int(year)) if year else None,
        )


def cluster_of(document: CheckedDocument, citation: str) -> CitationCluster | None:
    """The cluster of a citation, alone if it is in none; None where there is no such citation."""
    for cluster, _ in document.clusters:
        if any(one.id == citation for one in cluster.citations):
            return cluster
    found = _citation(document, citation)
    return CitationCluster((found,), found.claimed) if found else None


def _citation(document: CheckedDocument, citation: str) -> Citation | None:
    return next((one for one in document.citations if one.id == citation), None)


def candidates(
    checker: Checker, cluster: CitationCluster, publications: tuple[Publication, ...]
) -> list[ScoredCandidate]:
    """The publications compared with what a cluster states, the best first."""
    found = [checker.matcher.match(cluster.claimed, one) for one in publications]
    return sorted(found, key=lambda one: (-one.score, one.publication.pmid))


def judged_with(
    checker: Checker, document: CheckedDocument, citation: str, publication: Publication | None
) -> CheckedDocument:
    """The document judged again, with one more publication before the judge.

    It is judged like what the search found by itself: pinning makes nothing verified that does not fit.

    Args:
        checker: Its source is asked nothing.
        document: The document as it was judged.
        citation: The id of the citation that is said to cite the publication.
        publication: The publication; None takes away what was pinned before.
    """
    pinned = tuple(_lookup(one) for one in (publication,) if one)
    found = []
    for cluster, result in document.clusters:
        lookups = result.lookups
        if any(one.id == citation for one in cluster.citations):
            lookups = (*(one for one in lookups if one.query.purpose != PURPOSE), *pinned)
        found.append((cluster, lookups))
    return checker.judge_again(document.document, document.citations, found)


def _lookup(publication: Publication) -> Lookup:
    query = Query(PURPOSE, pmids=(publication.pmid,))
    return Lookup(query, f"{PURPOSE}: PMID {publication.pmid}", 1, (publication,))
