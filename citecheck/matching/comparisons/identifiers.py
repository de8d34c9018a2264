"""PMID, DOI and PMCID together: one of them that leads here is as good as three."""

from __future__ import annotations

import re
from functools import lru_cache

from citecheck.matching.comparison_level import SILENT, Outcome, missing_level
from citecheck.model import Claimed, Publication

FIELD = "identifier"
# What each citation states is held against the identifiers of all its candidates.
_KEPT = 16384
_BEFORE = re.compile(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*|pmid:?\s*|pmc(?:id)?:?\s*(?:pmc)?)")
LEVELS = ("same", "conflicting", "other")


def compare(claimed: Claimed, publication: Publication) -> Outcome:
    """`same` if every stated identifier that the record has agrees, `other` if none does.

    `conflicting` says that one leads here and another does not. "doi:10.1000/X." and
    "10.1000/x" are one DOI; "PMC12" and "12" one PMCID. A PMCID is never read as a PMID.
    """
    pairs = [
        (f"PMID {stated}" if name == "PMID" else stated, _plain(stated), _plain(held))
        for name, stated, held in (
            ("PMID", claimed.pmid, publication.pmid),
            ("DOI", claimed.doi, publication.doi),
            ("PMCID", claimed.pmcid, publication.pmcid),
        )
        if stated
    ]
    if not pairs:
        return SILENT
    shown = ", ".join(text for text, _, _ in pairs)
    agree = [stated == held for _, stated, held in pairs if held]
    if not agree:
        return missing_level(shown)
    level = "same" if all(agree) else "conflicting" if any(agree) else "other"
    found = f"PMID {publication.pmid}" + (f", {publication.doi}" if publication.doi else "")
    return Outcome(level, shown, found)


@lru_cache(maxsize=_KEPT)
def _plain(identifier: str | None) -> str:
    text = (identifier or "").strip().lower().rstrip(".,;")
    text = _BEFORE.sub("", text)
    return text.lstrip("0") if text.isdigit() else text
