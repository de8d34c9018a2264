"""The stated PMID, DOI, PMCID and Bookshelf accession, compared together as one field."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from citecheck.matching.comparison_level import SILENT, ComparisonResult, missing_level
from citecheck.matching.comparisons.field import Field
from citecheck.model import CitationFields, Publication, doi_version

# The identifiers of each citation are compared with those of all its candidates.
_KEPT = 16384
_BEFORE = re.compile(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*|pmid:?\s*|pmc(?:id)?:?\s*(?:pmc)?)")


def compare(claimed: CitationFields, publication: Publication) -> ComparisonResult:
    """Compare the stated PMID, DOI, PMCID and Bookshelf accession with those of a record.

    A record's second DOI, another version's DOI and the PMID of a record merged into this one agree.
    "doi:10.1000/X." and "10.1000/x" are one DOI, "PMC12" and "12" one PMCID. A PMCID is never read as a PMID.

    Args:
        claimed: what the article states of the cited publication.
        publication: the candidate's record.

    Returns:
        `same` if every stated identifier of a kind that the record has agrees, `other` if no such identifier
        does, `conflicting` if one agrees and another does not. Not stated without an identifier; not recorded
        if the record has no identifier of a stated kind.
    """
    pairs: list[tuple[str, str, tuple[str, ...]]] = []
    if claimed.pmid:
        pairs.append((f"PMID {claimed.pmid}", claimed.pmid, publication.pmids))
    if claimed.doi:
        pairs.append((claimed.doi, claimed.doi, publication.dois))
    if claimed.pmcid:
        held = (publication.pmcid,) if publication.pmcid else ()
        pairs.append((claimed.pmcid, claimed.pmcid, held))
    if claimed.accession:
        held = (publication.accession,) if publication.accession else ()
        pairs.append((claimed.accession, claimed.accession, held))
    if not pairs:
        return SILENT
    shown = ", ".join(text for text, _, _ in pairs)
    agree = [_is_one_of(_plain(stated), held) for _, stated, held in pairs if held]
    if not agree:
        return missing_level(shown)
    level = "same" if all(agree) else "conflicting" if any(agree) else "other"
    found = f"PMID {publication.pmid}" + (f", {publication.doi}" if publication.doi else "")
    return ComparisonResult(level, shown, found)


def _is_one_of(stated: str, held: tuple[str, ...]) -> bool:
    """Whether an identifier is one of those held; versions of a work are one work."""
    plain = [_plain(each) for each in held]
    return stated in plain or _work(stated) in map(_work, plain)


@lru_cache(maxsize=_KEPT)
def _work(identifier: str) -> str:
    return doi_version(identifier)[0]


@lru_cache(maxsize=_KEPT)
def _plain(identifier: str | None) -> str:
    text = (identifier or "").strip().lower().rstrip(".,;")
    text = _BEFORE.sub("", text)
    return text.lstrip("0") if text.isdigit() else text


FIELD = Field(
    name="identifier",
    levels=("same", "conflicting", "other"),
    compare=lambda claim, record, _: compare(claim.claimed, record.publication),
    agreeing=frozenset({"same", "conflicting"}),
    contradictions={
        "conflicting": (
            "The stated identifiers {claimed} don't belong together; this publication is {found}."
        ),
        "other": "The stated identifier {claimed} is not this publication's; it is {found}.",
    },
    condition=lambda publication: f"gave the PMID {publication.pmid}",
    statements=("pmid", "doi", "pmcid", "accession"),
    recorded=lambda claimed, publication: replace(
        claimed, pmid=publication.pmid, doi=None, pmcid=None, accession=None
    ),
)
