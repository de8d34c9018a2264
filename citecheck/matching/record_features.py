"""The derived features of a publication: folded, stemmed and counted once for all claims."""

from __future__ import annotations

import math
import re
from functools import cached_property
from typing import NamedTuple

from citecheck.matching.numerals import numbers_in
from citecheck.matching.surnames import all_surname_keys, same_surname, surname_keys
from citecheck.matching.term_keys import (
    LONGEST_TITLE,
    fold,
    fold_each,
    folded_words,
    numbers_of,
    telltale_weights,
)
from citecheck.model import Author, PartialDate, Publication

_MOST_SHOWN = 6
# In characters: a shorter text ("Not available.") is not an abstract.
_SHORTEST_ABSTRACT = 41
# A shorter abstract (in characters) states the main result at most: what it lacks, the study may have.
_WHOLE_ABSTRACT = 400
# "Coffee and the liver [in German]"
_IN_ANOTHER_LANGUAGE = re.compile(r"[\[(](?:article )?in [a-z]+[\])]\W*$", re.IGNORECASE)
# "RETRACTED: Zinc in colds": publishers put it before the title that the article had.
_RETRACTED = re.compile(r"^\W*retracted(?: article)?\W*[:.]\W*", re.IGNORECASE)
# Separates two texts in a list of stems: it is not the number of a stem.
_GAP = 0


class Stems(NamedTuple):
    """A record's discriminative stems as numbers, so that many records are compared with a claim at once.

    `all` has those of title, abstracts and headings in order, of which the first `of_text` are not headings;
    `title` has the different ones of the title with their rarity in bits. `length` is
    how many different ones there are, in doublings: a text twice as long has twice the words by chance.
    """

    all: list[int]
    of_text: int
    title: dict[int, float]
    length: float


class RecordFeatures:
    """A publication with its derived forms, each worked out when it is read; what takes time is kept."""

    def __init__(self, publication: Publication) -> None:
        self.publication = publication

    @cached_property
    def titles(self) -> tuple[str, ...]:
        """The folded titles it goes by: its own, and the one in its own language."""
        publication = self.publication
        named = (publication.title or publication.book_title, publication.vernacular_title)
        plain = (_IN_ANOTHER_LANGUAGE.sub("", _RETRACTED.sub("", title)) for title in named if title)
        return tuple(folded_words(title[:LONGEST_TITLE]) for title in plain)

    @property
    def body(self) -> str:
        """Everything it says of its study besides the title."""
        publication = self.publication
        return " \n".join((publication.abstract, *publication.other_abstracts))

    @cached_property
    def stems(self) -> Stems:
        """The discriminative stems of all that it says: title, abstracts, subject headings, keywords."""
        publication = self.publication
        title, body = telltale_weights(publication.title), numbers_of(self.body)
        rest = (publication.vernacular_title or "", *publication.mesh, *publication.keywords)
        text = [*(number for _, number, _ in title), _GAP, *body, _GAP]
        every = [*text, *numbers_of(" \n".join(rest)), _GAP]
        # A stem's first word in the title says how rare it is.
        weights = {number: weight for _, number, weight in reversed(title)}
        return Stems(every, len(text), weights, math.log2(len(set(every))))

    @property
    def has_abstract(self) -> bool:
        """Whether there is more than a title to compare a finding with."""
        return len(self.body) >= _SHORTEST_ABSTRACT

    @property
    def has_whole_abstract(self) -> bool:
        """Whether its abstract is long enough to mention every result of the study."""
        return len(self.body) >= _WHOLE_ABSTRACT

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
        return fold_each(self.publication.last_names)

    @cached_property
    def group_positions(self) -> dict[str, int]:
        """The folded names of its authors that are groups, each with its place among all authors.

        Some records hold a person's whole name as a group's: "McAuliffe Ú".
        """
        return {fold(name): at for at, name in self.publication.collectives.items()}

    @cached_property
    def _places_by_surname_key(self) -> dict[str, list[int]]:
        """Where the authors stand whose surnames have a key."""
        places: dict[str, list[int]] = {}
        for place, surname in enumerate(self.surnames):
            for key in surname_keys(surname):
                places.setdefault(key, []).append(place)
        return places

    def places_of_surname(self, stated: str) -> list[int]:
        """Where the authors stand, in order, whose surname and this folded one are one name."""
        keys = surname_keys(stated) & self.surname_keys
        if not keys:
            return []
        places = {place for key in keys for place in self._places_by_surname_key[key]}
        return [place for place in sorted(places) if same_surname(stated, self.surnames[place])]

    @cached_property
    def surname_keys(self) -> frozenset[str]:
        """The keys that these share with every last name that can be one of them."""
        return all_surname_keys(self.surnames)

    def show_authors(self) -> str:
        """Its first authors as people read them."""
        named = ", ".join(author.short for author in self.people[:_MOST_SHOWN])
        return named + (" et al" if len(self.people) > _MOST_SHOWN else "")

    def show_first(self) -> str:
        """Its first author as people read them."""
        return self.people[0].short

    @cached_property
    def dates(self) -> tuple[PartialDate, ...]:
        """The dates it goes by: of the issue (each year of one that spans several) and online."""
        p = self.publication
        spanned: list[PartialDate] = []
        if p.issued and p.issued_until:
            spanned = [PartialDate(year) for year in range(p.issued.year + 1, p.issued_until.year)]
            spanned.append(p.issued_until)
        return tuple(date for date in (p.issued, *spanned, p.online) if date)

    @cached_property
    def affiliations(self) -> tuple[frozenset[str], ...]:
        """The folded words of each affiliation."""
        texts = {text for author in self.publication.authors for text in author.affiliations}
        return tuple(frozenset(folded_words(text).split()) for text in sorted(texts))
