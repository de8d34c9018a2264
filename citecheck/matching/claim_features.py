"""The derived features of a claim: its concepts with all variants, stemmed once for many candidates."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from citecheck.matching import lexicons
from citecheck.matching.comparison_level import ComparisonResult
from citecheck.matching.numerals import numbers_in
from citecheck.matching.subjects import split_passage
from citecheck.matching.surnames import surname_keys
from citecheck.matching.term_keys import (
    LONGEST_TITLE,
    fold,
    folded_words,
    key_of,
    term_keys,
    weigh_terms,
    weight,
)
from citecheck.matching.term_keys import key_sequence as sequence_of
from citecheck.model import CitationFields, Journal, Role
from citecheck.text import find_variants
from citecheck.text.term_weighting import weighed_terms

# A term of the vocabulary weighs so many times as much as another term of the same rarity.
_ENTRY = 1.3
# Few publications share a number of so many significant digits, unless it is a year.
_DISCRIMINATIVE_DIGITS = 3
_YEARS = (1800, 2099)
_KEY_ROLES = (Role.INTERVENTION, Role.CONDITION)


# A sentence with fewer different discriminative stems is like many records.
_SAYS_SOMETHING = 3

# More than any article states of one publication: each is compared with the authors of every candidate.
_MOST_NAMES = 200


@dataclass(frozen=True, slots=True)
class Group:
    """A term of a claim: each alternative is the stems of one of its variants.

    `role` is that of the key concept which it is part of, None for other terms.
    """

    text: str
    weight: float
    alternatives: tuple[frozenset[str], ...]
    role: Role | None = None

    @property
    def key(self) -> bool:
        """Whether it is part of a key concept."""
        return self.role is not None


class ClaimFeatures:
    """The fields of a citation with their derived forms, each worked out when it is first read.

    `journals` holds the results for the journals that it was compared with.
    """

    def __init__(self, claimed: CitationFields) -> None:
        self.claimed = _within_bounds(claimed)
        self.journals: dict[Journal | None, ComparisonResult] = {}

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """The terms of the finding, those of its concepts first; without a finding, those of the passage."""
        stated: dict[frozenset[str], Group] = {}
        for concept in self.claimed.concepts:
            text = _without_names(concept.text, self.claimed.institutions)
            _add(stated, text, concept.role if concept.role in _KEY_ROLES else None)
        if self.claimed.finding or not stated:
            _add(stated, self.claimed.finding or self.claimed.context)
        return _without_parts(stated)

    @cached_property
    def key_groups(self) -> tuple[tuple[int, Group], ...]:
        """The key concepts among the groups, with their places."""
        return tuple((place, group) for place, group in enumerate(self.groups) if group.key)

    @cached_property
    def key_weight(self) -> float:
        """What the key concepts weigh together."""
        return sum(group.weight for _, group in self.key_groups)

    @cached_property
    def groups_weight(self) -> float:
        """What all the groups weigh together."""
        return sum(group.weight for group in self.groups)

    @cached_property
    def context_groups(self) -> tuple[Group, ...]:
        """The terms of the wider passage that the finding doesn't hold."""
        stated: dict[frozenset[str], Group] = {}
        _add(stated, self.claimed.context)
        own = {stem for group in self.groups for stem in group.alternatives[0]}
        return tuple(group for group in _without_parts(stated) if not group.alternatives[0] <= own)

    @cached_property
    def topic(self) -> str:
        """The terms of the finding as people read them."""
        return ", ".join(group.text for group in self.groups)

    @cached_property
    def terms(self) -> frozenset[str]:
        """Every stem that the article uses for the study, in any variant."""
        found: set[str] = set()
        for group in (*self.groups, *self.context_groups):
            found.update(*group.alternatives)
        if self.claimed.title:
            found |= term_keys(self.claimed.title)
        return frozenset(found)

    @cached_property
    def related_stems(self) -> dict[str, float]:
        """Stems that are related to those of the article but not used in it, with their similarity (0-1)."""
        mine = self.terms
        found: dict[str, float] = {}
        for stem in mine:
            for other, alike in lexicons.related_stems(stem).items():
                if alike > found.get(other, 0.0):
                    found[other] = alike
        return {stem: alike for stem, alike in found.items() if stem not in mine}

    @cached_property
    def passage(self) -> str:
        """Everything that is said of the study."""
        return f"{self.claimed.finding or ''} \n{self.claimed.context}"

    @cached_property
    def sequence(self) -> list[str]:
        """The stems of the passage in order."""
        return sequence_of(self.passage)

    @cached_property
    def is_passage(self) -> bool:
        """Whether more than one sentence is about the study."""
        return len(split_passage(self.claimed.context)) > 1

    @cached_property
    def counts(self) -> Counter[str]:
        """How often each stem is used."""
        return Counter(self.sequence)

    @cached_property
    def sentences(self) -> tuple[tuple[int, ...], ...]:
        """For each sentence of the passage that says something, the places of its stems in `counts`."""
        places = {stem: place for place, stem in enumerate(self.counts)}
        spoken = (dict.fromkeys(sequence_of(text)) for text in split_passage(self.passage))
        return tuple(
            tuple(places[stem] for stem in stems) for stems in spoken if len(stems) >= _SAYS_SOMETHING
        )

    @cached_property
    def length(self) -> float:
        """How many different stems are used, in doublings."""
        return math.log2(1 + len(self.counts))

    @cached_property
    def stem_weights(self) -> dict[str, float]:
        """What each stem of the passage weighs, in bits."""
        return weigh_terms(self.passage)

    @cached_property
    def figures(self) -> frozenset[float]:
        """Numbers of the passage that few others share: counts and shares, neither round ones nor years."""
        claimed = self.claimed
        stated = {float(claimed.sample_size or 0), *(number.value for number in claimed.numbers)}
        return frozenset(n for n in numbers_in(self.passage) if n not in stated and _is_discriminative(n))

    @cached_property
    def names_people(self) -> bool:
        """Whether it names authors or anybody else."""
        return bool(self.claimed.authors or self.claimed.people)

    @cached_property
    def surname_keys(self) -> frozenset[str]:
        """What the last names of everybody it names share with every last name that can be one of them."""
        claimed = self.claimed
        return frozenset().union(
            *(surname_keys(fold(p.last_name)) for p in (*claimed.authors, *claimed.people))
        )

    @cached_property
    def has_topic(self) -> bool:
        """Whether it says what the study was about, other than by the publication's title."""
        return bool(self.groups)

    @cached_property
    def title(self) -> str:
        """The folded title, empty where none is stated."""
        return folded_words((self.claimed.title or "")[:LONGEST_TITLE])

    @cached_property
    def like_a_reference(self) -> bool:
        """Whether authors stand in the publication's order, as they do in a reference."""
        claimed = self.claimed
        return bool(claimed.title or claimed.volume or claimed.pages)


