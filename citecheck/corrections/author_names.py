"""The record's authors in the entry's own manner: order, initials, stops, signs between names, "et al"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

from citecheck.corrections.entry import Change, Entry, QuoteEdit, Variant, find_words
from citecheck.journals import fold
from citecheck.model import Author, CitationFields, Person, Publication

__all__ = ["InitialsStyle", "author_variants", "styles_of_initials"]

_ET_AL = re.compile(r"(?P<before>\.?,?\s{0,2}(?:&\s|and\s)?)[\[(]?et\.?\s?al\b")
_AND = re.compile(r"(?:&|\band\b)\s*")
_GIVEN_NAME = re.compile(r"[^\W\d_]{2,}[a-zà-ÿ]")
_PMID = re.compile(r"\bPMID\b")
_INITIAL = re.compile(r"[^\W\d_]")
# "J. A.", "J.A.", "JA"
_TWO_INITIALS = re.compile(r"(?<!\w)[^\W\da-z_](?P<between>\. ?|)[^\W\da-z_](?![^\W\d_]*[a-z])")
# ". et al" and ". (2012)" behind a name: no stop ends the names there.
_STOP_OF_INITIAL = re.compile(r"\.,?\s?(?:[\[(]|et al\b|&|and\b)")
_WORD = re.compile(r"(?<![^\W_])[^\W\d_]+")
# Words that stand around the authors' names and are no names.
_BESIDE_NAMES = frozenset(("and", "et", "al", "eds", "ed", "editors", "editor", "und", "y"))
# ICMJE names six authors of more than six, AMA three of more than six.
_MOST_NAMED, _NAMED_BY_AMA = 6, 3


class InitialsStyle(StrEnum):
    """How reference lists write initials; a list keeps to one style."""

    PLAIN = "JA"
    WITH_STOPS = "J.A."
    WITH_STOPS_AND_BLANKS = "J. A."

    def written(self, letters: Iterable[str]) -> str:
        """The initials in this style."""
        stop = "" if self is InitialsStyle.PLAIN else "."
        between = " " if self is InitialsStyle.WITH_STOPS_AND_BLANKS else ""
        return between.join(f"{letter}{stop}" for letter in letters)


_DOTTED = frozenset((InitialsStyle.WITH_STOPS, InitialsStyle.WITH_STOPS_AND_BLANKS))


class _NameStyle(NamedTuple):
    """How an entry writes a name."""

    surname_first: bool
    comma: bool
    initials: InitialsStyle
    full: bool  # given names are written out
    bare: bool  # surnames alone

    def written(self, author: Author) -> str:
        """A name without the stop behind it: "Stone, A. B" of "Stone, A. B., & …"."""
        if self.bare:
            return author.last_name
        given = author.fore_name if self.full and author.fore_name else self._initials(author)
        if not given:
            return author.last_name
        if self.surname_first:
            return f"{author.last_name}{',' if self.comma else ''} {given}".rstrip(".")
        return f"{given} {author.last_name}"

    def _initials(self, author: Author) -> str:
        letters = author.initials or "".join(part[0] for part in author.fore_name.split())
        if self.initials is InitialsStyle.PLAIN:
            return letters
        return self.initials.written(letter for letter in letters if _INITIAL.match(letter))

    @property
    def dotted(self) -> bool:
        """Whether stops stand behind initials."""
        return self.initials is not InitialsStyle.PLAIN


class _Names(NamedTuple):
    """The names at the start of an entry: where each stands, and where "et al" ends, if it follows."""

    places: tuple[tuple[int, int], ...]
    et_al: tuple[int, int] | None


def author_variants(entry: Entry, publication: Publication) -> Iterator[Variant]:
    """The record's authors instead of the stated ones, with initials in each style that the entry may have.

    Only the names that differ are changed where their number fits.
    """
    read = entry.read
    right = [author for author in publication.authors if author.last_name]
    if read is None or not read.authors or read.authors != entry.stated.authors or not right:
        return
    names = _find_names(entry.quote, read.authors)
    if names is None or not publication.authors_complete or _stands_beside_names(entry, publication, names):
        return
    for style in InitialsStyle:
        if style in _initials_shown(entry.quote, read.authors, names):
            change = _change(entry, read.authors, right, names, style)
            yield Variant(style, (change,) if change.edits else ())


def styles_of_initials(people: Iterable[Person]) -> frozenset[InitialsStyle]:
    """The styles of initials that some names show; only a name with two initials shows one."""
    shown = (_style_shown(person) for person in people)
    return frozenset(style for style in shown if style)


def _style_shown(person: Person) -> InitialsStyle | None:
    found = _TWO_INITIALS.search(person.text.replace(person.last_name, ""))
    return InitialsStyle(f"J{found['between']}A{found['between'].strip()}") if found else None


def _initials_shown(quote: str, people: Sequence[Person], names: _Names) -> frozenset[InitialsStyle]:
    """The styles that the initials of an entry may have."""
    possible = styles_of_initials(people)
    if possible:
        return possible
    if any("." in person.text.replace(person.last_name, "") for person in people):
        return _DOTTED
    behind = [quote[end : end + 2] for _, end in names.places]
    if any(each in (".,", ".;") for each in behind):
        return _DOTTED
    if "." not in "".join(each[:1] for each in behind):
        return frozenset((InitialsStyle.PLAIN,))
    if _STOP_OF_INITIAL.match(quote, names.places[-1][1]):
        return _DOTTED
    # The stop behind the last name may end the names, or belong to its initial.
    is_end = names.et_al is None and "," not in people[-1].text
    return frozenset((InitialsStyle.PLAIN,)) if is_end else frozenset(InitialsStyle)


def _stands_beside_names(entry: Entry, publication: Publication, names: _Names) -> bool:
    """Whether words stand before, between or behind the names, such as a name that was not read."""
    title = find_words(publication.title, entry.quote)
    if title is None or title[0] < names.places[-1][1]:
        return False
    end = names.et_al[1] if names.et_al else names.places[-1][1]
    beside = entry.quote[: names.places[0][0]] + entry.quote[end : title[0]]
    return any(word.lower() not in _BESIDE_NAMES for word in _WORD.findall(beside))


def _change(
    entry: Entry, people: Sequence[Person], right: Sequence[Author], names: _Names, initials: InitialsStyle
) -> Change:
    count, et_al = _how_many(names, len(right), entry, people)
    first, others = _styles(people, initials)
    is_alike = _is_aligned(people, right, et_al=names.et_al is not None)
    if is_alike or (count == len(names.places) and et_al == (names.et_al is not None)):
        # The entry names as many as its style does; only names change.
        count = len(names.places)
        edits = _name_edits(people, right[:count], [first, *(others for _ in right[1:count])], names)
        changed = {edit.start for edit in edits}
        wanted = [
            fold(author.last_name if start in changed else person.last_name)
            for author, person, (start, _) in zip(right[:count], people, names.places, strict=True)
        ]
    else:
        written = [(others if at else first).written(author) for at, author in enumerate(right[:count])]
        edits = (_list_edit(entry.quote, written, names, first, et_al=et_al),)
        wanted = [fold(author.last_name) for author in right[:count]]

    def fits(again: CitationFields) -> bool:
        return [fold(person.last_name) for person in again.authors] == wanted

    return Change(edits, frozenset({"authors"}), fits)


def _is_aligned(people: Sequence[Person], authors: Sequence[Author], *, et_al: bool) -> bool:
    """Whether half of the names at least are the record's first ones, or one name stands before "et al"."""
    if len(people) > len(authors):
        return False
    same = sum(_is_written(person, author) for person, author in zip(people, authors, strict=False))
    return (len(people) == 1 and et_al) or 2 * same >= len(people)


