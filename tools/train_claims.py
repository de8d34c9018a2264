"""Trains the linear models of `citecheck/claims` on labelled claims.

It prints what they reach on the halves that they were not trained on.

    python tools/train_claims.py FOLDER --output citecheck/claims/data

FOLDER holds `effect.jsonl` and `verification.jsonl` (rows of claim, label "supports", "refutes" or
"neutral", evidence, record with pmid, title and abstract) and `strength.jsonl` (rows of text and label, 0
none to 3 direct cause). Each half of the records, by a digest of the PMID (of the claim in
`verification.jsonl`), is scored by weights trained on the other half; the weights that are written are
trained on both.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from citecheck.claims.contradiction import (
    CONTRADICTED,
    CONTRADICTED_OF_TWO_ARMS,
    Stand,
    asserted_effect,
    contradiction_features,
)
from citecheck.claims.lexicons import weights
from citecheck.claims.passage import RecordText, rank_sentences, sentence_features
from citecheck.claims.relation_contradiction import contradicting_relation
from citecheck.claims.strength import cues

Row = dict[str, Any]
Floats = NDArray[np.float64]
Features = dict[str, float]

_FEWEST_SENTENCES = 12
_LEAST_WEIGHT = 0.12
_ORIGIN = """# Weights of the linear models in citecheck/claims, by feature; made by tools/train_claims.py.
# Trained on claims that people laid against abstracts of trials (treatment effects).
# Facts about words, no text of the sets; MIT licence, like the code.
"""


def half_of(key: str) -> int:
    """0 or 1, by a digest: which half a record belongs to."""
    return int(hashlib.sha256(key.encode()).hexdigest(), 16) % 2


def read_rows(path: Path) -> list[Row]:
    """The rows of a JSON Lines file."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def word_set(text: str) -> set[str]:
    """The different words of a text, for comparing a marked sentence with one of the abstract."""
    return set(re.findall(r"[a-z0-9.]+", text.lower()))


def is_marked(sentence: str, evidence: str) -> bool:
    """Whether people marked a sentence as evidence: most words of the shorter are in common."""
    one, other = word_set(sentence), word_set(evidence)
    return len(one) >= 5 and len(one & other) >= 0.6 * min(len(one), len(other))


def matrix(features: Sequence[Features], names: Sequence[str]) -> Floats:
    """A row a feature table, a column a name; what a table lacks is 0."""
    return np.array([[each.get(name, 0.0) for name in names] for each in features], dtype=np.float64)


def fit_softmax(groups: Sequence[tuple[Floats, Floats]], ridge: float = 0.01, steps: int = 600) -> Floats:
    """Weights under which the marked ones of each group are likeliest; by gradient ascent.

    Args:
        groups: For each claim the features of its sentences, shape (n, k), and which are marked, shape (n,).
        ridge: Penalty on squared weights.
        steps: Steps of 0.3 along the gradient.

    Returns:
        Weights of shape (k,).
    """
    found = np.zeros(groups[0][0].shape[1])
    for _ in range(steps):
        gradient = -ridge * found
        for table, marked in groups:
            powers = np.exp(table @ found - (table @ found).max())
            share = powers / powers.sum()
            target = share * marked
            gradient += table.T @ (target / target.sum() - share) / len(groups)
        found = found + 0.3 * gradient
    return found


def fit_logistic(table: Floats, labels: Floats, ridge: float = 2.0) -> Floats:
    """Weights of a logistic regression, by Newton's method; `ridge` penalises squared weights."""
    found = np.zeros(table.shape[1])
    for _ in range(40):
        likely = 1 / (1 + np.exp(-table @ found))
        gradient = table.T @ (labels - likely) - ridge * found
        curvature = (table * (likely * (1 - likely))[:, None]).T @ table + ridge * np.eye(len(found))
        found = found + np.linalg.solve(curvature, gradient)
    return found


