"""Whether the article says more than the record can bear.

A cause where the record has an association; people where animals, cells or simulations were studied; a
result where the record is a protocol; a general truth where it is a pilot. Absence of an overstatement says
nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from citecheck.claims.direction import Way, find_signals
from citecheck.claims.lexicons import pattern
from citecheck.claims.strength import strength_of
from citecheck.model import Publication

# The least probabilities that the article states a cause and the record an association, beside what grammar
# says. Measured on sentences of press releases against their papers: docs/benchmarks.md.
STATES_A_CAUSE = 0.1
STATES_AN_ASSOCIATION = 0.5
_PROTOCOL_TYPE = "Clinical Trial Protocol"


@dataclass(frozen=True)
class StudyKind:
    """The kind of study that a record reports: it limits what an article may claim."""

    is_experiment: bool = False
    is_without_people: bool = False
    is_protocol: bool = False
    is_pilot: bool = False


def study_kind(publication: Publication) -> StudyKind:
    """The kind of a study by its publication types, headings, title and abstract."""
    text = f"{publication.title}. {publication.abstract}"
    types = " ".join(publication.publication_types)
    is_protocol = _PROTOCOL_TYPE in types or pattern("protocol_titles").search(publication.title)
    return StudyKind(
        bool(pattern("trials").search(f"{text} {types}")),
        _is_without_people(publication, text),
        bool(is_protocol or pattern("planned_methods").search(text)),
        bool(pattern("pilots").search(text)),
    )


def _is_without_people(publication: Publication, text: str) -> bool:
    """Whether only animals, cells or simulations were studied: by headings, else by words."""
    if publication.mesh:
        return "Humans" not in publication.mesh and "Animals" in publication.mesh
    return bool(pattern("animals_or_models").search(text)) and not pattern("people").search(text)


def overstatement(claim: str, passage: str, kind: StudyKind) -> str | None:
    """Return a sentence that says what the claim overstates; None unless it surely overstates something.

    Args:
        claim: What the article says that the study found.
        passage: The sentence of the abstract that the claim speaks of.
        kind: The kind of the study.
    """
    claim = claim.strip()
    if kind.is_without_people and tells_of_people(claim):
        return "The article speaks of people, the study was on animals, cells or a simulation."
    if kind.is_protocol and tells_a_result(claim):
        return "The article tells a result, the record is the protocol of a study."
    if not states_a_cause(claim):
        return None
    if kind.is_pilot and _is_general(claim):
        return "The article states a general effect, the record is a pilot study."
    if not kind.is_experiment and states_an_association(passage):
        return "The article states a cause, the abstract an association."
    return None


def tells_of_people(claim: str) -> bool:
    """Whether a claim says of people, unhedged, what was found: "women who take it have fewer seizures"."""
    if any(pattern(name).search(claim) for name in ("animals_or_models", "laboratory", "hedges")):
        return False
    return bool(pattern("people").search(claim)) and bool(find_signals(claim))


def tells_a_result(claim: str) -> bool:
    """Whether a claim states what came out, and not what is planned or tested."""
    if pattern("plans").search(claim) or pattern("being_studied").search(claim):
        return False
    return bool(pattern("found_out").search(claim)) and bool(find_signals(claim))


def states_a_cause(claim: str) -> bool:
    """Whether a claim states a cause, unhedged, and denies nothing: "eating chocolate cuts the risk"."""
    claim = pattern("named_by_cause").sub(" ", claim)
    if not pattern("causal_verbs").search(claim) or pattern("hedges").search(claim):
        return False
    if any(signal.way is Way.SAME for signal in find_signals(claim)):
        return False
    return strength_of(claim)["cause"] >= STATES_A_CAUSE


def states_an_association(passage: str) -> bool:
    """Whether a passage states an association, in words too, and speaks of no experiment."""
    if not pattern("associations").search(passage):
        return False
    if pattern("experiments").search(passage) and not pattern("genetic_associations").search(passage):
        return False
    if any(signal.way is Way.SAME for signal in find_signals(passage)):
        return False
    return strength_of(passage)["association"] >= STATES_AN_ASSOCIATION


def _is_general(claim: str) -> bool:
    """Whether a claim speaks of what always holds ("cures"), not of what was seen ("reduced")."""
    return bool(pattern("general_truths").search(claim)) and not pattern("modesty").search(claim)
