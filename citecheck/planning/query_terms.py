"""What of a claim can be searched: its journal, years, people, concepts and discriminative words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from citecheck.model import CitationFields, Journal
from citecheck.text.synonyms import find_variants
from citecheck.text.term_weighting import Frequency, Term, rarest_term, weighed_terms
from citecheck.text.tokens_and_stems import base_form, stem_token, tokenize

Group = tuple[str, ...]

# Longer conjunctions find nothing that shorter ones don't.
MOST_CONCEPTS = 4
# Ranking averages over words: 24 brought fewer publications among the first twenty, 80 hardly more.
MOST_WORDS = 40
MOST_CLAIM_WORDS = 20
# Of a longer passage the beginning says what it is about.
MOST_TEXT = 8000
VARIANTS_IN_WORDS = 2


@dataclass
class QueryTerms:
    """What of a claim can be searched, each part worked out once, if a step of the query plan needs it."""

    claimed: CitationFields
    frequency: Frequency

    @property
    def journal(self) -> Journal | None:
        """The journal, where the catalogue knows it."""
        return self.claimed.journal.journal if self.claimed.journal else None

    @property
    def years(self) -> tuple[int, int] | None:
        """The years within which the publication should lie: print and online dates may be a year apart."""
        year, published = self.claimed.year, self.claimed.published
        if year:
            return year - 1, year + 1
        return (published.first.year - 1, published.last.year + 1) if published else None

    @property
    def first_page(self) -> str | None:
        """The page on which the article starts: "541" of "541-7"."""
        pages = self.claimed.pages
        found = tokenize(pages.replace("–", "-").split("-")[0]) if pages else []
        return found[0] if found else None

    @property
    def first_author(self) -> tuple[str, ...]:
        """The first author, with initials as PubMed writes them; empty if none is named."""
        return tuple(f"{p.last_name} {p.initials}".strip() for p in self.claimed.authors[:1])

    @cached_property
    def surnames(self) -> tuple[str, ...]:
        """The last names of everybody named, authors first."""
        people = (*self.claimed.authors, *self.claimed.people)
        return tuple(dict.fromkeys(person.last_name for person in people if person.last_name))

    @cached_property
    def concepts(self) -> tuple[Group, ...]:
        """The finding's concepts (else its terms) with their variants, the most discriminative first."""
        stated = " \n".join(concept.text for concept in self.claimed.concepts)
        terms = self._without_names(stated or self.claimed.finding or self.claimed.title or "")
        return tuple(find_variants(term.text) for term in rarest_term(terms, self.frequency, MOST_CONCEPTS))

    @cached_property
    def _claim(self) -> tuple[Term, ...]:
        """The terms of what is claimed of the publication itself."""
        claim = [self.claimed.title, self.claimed.finding, *(c.text for c in self.claimed.concepts)]
        return self._without_names(" \n".join(part for part in claim if part))

    def _without_names(self, text: str) -> tuple[Term, ...]:
        """The terms of a text, but for names of people and the journal: those have fields of their own."""
        text = text[:MOST_TEXT]
        if self.claimed.journal and self.claimed.journal.text:
            text = _without_journal(text, self.claimed.journal.text)
        people = (*self.claimed.authors, *self.claimed.people)
        skip = {base_form(part) for person in people for part in tokenize(person.text)}
        return tuple(term for term in weighed_terms(text) if term.key not in skip)

    @cached_property
    def claim_words(self) -> tuple[str, ...]:
        """The most discriminative terms of the claim alone, with their nearest variants."""
        return _with_variants(rarest_term(self._claim, self.frequency, MOST_CLAIM_WORDS))

    @cached_property
    def _best(self) -> tuple[Term, ...]:
        """The most discriminative terms of everything that is said of the study."""
        stated = frozenset(term.key for term in self._claim)
        claim = " \n".join(part for part in (self.claimed.title, self.claimed.finding) if part)
        concepts = " \n".join(concept.text for concept in self.claimed.concepts)
        terms = self._without_names(f"{claim or concepts} \n{self.claimed.context}")
        return rarest_term(terms, self.frequency, MOST_WORDS, stated)

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The most discriminative words of everything that is said of the study, best first."""
        return tuple(term.text for term in self._best)


def _without_journal(text: str, name: str) -> str:
    """A text without the journal's name; one of one word ("Stroke") stays where it can be anything else."""
    if name not in text:
        return text
    return text.replace(name, " . ") if " " in name else _lone_name(name).sub(" . ", text)


@lru_cache(maxsize=1024)
def _lone_name(name: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:in|by|journal|the)\s+[\"“'‘]?{re.escape(name)}\b")


def _with_variants(terms: Sequence[Term]) -> tuple[str, ...]:
    """The terms, and for the vocabulary's entries among them the nearest of their other names."""
    found = dict.fromkeys(term.text for term in terms)
    stems = {stem_token(word) for term in terms for word in tokenize(term.text)}
    for term in terms:
        if term.known:
            added = 0
            for variant in find_variants(term.text)[1:]:
                new = {stem_token(word) for word in tokenize(variant)} - stems
                if new and added < VARIANTS_IN_WORDS:
                    found.setdefault(variant)
                    stems |= new
                    added += 1
    return tuple(found)
