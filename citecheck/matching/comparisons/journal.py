"""The journal that the article names against the record's."""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz import fuzz

from citecheck.journals import Catalogue, Relation
from citecheck.matching.comparison_level import SILENT, ComparisonResult, missing_level
from citecheck.matching.term_keys import fold
from citecheck.model import CitationFields, Journal, JournalMention, Publication

FIELD = "journal"
LEVELS = ("same", "misspelt", "renamed", "sister", "unknown", "other")
_ALIKE = 92.0
# “(Baltimore)” of “Medicine (Baltimore)”
_PLACE = re.compile(r" *\([^()]*\)$")


def compare(claimed: CitationFields, publication: Publication, catalogue: Catalogue) -> ComparisonResult:
    """`same`, `renamed` (predecessor or successor), `sister` (The Lancet, Lancet Oncology), or `other`.

    A periodical in no catalogue is `misspelt` if it reads nearly like the record's journal, else
    `unknown`: no such journal can be the record's. A journal that only a link's address tells can agree, and
    never disagrees; nor does one that only our own memory knows.
    """
    mention = claimed.journal
    if mention is None:
        return SILENT
    journal = publication.journal
    if journal is None:
        return missing_level(mention.text)
    if mention.doubt and not are_alike(mention.text, journal):
        return SILENT
    level = _level(mention, journal, catalogue)
    if mention.from_address and level not in ("same", "renamed"):
        return SILENT
    is_sure = mention.journal is None or catalogue.is_confirmed(mention.journal)
    if not is_sure and level not in ("same", "misspelt", "renamed"):
        return SILENT
    return ComparisonResult(level, mention.text, journal.title)


def _level(mention: JournalMention, journal: Journal, catalogue: Catalogue) -> str:
    if mention.journal is None:
        return "misspelt" if are_alike(mention.text, journal) else "unknown"
    if names_of_journal(mention.text, journal):
        return "same"
    relation = _relation(catalogue, mention.journal, journal)
    if relation is Relation.SAME:
        return "misspelt" if mention.misspelt else "same"
    return {Relation.RENAMED: "renamed", Relation.SISTER: "sister"}.get(relation, "other")


@lru_cache(maxsize=8192)
def _relation(catalogue: Catalogue, stated: Journal, held: Journal) -> Relation:
    relation = catalogue.relation(stated, held)
    # Where records were reassembled, one of two equal journals may bear its place in the abbreviation.
    if (
        relation is Relation.SISTER
        and stated.iso_abbreviation
        and stated.iso_abbreviation == held.iso_abbreviation
    ):
        return Relation.SAME
    return relation


@lru_cache(maxsize=16384)
def names_of_journal(text: str, journal: Journal) -> bool:
    """Whether these words are the journal's own title or abbreviation, its place left out.

    Several journals may bear one name ("Lung Cancer" of Amsterdam and of Auckland): then what
    stands in the article fits each of them.
    """
    stated = _bare(text)
    return bool(stated) and stated in {_bare(journal.title), _bare(journal.abbreviation)}


@lru_cache(maxsize=16384)
def _bare(name: str) -> str:
    return fold(_PLACE.sub("", name)).removeprefix("the ")


@lru_cache(maxsize=16384)
def are_alike(text: str, journal: Journal) -> bool:
    """Whether a name reads like this journal's title or abbreviation, but for a slip of the pen."""
    stated = fold(text).removeprefix("the ")
    names = (journal.title, journal.title.split(" : ")[0], journal.abbreviation, journal.iso_abbreviation)
    return any(name and fuzz.ratio(stated, fold(name).removeprefix("the ")) >= _ALIKE for name in names)
