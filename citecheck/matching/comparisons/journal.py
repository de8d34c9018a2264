"""The journal that the article names against the record's."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from rapidfuzz import fuzz

from citecheck.journals import Catalogue, Relation
from citecheck.matching.claim_features import ClaimFeatures
from citecheck.matching.comparison_level import SILENT, ComparisonResult, missing_level
from citecheck.matching.comparisons.field import Field, MisprintGroup
from citecheck.matching.record_features import RecordFeatures
from citecheck.matching.term_keys import fold
from citecheck.model import CitationFields, Journal, JournalMention, Publication

_ALIKE = 92.0
_SMALL_WORDS = frozenset(
    {"a", "and", "da", "de", "der", "des", "die", "et", "for", "in", "la", "le", "of", "on", "the", "und"}
)
# A title of fewer words leaves hardly anything to compare when it is shortened.
_FEWEST_WORDS = 2
# Fewer letters are not an acronym of a journal's name.
_FEWEST_INITIALS = 3
# “(Baltimore)” of “Medicine (Baltimore)”
_PLACE = re.compile(r" *\([^()]*\)$")


def compare(claimed: CitationFields, publication: Publication, catalogue: Catalogue) -> ComparisonResult:
    """Compare the journal that the article names with the record's.

    A journal that only the address of a link names can agree, but never disagrees; nor does a journal that
    neither NLM's list nor a record confirms.

    Args:
        claimed: what the article states of the cited publication.
        publication: the candidate's record.
        catalogue: the journals known, and how they are related.

    Returns:
        `same`; `renamed` for a predecessor or successor; `sister` for a related journal (The Lancet, Lancet
        Oncology); else `other`. A periodical in no catalogue is `same` if its name is or abbreviates that of
        the record's journal, `misspelt` if the two are nearly equal, else `unknown`. Not stated if the
        article names no journal or may not disagree; not recorded if the record has no journal.
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
        if names_of_journal(mention.text, journal):
            return "same"
        if are_alike(mention.text, journal):
            return "misspelt"
        return "same" if abbreviates(mention.text, journal) else "unknown"
    if names_of_journal(mention.text, journal):
        return "same"
    relation = _relation(catalogue, mention.journal, journal)
    if relation is Relation.SAME:
        return "misspelt" if mention.misspelt else "same"
    if relation is Relation.RENAMED:
        return "renamed"
    # One abbreviation may be that of several journals: it fits each of them.
    if abbreviates(mention.text, journal):
        return "misspelt" if mention.misspelt and are_alike(mention.text, journal) else "same"
    return "sister" if relation is Relation.SISTER else "other"


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
    """Whether a name is the journal's own title or abbreviation, its place left out.

    Several journals may bear one name ("Lung Cancer" of Amsterdam and of Auckland): the name fits each of
    them.

    Args:
        text: the journal's name as the article gives it.
        journal: a journal of the catalogue or of a record.

    Returns:
        True if the name is the title or the abbreviation but for case, accents, punctuation and a leading
        "the".
    """
    stated = _bare(text)
    return bool(stated) and stated in {_bare(journal.title), _bare(journal.abbreviation)}


@lru_cache(maxsize=16384)
def abbreviates(text: str, journal: Journal) -> bool:
    """Whether a name is this journal's, shortened in another style: "Brit J Cancer", "AJCN".

    Every word of the title but small ones must be there, shortened or whole, in order; or their first letters
    alone.

    Args:
        text: the journal's name as the article gives it.
        journal: a journal of the catalogue or of a record.

    Returns:
        True if the name is such an abbreviation; False for a title of a single word ("Gut").
    """
    stated = _content_words(text)
    return bool(stated) and any(_shortens(stated, words) for words in _words_of_names(journal))


@lru_cache(maxsize=16384)
def _words_of_names(journal: Journal) -> frozenset[tuple[str, ...]]:
    """The content words of each name that may be abbreviated."""
    names = (journal.title.split(" : ")[0], journal.title, journal.abbreviation)
    return frozenset(_content_words(name) for name in names if name)


@lru_cache(maxsize=16384)
def _content_words(name: str) -> tuple[str, ...]:
    return tuple(word for word in _bare(name).split() if word not in _SMALL_WORDS)


def _shortens(stated: tuple[str, ...], words: tuple[str, ...]) -> bool:
    if len(words) < _FEWEST_WORDS:
        return False
    if len(stated) == 1 and len(stated[0]) >= _FEWEST_INITIALS:
        return stated[0] == "".join(word[0] for word in words)
    return len(stated) == len(words) and all(map(_is_short_for, stated, words))


def _is_short_for(short: str, word: str) -> bool:
    """Whether a word is shortened by its end ("clin") or by letters within ("jnl", "natl")."""
    if word.startswith(short) or short.startswith(word):
        return True
    letters = iter(word[1:])
    return len(short) > 1 and short[0] == word[0] and all(letter in letters for letter in short[1:])


@lru_cache(maxsize=16384)
def _bare(name: str) -> str:
    return fold(_PLACE.sub("", name)).removeprefix("the ")


@lru_cache(maxsize=16384)
def are_alike(text: str, journal: Journal) -> bool:
    """Whether a name is this journal's title or abbreviation but for a slip of the pen.

    Args:
        text: the journal's name as the article gives it.
        journal: a journal of the catalogue or of a record.

    Returns:
        True if the name and a title or abbreviation, with or without its place, are alike by 92 of 100
        (rapidfuzz ratio) or more.
    """
    stated = fold(text).removeprefix("the ")
    names = (journal.title, journal.title.split(" : ")[0], journal.abbreviation, journal.iso_abbreviation)
    held = {form for name in names if name for form in (fold(name).removeprefix("the "), _bare(name))}
    return any(fuzz.ratio(stated, name) >= _ALIKE for name in held)


def _compare_once(claim: ClaimFeatures, record: RecordFeatures, catalogue: Catalogue) -> ComparisonResult:
    """Candidates come from few journals: each journal is compared with the claim's once."""
    held = record.publication.journal
    result = claim.journals.get(held)
    if result is None:
        result = claim.journals[held] = compare(claim.claimed, record.publication, catalogue)
    return result


def _recorded(claimed: CitationFields, publication: Publication) -> CitationFields:
    journal = publication.journal
    return replace(claimed, journal=JournalMention(journal.title, journal) if journal else None)


_OTHER = "The article names the journal “{claimed}”; it appeared in “{found}”"

FIELD = Field(
    name="journal",
    levels=("same", "misspelt", "renamed", "sister", "unknown", "other"),
    compare=_compare_once,
    agreeing=frozenset({"same", "misspelt", "renamed"}),
    contradictions={
        "sister": f"{_OTHER}, a sister journal.",
        "unknown": "The article names “{claimed}”, which is in no catalogue; it appeared in “{found}”.",
        "other": f"{_OTHER}.",
    },
    notes={
        "misspelt": "The article writes the journal “{claimed}”; PubMed has “{found}”.",
        "renamed": "“{claimed}” is a former or later name of the journal “{found}”.",
    },
    condition=lambda publication: (
        f"named the journal “{publication.journal.title}”" if publication.journal else None
    ),
    statements=("journal",),
    recorded=_recorded,
    misprinted_with=MisprintGroup.IMPRINT,
)
