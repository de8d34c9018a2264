"""Makes the weights of the model that tells journal articles from other sources, from labelled entries.

    python tools/train_source_type.py ENTRIES.jsonl --output citecheck/verdicts/data/source_type_weights.tsv

Each line of the file is an object with `text` (a reference entry as printed), `kind` ("journal", or anything
else) and `article` (an id: entries of one article are never parted between training and testing). Prints
how the model does on the half of the articles that it was not trained on, each half in turn, then trains on
all of them and writes the weights. The result depends on the input alone.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from citecheck.extraction.references.parser import parse_entry
from citecheck.journals import Catalogue
from citecheck.verdicts.source_features import features

# A feature that fewer articles show says more of these articles than of entries.
_FEWEST_ARTICLES = 6
_SHRINKAGE = 1.0
_STEPS = 500
_POWER_STEPS = 30
# Weights below this change no probability by more than a hundredth.
_LEAST_WEIGHT = 0.03
_HEAD = """\
# Weights of features for "not a journal article", in natural log-odds, made by tools/train_source_type.py
# from {entries} reference entries of {articles} open-access articles, labelled by their publishers' markup.
# feature\tweight
"""

Matrix = NDArray[np.float32]


class Entry(NamedTuple):
    """A labelled entry, with the features that it shows."""

    article: str
    other: bool
    features: frozenset[str]

    @property
    def half(self) -> int:
        """The half of the articles that it belongs to, 0 or 1."""
        return hashlib.md5(self.article.encode(), usedforsecurity=False).digest()[0] % 2


def read_entries(path: Path, catalogue: Catalogue) -> list[Entry]:
    """Read labelled entries, each with its features."""
    entries = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        shown = features(row["text"], parse_entry(row["text"], catalogue))
        entries.append(Entry(row["article"], row["kind"] != "journal", shown))
    return entries


def vocabulary(entries: Sequence[Entry]) -> dict[str, int]:
    """Map each feature that enough articles show to its column."""
    articles: defaultdict[str, set[str]] = defaultdict(set)
    for entry in entries:
        for feature in entry.features:
            articles[feature].add(entry.article)
    kept = sorted(name for name, seen in articles.items() if len(seen) >= _FEWEST_ARTICLES)
    return {name: column for column, name in enumerate(kept)}


def design_matrix(entries: Sequence[Entry], columns: dict[str, int]) -> Matrix:
    """One row an entry, one column a feature, and a last column of ones for the constant."""
    matrix = np.zeros((len(entries), len(columns) + 1), np.float32)
    for row, entry in enumerate(entries):
        matrix[row, [columns[name] for name in entry.features if name in columns]] = 1
    matrix[:, -1] = 1
    return matrix


def fit(matrix: Matrix, labels: Matrix) -> Matrix:
    """Logistic regression with L2 shrinkage (none on the constant) by Nesterov's accelerated gradient."""
    shrinkage = np.full(matrix.shape[1], _SHRINKAGE, np.float32)
    shrinkage[-1] = 0
    step = 1 / (0.25 * _largest_eigenvalue(matrix) + _SHRINKAGE)
    weights = ahead = np.zeros(matrix.shape[1], np.float32)
    momentum = 1.0
    for _ in range(_STEPS):
        gradient = matrix.T @ (probabilities(matrix, ahead) - labels) + shrinkage * ahead
        following = ahead - np.float32(step) * gradient
        faster = (1 + (1 + 4 * momentum**2) ** 0.5) / 2
        ahead = following + np.float32((momentum - 1) / faster) * (following - weights)
        weights, momentum = following, faster
    return weights


def _largest_eigenvalue(matrix: Matrix) -> float:
    """The largest eigenvalue of the matrix's own product, by power iteration; a tenth is added for safety."""
    vector = np.ones(matrix.shape[1], np.float32)
    size = 1.0
    for _ in range(_POWER_STEPS):
        vector = matrix.T @ (matrix @ vector)
        size = float(np.linalg.norm(vector))
        vector = vector / np.float32(size)
    return 1.1 * size


def probabilities(matrix: Matrix, weights: Matrix) -> Matrix:
    """The probability of each row of not being a journal article."""
    result: Matrix = 1 / (1 + np.exp(-(matrix @ weights)))
    return result


def describe(predicted: Matrix, labels: Matrix) -> str:
    """How well predictions do: what is taken for the other side, and how far the sure ones are right."""
    taken = " ".join(
        f">={bound}: articles {np.mean(predicted[labels == 0] >= bound):.4f} "
        f"others {np.mean(predicted[labels == 1] >= bound):.4f};"
        for bound in (0.1, 0.6, 0.95)
    )
    sure = np.maximum(predicted, 1 - predicted) >= 0.95
    right = np.mean((predicted[sure] > 0.5) == (labels[sure] == 1))
    return f"{taken} sure {np.mean(sure):.3f} of all, right {right:.4f} of these"


def main() -> int:
    """Train, print the figures of either half, and write the weights of both."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("entries", type=Path)
    parser.add_argument("--output", type=Path)
    chosen = parser.parse_args()
    entries = read_entries(chosen.entries, Catalogue.packaged())
    for held_back in (1, 0):
        known = [entry for entry in entries if entry.half != held_back]
        tested = [entry for entry in entries if entry.half == held_back]
        columns = vocabulary(known)
        weights = fit(design_matrix(known, columns), _labels(known))
        figures = describe(probabilities(design_matrix(tested, columns), weights), _labels(tested))
        sys.stdout.write(f"trained on half {1 - held_back}, tested on half {held_back}: {figures}\n")
    columns = vocabulary(entries)
    weights = fit(design_matrix(entries, columns), _labels(entries))
    if chosen.output:
        head = _HEAD.format(entries=len(entries), articles=len({entry.article for entry in entries}))
        chosen.output.write_text(head + _rows(columns, weights), encoding="utf-8")
    return 0


def _labels(entries: Sequence[Entry]) -> Matrix:
    return np.array([entry.other for entry in entries], np.float32)


def _rows(columns: dict[str, int], weights: Matrix) -> str:
    named = [("(constant)", float(weights[-1]))]
    named += [(name, float(weights[at])) for name, at in columns.items()]
    return "".join(
        f"{name}\t{weight:.3f}\n"
        for name, weight in named
        if name == "(constant)" or abs(weight) >= _LEAST_WEIGHT
    )


if __name__ == "__main__":
    sys.exit(main())
