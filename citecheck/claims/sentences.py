"""The sentences of an abstract, with the section that each stands in, and their stems."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, cached_property, lru_cache

from citecheck.claims.abbreviations import expand_abbreviations
from citecheck.claims.lexicons import read_table, words
from citecheck.text import stem_token, tokenize

# "… of the patients. Conclusions: …"; an abbreviation ("18% vs. 33%", "approx. 40 g") ends no sentence.
_END = re.compile(
    r"(?<=[.!?])(?<!\bvs\.)(?<!\bapprox\.)(?<!\bca\.)(?<!\be\.g\.)(?<!\bi\.e\.)\s+(?=[A-Z0-9(])"
)
_PARTS = re.compile(r"[-‐‑/]")
# Of vitamins, hepatitis and influenza viruses. "a" in small letters is an article; P, n and r are statistics.
_NAMING_LETTERS = frozenset("ABCDEKbcdek")
# "in group A", "in groups GO and D": the label distinguishes the arms of a trial.
_ARM_LABEL = re.compile(r"\bgroups? ([A-Z]{1,3}\d?|\d|[IV]+)\b")


class Section(StrEnum):
    """A part of a structured abstract; `NONE` where nothing says which."""

    BACKGROUND = "background"
    METHODS = "methods"
    RESULTS = "results"
    CONCLUSIONS = "conclusions"
    NONE = "none"


@dataclass(frozen=True)
class RecordSentence:
    """A sentence of an abstract: its text, its section, its number and how many there are.

    `expanded` is the text with the abstract's abbreviations replaced by their long forms.
    """

    text: str
    expanded: str
    section: Section
    number: int
    count: int

    @property
    def is_last(self) -> bool:
        """Whether the abstract ends with it."""
        return self.number == self.count - 1

    @cached_property
    def stems(self) -> tuple[str, ...]:
        """Its content stems, in order."""
        return content_stems(self.expanded)


def split_abstract(abstract: str, long_forms: Mapping[str, str] | None = None) -> tuple[RecordSentence, ...]:
    """Split an abstract into its sentences; each carries the section that the last label named.

    Args:
        abstract: The abstract.
        long_forms: Long forms by abbreviation.

    Returns:
        The sentences in order.
    """
    texts: list[str] = []
    for text in filter(None, map(str.strip, _END.split(abstract))):
        # "Results. Nineteen patients …": a label alone is no sentence.
        if texts and _is_label(texts[-1]):
            texts[-1] += f" {text}"
        else:
            texts.append(text)
    section, found = Section.NONE, []
    for number, text in enumerate(texts):
        section = _section_named(text) or section
        expanded = expand_abbreviations(text, long_forms or {})
        found.append(RecordSentence(text, expanded, section, number, len(texts)))
    return tuple(found)


@cache
def _labels() -> re.Pattern[str]:
    table = read_table("patterns")
    kinds = {"background": "background_labels", "methods": "method_labels"}
    kinds |= {"results": "result_labels", "conclusions": "conclusion_labels"}
    groups = "|".join(f"(?P<{kind}>{'|'.join(table[name])})" for kind, name in kinds.items())
    return re.compile(rf"(?:{groups})\b\s*[:.]?\s*(?=[A-Z])", re.IGNORECASE)


def _section_named(text: str) -> Section | None:
    """The section that a label at the beginning names: "RESULTS: Nineteen patients …"."""
    label = _labels().match(text)
    return Section(label.lastgroup) if label and label.lastgroup and text[:1].isupper() else None


def _is_label(text: str) -> bool:
    """Whether a text is the label of a section and nothing else."""
    label = _labels().match(f"{text} X")
    return label is not None and label.end() > len(text)


@lru_cache(maxsize=4096)
def content_stems(text: str) -> tuple[str, ...]:
    """The stems of a text's discriminative words, parts of hyphenated words by themselves.

    A letter that names one of a kind belongs to the word before it: "vitamin C" is one stem, so that it
    shares nothing with "vitamin D".
    """
    found: list[str] = []
    follows = False
    for word in (part for token in tokenize(text) for part in _PARTS.split(token)):
        if follows and word in _NAMING_LETTERS:
            found[-1] += f" {word.lower()}"
        elif word and word.lower() not in words("stop_words"):
            found.append(stem_token(word.lower()))
            follows = True
            continue
        follows = False
    return tuple(found)


def arm_stems(text: str) -> frozenset[str]:
    """The content stems of a text, and the labels of the arms that it names ("group A")."""
    labels = {f"group {label[1].lower()}" for label in _ARM_LABEL.finditer(text)}
    return frozenset(content_stems(text)) | labels
