"""One claim against one record: the passage, and what of numbers, direction and strength is to be said."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from citecheck.claims.contradiction import contradicting_clause
from citecheck.claims.direction import Way, read_effect
from citecheck.claims.numbers import disagreeing_numbers
from citecheck.claims.overstatement import StudyKind, overstatement, study_kind
from citecheck.claims.passage import RecordText, choose_passage, rank_sentences
from citecheck.claims.relation_contradiction import contradicting_relation
from citecheck.model import (
    Agreement,
    Citation,
    CitationKind,
    Flag,
    Judgement,
    Passage,
    Publication,
    Verdict,
)

_NO_ABSTRACT = "PubMed has no abstract of this publication."
# In characters. A claim is a sentence or a few, and hardly an abstract in PubMed is so long: the time for a
# comparison grows with the product of the two.
_LONGEST_CLAIM, _LONGEST_ABSTRACT = 4_000, 20_000
_SILENT = "The abstract does not speak of it."


@dataclass(frozen=True)
class ClaimComparison:
    """What a record says of a claim: its passage, flags (`contradicted`, `overstated`) and notes."""

    passage: Passage
    flags: tuple[Flag, ...] = ()
    notes: tuple[str, ...] = ()


def compare_claim(claim: str, publication: Publication) -> ClaimComparison:
    """Lay a claim against the abstract of its publication.

    Args:
        claim: What the article says that the study found, without the words that name the publication.
        publication: The record whose identity is settled.

    Returns:
        The passage, empty with a reason if no sentence speaks of the claim. A flag stands only where it is
        nearly certain; absence of a flag says nothing.
    """
    if not publication.abstract:
        return ClaimComparison(Passage("", Agreement.NOT_COMPARED, _NO_ABSTRACT))
    abstract = publication.abstract[:_LONGEST_ABSTRACT]
    return _compare(claim[:_LONGEST_CLAIM], abstract, study_kind(replace(publication, abstract=abstract)))


@lru_cache(maxsize=256)
def _compare(claim: str, abstract: str, kind: StudyKind) -> ClaimComparison:
    record = RecordText(abstract, claim)
    ranked = rank_sentences(claim, record)
    chosen = choose_passage(ranked)
    if chosen is None:
        return ClaimComparison(Passage("", Agreement.NOT_COMPARED, _SILENT))
    notes = tuple(
        f"The article says {mine.text}; the abstract has {other.text}."
        for mine, other in disagreeing_numbers(claim, abstract)
    )
    opposite = contradicting_clause(claim, record, ranked) or contradicting_relation(claim, record)
    if opposite is not None:
        text = next(one.sentence.text for one in ranked if opposite in one.sentence.text)
        says = "The abstract says otherwise of the same outcome."
        notes = (f"The abstract says otherwise: “{text}”", *notes)
        return ClaimComparison(Passage(text, Agreement.CONTRADICTS, says), (Flag.CONTRADICTED,), notes)
    text = chosen.sentence.text
    why = overstatement(claim, text, kind)
    if why:
        notes = (f"{why[:-1]}: “{text}”", *notes)
        return ClaimComparison(Passage(text, Agreement.WEAKER, why), (Flag.OVERSTATED,), notes)
    return ClaimComparison(Passage(text, _agreement(claim, text)), (), notes)


def _agreement(claim: str, passage: str) -> Agreement:
    """`AGREES` where claim and passage point the same single way; otherwise nothing is said."""
    ours, theirs = read_effect(claim), read_effect(passage)
    same = ours is not None and theirs is not None and ours.way is theirs.way and ours.way is not Way.SAME
    return Agreement.AGREES if same else Agreement.NOT_COMPARED


def claim_of(citation: Citation) -> str | None:
    """What a citation says that the study found; None where it says nothing of it."""
    fields = citation.claimed
    if citation.kind is CitationKind.LINK:
        return fields.finding or fields.context or None
    return fields.finding


def with_claim_comparison(
    citations: Iterable[Citation], judgements: Iterable[Judgement]
) -> tuple[Judgement, ...]:
    """The judgements with what the record says of each citation's claim.

    Only a publication whose identity is settled is compared: `verified` gets passage, flags and notes,
    `mismatch` the passage alone, every other verdict nothing.

    Args:
        citations: The citations.
        judgements: The judgement of each citation, in the same order.

    Returns:
        The judgements in the same order.

    Raises:
        ValueError: The arguments differ in length.
    """
    return tuple(_with_comparison(*pair) for pair in zip(citations, judgements, strict=True))


def _with_comparison(citation: Citation, judgement: Judgement) -> Judgement:
    claim = claim_of(citation)
    if not claim or judgement.match is None or judgement.verdict not in (Verdict.VERIFIED, Verdict.MISMATCH):
        return judgement
    found = compare_claim(claim, judgement.match.publication)
    if judgement.verdict is Verdict.MISMATCH:
        return replace(judgement, passage=replace(found.passage, agreement=Agreement.NOT_COMPARED, why=""))
    return replace(
        judgement,
        passage=found.passage,
        flags=tuple(dict.fromkeys((*judgement.flags, *found.flags))),
        notes=(*judgement.notes, *found.notes),
    )
