"""The line numbers of a manuscript, which a text layer puts in front of each line: "12 prevent influenza"."""

from __future__ import annotations

import re
from collections.abc import Sequence

__all__ = ["without_line_numbers"]

_NUMBER = re.compile(r"(?P<number>\d{1,4})(?:\s+(?=\S)|$)")
# Fewer numbered lines may be a list of things that are numbered without a stop.
_FEWEST = 5
# Running heads and page numbers have no number, and editors often number each fifth line only.
_LEAST_SHARE = 0.8
_STEPS = (1, 5)
_ENDS_SENTENCE = tuple('.!?:;”"’)]0123456789')


def without_line_numbers(lines: Sequence[str]) -> list[str]:
    """The lines of a page without the numbers in front of them, if it is numbered; a lone number becomes "".

    Short entries that are numbered "1 Ito B. Naps." one to a line keep their numbers: those of lines run
    through sentences.
    """
    numbers = [_NUMBER.match(line) for line in lines]
    for step in _STEPS:
        run = _run(numbers, step)
        if (
            len(run) >= _FEWEST
            and len(run) * step >= _LEAST_SHARE * len(lines)
            and _cuts_sentences(lines, run)
        ):
            return [_behind(line, numbers[at]) if at in run else line for at, line in enumerate(lines)]
    return list(lines)


def _run(numbers: Sequence[re.Match[str] | None], step: int) -> frozenset[int]:
    """The lines whose numbers go up by `step`, each as many lines behind the last as it should be."""
    found: list[int] = []
    last: int | None = None
    for at, hit in enumerate(numbers):
        if hit is None:
            continue
        number = int(hit["number"])
        if last is None or (number == last + step and (step == 1 or at - found[-1] == step)):
            found.append(at)
            last = number
        elif len(found) == 1:
            found, last = [at], number
    return frozenset(found)


def _cuts_sentences(lines: Sequence[str], run: frozenset[int]) -> bool:
    """Whether a numbered line goes on with the sentence of the line before it."""
    cut = sum(
        bool(rest := _NUMBER.sub("", lines[at], count=1))
        and not lines[at - 1].endswith(_ENDS_SENTENCE)
        and (rest[0].islower() or at - 1 in run)
        for at in run
        if at > 0
    )
    return cut * 5 >= len(run)


def _behind(line: str, number: re.Match[str] | None) -> str:
    return line[number.end() :] if number else line
