"""The searchable parts of a citation: journal, years, people, concepts and discriminative words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from citecheck.model import CitationFields, Journal
from citecheck.text.synonyms import find_variants
from citecheck.text.term_weighting import Term, rarest_terms, topic_words, weighed_terms
from citecheck.text.tokens_and_stems import base_form, stem_token, tokenize

Group = tuple[str, ...]

# A query that demands more concepts finds nothing new.
MOST_CONCEPTS = 4
# Words only rank: with 24, fewer true matches were among the first twenty results; with 80, hardly more.
MOST_WORDS = 40
MOST_CLAIM_WORDS = 20
# The first characters of a longer passage are enough to know its topic.
MOST_TEXT = 8000
VARIANTS_IN_WORDS = 2


@dataclass
class QueryTerms:
    """The searchable parts of a citation; each is computed once, when a step of the query plan needs it."""

    claimed: CitationFields

    @property
    def journal(self) -> Journal | None:
        """The journal, if the catalogue knows it."""
        return self.claimed.journal.journal if self.claimed.journal else None

    @property
    def years(self) -> tuple[int, int] | None:
        """The first and last year to search: a year more on each side, as print and online dates differ.

        A news story reports what has just appeared.
        """
        year, published, told_on = self.claimed.year, self.claimed.published, self.claimed.told_on
        if year:
            return year - 1, year + 1
        if published:
            return published.first.year - 1, published.last.year + 1
        return (told_on.year - 1, told_on.year + 1) if told_on and self.claimed.story else None

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
        """The last names of all people named, authors first."""
        people = (*self.claimed.authors, *self.claimed.people)
        return tuple(dict.fromkeys(person.last_name for person in people if person.last_name))

    @cached_property
    def concepts(self) -> tuple[Group, ...]:
        """The most discriminative terms of concepts, else finding, else title, each with its variants."""
        stated = " \n".join(concept.text for concept in self.claimed.concepts)
        terms = self._without_names(stated or self.claimed.finding or self.claimed.title or "")
        return tuple(find_variants(term.text) for term in rarest_terms(terms, MOST_CONCEPTS))

    @cached_property
    def _claim(self) -> tuple[Term, ...]:
        """The terms of the title, the finding and the concepts, without the wider passage."""
        claim = [self.claimed.title, self.claimed.finding, *(c.text for c in self.claimed.concepts)]
        return self._without_names(" \n".join(part for part in claim if part))

    def _without_names(self, text: str) -> tuple[Term, ...]:
        """The terms of a text, without the names of people and the journal, which have their own fields."""
        text = text[:MOST_TEXT]
        if self.claimed.journal and self.claimed.journal.text:
            text = _without_journal(text, self.claimed.journal.text)
        people = (*self.claimed.authors, *self.claimed.people)
        skip = {base_form(part) for person in people for part in tokenize(person.text)}
        return tuple(term for term in weighed_terms(text) if term.key not in skip)

    @cached_property
    def _claim_words(self) -> tuple[str, ...]:
        """The most discriminative terms of the claim alone, with their nearest variants."""
        return _with_variants(rarest_terms(self._claim, MOST_CLAIM_WORDS))

    @cached_property
    def title_words(self) -> tuple[str, ...]:
        """The most discriminative words of the title with their nearest variants; `words` without a title."""
        if not self.claimed.title:
            return self.words
        terms = _with_variants(rarest_terms(self._without_names(self.claimed.title), MOST_CLAIM_WORDS))
        return tuple(dict.fromkeys(word for term in terms for word in topic_words(term)))

    @cached_property
    def _best(self) -> tuple[Term, ...]:
        """The most discriminative terms of the claim and its wider passage."""
        stated = frozenset(term.key for term in self._claim)
        claim = " \n".join(part for part in (self.claimed.title, self.claimed.finding) if part)
        concepts = " \n".join(concept.text for concept in self.claimed.concepts)
        terms = self._without_names(f"{claim or concepts} \n{self.claimed.context}")
        return rarest_terms(terms, MOST_WORDS, stated)

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words of the claim with their nearest variants, then others of its wider passage."""
        terms = (*self._claim_words, *(term.text for term in self._best))
        return tuple(dict.fromkeys(word for term in terms for word in topic_words(term)))


def _without_journal(text: str, name: str) -> str:
    """A text without the journal's name.

    A one-word name ("Stroke") is removed only after "in", "by", "journal" or "the".
    """
    if name not in text:
        return text
    return text.replace(name, " . ") if " " in name else _lone_name_pattern(name).sub(" . ", text)


@lru_cache(maxsize=1024)
def _lone_name_pattern(name: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:in|by|journal|the)\s+[\"“'‘]?{re.escape(name)}\b")


def _with_variants(terms: Sequence[Term]) -> tuple[str, ...]:
    """The terms, and for entries of the vocabulary up to VARIANTS_IN_WORDS of their synonyms."""
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
