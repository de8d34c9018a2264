"""Which concepts of a finding are the subject of the whole passage on a study.

A sentence of its own is all that is known of a study: each of its key concepts counts. A news story says
its subject again and again; what stands in a single sentence of it ("to blame", "100,000 people worldwide")
may be a turn of speech, or speak of something else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from citecheck.matching.term_keys import term_keys
from citecheck.model import CitationFields

# An abbreviation's full stop cuts a sentence in two, which does no harm here.
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n+")
# A passage with fewer sentences beside the finding says hardly more than it.
_FURTHER_SENTENCES = 2
# A sentence is that of the finding if it has the first so many characters of it, or the other way round.
_SAME_START = 40


def says_more_than_finding(claimed: CitationFields) -> bool:
    """Whether an article says more of a study than the sentence with its finding."""
    return len(_further_sentences(claimed)) >= _FURTHER_SENTENCES


def subjects_among(claimed: CitationFields, concepts: Iterable[str]) -> tuple[str, ...]:
    """Those of some concepts that the passage on a study is about.

    Args:
        claimed: what the article states of the study.
        concepts: concepts of its finding.

    Returns:
        All of them where the article hardly says more than the finding; of a story those in its headline;
        else those that another sentence mentions too.
    """
    further = _further_sentences(claimed)
    if len(further) < _FURTHER_SENTENCES:
        return tuple(concepts)
    if claimed.story:
        headline = term_keys(split_passage(claimed.context)[0])
        return tuple(text for text in concepts if term_keys(text) <= headline)
    said = term_keys(" \n".join(further))
    return tuple(text for text in concepts if term_keys(text) & said)


def split_passage(text: str) -> list[str]:
    """Return the sentences and lines of a passage, without the white space around them."""
    return [sentence.strip() for sentence in _SENTENCE_END.split(text) if sentence.strip()]


def _further_sentences(claimed: CitationFields) -> list[str]:
    """The sentences of the passage without that of the finding."""
    finding = claimed.finding or ""
    return [
        sentence
        for sentence in split_passage(claimed.context)
        if not finding or (finding[:_SAME_START] not in sentence and sentence[:_SAME_START] not in finding)
    ]