def fit_classes(table: Floats, labels: NDArray[np.int64], ridge: float = 2.0, steps: int = 250) -> Floats:
    """Weights of shape (k, 4) of a softmax regression over four classes, by AdaGrad."""
    found = np.zeros((table.shape[1], 4))
    seen = np.full_like(found, 1e-6)
    wanted = np.eye(4)[labels]
    for _ in range(steps):
        scores = table @ found
        powers = np.exp(scores - scores.max(1, keepdims=True))
        gradient = table.T @ (wanted - powers / powers.sum(1, keepdims=True)) - ridge * found
        seen += gradient * gradient
        found += 0.5 * gradient / np.sqrt(seen)
    return found


def train_passage(rows: Sequence[Row]) -> dict[str, float]:
    """The passage's weights; prints how often the first is a marked one, on the half not trained on."""
    groups = []
    for row in rows:
        record = RecordText(row["record"]["abstract"], row["claim"])
        marked = np.array([is_marked(s.text, row["evidence"]) for s in record.sentences], dtype=np.float64)
        if marked.any():
            told = [sentence_features(row["claim"], record, sentence) for sentence in record.sentences]
            groups.append((half_of(row["record"]["pmid"]), told, marked))
    names = sorted({name for _, told, _ in groups for name in told[0]})
    tables = [(half, matrix(told, names), marked) for half, told, marked in groups]
    for half in (0, 1):
        fitted = fit_softmax([(t, m) for h, t, m in tables if h == half])
        first = [bool(m[np.argmax(t @ fitted)]) for h, t, m in tables if h != half]
        print(f"passage, half {1 - half}: {np.mean(first):.3f} of {len(first)}")
    return rounded(names, fit_softmax([(t, m) for _, t, m in tables]))


def train_contradiction(sets: Mapping[str, Sequence[Row]]) -> dict[str, float]:
    """The contradiction's weights, from the set "effect" alone: other claims seldom compare two arms.

    Prints recall and false alarms of all sets, on the half not trained on.
    """
    told = [_compared(name, row) for name, rows in sets.items() for row in rows]
    names = sorted({feature for each in told for feature in each.features if each.is_opposed})
    trials = [each for each in told if each.name == "effect"]
    scored = []
    for half in (0, 1):
        fitted = _fit_contradiction([each for each in trials if each.half == half], names)
        for each in told:
            if each.half != half:
                score = float((matrix([each.features], names) @ fitted)[0]) if each.is_opposed else -np.inf
                scored.append((each.name, each.label, np.inf if each.relation else score - each.needed))
    for name in sets:
        _print_contradiction(name, [(label, score) for own, label, score in scored if own == name])
    return rounded(names, _fit_contradiction(trials, names))


@dataclass(frozen=True)
class _ComparedRow:
    """A row laid against its record.

    `is_opposed`: the clause on the outcome does not agree. `needed`: the least score of a contradiction.
    `relation`: the relation that the claim states is contradicted, for which no weights are fitted.
    """

    name: str
    half: int
    label: str
    features: Features
    is_opposed: bool
    needed: float
    relation: bool


def _compared(name: str, row: Row) -> _ComparedRow:
    claim, record = row["claim"], RecordText(row["record"]["abstract"], row["claim"])
    effect = asserted_effect(record.expand(claim))
    features, top = (
        contradiction_features(claim, effect, record, rank_sentences(claim, record)) if effect else ({}, None)
    )
    is_opposed = top is not None and top.stand in (Stand.OPPOSED, Stand.NO_DIFFERENCE)
    # Many records are held against each claim of the verification set: its halves share no claim.
    key = claim if name == "verification" else row["record"]["pmid"]
    needed = CONTRADICTED_OF_TWO_ARMS if effect and effect.comparator else CONTRADICTED
    relation = contradicting_relation(claim, record) is not None
    return _ComparedRow(name, half_of(key), row["label"], features, is_opposed, needed, relation)