def _find_names(quote: str, people: Sequence[Person]) -> _Names | None:
    places, at = [], 0
    if any(len(person.last_name) == 1 for person in people):
        # "Singh S, A": a name was cut in two.
        return None
    for person in people:
        start = quote.find(person.text, at)
        if start < 0:
            return None
        at = start + len(person.text)
        places.append((start, at))
    et_al = _ET_AL.match(quote, at)
    return _Names(tuple(places), (et_al.end("before"), et_al.end()) if et_al else None)


def _how_many(names: _Names, count: int, entry: Entry, people: Sequence[Person]) -> tuple[int, bool]:
    """How many of `count` authors the entry's style names, and whether "et al" follows."""
    stated = len(names.places)
    if names.et_al:
        most = _MOST_NAMED if stated == _NAMED_BY_AMA else stated
        return (count, False) if count <= most else (min(stated, count), True)
    if count > _MOST_NAMED >= stated and _is_vancouver(people, entry.quote, names):
        return _MOST_NAMED, True
    return count, False


def _is_vancouver(people: Sequence[Person], quote: str, names: _Names) -> bool:
    """Whether the style is ICMJE's; PubMed's own, which ends in a PMID, names all authors."""
    style = _style_of(people[0], people, InitialsStyle.PLAIN)
    is_plain = style.surname_first and not (style.comma or style.full)
    return (
        is_plain and InitialsStyle.PLAIN in _initials_shown(quote, people, names) and not _PMID.search(quote)
    )


