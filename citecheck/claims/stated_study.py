"""What an article states of the study itself, held against the record.

Its design, the number of participants, the number of studies reviewed:
"A randomized trial", "4,500 people", "a review of 40 studies". An article is accused only where the record
names its own design or numbers; what the record does not say is not wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from citecheck.claims.lexicons import pattern, read_table
from citecheck.claims.numbers import find_measures
from citecheck.model import Publication

# An abstract may give the size of a subgroup, of those analysed or of those invited: a stated number is
# surely wrong only if it is so many times as large as all that the abstract has.
PARTICIPANTS_BEYOND = 3.0
STUDIES_BEYOND = 1.5
_NUMBER = re.compile(r"(?<![\w.,])\d{1,3}(?:,\d{3})+(?![\w,])|(?<![\w.,])\d+(?![\w,])")
_WORDS = (
    "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
)  # fmt: skip
_NUMBERS = {word: number for number, word in enumerate(_WORDS, 2)}
# "40 studies", "twelve randomised controlled trials"
_STUDIES = re.compile(
    rf"(?<![\w.,-])(?P<number>\d{{1,3}}(?:,\d{{3}})*|{'|'.join(_WORDS)}) (?:[\w-]+ ){{0,3}}?"
    r"(?P<what>studies|trials|RCTs|papers|articles|publications|reports)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class StudyStatement:
    """What is stated wrongly, as a sentence; `is_sure` where the record leaves no doubt."""

    sentence: str
    is_sure: bool


def study_statements(text: str, publication: Publication) -> tuple[StudyStatement, ...]:
    """What a text states wrongly of the study that it cites.

    Args:
        text: The sentence that cites the publication, and no other one.
        publication: The record whose identity is settled.

    Returns:
        At most a statement each on design, participants and number of studies.
    """
    found = (
        _design_statement(text, publication),
        _participants_statement(text, publication),
        _studies_statement(text, publication),
    )
    return tuple(one for one in found if one)


def _designs() -> dict[str, dict[str, str | list[str]]]:
    table: dict[str, dict[str, str | list[str]]] = read_table("designs")
    return table


def _matches(signs: str | list[str], text: str) -> bool:
    return bool(re.search(rf"(?<!\w)(?:{'|'.join(signs)})(?!\w)", text, re.IGNORECASE))


def stated_design(text: str) -> str | None:
    """The design of the study that a text states; None if it states no design, or several."""
    if pattern("other_studies").search(text):
        return None
    named = [name for name, signs in _designs().items() if _matches(signs["stated"], text)]
    # A review is named with what it reviews: "a meta-analysis of randomised trials".
    reviews = [name for name in named if name == "review"]
    return (reviews or named)[0] if len(reviews or named) == 1 else None


def _design_statement(text: str, publication: Publication) -> StudyStatement | None:
    """A statement on a design that differs from the record's title or types and that its text never names."""
    stated = stated_design(text)
    if stated is None:
        return None
    designs = _designs()
    title = f"{publication.title} {'; '.join(publication.publication_types)}"
    whole = f"{title} {'; '.join((*publication.mesh, *publication.keywords))} {publication.abstract}"
    if _matches(designs[stated]["words"], whole):
        return None
    for name, signs in designs.items():
        if name == stated or name in designs[stated]["related"]:
            continue
        in_title = _matches(signs["stated"], title)
        if in_title or _matches(signs["stated"], publication.abstract):
            sentence = f"The article speaks of {designs[stated]['name']}; the record, of {signs['name']}."
            return StudyStatement(sentence, in_title and bool(publication.abstract))
    return None


def _participants_statement(text: str, publication: Publication) -> StudyStatement | None:
    """A statement on more participants than the record can have; a smaller number may be a subgroup."""
    stated = [one for one in find_measures(text) if one.unit == "people" and one.value >= 2]
    held = [one for one in find_measures(publication.abstract) if one.unit == "people"]
    if len(stated) != 1 or not held or pattern("shares_of_people").search(text):
        return None
    most = max(sum({one.value for one in held}), *_numbers_in(publication.abstract), 0)
    if stated[0].value < PARTICIPANTS_BEYOND * most:
        return None
    largest = max(held, key=lambda one: one.value)
    return StudyStatement(f"The article says {stated[0].text}; the abstract has {largest.text}.", True)


def _studies_statement(text: str, publication: Publication) -> StudyStatement | None:
    """A statement on a number of reviewed studies that differs from the abstract's."""
    stated = list(_STUDIES.finditer(text)) if pattern("reviews").search(text) else []
    held = list(_STUDIES.finditer(publication.abstract))
    if len(stated) != 1 or not held:
        return None
    count, counts = _value(stated[0]["number"]), {_value(one["number"]) for one in held}
    sums = {sum(pair) for pair in combinations(sorted(counts)[:20], 2)}
    if count in counts | sums | set(_numbers_in(publication.abstract)):
        return None
    largest = max(held, key=lambda one: _value(one["number"]))
    sentence = f"The article says {stated[0][0]}; the abstract has {largest[0]}."
    return StudyStatement(sentence, count >= STUDIES_BEYOND * max(counts))


def _value(written: str) -> float:
    known = _NUMBERS.get(written.lower())
    return float(known if known is not None else written.replace(",", ""))


def _numbers_in(text: str) -> Iterable[float]:
    return [float(number.replace(",", "")) for number in _NUMBER.findall(text)]
