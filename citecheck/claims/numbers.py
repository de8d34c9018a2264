"""Numbers of a claim against numbers of the abstract that count the same thing in the same unit."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

# Abstracts with more different numbers of one unit leave open which of them the article means.
MOST_OF_ONE_UNIT = 6
_SMALL = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12,
}  # fmt: skip
_UNITS = {
    "%": r"%|per ?cent\b|percent\b|percentage points?\b",
    "mg": r"mg\b|milligrams?\b",
    "g": r"g\b|grams?\b",
    "µg": r"[µμ]g\b|mcg\b|micrograms?\b",
    "IU": r"iu\b|international units\b",
    "mmHg": r"mm ?Hg\b",
    "mmol": r"mmol\b",
    "cm": r"cm\b|centimet(?:er|re)s?\b",
    "mm": r"mm\b",
    "ml": r"ml\b|millilit(?:er|re)s?\b",
    "kg": r"kg\b|kilograms?\b",
    "minutes": r"min(?:ute)?s?\b",
    "hours": r"h(?:ou)?rs?\b|h\b",
    "days": r"days?\b|d\b",
    "weeks": r"weeks?\b|wks?\b",
    "months": r"months?\b",
    "years": r"years?\b|yrs?\b",
    "people": (
        r"(?:\w+ )?(?:people|patients|participants|adults|men|women|children|subjects|volunteers|nurses)\b"
    ),
}
_VALUE = r"\d{1,3}(?:,\d{3})+|\d+(?:[.·]\d+)?"
_MEASURE = re.compile(
    # "1,000,000" is one number or three: a list is taken as it is first read, for there are very many ways.
    rf"(?<![\w.·/])(?P<list>(?>(?:{_VALUE})(?:(?:, ?|,? (?:and|or|to) | ?[-–] ?)(?:{_VALUE}))*)"
    rf"|{'|'.join(_SMALL)})"
    rf"(?:[ -]?(?P<unit>{'|'.join(_UNITS.values())})(?P<per> ?/ ?(?:kg|m2|m²|l|L|ml|dl|dL|min|h)\b)*)?",
    re.IGNORECASE,
)
_SMALL_OR_VALUE = re.compile(rf"{_VALUE}|{'|'.join(_SMALL)}")
# "95% CI", "p < 0.05", "per 100 patients": numbers that measure nothing of the finding.
_NO_MEASURE = re.compile(r"\b9[059]\s?%\s?(?:CI\b|confidence|credible)|\bper \d[\d,]*\s", re.IGNORECASE)
# "within 1 to 2 hours", "at least 8 weeks": a bound, which other numbers keep to.
_BOUND = re.compile(r"\b(?:within|at least|at most|up to|every|the first)\s+$", re.IGNORECASE)
# A relative change of the abstract that is written as a ratio: "RR 0.80", "hazard ratio, 1.5".
_RATIO = re.compile(
    r"(?:\b(?:RR|OR|HR|aOR|aHR)\b|(?:odds|hazard|risk|rate) ratios?|relative risk)"
    r"[^0-9;.]{0,20}(?P<value>\d[.·]\d+)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Measure:
    """A number with its unit ("mg", "weeks", "people", "%"), and as written."""

    value: float
    unit: str
    text: str


def find_measures(text: str, *, bounds: bool = True) -> tuple[Measure, ...]:
    """The numbers of a text that carry a unit, in order; limits of confidence are left out.

    "5, 10 and 20 mg" are three numbers of one unit.

    Args:
        text: A sentence, a claim or an abstract.
        bounds: Whether bounds count as well ("within 2 hours", "at least 8 weeks").

    Returns:
        The numbers with their units.
    """
    silent = [found.span() for found in _NO_MEASURE.finditer(text)]
    found = []
    for match in _MEASURE.finditer(text):
        if not match["unit"] or _is_in_span(match.start(), silent):
            continue
        if not bounds and _BOUND.search(text, max(0, match.start() - 12), match.start()):
            continue
        unit = _unit_of(match["unit"]) + (match["per"] or "").replace(" ", "").lower()
        for value in _SMALL_OR_VALUE.findall(match["list"].lower()):
            number = float(_SMALL.get(value) or value.replace(",", "").replace("·", "."))
            found.append(Measure(number, unit, f"{value} {match['unit']}{match['per'] or ''}"))
    return tuple(found)


def _is_in_span(at: int, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether a place is in one of these spans, which are in order and do not overlap."""
    before = bisect_right(spans, at, key=lambda span: span[0])
    return before > 0 and at < spans[before - 1][1]


