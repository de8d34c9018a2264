"""Fits the curves of `citecheck/verdicts/data/identity_curves.toml` on labelled texts.

    python tools/fit_identity_curves.py --set LABELLED.jsonl INDEX WEIGHT [--set …] [--output FILE]

A set is a file of labelled texts, the index that they are checked against, and what each of them counts. A
line has `text` (or its `sentences`), the `pmid` of the cited publication (or its `record`), and a `kind` as
for `citecheck calibrate` (without it: real). What is fitted is a logistic regression for each grade, for
records with abstract and without, in which no evidence speaks against a candidate: only FREE features may
have either sign. A text whose publication is found is seen twice: as it is, and with its publication stripped
of the abstract, so that titles alone are learned from as well. Texts that misstate
what they describe (`wrong`) are what the curve `misstated` is fitted on, beside every other text whose best
candidate is contradicted. That a publication may be absent is learned from texts of the kinds `absent` and
`invented`. `per_doubling` stays as it is, for it needs sources of several sizes.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from citecheck.calibration.evaluate import LabelledText, digest_of
from citecheck.checker import Checker
from citecheck.documents import read_bytes
from citecheck.journals import Catalogue
from citecheck.matching import Matcher
from citecheck.model import CitationCluster, Lookup, Publication
from citecheck.sources import open_source
from citecheck.verdicts.curves import FEATURES, MISSTATED, OF_PASSAGE, Curve, Curves, load_curves
from citecheck.verdicts.identity import (
    best_candidate,
    curve_of,
    features_of_best,
    misstated_curve_of,
    misstated_features,
    names_publication,
)

_Array = NDArray[np.float64]

# Draws coefficients towards 0, on features scaled to one spread: there are few labelled texts.
_SHRINKING = 0.001
# Draws the coefficients for passages, and those for single sentences, towards those that fit both together.
_SHRINKING_TO_FAMILY = 0.005
_STEPS = 200
_LEAST_STEP = 1e-4
# Features that may speak for a candidate or against it; `lacking` speaks against it, all others for it.
FREE = ("unshown", "passage")
_AGAINST = ("lacking",)
# How many articles cite an absent study for each one that misstates a study.
_ABSENT_TO_MISSTATED = 1.75
# The share of its weight that a text has when its publication is stripped of the abstract.
_STRIPPED = 0.2
# A curve is fitted on no fewer candidates than this; with fewer it stays as it is.
_FEWEST = 60
_HEADER = """\
# How probable it is that the best candidate is the cited publication, by grade of evidence: the natural
# log-odds are the start plus the sum of the features times their coefficients, less per_doubling for each
# doubling of the source's records over `records`. Written by tools/fit_identity_curves.py.
"""


@dataclass(frozen=True, slots=True)
class Example:
    """The best candidate of a description.

    Attributes:
        curve: the name of its curve.
        features: a value for each of FEATURES.
        is_right: whether it is what is cited.
        weight: what the example counts.
    """

    curve: str
    features: tuple[float, ...]
    is_right: bool
    weight: float = 1.0


def read_texts(path: Path) -> tuple[LabelledText, ...]:
    """The labelled texts of a file, in the form of `citecheck calibrate` or of the development sets.

    Args:
        path: A file of JSON lines, each with `text` or `sentences`, and `pmid` or a `record` that has one.

    Raises:
        KeyError: A line has none of these.
    """
    texts = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        text = row["text"] if "text" in row else "\n\n".join(row["sentences"])
        pmid = row["pmid"] if "pmid" in row else row["record"]["pmid"]
        texts.append(LabelledText(text, row.get("kind", "real"), pmid and str(pmid)))
    return tuple(texts)


def fit_curve(examples: Sequence[Example], per_doubling: float, family: Sequence[Example] = ()) -> Curve:
    """The curve under which these examples are likeliest.

    Args:
        examples: Best candidates, right and wrong ones.
        per_doubling: What the curve loses for each doubling of the source.
        family: Examples, these among them, whose common curve this one is drawn to; none to draw it to 0.

    Returns:
        A curve with its start and one coefficient for each of FEATURES.
    """
    every = np.array([example.features for example in family or examples])
    centre, spread = every.mean(axis=0), every.std(axis=0) + 1e-6
    at = _fitted(family or examples, centre, spread, np.zeros(len(FEATURES) + 1), _SHRINKING)
    if family:
        at = _fitted(examples, centre, spread, at, _SHRINKING_TO_FAMILY)
    slopes = at[1:] / spread
    start = float(at[0] - slopes @ centre)
    return Curve(start, tuple(float(slope) for slope in slopes), per_doubling)


def _fitted(
    examples: Sequence[Example], centre: _Array, spread: _Array, towards: _Array, shrinking_by: float
) -> _Array:
    """The coefficients under which the examples are likeliest, found by Newton's method.

    Args:
        examples: best candidates, right and wrong ones.
        centre: what is subtracted from each feature.
        spread: what each feature is divided by after that.
        towards: the start and the coefficients that these are drawn to.
        shrinking_by: how strongly, for each example.
    """
    rows = np.array([example.features for example in examples])
    rows = np.column_stack([np.ones(len(rows)), (rows - centre) / spread])
    right = np.array([example.is_right for example in examples], dtype=np.float64)
    weights = np.array([example.weight for example in examples])
    signs = np.array([0.0, *(0.0 if n in FREE else -1.0 if n in _AGAINST else 1.0 for n in FEATURES)])
    shrinking = shrinking_by * weights.sum() * np.ones(rows.shape[1])
    shrinking[0] = 1e-6

    def unlikelihood(at: _Array) -> float:
        odds = rows @ at
        away = at - towards
        lost = weights @ (np.logaddexp(0.0, odds) - right * odds)
        return float(lost + 0.5 * (shrinking * away * away).sum())

    at = towards
    for _ in range(_STEPS):
        said = 1.0 / (1.0 + np.exp(-np.clip(rows @ at, -40.0, 40.0)))
        slope = rows.T @ (weights * (said - right)) + shrinking * (at - towards)
        curved = (rows.T * (weights * said * (1.0 - said))) @ rows + np.diag(shrinking)
        free = ~((signs * at <= 0.0) & (signs * slope > 0.0) & (signs != 0.0))
        step = np.zeros_like(at)
        step[free] = np.linalg.solve(curved[np.ix_(free, free)], slope[free])
        before, length = at, 1.0
        while True:
            at = before - length * step
            at[signs * at < 0.0] = 0.0
            if length < _LEAST_STEP or unlikelihood(at) <= unlikelihood(before):
                break
            length /= 2.0
        if np.abs(at - before).max() < 1e-8:
            break
    return at


class ExhaustiveChecker(Checker):
    """Asks every query of a plan, so that no example depends on the curves in force."""

    def _stops_search(self, *_: object) -> bool:
        return False


def examples_of(
    matcher: Matcher, cluster: CitationCluster, lookups: Sequence[Lookup], case: LabelledText, weight: float
) -> Iterator[Example]:
    """The best candidate for a cluster of a text, with the publication as it is and without its abstract.

    Args:
        matcher: Ranks the candidates.
        cluster: A cluster that names no publication.
        lookups: All answers of its query plan.
        case: The labelled text.
        weight: What the text counts.
    """
    found = list({one.pmid: one for lookup in lookups for one in lookup.publications}.values())
    yield from _best(matcher, cluster, found, case.pmid, weight)
    bare = [_bare(one) if one.pmid == case.pmid else one for one in found]
    if bare != found:
        yield from _best(matcher, cluster, bare, case.pmid, weight * _STRIPPED)


def _bare(publication: Publication) -> Publication:
    return replace(publication, abstract="", other_abstracts=(), mesh=(), keywords=())


def _best(
    matcher: Matcher,
    cluster: CitationCluster,
    publications: Iterable[Publication],
    pmid: str | None,
    weight: float,
) -> Iterator[Example]:
    ranked = matcher.rank(cluster, publications)
    best = best_candidate(cluster.claimed, ranked, None)
    if best is None:
        return
    if not best.weighed.contradicted and best.weighed.level("kind") != "notice":
        is_right = best.weighed.publication.pmid == pmid
        yield Example(curve_of(best.grade, best.weighed), features_of_best(ranked), is_right, weight)
    misstated = misstated_features(ranked)
    if misstated:
        weighed, features = misstated
        yield Example(misstated_curve_of(weighed), features, weighed.publication.pmid == pmid, weight)


def examples_of_texts(checker: Checker, cases: Sequence[LabelledText], weight: float) -> Iterator[Example]:
    """The examples of every description among the labelled texts.

    Args:
        checker: Looks the texts up in its source.
        cases: The labelled texts; others than real, wrong, absent and invented ones are left out.
        weight: What each text counts.
    """
    documents = [read_bytes(case.text.encode(), f"{number}.md") for number, case in enumerate(cases, 1)]
    for case, checked in zip(cases, checker.examine(documents), strict=True):
        if case.kind.partition("_")[0] not in ("real", "wrong", "absent", "invented"):
            continue
        for cluster, result in checked.clusters:
            if not names_publication(cluster.claimed):
                yield from examples_of(checker.matcher, cluster, result.lookups, case, weight)


def balanced(examples: Sequence[Example]) -> list[Example]:
    """Examples of which the wrong ones count `_ABSENT_TO_MISSTATED` times as much as the right ones together.

    Nothing says how often an article misstates a study; it means one that is absent more often than that.
    """
    right = sum(example.weight for example in examples if example.is_right)
    wrong = sum(example.weight for example in examples if not example.is_right)
    share = _ABSENT_TO_MISSTATED * right / wrong if wrong else 1.0
    return [one if one.is_right else replace(one, weight=one.weight * share) for one in examples]


def fit_curves(examples: Iterable[Example], known: Curves, records: int) -> Curves:
    """The curves of all grades; those with too few examples stay as they are known."""
    by_curve: dict[str, list[Example]] = defaultdict(list)
    for example in examples:
        by_curve[example.curve].append(example)
    for name in (MISSTATED, MISSTATED + OF_PASSAGE):
        by_curve[name] = balanced(by_curve[name])
    fitted = {}
    for name, curve in known.of_grades.items():
        sentences = by_curve[name.removesuffix(OF_PASSAGE)]
        passages = by_curve[name.removesuffix(OF_PASSAGE) + OF_PASSAGE]
        enough = len(by_curve[name]) >= _FEWEST
        family = [*sentences, *passages] if passages and sentences else []
        fitted[name] = fit_curve(by_curve[name], curve.per_doubling, family) if enough else curve
    return Curves(records, known.whole, fitted)


def render_curves(curves: Curves, origin: str) -> str:
    """The text of a file of curves; `parse_curves` reads it back."""
    lines = [_HEADER + f'origin = "{origin}"', f"records = {curves.records}", f"whole = {curves.whole}"]
    for name, curve in curves.of_grades.items():
        lines += [
            "",
            f"[grades.{name}]",
            f"start = {curve.start:.4f}",
            f"per_doubling = {curve.per_doubling}",
        ]
        lines += [f"{key} = {value:.4f}" for key, value in zip(FEATURES, curve.coefficients, strict=True)]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Read the labelled texts, fit, and write or print the curves."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--set", nargs=3, action="append", required=True, metavar=("LABELLED", "INDEX", "WEIGHT"), dest="sets"
    )
    parser.add_argument("--output", type=Path)
    chosen = parser.parse_args()
    known, catalogue = load_curves(), Catalogue.load()
    examples: list[Example] = []
    inputs, sizes = [], []
    for labelled, index, weight in chosen.sets:
        texts = read_texts(Path(labelled))
        inputs.append(f"{Path(labelled).name} ({len(texts)} texts, {digest_of(texts)})")
        with open_source(index) as source:
            sizes.append(source.info.records or known.whole)
            examples += examples_of_texts(ExhaustiveChecker(source, catalogue), texts, float(weight))
    origin = f"{', '.join(inputs)} against up to {max(sizes):,} records; {dt.date.today().isoformat()}"
    text = render_curves(fit_curves(examples, known, max(sizes)), origin)
    if chosen.output:
        chosen.output.write_text(text, encoding="utf-8")
    else:
        print(text, end="")


if __name__ == "__main__":
    main()
