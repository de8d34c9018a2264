"""How good the verdicts are on labelled texts, and weights estimated anew from them.

A labelled text is a line of JSON: `text`; `pmid`, the cited publication (null: the source does not hold it,
or it does not exist); and `kind`, whose part before an underscore counts:

    real      the text cites the publication and states it correctly
    differs   the same, but for a difference that no editor would correct
    wrong     the text cites the publication and misstates it
    invented  the text cites a publication that does not exist
    absent    the text cites a publication that exists and that the source does not hold
    outside   the text cites something that PubMed does not hold: a book, a web page, a talk
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from citecheck.calibration.estimate_m_u import (
    LabelledClaim,
    LevelCounts,
    digest_of_texts,
    estimate_weights,
)
from citecheck.calibration.reliability import Identified, ReliabilityBin, reliability_table
from citecheck.checker import Checker
from citecheck.documents import read_bytes
from citecheck.errors import UsageError
from citecheck.matching.weights import Weights
from citecheck.model import (
    CheckedCitation,
    CheckedDocument,
    CitationKind,
    ClusterResult,
    Publication,
    Verdict,
)
from citecheck.verdicts.identification import identify
from citecheck.verdicts.identity import candidates_of

# The figure of each kind of text; any other kind is a misstatement.
_FIGURES = {
    "real": "verified_and_right",
    "differs": "verified_despite_difference",
    "invented": "not_falsely_verified",
    "absent": "not_taken_for_another",
    "outside": "not_accused",
}
# The verdicts that are wrong of what the source does not hold.
_WRONG = {
    "not_falsely_verified": (Verdict.VERIFIED,),
    "not_taken_for_another": (Verdict.VERIFIED, Verdict.MISMATCH),
    "not_accused": (Verdict.VERIFIED, Verdict.MISMATCH, Verdict.NOT_FOUND),
}


@dataclass(frozen=True, slots=True)
class LabelledText:
    """A labelled text."""

    text: str
    kind: str
    pmid: str | None


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What came out: `figures` by name, the reliability of probabilities by grade, and the misses."""

    figures: Mapping[str, float]
    reliability: tuple[ReliabilityBin, ...]
    misses: tuple[str, ...]


def read_cases(path: Path) -> tuple[LabelledText, ...]:
    """The labelled texts of a file. Raises UsageError for a line that is not one."""
    cases = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            cases.append(LabelledText(str(row["text"]), str(row["kind"]), row["pmid"] and str(row["pmid"])))
        except (ValueError, KeyError, TypeError) as error:
            raise UsageError(f"{path}:{number}: this is no labelled text: {error}") from None
    return tuple(cases)


def digest_of(cases: Iterable[LabelledText]) -> str:
    """What a set of labelled texts is known by."""
    return digest_of_texts(f"{case.kind}\0{case.pmid}\0{case.text}" for case in cases)


def evaluate(
    checker: Checker, cases: Sequence[LabelledText]
) -> tuple[Evaluation, tuple[CheckedDocument, ...]]:
    """Check every labelled text and compare the verdicts with the labels.

    Args:
        checker: Checks the texts against its source.
        cases: The labelled texts; each is checked as a document of its own.

    Returns:
        The evaluation, whose figures are shares (0 to 1, higher is better) of the cases of each kind;
        and the checked documents in the order of `cases`.
    """
    documents = [read_bytes(case.text.encode(), f"{number}.txt") for number, case in enumerate(cases, 1)]
    examined = tuple(checker.examine(documents))
    hits: Counter[str] = Counter()
    of: Counter[str] = Counter()
    identified: list[Identified] = []
    misses = []
    for case, one in zip(cases, examined, strict=True):
        best = _best(one.report.citations, case)
        name = _figure(case)
        of[name] += 1
        # Where nothing is extracted, nothing is said wrongly either.
        if (best and _is_right(best, case)) or (best is None and not _is_in_source(case)):
            hits[name] += 1
        else:
            verdict = best.judgement.verdict.value if best and best.judgement else "nothing extracted"
            misses.append(f"{case.kind}: {verdict}: {case.text}")
        if best and (found := _identified(checker, one, best, case.pmid)):
            identified.append(found)
    figures = {name: hits[name] / of[name] for name in sorted(of)}
    return Evaluation(figures, reliability_table(identified), tuple(misses)), examined


def _identified(
    checker: Checker, examined: CheckedDocument, checked: CheckedCitation, pmid: str | None
) -> Identified | None:
    """The best candidate of a citation's cluster; None where its searches found nothing."""
    cluster, result = next(
        pair for pair in examined.clusters if checked.citation.id in {c.id for c in pair[0].citations}
    )
    ranked = checker.matcher.rank(cluster, _publications(result).values())
    best = identify(cluster.claimed, ranked, checker.matcher, checker.info.records).best or next(
        iter(candidates_of(cluster.claimed, ranked, checker.info.records)), None
    )
    if best is None:
        return None
    return Identified(best.grade, best.probability, best.weighed.publication.pmid == pmid)


def _publications(result: ClusterResult) -> dict[str, Publication]:
    """What the searches of a cluster found, by PMID."""
    return {one.pmid: one for lookup in result.lookups for one in lookup.publications}


def _figure(case: LabelledText) -> str:
    return _FIGURES.get(case.kind.partition("_")[0], "misstatement_named")


def _is_in_source(case: LabelledText) -> bool:
    """Whether the source holds what the text cites, so that it must be found."""
    return _figure(case) in ("verified_and_right", "verified_despite_difference", "misstatement_named")


def _best(citations: Iterable[CheckedCitation], case: LabelledText) -> CheckedCitation | None:
    """The citation that decides: a right one, or a wrong one where the source does not hold what is cited."""
    looked_up = [c for c in citations if c.citation.kind is not CitationKind.UNSOURCED and c.judgement]
    decides = _is_in_source(case)
    return next((c for c in looked_up if _is_right(c, case) is decides), next(iter(looked_up), None))


def _is_right(checked: CheckedCitation, case: LabelledText) -> bool:
    judgement = checked.judgement
    if judgement is None:
        return False
    figure = _figure(case)
    if not _is_in_source(case):
        return judgement.verdict not in _WRONG[figure]
    found = judgement.match.publication.pmid if judgement.match else None
    # What is only described is shown with what disagrees, and not called misstated.
    is_misstated = figure == "misstatement_named"
    right = (Verdict.MISMATCH, Verdict.POSSIBLE) if is_misstated else (Verdict.VERIFIED,)
    return judgement.verdict in right and found == case.pmid


def new_weights(
    checker: Checker, cases: Sequence[LabelledText], examined: Sequence[CheckedDocument], origin: str
) -> Weights:
    """Estimate weights from the cases of kind `real`, with the weights in use as a prior for rare levels.

    Args:
        checker: Its matcher compares the claims and has the weights in use.
        cases: The labelled texts.
        examined: The checked document of each case, in the same order.
        origin: A sentence on where the new weights come from, kept with them.

    Returns:
        The new weights.

    Raises:
        ValueError: `cases` and `examined` differ in length.
    """
    tally = LevelCounts()
    for case, one in zip(cases, examined, strict=True):
        if case.kind != "real":
            continue
        for evidence, result in one.clusters:
            found = _publications(result)
            if case.pmid in found:
                tally.add(checker.matcher, LabelledClaim(evidence.claimed, tuple(found.values()), case.pmid))
    return estimate_weights(tally, checker.matcher.weights, origin)