def _unit_of(written: str) -> str:
    return next(unit for unit, forms in _UNITS.items() if re.fullmatch(forms, written, re.IGNORECASE))


def disagreeing_numbers(claim: str, abstract: str) -> tuple[tuple[Measure, Measure], ...]:
    """Numbers of the claim that disagree with the only numbers of their unit that the abstract has.

    Nothing is said of a unit of which the abstract has none, or more than `MOST_OF_ONE_UNIT` different
    numbers; nor where a number fits after rounding, as a sum or difference of two, or as a ratio written
    as a percentage.

    Args:
        claim: What the article says that was found.
        abstract: The record's abstract.

    Returns:
        Pairs of the claim's number and the nearest of the abstract.
    """
    held: dict[str, list[Measure]] = {}
    for other in find_measures(abstract):
        held.setdefault(other.unit, []).append(other)
    bare = _bare_numbers(abstract)
    ratios = [float(found["value"].replace("·", ".")) for found in _RATIO.finditer(abstract)]
    pairs = []
    for measure in find_measures(claim, bounds=False):
        same = held.get(measure.unit, [])
        values = {other.value for other in same}
        if not same or len(values) > MOST_OF_ONE_UNIT or measure.value in bare:
            continue
        if not _fits(measure, values, ratios):
            pairs.append((measure, _nearest(measure, same)))
    return tuple(dict.fromkeys(pairs))


def _nearest(measure: Measure, others: Iterable[Measure]) -> Measure:
    return min(others, key=lambda other: (abs(other.value - measure.value), other.value))


def _bare_numbers(text: str) -> set[float]:
    """The numbers of a text that carry no unit: any of them may be the claim's."""
    rest = _MEASURE.sub(lambda match: " " if match["unit"] else match[0], text)
    return {float(number.replace(",", "")) for number in re.findall(r"\d+(?:,\d{3})*(?:\.\d+)?", rest)}


def _fits(measure: Measure, values: Iterable[float], ratios: Sequence[float]) -> bool:
    """Whether a number is one of these as writers round it, or is made of them."""
    given = sorted(values)
    derived: set[float] = set()
    if measure.unit in ("%", "people"):
        # "12 points more" of 40 % and 52 %; "all 120 people" of two groups of 60.
        derived = {abs(one - other) for one in given for other in given}
        derived |= {one + other for one in given for other in given}
    if measure.unit == "%":
        derived |= {abs(ratio - 1) * 100 for ratio in ratios} | {
            abs(1 / ratio - 1) * 100 for ratio in ratios if ratio
        }
        derived |= {100 - one for one in given}
    return any(is_rounded(measure.value, value) for value in (*given, *derived))


def is_rounded(written: float, exact: float) -> bool:
    """Whether `written` is `exact` as a writer may round it.

    Args:
        written: The number in the claim.
        exact: The number in the record, in the same unit.

    Returns:
        True where they are equal, differ by at most 5 percent of `exact`, or `written` is `exact` to a
        whole number of ten or more (at most 0.5 apart).
    """
    if exact == 0 or written == exact:
        return written == exact
    return abs(written - exact) <= 0.05 * abs(exact) or (abs(written - exact) <= 0.5 and abs(exact) >= 9.5)
