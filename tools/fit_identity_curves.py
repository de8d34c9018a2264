"""Fits the curves of `citecheck/verdicts/data/identity_curves.toml` on labelled texts.

    python tools/fit_identity_curves.py --set LABELLED.jsonl INDEX [--set …] [--output FILE]

A set is a file of labelled texts and the index that they are checked against. A line has `text` (or its
`sentences`), the `pmid` of the cited publication (or its `record`), and a `kind` as for `citecheck calibrate`
(without it: real). Every text whose publication is found is seen three times: as it is, with its publication
stripped of the abstract (so that titles alone are learned from as well), and without its publication. A text
of an invented study is seen once. What is fitted is a logistic regression for each grade, for records with
abstract and without. Two things stay as they are: `per_doubling`, which needs sources of several sizes, and
the curve `misstated`, which needs texts that misstate what they describe.
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
from citecheck.model import CitationCluster, Publication
from citecheck.sources import open_source
from citecheck.verdicts.curves import FEATURES, Curve, Curves, load_curves
from citecheck.verdicts.identification import identify
from citecheck.verdicts.identity import candidates_of, curve_of, features_of_best, names_publication

_Array = NDArray[np.float64]

# Draws coefficients towards 0, on features scaled to one spread: there are few labelled texts.
_SHRINKING = 0.01
_STEPS = 200
# A curve is fitted on no fewer candidates than this; with fewer it stays as it is.
_FEWEST = 60
_HEADER = """\
# How probable it is that the best candidate is the cited publication, by grade of evidence: the natural
# log-odds are the start plus the sum of the features times their coefficients, less per_doubling for each
# doubling of the source's records over `records`. Written by tools/fit_identity_curves.py.
"""


@dataclass(frozen=True, slots=True)
class Example:
    """The best candidate of a description: its curve and features, and whether it is what is cited."""

    curve: str
    features: tuple[float, ...]
    is_right: bool


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


def fit_curve(examples: Sequence[Example], per_doubling: float) -> Curve:
    """The curve under which these examples are likeliest.

    Args:
        examples: Best candidates, right and wrong ones.
        per_doubling: What the curve loses for each doubling of the source.

    Returns:
        A curve with its start and one coefficient for each of FEATURES.
    """
    rows = np.array([example.features for example in examples])
    right = np.array([example.is_right for example in examples], dtype=np.float64)
    centre, spread = rows.mean(axis=0), rows.std(axis=0) + 1e-6
    at = _newton(np.column_stack([np.ones(len(rows)), (rows - centre) / spread]), right)
    slopes = at[1:] / spread
    start = float(at[0] - slopes @ centre)
    return Curve(start, tuple(float(slope) for slope in slopes), per_doubling)


def _newton(rows: _Array, right: _Array) -> _Array:
    shrinking = _SHRINKING * len(rows) * np.eye(rows.shape[1])
    shrinking[0, 0] = 1e-6
    at = np.zeros(rows.shape[1])
    for _ in range(_STEPS):
        said = 1.0 / (1.0 + np.exp(-np.clip(rows @ at, -40.0, 40.0)))
        slope = rows.T @ (said - right) + shrinking @ at
        step = np.linalg.solve((rows.T * (said * (1.0 - said))) @ rows + shrinking, slope)
        at -= step
        if np.abs(step).max() < 1e-8:
            break
    return at


def examples_of(
    matcher: Matcher, cluster: CitationCluster, found: Sequence[Publication], pmid: str | None
) -> Iterator[Example]:
    """The best candidate with the cited publication among those found, with it stripped, and without it."""
    cited = next((publication for publication in found if publication.pmid == pmid), None)
    others = [publication for publication in found if publication.pmid != pmid]
    if cited:
        bare = replace(cited, abstract="", other_abstracts=(), mesh=(), keywords=())
        yield from _best(matcher, cluster, (cited, *others), pmid)
        yield from _best(matcher, cluster, (bare, *others), pmid)
    yield from _best(matcher, cluster, others, None)


def _best(
    matcher: Matcher, cluster: CitationCluster, publications: Iterable[Publication], pmid: str | None
) -> Iterator[Example]:
    ranked = matcher.rank(cluster, publications)
    best = next(iter(candidates_of(cluster.claimed, ranked, None)), None)
    found = identify(cluster.claimed, ranked, matcher, None)
    if best and found.obstacle is None and not best.weighed.contradicted:
        is_right = best.weighed.publication.pmid == pmid
        yield Example(curve_of(best.grade, best.weighed), features_of_best(ranked), is_right)


def examples_of_texts(checker: Checker, cases: Sequence[LabelledText]) -> Iterator[Example]:
    """The examples of every description among the labelled texts that is stated correctly."""
    documents = [read_bytes(case.text.encode(), f"{number}.txt") for number, case in enumerate(cases, 1)]
    for case, checked in zip(cases, checker.examine(documents), strict=True):
        if case.kind not in ("real", "invented"):
            continue
        for cluster, result in checked.clusters:
            if not names_publication(cluster.claimed):
                found = {p.pmid: p for lookup in result.lookups for p in lookup.publications}
                yield from examples_of(checker.matcher, cluster, tuple(found.values()), case.pmid)


def fit_curves(examples: Iterable[Example], known: Curves, records: int) -> Curves:
    """The curves of all grades; those with too few examples stay as they are known."""
    by_curve: dict[str, list[Example]] = defaultdict(list)
    for example in examples:
        by_curve[example.curve].append(example)
    fitted = {
        name: fit_curve(by_curve[name], curve.per_doubling) if len(by_curve[name]) >= _FEWEST else curve
        for name, curve in known.of_grades.items()
    }
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
        "--set", nargs=2, action="append", required=True, metavar=("LABELLED", "INDEX"), dest="sets"
    )
    parser.add_argument("--output", type=Path)
    chosen = parser.parse_args()
    known, catalogue = load_curves(), Catalogue.load()
    examples: list[Example] = []
    inputs, sizes = [], []
    for labelled, index in chosen.sets:
        texts = read_texts(Path(labelled))
        inputs.append(f"{Path(labelled).name} ({len(texts)} texts, {digest_of(texts)})")
        with open_source(index) as source:
            sizes.append(source.info.records or known.whole)
            examples += examples_of_texts(Checker(source, catalogue), texts)
    origin = f"{', '.join(inputs)} against up to {max(sizes):,} records; {dt.date.today().isoformat()}"
    text = render_curves(fit_curves(examples, known, max(sizes)), origin)
    if chosen.output:
        chosen.output.write_text(text, encoding="utf-8")
    else:
        print(text, end="")


if __name__ == "__main__":
    main()
