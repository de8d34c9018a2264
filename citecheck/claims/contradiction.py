"""Whether the abstract says the opposite of a claim.

Opposite ways for the same outcome, beyond a measured margin.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from citecheck.claims.direction import ClaimedEffect, Signal, Way, find_signals, read_effect, stems_of
from citecheck.claims.lexicons import pattern, weighed_sum, words
from citecheck.claims.passage import RankedSentence, RecordText
from citecheck.claims.sentences import Section, arm_stems

# A score (log-odds of a logistic regression) from which on a claim is called contradicted. Of two arms an
# abstract often speaks the other way round ("was longer with placebo than with zinc"), so that more is
# asked of a claim that compares. Measured by tools/train_claims.py on the halves not trained on:
# docs/benchmarks.md.
CONTRADICTED = 0.5
CONTRADICTED_OF_TWO_ARMS = 3.0

_CLAUSE_END = re.compile(
    r"[;]|, (?:but|whereas|while|although|however|yet)\b|\b(?:but|whereas|although|however)\b"
    # "…, and the mean score was …"
    r"|, and (?=[^,.;]{3,60}?\b(?:was|were|is|are|had|did|has|have|increas|decreas|reduc|improv))",
    re.IGNORECASE,
)
# A clause that ends before ", and" has a verb: "The incidence of sore throat, cough, and fever was …" is one.
_VERB = re.compile(r"\b(?:was|were|is|are|had|did|has|have|\w{3,}ed)\b", re.IGNORECASE)
# A longer claim says several things, and which of them an abstract contradicts stays open.
_LONGEST_CLAIM = 45
# A clause with a smaller share of the outcome's weight speaks of another outcome, and with a smaller share of
# the intervention's stems of another intervention ("the Western diet" is not "the DASH diet").
_LEAST_INTERVENTION = 0.5
_LEAST_OUTCOME = 0.1
_JOIN = re.compile(r",|\band\b")
_SHORTEST_CLAUSE = 15
# In characters. A longer text is hardly a clause, and the time to compare it grows with its cube.
_LONGEST_CLAUSE = 1_000
_TAIL = 160
_SENTENCE_END = re.compile(r"[.!?]\s+[A-Z]")
_PERIOD = re.compile(r"(\d+)[- ]?(?:months?|weeks?|years?|days?|hours?|h|min\w*)\b")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


class Stand(StrEnum):
    """How a clause stands to a claim."""

    AGREES = "agrees"
    OPPOSED = "opposed"
    NO_DIFFERENCE = "no difference"
    OTHER_SCALE = "other scale"
    SILENT = "silent"


@dataclass(frozen=True)
class Clause:
    """A clause of the abstract laid against a claim; shares and probabilities go from 0 to 1.

    `swapped` is 1 where the direction is stated of the other arm, less where that is not certain; `near`
    says how close the signal stands to the outcome's words.
    """

    text: str
    sentence: RankedSentence
    outcome: float
    intervention: float
    stand: Stand
    ways: frozenset[Way]
    near: float
    swapped: float

    @property
    def rank(self) -> float:
        """By what the clauses are ordered.

        Whether it speaks of the outcome, and its sentence of the claim.
        """
        speaks = 0.5 if not self.ways else 1.0
        return self.outcome * (1 + 0.6 * self.sentence.probability + 0.3 * self.intervention) * speaks


def contradicting_clause(claim: str, record: RecordText, ranked: Sequence[RankedSentence]) -> str | None:
    """The clause of the abstract that contradicts a claim, or None where none does for sure.

    Args:
        claim: The sentence part that says what a study found.
        record: The abstract.
        ranked: Its sentences with their probabilities, from `rank_sentences`.

    Returns:
        The clause's text, as the abstract has it.
    """
    effect = asserted_effect(record.expand(claim))
    if effect is None:
        return None
    features, top = contradiction_features(claim, effect, record, ranked)
    if top is None or top.stand not in (Stand.OPPOSED, Stand.NO_DIFFERENCE):
        return None
    needed = CONTRADICTED_OF_TWO_ARMS if effect.comparator else CONTRADICTED
    return top.text.strip() if weighed_sum(features, "contradiction") >= needed else None


def asserted_effect(claim: str) -> ClaimedEffect | None:
    """A claim's effect, where the claim is one plain statement of more or less, better or worse.

    None for questions, several sentences, long sentences, sentences that begin with a concession ("Although
    …, the drug …") or hold a contrast ("…, but …"), and what is only being looked into.
    """
    if not is_one_statement(claim):
        return None
    effect = read_effect(claim)
    return effect if effect and effect.way is not Way.SAME else None


def is_one_statement(claim: str) -> bool:
    """Whether a claim is one short sentence without a contrast that states a result, not a question."""
    claim = claim.strip()
    if pattern("being_studied").search(claim) or pattern("concessions").match(claim):
        return False
    if pattern("contrasts").search(claim) or _SENTENCE_END.search(claim):
        return False
    return len(claim.split()) <= _LONGEST_CLAIM


def contradiction_features(
    claim: str, effect: ClaimedEffect, record: RecordText, ranked: Sequence[RankedSentence]
) -> tuple[dict[str, float], Clause | None]:
    """What speaks for a contradiction, and the clause that speaks most of the claimed outcome.

    Args:
        claim: The claim's words.
        effect: The claim taken apart.
        record: The abstract.
        ranked: Its sentences with their probabilities.

    Returns:
        Features by name (shares and yes or no), and the clause; no features and None where no clause that
        states a result speaks of the outcome, or at other times than the claim.
    """
    clauses = [clause for one in ranked if _tells_a_result(one) for clause in _clauses(effect, record, one)]
    if not clauses:
        return {}, None
    top = max(clauses, key=lambda clause: (clause.rank, -clause.sentence.sentence.number))
    if not _speaks_of_the_same(claim, effect, top):
        return {}, None
    missing = set(_NUMBER.findall(claim)) - set(_NUMBER.findall(top.sentence.sentence.text))
    return {
        "constant": 1.0,
        "outcome": top.outcome,
        "swapped": top.swapped,
        "probability": top.sentence.probability,
        "valence": float(effect.way in (Way.GOOD, Way.BAD)),
        "compares": float(bool(effect.comparator)),
        "missing numbers": min(2, len(missing)) / 2,
        "intervention unseen": float(top.intervention == 0),
        **{f"is {stand.value}": float(top.stand is stand) for stand in Stand},
        **_features_of_top(top),
        **_features_of_all(top, clauses),
    }, top


def _features_of_top(top: Clause) -> dict[str, float]:
    text = top.text
    seen = {
        "outcome": top.outcome,
        "near": top.near,
        "significant": float(bool(pattern("significant").search(text))),
        "not significant": float(bool(pattern("not_significant").search(text))),
        "swapped": top.swapped,
        "one way": float(len(top.ways) == 1),
        "intervention": top.intervention,
        "concludes": float(bool(pattern("conclusions").search(text)) or top.sentence.sentence.is_last),
    }
    names = {Stand.OPPOSED: "opposed", Stand.NO_DIFFERENCE: "no difference"}
    return {
        f"{name}, {what}": value * (top.stand is stand)
        for stand, name in names.items()
        for what, value in seen.items()
    }


def _features_of_all(top: Clause, clauses: Iterable[Clause]) -> dict[str, float]:
    sums, most = dict.fromkeys(Stand, 0.0), dict.fromkeys(Stand, 0.0)
    for clause in clauses:
        if clause.outcome > 0.3:
            unsure = 0.5 if clause.swapped == 0.5 else 1.0
            weight = clause.outcome**2 * (0.5 + 0.5 * clause.intervention) * unsure
            sums[clause.stand] += weight
            most[clause.stand] = max(most[clause.stand], weight)
    agrees, opposed, same = sums[Stand.AGREES], sums[Stand.OPPOSED], sums[Stand.NO_DIFFERENCE]
    alone_opposed = top.stand is Stand.OPPOSED and agrees < 0.1 and same < 0.1
    alone_same = top.stand is Stand.NO_DIFFERENCE and agrees < 0.1 and opposed < 0.1
    by_stand = {
        f"sum of {s.value}": min(sums[s], 2.0) for s in (Stand.AGREES, Stand.OPPOSED, Stand.NO_DIFFERENCE)
    }
    by_stand |= {f"most {s.value}": most[s] for s in (Stand.AGREES, Stand.OPPOSED, Stand.NO_DIFFERENCE)}
    return {
        **by_stand,
        "opposed more than agrees": max(-1.0, min(1.0, opposed - agrees)),
        "no difference more than agrees": max(-1.0, min(1.0, same - agrees)),
        "only opposed": float(alone_opposed),
        "only no difference": float(alone_same),
        "only opposed, near": alone_opposed * top.near * top.outcome,
        "only no difference, near": alone_same * top.near * top.outcome,
    }


def _tells_a_result(one: RankedSentence) -> bool:
    """Whether a sentence states what was found, not what was asked, done, planned or known before."""
    text = one.sentence.text
    if one.sentence.section in (Section.BACKGROUND, Section.METHODS):
        return False
    return not (pattern("aims").search(text) or pattern("not_results").search(text))


def _speaks_of_the_same(claim: str, effect: ClaimedEffect, top: Clause) -> bool:
    """Whether a clause speaks of the claim's intervention and of its time.

    "At 18 months" is not "at 6 months". Where the claim compares two arms, a trial's sentence need not name
    them: "the groups did not differ".
    """
    ours, theirs = set(_PERIOD.findall(claim)), set(_PERIOD.findall(top.sentence.sentence.text))
    if ours and theirs and not ours & theirs:
        return False
    if _is_of_other_dose(claim, top.text):
        return False
    if not pattern("comparators").search(claim) and _compares_with_another(top.text):
        return False
    if top.outcome < _LEAST_OUTCOME or (not effect.comparator and top.intervention < _LEAST_INTERVENTION):
        return False
    of_others = top.stand is Stand.NO_DIFFERENCE and top.intervention == 0
    return not of_others or bool(pattern("between_arms").search(top.text))


def _is_of_other_dose(claim: str, clause: str) -> bool:
    """Whether only one of two texts is on a high dose: "14 or more servings", "less than 14 servings"."""
    doses = (pattern("large_doses"), pattern("small_doses"))
    (much, little), (held_much, held_little) = (
        [bool(dose.search(text)) for dose in doses] for text in (claim, clause)
    )
    return (much and held_little and not held_much) or (little and held_much and not held_little)


def _compares_with_another(clause: str) -> bool:
    """Whether a clause compares with something else than a control: "higher than the impact of smoking"."""
    than = pattern("than").search(clause)
    return than is not None and not arm_stems(clause[than.end() :]) & stems_of(words("control_arms"))


def _clauses(effect: ClaimedEffect, record: RecordText, one: RankedSentence) -> list[Clause]:
    held = arm_stems(one.sentence.expanded)
    outcome = effect.own_outcome
    own = (effect.intervention - effect.comparator - effect.outcome) - stems_of(words("any_arm"))
    others = (effect.comparator - effect.intervention - effect.outcome) - stems_of(words("any_arm"))
    others |= stems_of(words("control_arms")) - effect.intervention - effect.outcome
    found = []
    for quote in split_clauses(one.sentence.text):
        text = record.expand(quote)
        if pattern("baseline").search(text):
            continue
        signals = [signal for signal in find_signals(text, outcome) if not _of_comparator(text, signal)]
        distances = _distances(text, signals, outcome)
        reach = {signal: record.share(outcome, arm_stems(part)) for signal, part in _parts(text, signals)}
        main = min(
            distances,
            key=lambda s: (-round(reach[s], 1), distances[s] - 1.5 * (s.way is Way.SAME), s.start),
            default=None,
        )
        swapped = _swapped(text, main, signals, own, others) if main and main.way is not Way.SAME else 0.0
        found.append(
            Clause(
                quote,
                one,
                record.share(outcome, arm_stems(text)),
                len(own & held) / len(own) if own else 0.0,
                _stand(effect, main, swapped),
                frozenset(signal.way for signal in distances),
                1 / (1 + distances[main] / 4) if main else 0.0,
                swapped,
            )
        )
    return found


def split_clauses(text: str) -> list[str]:
    """The clauses of a sentence, parted at semicolons, contrasts, and "and" between two verbs.

    What is too short or too long for a clause is left out.
    """
    parts, start = [], 0
    for end in _CLAUSE_END.finditer(text):
        if end.start() - start > _SHORTEST_CLAUSE and _VERB.search(text, start, end.start()):
            parts.append(text[start : end.start()])
        start = end.end()
    return [part for part in (*parts, text[start:]) if _SHORTEST_CLAUSE // 2 < len(part) <= _LONGEST_CLAUSE]


def _of_comparator(text: str, signal: Signal) -> bool:
    """Whether a signal describes what is compared with: "when compared to more limited resections"."""
    return any(
        signal.start - than.end() <= 1 for than in pattern("comparators").finditer(text, 0, signal.start)
    )


def _parts(text: str, signals: Sequence[Signal]) -> Iterator[tuple[Signal, str]]:
    """The part of a clause that each signal stands in: "reductions in pain | and improvements in sleep"."""
    joins = [
        [join.start() for join in _JOIN.finditer(text, before.end, after.start)]
        for before, after in pairwise(signals)
    ]
    ends = [*(between[-1] for between in joins if between), len(text)]
    for signal in signals:
        at = next(number for number, end in enumerate(ends) if signal.start < end)
        yield signal, text[ends[at - 1] if at else 0 : ends[at]]


def _distances(text: str, signals: Sequence[Signal], outcome: frozenset[str]) -> dict[Signal, float]:
    """How many words each signal stands from the nearest of the outcome's; a comma counts as two more.

    Without a word of the outcome the distance is counted from the clause's beginning.
    """
    places = [
        found.span()
        for found in re.finditer(r"[^\W_]+(?:[-‐’'.][^\W_]+)*", text)
        if arm_stems(found[0]) & outcome
    ] or [(0, 0)]
    found: dict[Signal, float] = {}
    for signal in signals:
        gaps = [text[min(signal.end, end) : max(signal.start, start)] for start, end in places]
        found[signal] = min(len(gap.split()) + 2.0 * gap.count(",") for gap in gaps)
    return found


def _swapped(
    text: str, main: Signal, signals: Sequence[Signal], own: frozenset[str], others: frozenset[str]
) -> float:
    """Whether the direction is stated of the other arm: "was longer with placebo than with zinc"."""
    if pattern("unnamed_arms").search(text):
        return 0.5
    following = [signal.start for signal in signals if signal.start > main.end + 12]
    tail = text[main.end : min([main.end + _TAIL, *following])]
    than = pattern("comparators").search(tail)
    first = arm_stems(tail[: than.start()] if than else tail)
    second = arm_stems(tail[than.end() :]) if than else frozenset()
    before = arm_stems(text[: main.start])
    if len(others & first) > len(own & first) or len(own & second) > len(others & second):
        return 1.0
    other_is_subject = len(others & before) > len(own & before) and not own & first
    if than:
        return float(other_is_subject and not others & second)
    return 0.7 if other_is_subject else 0.0


def _stand(effect: ClaimedEffect, main: Signal | None, swapped: float) -> Stand:
    if main is None:
        return Stand.SILENT
    if main.way is Way.SAME:
        return Stand.NO_DIFFERENCE
    way = main.way.opposite if swapped == 1.0 else main.way
    if way is effect.way:
        return Stand.AGREES
    return Stand.OPPOSED if way is effect.way.opposite else Stand.OTHER_SCALE
