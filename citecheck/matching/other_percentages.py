"""The percentages of a finding that its record contradicts, because it gives others."""

from __future__ import annotations

import re

from citecheck.matching.record_features import RecordFeatures
from citecheck.model import CitationFields

# One percentage may be worked out from the record's numbers; of two, one is the record's own.
_FEWEST = 2
# An article rounds: 81.4 % is 81 % or 82 %.
_ROUNDED = 0.6
_PERCENTAGE = re.compile(r"\d\s?(?:%|percent\b|per\s?cent\b)")


def other_percentages(claimed: CitationFields, record: RecordFeatures) -> tuple[str, ...]:
    """The percentages that a sentence states of a study whose abstract gives none of them, but others.

    A news story may take percentages from the whole publication, so that none of its own count.

    Args:
        claimed: what the article states of the study.
        record: the candidate's record.

    Returns:
        Two percentages or more, as the article writes them; empty where the record may agree.
    """
    percentages = [quantity for quantity in claimed.numbers if quantity.unit == "%"]
    if claimed.story or len(percentages) < _FEWEST or not record.has_whole_abstract:
        return ()
    if len(_PERCENTAGE.findall(record.body)) < _FEWEST:
        return ()
    if any(abs(one.value - number) <= _ROUNDED for one in percentages for number in record.numbers):
        return ()
    return tuple(one.text for one in percentages)
