"""Which identifiers other services are asked about, and how their answers are added to a report."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from citecheck.model import CheckedCitation, DocumentReport, Verdict
from citecheck.model.second_opinion import Identifier, IdentifierKind, SecondOpinion

# A citation with one of these verdicts needs no second opinion.
_SETTLED = (Verdict.VERIFIED, Verdict.UNSOURCED)
# "ISBN: 978-0-7432-5823-4", "ISBN-10 0 7432 5823 1"
_ISBN = re.compile(r"\bISBN(?:-1[03])?:?\s{0,2}(?P<number>[\dX][\dXx\s–—-]{8,20}[\dXx])")
_ISBN_10, _ISBN_13 = 10, 13


def identifiers_to_ask(checked: CheckedCitation) -> Iterator[Identifier]:
    """The identifiers of a citation, if PubMed did not verify it."""
    judgement, claimed = checked.judgement, checked.citation.claimed
    if judgement is None or judgement.verdict in _SETTLED:
        return
    if claimed.doi:
        yield Identifier(IdentifierKind.DOI, claimed.doi.lower())
    yield from (Identifier(IdentifierKind.ISBN, isbn) for isbn in isbns_in(checked.citation.quote))


def isbns_in(text: str) -> Iterator[str]:
    """The ISBNs of a text whose check digit is right, without hyphens."""
    for found in _ISBN.finditer(text):
        digits = re.sub(r"[^\dXx]", "", found["number"]).upper()
        for length in (_ISBN_13, _ISBN_10):
            if len(digits) >= length and is_isbn(digits[:length]):
                yield digits[:length]
                break


def is_isbn(digits: str) -> bool:
    """Whether 10 or 13 digits have the check digit of an ISBN; the last of ten may be an X."""
    if not digits[:-1].isdigit():
        return False
    values = [10 if digit == "X" else int(digit) for digit in digits]
    if len(digits) == _ISBN_10:
        return sum(value * weight for value, weight in zip(values, range(10, 0, -1), strict=True)) % 11 == 0
    return (
        digits.startswith(("978", "979"))
        and digits[-1] != "X"
        and sum(value * (1 + 2 * (at % 2)) for at, value in enumerate(values)) % 10 == 0
    )


def with_second_opinions(
    parts: Iterable[DocumentReport], ask: Callable[[Identifier], tuple[SecondOpinion, ...]]
) -> Iterator[DocumentReport]:
    """The reports, with what other services say added as notes.

    Args:
        parts: the reports, read one by one.
        ask: asks the services for an identifier; it is called once for each identifier.

    Returns:
        An iterator over the reports in the same order; verdicts stay as they are.
    """
    known: dict[Identifier, tuple[SecondOpinion, ...]] = {}
    for part in parts:
        for checked in part.citations:
            for identifier in identifiers_to_ask(checked):
                if identifier not in known:
                    known[identifier] = ask(identifier)
        yield replace(part, citations=tuple(_with_notes(checked, known) for checked in part.citations))


def _with_notes(
    checked: CheckedCitation, known: Mapping[Identifier, tuple[SecondOpinion, ...]]
) -> CheckedCitation:
    said = [opinion.sentence for identifier in identifiers_to_ask(checked) for opinion in known[identifier]]
    if not said or checked.judgement is None:
        return checked
    notes = tuple(dict.fromkeys((*checked.judgement.notes, *said)))
    return replace(checked, judgement=replace(checked.judgement, notes=notes))
