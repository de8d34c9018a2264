"""The publications that a citation may cite, with their probabilities, and the statements that would decide.

Every "would be verified" is tried out: the statement is changed, and the publications are compared again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from citecheck.matching import Matcher
from citecheck.matching.comparison_level import NOT_STATED
from citecheck.matching.comparisons import FIELDS, Field
from citecheck.matching.ranking import Ranking, ScoredPair
from citecheck.model import CitationCluster, CitationFields, Publication, Verdict
from citecheck.model.explanation import Explanation, Hypothesis
from citecheck.verdicts.identification import Identification, identify
from citecheck.verdicts.identity import Candidate, Grade, candidates_of, names_publication

# How many hypotheses are shown; a less likely one than this is not.
_MOST_SHOWN = 5
_LEAST_SHOWN = 0.005
_EVIDENCE = {
    Grade.IDENTIFIER: "a stated identifier leads to it",
    Grade.NAMED: "the title, or volume and first page, agree",
    Grade.ATTRIBUTED: "an author agrees, and the journal or the date",
    Grade.PLACED: "the journal agrees",
    Grade.DESCRIBED: "nothing agrees but what the study is said to have found",
}
_EMPTY = CitationFields()


@dataclass(frozen=True, slots=True)
class _Candidates:
    """The publications that were found for a cluster; they are ranked for any statements."""

    publications: tuple[Publication, ...]
    matcher: Matcher
    records: int | None

    def ranked(self, claimed: CitationFields) -> Ranking:
        """The publications by how well they fit these statements."""
        return self.matcher.rank(CitationCluster((), claimed), self.publications)

    def verdict(self, claimed: CitationFields, publication: Publication) -> Verdict | None:
        """The verdict on these statements; None if it is about another publication, or about none."""
        found = identify(claimed, self.ranked(claimed), self.matcher, self.records)
        is_same = found.best is not None and found.best.weighed.publication.pmid == publication.pmid
        return found.verdict if is_same and found.obstacle is None else None


def explain_identification(
    claimed: CitationFields, publications: Iterable[Publication], matcher: Matcher, records: int | None
) -> Explanation:
    """Explain which publications a cluster may cite, and which statements would decide.

    Args:
        claimed: what all places of the cluster state together.
        publications: all publications that its searches found.
        matcher: compares them with the statements.
        records: how many records the source holds; None for live PubMed.

    Returns:
        The explanation; without publications it has no hypothesis, and the probability of absence is 1.
    """
    candidates = _Candidates(tuple(publications), matcher, records)
    ranked = candidates.ranked(claimed)
    found = identify(claimed, ranked, matcher, records)
    hypotheses = _hypotheses(candidates_of(claimed, ranked, records), found)
    shown = [one for one in hypotheses if one.probability >= _LEAST_SHOWN][:_MOST_SHOWN]
    others = sum(one.probability for one in hypotheses[len(shown) :])
    absent = max(0.0, 1.0 - others - sum(one.probability for one in shown))
    return Explanation(tuple(shown), others, absent, tuple(_settling(claimed, found, candidates)))


def _hypotheses(candidates: tuple[Candidate, ...], found: Identification) -> list[Hypothesis]:
    """All candidates; if the verdict names one with a probability of its own, the others share the rest."""
    named = found.best
    before = next((one.probability for one in candidates if named and one.place == named.place), 0.0)
    share = (1.0 - named.probability) / (1.0 - before) if named and before < 1.0 else 1.0
    hypotheses = [
        _hypothesis(one.weighed, one.grade, one.probability * share)
        for one in candidates
        if not named or one.place != named.place
    ]
    if named:
        hypotheses.append(_hypothesis(named.weighed, named.grade, named.probability))
    return sorted(hypotheses, key=lambda one: -one.probability)


def _hypothesis(weighed: ScoredPair, grade: Grade, probability: float) -> Hypothesis:
    contradicted = tuple(name.replace("_", " ") for name in weighed.contradicted)
    return Hypothesis(weighed.publication, probability, _EVIDENCE[grade], contradicted)


def _settling(claimed: CitationFields, found: Identification, candidates: _Candidates) -> Iterator[str]:
    if found.best is None:
        if not names_publication(claimed):
            yield "A PMID, a DOI or the exact title would be searched for by itself; the article gives none."
        return
    best = found.best.weighed
    if found.verdict is Verdict.VERIFIED:
        yield from _load_bearing(claimed, best, candidates)
    elif found.verdict is Verdict.MISMATCH:
        yield from _corrected(claimed, best, candidates)
    else:
        for one in (best, *(rival.weighed for rival in found.rivals)):
            yield from _missing(claimed, one.publication, candidates)


def _load_bearing(claimed: CitationFields, best: ScoredPair, candidates: _Candidates) -> Iterator[str]:
    """Each statement without which the publication would not be verified."""
    for field in FIELDS:
        if best.level(field.name) == NOT_STATED or not field.statements:
            continue
        without = replace(claimed, **{name: getattr(_EMPTY, name) for name in field.statements})
        if without != claimed and candidates.verdict(without, best.publication) is not Verdict.VERIFIED:
            yield f"Without the {_label(field)} it would not be verified."


def _corrected(claimed: CitationFields, best: ScoredPair, candidates: _Candidates) -> Iterator[str]:
    """The statements that would have to be corrected, if that suffices."""
    wrong = [field for field in FIELDS if field.name in best.contradicted and field.recorded]
    corrected = claimed
    for field in wrong:
        corrected = _as_recorded(field, corrected, best.publication)
    if wrong and candidates.verdict(corrected, best.publication) is Verdict.VERIFIED:
        values = (f"the {_label(field)} “{best.outcomes[field.name].shown}”" for field in wrong)
        yield f"With {' and '.join(values)} stated instead, it would be verified."


def _missing(claimed: CitationFields, publication: Publication, candidates: _Candidates) -> Iterator[str]:
    """Each statement that would identify the publication, if the article made it."""
    pmid = publication.pmid
    for field in FIELDS:
        condition = field.condition(publication) if field.condition else None
        if not condition:
            continue
        verdict = candidates.verdict(_as_recorded(field, claimed, publication), publication)
        if verdict is Verdict.VERIFIED:
            yield f"If the article {condition}, PMID {pmid} would be verified."
        elif verdict is Verdict.MISMATCH:
            yield f"If the article {condition}, it would cite PMID {pmid} and misstate it (mismatch)."


def _as_recorded(field: Field, claimed: CitationFields, publication: Publication) -> CitationFields:
    """The statements with one field as the record has it."""
    return field.recorded(claimed, publication) if field.recorded else claimed


def _label(field: Field) -> str:
    return field.name.replace("_", " ")