def _within_bounds(claimed: CitationFields) -> CitationFields:
    """Return the fields without the names that are beyond the bound of a comparison."""
    authors, people, institutions = claimed.authors, claimed.people, claimed.institutions
    if max(len(authors), len(people), len(institutions)) <= _MOST_NAMES:
        return claimed
    return replace(
        claimed,
        authors=authors[:_MOST_NAMES],
        people=people[:_MOST_NAMES],
        institutions=institutions[:_MOST_NAMES],
    )


def _without_names(text: str, institutions: Iterable[str]) -> str:
    """A concept without the institution that a sentence has beside it ("Dalby University studying zinc")."""
    for name in institutions:
        text = text.replace(name, " ")
    return text


def _is_discriminative(number: float) -> bool:
    """Whether a number has three significant digits, and is not likely to be a year."""
    digits = f"{number:.10g}".replace(".", "").strip("0")
    return len(digits) >= _DISCRIMINATIVE_DIGITS and not (
        number.is_integer() and _YEARS[0] <= number <= _YEARS[1]
    )


def _without_parts(stated: dict[frozenset[str], Group]) -> tuple[Group, ...]:
    """The groups whose words are not all in another group: "children" beside "young children" goes."""
    longer = [first for first in stated if len(first) > 1]
    in_longer = frozenset().union(*longer)
    return tuple(
        group
        for first, group in stated.items()
        if not first <= in_longer or not any(first < other for other in longer)
    )


def _add(stated: dict[frozenset[str], Group], text: str, role: Role | None = None) -> None:
    for term in weighed_terms(text):
        alternatives = _alternatives(term.text)
        if alternatives and alternatives[0] not in stated:
            bits = weight(term.text) * (_ENTRY if term.known else 1.0)
            stated[alternatives[0]] = Group(term.text, bits, alternatives, role)


# Neighbouring citations share their passages, and articles on one subject their terms.
@lru_cache(maxsize=8192)
def _alternatives(term: str) -> tuple[frozenset[str], ...]:
    """The stems of each variant of a term, its own first."""
    return tuple(dict.fromkeys(stems for variant in find_variants(term) if (stems := _stems(variant))))


@lru_cache(maxsize=8192)
def _stems(variant: str) -> frozenset[str]:
    return frozenset(key for word in folded_words(variant).split() if (key := key_of(word)))
