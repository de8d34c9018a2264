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
    pairs = [
        (f"PMID {stated}" if name == "PMID" else stated, _plain(stated), held)
        for name, stated, held in (
            ("PMID", claimed.pmid, publication.pmids),
            ("DOI", claimed.doi, publication.dois),
            ("PMCID", claimed.pmcid, (publication.pmcid,) if publication.pmcid else ()),
            ("accession", claimed.accession, (publication.accession,) if publication.accession else ()),
        )
        if stated
    ]
    if not pairs:
        return SILENT
    shown = ", ".join(text for text, _, _ in pairs)
    agree = [_is_one_of(stated, held) for _, stated, held in pairs if held]
    if not agree:
        return missing_level(shown)
    level = "same" if all(agree) else "conflicting" if any(agree) else "other"
    found = f"PMID {publication.pmid}" + (f", {publication.doi}" if publication.doi else "")
    return ComparisonResult(level, shown, found)


def _is_one_of(stated: str, held: tuple[str, ...]) -> bool:
    """Whether an identifier is one of those held; versions of a work are one work."""
    plain = {_plain(each) for each in held}
    return stated in plain or doi_version(stated)[0] in {doi_version(each)[0] for each in plain}


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
