"""Whether the abstract denies the relation that a claim states, or states the opposite one.

For claims without a comparison of two arms; those are read by `contradiction`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from citecheck.claims.contradiction import is_one_statement, split_clauses
from citecheck.claims.direction import Way, stems_of
from citecheck.claims.lexicons import pattern, words
from citecheck.claims.passage import RecordText
from citecheck.claims.relation import Relation, read_relations
from citecheck.claims.sentences import RecordSentence
from citecheck.claims.synonyms import ClaimSynonyms

# The least shares of the claim's exposure and outcome that a clause must name. Measured on claims on
# COVID-19, split by claim: docs/benchmarks.md.
DENIED = 0.5
OPPOSED = 0.5
# A clause that agrees with the claim outweighs the best other one from this part of its share on.
_AGREEING = 0.6


class RelationStand(StrEnum):
    """How a relation of the abstract stands to that of the claim."""

    AGREES = "agrees"
    DENIES = "denies"
    OPPOSED = "opposed"
    OTHER = "other"


@dataclass(frozen=True)
class _Compared:
    clause: str
    share: float
    stand: RelationStand


def contradicting_relation(claim: str, record: RecordText) -> str | None:
    """Return the clause of the abstract that denies the claim's relation or states the opposite one, or None.

    Args:
        claim: The sentence part that says what a study found.
        record: The abstract.

    Returns:
        The clause's text, as the abstract has it.
    """
    synonyms = ClaimSynonyms(claim)
    claimed = _claimed_relation(synonyms.in_words_of_claim(record.expand(claim)), claim)
    if claimed is None:
        return None
    compared = [
        one for sentence in record.sentences for one in _compared_clauses(claimed, sentence, record, synonyms)
    ]
    best = max(compared, key=lambda one: one.share, default=None)
    if best is None or any(
        one.stand is RelationStand.AGREES and one.share >= _AGREEING * best.share for one in compared
    ):
        return None
    needed = {RelationStand.DENIES: DENIED, RelationStand.OPPOSED: OPPOSED}.get(best.stand)
    return best.clause.strip() if needed is not None and best.share >= needed else None


def _claimed_relation(expanded: str, claim: str) -> Relation | None:
    """The relation that a claim states; None unless it is one statement without denial or comparison."""
    if not is_one_statement(claim) or "?" in claim or pattern("comparators").search(claim):
        return None
    if pattern("judgements").search(claim) or pattern("denials").search(claim):
        return None
    relations = read_relations(expanded)
    if len(relations) != 1 or not (relations[0].exposure and relations[0].outcome):
        return None
    return relations[0]


def _compared_clauses(
    claimed: Relation, sentence: RecordSentence, record: RecordText, synonyms: ClaimSynonyms
) -> list[_Compared]:
    if pattern("aims").search(sentence.text) or pattern("open_questions").search(sentence.text):
        return []
    return [
        _Compared(clause, _share(claimed, relation), _stand(claimed, relation))
        for clause in split_clauses(sentence.text)
        for relation in read_relations(synonyms.in_words_of_claim(record.expand(clause)))
    ]


def _share(claimed: Relation, held: Relation) -> float:
    """The smaller of the shares of the claim's exposure and outcome that the abstract's relation names.

    What is denied may stand in either order: "no difference in mortality among users of ibuprofen".
    """
    both = held.exposure | held.outcome
    exposure, outcome = (both, both) if held.is_denied else (held.exposure, held.outcome)
    return min(
        len(claimed.exposure & exposure) / len(claimed.exposure),
        len(claimed.outcome & outcome) / len(claimed.outcome),
    )


def _stand(claimed: Relation, held: Relation) -> RelationStand:
    shared = claimed.exposure & held.exposure
    is_other_dose = bool(shared & claimed.lacking) is not bool(shared & held.lacking)
    is_of_comparator = len(claimed.exposure & held.comparator) > len(shared)
    if is_of_comparator or (held.is_denied and is_other_dose):
        # That few servings have no effect says nothing of many.
        return RelationStand.OTHER
    if held.is_denied:
        return RelationStand.DENIES if _is_what_is_denied(claimed, held) else RelationStand.OTHER
    if Way.SAME in (claimed.way, held.way):
        return RelationStand.OTHER
    way = held.way.opposite if is_other_dose else held.way
    if claimed.way is way:
        return RelationStand.AGREES
    return RelationStand.OPPOSED if claimed.way is way.opposite else RelationStand.OTHER


def _is_what_is_denied(claimed: Relation, held: Relation) -> bool:
    """Whether a denial is of the claim's way: "no benefit" does not deny that something is worse."""
    if Way.SAME in (claimed.way, held.way) or claimed.way is held.way:
        return True
    return _valence(claimed) is not None and _valence(claimed) is _valence(held)


def _valence(relation: Relation) -> Way | None:
    """Whether a relation is good or bad for people; None where its outcome does not say."""
    if relation.way in (Way.GOOD, Way.BAD):
        return relation.way
    is_harm = bool(relation.outcome & stems_of(words("harms")))
    is_benefit = bool(relation.outcome & stems_of(words("benefits")))
    if is_harm is is_benefit or relation.way is Way.SAME:
        return None
    return Way.BAD if is_harm is (relation.way is Way.UP) else Way.GOOD
