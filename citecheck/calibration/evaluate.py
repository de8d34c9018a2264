"""How good the verdicts are on labelled texts, and weights estimated anew from them.

A labelled text is a line of JSON: `text`; `pmid`, the cited publication (null: no publication
that exists); and `kind`: `real`, `invented`, or `wrong_…` where the text misstates the publication.
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
        name = _figure(case.kind)
        of[name] += 1
        # Where nothing is extracted, nothing invented is verified either.
        if (best and _is_right(best, case)) or (best is None and case.kind == "invented"):
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


def _figure(kind: str) -> str:
    if kind == "real":
        return "verified_and_right"
    return "not_falsely_verified" if kind == "invented" else "misstatement_named"


def _best(citations: Iterable[CheckedCitation], case: LabelledText) -> CheckedCitation | None:
    """The citation that decides: one that is right, but for an invented study one that is wrong."""
    looked_up = [c for c in citations if c.citation.kind is not CitationKind.UNSOURCED and c.judgement]
    decides = case.kind != "invented"
    return next((c for c in looked_up if _is_right(c, case) is decides), next(iter(looked_up), None))


def _is_right(checked: CheckedCitation, case: LabelledText) -> bool:
    judgement = checked.judgement
    if judgement is None:
        return False
    found = judgement.match.publication.pmid if judgement.match else None
    if case.kind == "real":
        return judgement.verdict is Verdict.VERIFIED and found == case.pmid
    if case.kind == "invented":
        return judgement.verdict is not Verdict.VERIFIED
    # What is only described is shown with what disagrees, and not called misstated.
    return judgement.verdict in (Verdict.MISMATCH, Verdict.POSSIBLE) and found == case.pmid


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
