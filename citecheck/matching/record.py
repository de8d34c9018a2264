"""A publication as it is compared: folded, stemmed and counted once for all claims."""

from __future__ import annotations

import itertools
import math

from citecheck.matching.numerals import numbers_in
from citecheck.matching.unlocked import cached_property
from citecheck.matching.words import fold, keys, sequence, weighed
from citecheck.model import Author, PartialDate, Publication

_MOST_SHOWN = 6


class Record:
    """A Publication with its derived forms, each worked out when first asked for."""

    def __init__(self, publication: Publication) -> None:
        self.publication = publication

    @cached_property
    def titles(self) -> tuple[str, ...]:
        """The folded titles it goes by: its own, and the one in its own language."""
        publication = self.publication
        named = (publication.title or publication.book_title, publication.vernacular_title)
        return tuple(fold(title) for title in named if title)

    @cached_property
    def title_terms(self) -> dict[str, float]:
        """The telling stems of its title with their rarity."""
        return weighed(self.publication.title)

    @cached_property
    def body(self) -> str:
        """Everything it says of its study besides the title."""
        publication = self.publication
        return " \n".join((publication.abstract, *publication.other_abstracts))

    @cached_property
    def _body_sequence(self) -> list[str]:
        """The telling stems of its body in order."""
        return sequence(self.body)

    @cached_property
    def terms(self) -> frozenset[str]:
        """The telling stems of all that it says: title, abstracts, subject headings, keywords."""
        publication = self.publication
        rest = (publication.vernacular_title or "", *publication.mesh, *publication.keywords)
        return frozenset(self.title_terms).union(self._body_sequence, keys(" \n".join(rest)))

    @cached_property
    def length(self) -> float:
        """How many telling stems it has, in doublings: each has a word once more by chance."""
        return math.log2(1 + len(self.terms))

    @cached_property
    def neighbours(self) -> frozenset[tuple[str, str]]:
        """Stems that follow each other in its title or abstracts, words that tell nothing left out."""
        title, body = sequence(self.publication.title), self._body_sequence
        return frozenset((*itertools.pairwise(title), *itertools.pairwise(body)))

    @cached_property
    def has_abstract(self) -> bool:
        """Whether there is more than a title to hold a finding against."""
        return len(self.body) > 40

    @cached_property
    def numbers(self) -> frozenset[float]:
        """The numbers that stand in its title and abstracts."""
        return frozenset(numbers_in(f"{self.publication.title} \n{self.body}"))

    @cached_property
    def people(self) -> tuple[Author, ...]:
        """Its authors that are persons, in order."""
        return tuple(author for author in self.publication.authors if author.last_name)

    @cached_property
    def surnames(self) -> tuple[str, ...]:
        """Their folded last names, in the same order."""
        return tuple(fold(author.last_name) for author in self.people)

    @cached_property
    def authors_shown(self) -> str:
        """Its first authors as people read them."""
        named = ", ".join(author.short for author in self.people[:_MOST_SHOWN])
        return named + (" et al" if len(self.people) > _MOST_SHOWN else "")

    @cached_property
    def dates(self) -> tuple[PartialDate, ...]:
        """The dates it goes by: of the issue and of the electronic article."""
        publication = self.publication
        return tuple(date for date in (publication.issued, publication.online) if date)

    @cached_property
    def affiliations(self) -> tuple[frozenset[str], ...]:
        """The folded words of each affiliation."""
        texts = {text for author in self.publication.authors for text in author.affiliations}
        return tuple(frozenset(fold(text).split()) for text in sorted(texts))