def _styles(people: Sequence[Person], initials: InitialsStyle) -> tuple[_NameStyle, _NameStyle]:
    """The style of the first name and of the others: some styles turn only the first name round."""
    first = _style_of(people[0], people, initials)
    return first, _style_of(people[1], people[1:], initials) if len(people) > 1 else first


def _style_of(person: Person, people: Sequence[Person], initials: InitialsStyle) -> _NameStyle:
    text = person.text
    surname_first = text.startswith(person.last_name)
    given = text[len(person.last_name) :] if surname_first else text[: -len(person.last_name)]
    return _NameStyle(
        surname_first,
        surname_first and given.startswith(","),
        initials,
        _GIVEN_NAME.search(given) is not None,
        not any(_INITIAL.search(each.text.replace(each.last_name, "")) for each in people),
    )


def _name_edits(
    people: Sequence[Person], chosen: Sequence[Author], styles: Sequence[_NameStyle], names: _Names
) -> tuple[QuoteEdit, ...]:
    """An edit for each name that is not the author's in its place."""
    return tuple(
        QuoteEdit(*place, style.written(author))
        for person, author, style, place in zip(people, chosen, styles, names.places, strict=True)
        if not _is_written(person, author)
    )


def _is_written(person: Person, author: Author) -> bool:
    """Whether a name is this author's, initials included as far as they are stated."""
    if fold(person.last_name) != fold(author.last_name):
        return False
    return not person.initials or not author.initials or author.initials.startswith(person.initials[:1])


def _list_edit(
    quote: str, written: Sequence[str], names: _Names, style: _NameStyle, *, et_al: bool
) -> QuoteEdit:
    """One edit for all names, with the entry's own signs between them."""
    between, last = _separators(quote, names, style)
    start, end = names.places[0][0], names.places[-1][1]
    if names.et_al:
        end = names.et_al[1]
    if et_al:
        behind = quote[names.places[-1][1] : names.et_al[1]] if names.et_al else f"{between}et al"
        return QuoteEdit(start, end, between.join(written) + behind)
    head = between.join(written[:-1])
    return QuoteEdit(start, end, f"{head}{last}{written[-1]}" if head else written[-1])


def _separators(quote: str, names: _Names, style: _NameStyle) -> tuple[str, str]:
    """What stands between two names, and before the last one."""
    gaps = [quote[one[1] : other[0]] for one, other in zip(names.places, names.places[1:], strict=False)]
    stop = "." if style.dotted and style.surname_first else ""
    if not gaps:
        return f"{stop}, ", f"{stop}, & " if style.comma and style.dotted else f"{stop}, "
    last = gaps[-1] if names.et_al is None else f"{stop}, "
    if len(gaps) == 1 and _AND.search(gaps[0]):
        bare = _AND.sub("", gaps[0]).rstrip()
        return (bare if bare.endswith((",", ";")) else f"{bare},") + " ", last
    return gaps[0], last
