"""Which way something goes.

More, less, no difference, better, worse; and which arm of a comparison they speak of.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache

from citecheck.claims.lexicons import pattern, read_table, words
from citecheck.claims.sentences import arm_stems, content_stems
from citecheck.text import stem_token


class Way(StrEnum):
    """Which way a result points. `GOOD` and `BAD` are more of the one outcome and less of another."""

    UP = "up"
    DOWN = "down"
    SAME = "same"
    GOOD = "good"
    BAD = "bad"

    @property
    def opposite(self) -> Way:
        """The way back; "no difference" has none and stays."""
        return _OPPOSITES.get(self, self)


_OPPOSITES = {Way.UP: Way.DOWN, Way.DOWN: Way.UP, Way.GOOD: Way.BAD, Way.BAD: Way.GOOD}
_PARENTHESES = re.compile(r"\s*\([^()]*\)")
_SIGNS = frozenset((Way.UP, Way.DOWN))


@dataclass(frozen=True)
class Signal:
    """A word or phrase that says which way something goes, at `start` to `end` of its text."""

    start: int
    end: int
    way: Way


@dataclass(frozen=True)
class ClaimedEffect:
    """A claim taken apart: which way, for which outcome, of what, in comparison with what; parts as stems."""

    way: Way
    outcome: frozenset[str]
    intervention: frozenset[str]
    comparator: frozenset[str]

    @property
    def own_outcome(self) -> frozenset[str]:
        """The outcome's stems that name neither arm nor only how it is measured; where none is left, all."""
        own = self.outcome - self.intervention - self.comparator
        return (own - stems_of(words("measures"))) or own or self.outcome


@cache
def _signals() -> re.Pattern[str]:
    table = read_table("patterns")
    verbs = "|".join(table["effect_verbs"])
    nothing = [
        *table["no_difference"],
        rf"not (?:\w+ ){{0,2}}?(?:{verbs})",
        rf"(?:doesn|don|didn|isn|wasn|aren|weren)['’]t (?:\w+ ){{0,2}}?(?:{verbs})",
        rf"cannot (?:\w+ )?(?:{verbs})",
    ]
    ways = {"same": nothing, **{name: table[name] for name in ("up", "down", "good", "bad")}}
    groups = "|".join(f"(?P<{way}>{'|'.join(entries)})" for way, entries in ways.items())
    return re.compile(rf"(?<!\w)(?:{groups})(?!\w)", re.IGNORECASE)


@lru_cache(maxsize=1024)
def find_signals(text: str, outcome: frozenset[str] = frozenset()) -> tuple[Signal, ...]:
    """The signals of a text, in order.

    Words that belong to the outcome's own name ("weight gain") are left out, and so are words of direction
    that say nothing of a result ("twelve or more"). "Less decline" is one signal, upwards; "not associated
    with fewer" is one, of no difference.

    Args:
        text: A sentence or clause.
        outcome: The stems of the outcome that is spoken of.

    Returns:
        The signals, none within another.
    """
    silent = [found.span() for found in pattern("no_direction").finditer(text)]
    signals: list[Signal] = []
    for found in _signals().finditer(text):
        way = Way(str(found.lastgroup))
        if any(start <= found.start() < end for start, end in silent):
            continue
        if way is not Way.SAME and stem_token(found[0].lower()) in outcome:
            continue
        signal = Signal(found.start(), found.end(), way)
        if signals and _denies(signals[-1], signal, text):
            signals[-1] = Signal(signals[-1].start, signal.end, Way.SAME)
        elif signals and _turns(signals[-1], signal, text):
            signals[-1] = Signal(signals[-1].start, signal.end, _product(signals[-1].way, way))
        else:
            signals.append(signal)
    return tuple(signals)


def _denies(before: Signal, signal: Signal, text: str) -> bool:
    """Whether the signal before denies the one that follows: "not associated with fewer"."""
    between = text[before.end : signal.start]
    return before.way is Way.SAME and bool(
        re.fullmatch(r"(?:\s+(?!and\b|or\b|but\b)[\w-]+){0,2}\s+", between)
    )


def _turns(before: Signal, signal: Signal, text: str) -> bool:
    """Whether a signal is a noun whose amount the previous signal changes: "less decline"."""
    between = text[before.end : signal.start]
    return (
        {before.way, signal.way} <= _SIGNS
        and bool(pattern("turned_nouns").fullmatch(text[signal.start : signal.end]))
        and len(between.split()) <= 2
        and not re.search(r"[,;]|\band\b|\bor\b", between)
    )


def _product(one: Way, other: Way) -> Way:
    return Way.UP if one is other else Way.DOWN if one is Way.UP else Way.UP


def read_effect(claim: str) -> ClaimedEffect | None:
    """Take a claim apart around the signal that it turns on; None where it says nothing of a direction.

    "No difference" goes before a direction, and a direction before "better" or "worse". Where several
    signals stand before "than", the first after a verb of effect is it: "less tight targets led to higher
    birth weight than tight targets did". What stands behind the signal, up to "than", is the outcome; where
    nothing does, what stands before it. What stands in parentheses is left out.
    """
    claim = _PARENTHESES.sub(" ", claim)
    signals = find_signals(claim)
    caused = pattern("leading_to").search(claim)
    after = [signal for signal in signals if caused and signal.start >= caused.end()]
    order = ((Way.SAME,), tuple(_SIGNS), (Way.GOOD, Way.BAD))
    main = next((signal for ways in order for signal in after or signals if signal.way in ways), None)
    if main is None or "?" in claim:
        return None
    than = pattern("comparators").search(claim, main.end)
    outcome = frozenset(content_stems(claim[main.end : than.start() if than else len(claim)]))
    before = claim[: main.start]
    comparator = arm_stems(claim[than.end() :]) if than else frozenset()
    return ClaimedEffect(main.way, outcome or frozenset(content_stems(before)), arm_stems(before), comparator)


def stems_of(names: Iterable[str]) -> frozenset[str]:
    """The stems of plain words."""
    return frozenset(map(stem_token, names))