def _fit_contradiction(told: Sequence[_ComparedRow], names: Sequence[str]) -> Floats:
    opposed = [each for each in told if each.is_opposed]
    labels = np.array([each.label == "refutes" for each in opposed], dtype=np.float64)
    return fit_logistic(matrix([each.features for each in opposed], names), labels)


def _print_contradiction(name: str, scored: Sequence[tuple[str, float]]) -> None:
    for margin in (-1.0, -0.5, 0.0, 0.5):
        flagged = Counter(label for label, score in scored if score >= margin)
        count = Counter(label for label, _ in scored)
        print(
            f"contradicted, {name}, margin {margin:+.1f}: "
            f"recall {flagged['refutes'] / count['refutes']:.3f}, "
            f"of supported {flagged['supports'] / count['supports']:.4f}, "
            f"precision {flagged['refutes'] / max(1, flagged.total()):.3f}"
        )


def train_strength(rows: Sequence[Row]) -> dict[str, list[float]]:
    """The weights of each cue for the four classes; prints the accuracy on the half not trained on."""
    counts = Counter(cue for row in rows for cue in cues(row["text"]))
    names = sorted(cue for cue, count in counts.items() if count >= _FEWEST_SENTENCES)
    place = {cue: at for at, cue in enumerate(names)}
    table = np.zeros((len(rows), len(names) + 1))
    table[:, -1] = 1.0
    for at, row in enumerate(rows):
        table[at, [place[cue] for cue in cues(row["text"]) if cue in place]] = 1.0
    labels = np.array([int(row["label"]) for row in rows])
    halves = np.array([half_of(row["text"]) for row in rows])
    for half in (0, 1):
        fitted = fit_classes(table[halves == half], labels[halves == half])
        right = (table[halves != half] @ fitted).argmax(1) == labels[halves != half]
        print(f"strength, half {1 - half}: {right.mean():.3f} right of {len(right)}")
    fitted = fit_classes(table, labels)
    kept = {cue: fitted[at] for cue, at in place.items() if np.abs(fitted[at]).max() >= _LEAST_WEIGHT}
    kept["(constant)"] = fitted[-1]
    return {cue: [round(float(weight), 2) for weight in row] for cue, row in sorted(kept.items())}


def rounded(names: Sequence[str], fitted: Floats) -> dict[str, float]:
    """Weights by name, to three digits."""
    return {name: round(float(weight), 3) for name, weight in zip(names, fitted, strict=True)}


def write_weights(path: Path, models: dict[str, dict[str, float]]) -> None:
    """Write the weights of the models as TOML tables, features sorted."""
    lines = [_ORIGIN]
    for model, table in models.items():
        lines += [f"[{model}]", *(f'"{name}" = {weight}' for name, weight in sorted(table.items())), ""]
    path.write_text("\n".join(lines), "utf-8")


def main() -> None:
    """Read the sets, train, print, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--output", type=Path, required=True)
    args = parser.parse_args()
    effect = read_rows(args.folder / "effect.jsonl")
    models = {"passage": train_passage([r for r in effect if r["label"] == "supports" and r.get("evidence")])}
    # The contradiction is trained on the sentences' probabilities under the new weights.
    write_weights(args.output / "weights.toml", models)
    weights.cache_clear()
    sets = {"effect": effect, "verification": read_rows(args.folder / "verification.jsonl")}
    models["contradiction"] = train_contradiction(sets)
    write_weights(args.output / "weights.toml", models)
    strength = train_strength(read_rows(args.folder / "strength.jsonl"))
    rows = ["\t".join([cue, *map(str, row)]) for cue, row in strength.items()]
    head = "# cue, weights for none, association, conditional cause, cause; made by tools/train_claims.py"
    (args.output / "strength.tsv").write_text("\n".join([head, *rows, ""]), "utf-8")


if __name__ == "__main__":
    main()
