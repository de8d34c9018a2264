"""The record's authors in the entry's own manner: order, initials, stops, signs between names, "et al"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from citecheck.corrections.entry import Change, Entry, QuoteEdit
from citecheck.journals import fold
from citecheck.model import Author, CitationFields, Person, Publication

__all__ = ["author_changes"]

_ET_AL = re.compile(r"(?P<before>\.?,?\s{0,2}(?:&\s|and\s)?)[\[(]?et\.?\s?al\b")
_AND = re.compile(r"(?:&|\band\b)\s*")
_GIVEN_NAME = re.compile(r"[^\W\d_]{2,}[a-zà-ÿ]")
_PMID = re.compile(r"\bPMID\b")
_INITIAL = re.compile(r"[^\W\d_]")
# ICMJE names six authors of more than six, AMA three of more than six.
_MOST_NAMED, _NAMED_BY_AMA = 6, 3


class _NameStyle(NamedTuple):
    """How an entry writes a name."""

    surname_first: bool
    comma: bool
    dotted: bool
    between: str  # what stands between initials, behind a stop: " " in "J. A.", "" in "JA"
    full: bool  # given names are written out

    def written(self, author: Author) -> str:
        """A name without the stop behind it: "Stone, A. B" of "Stone, A. B., & …"."""
        given = author.fore_name if self.full and author.fore_name else self._initials(author)
        if not given:
            return author.last_name
        if self.surname_first:
            return f"{author.last_name}{',' if self.comma else ''} {given}".rstrip(".")
        return f"{given} {author.last_name}"

    def _initials(self, author: Author) -> str:
        letters = author.initials or "".join(part[0] for part in author.fore_name.split())
        stop = "." if self.dotted else ""
        return self.between.join(f"{letter}{stop}" for letter in letters if _INITIAL.match(letter))


class _Names(NamedTuple):
    """The names at the start of an entry: where each stands, and where "et al" ends, if it follows."""

    places: tuple[tuple[int, int], ...]
    et_al: tuple[int, int] | None


def author_changes(entry: Entry, publication: Publication) -> Iterator[tuple[Change, ...]]:
    """The record's authors instead of the stated ones; only the names that differ where their number fits."""
    read = entry.read
    right = [author for author in publication.authors if author.last_name]
    if read is None or not read.authors or read.authors != entry.stated.authors or not right:
        return
    names = _find_names(entry.quote, read.authors)
    if names is None or not publication.authors_complete:
        return
    count, et_al = _how_many(names, len(right), entry, read.authors)
    chosen = right[:count]
    first, others = _styles(entry.quote, read.authors, names)
    written = [(others if at else first).written(author) for at, author in enumerate(chosen)]
    if _is_aligned(read.authors, right, et_al=names.et_al is not None) or (
        count == len(names.places) and et_al == (names.et_al is not None)
    ):
        # The entry names as many as its style does; only names change.
        chosen = right[: len(names.places)]
        written = [(others if at else first).written(author) for at, author in enumerate(chosen)]
        edits = _name_edits(read.authors, chosen, written, names)
        changed = {edit.start for edit in edits}
        wanted = [
            fold(author.last_name if start in changed else person.last_name)
            for author, person, (start, _) in zip(chosen, read.authors, names.places, strict=True)
        ]
    else:
        edits = (_list_edit(entry.quote, written, names, first, et_al=et_al),)
        wanted = [fold(author.last_name) for author in chosen]

    def fits(again: CitationFields) -> bool:
        return [fold(person.last_name) for person in again.authors] == wanted

    if edits:
        yield (Change(edits, frozenset({"authors"}), fits),)


def _is_aligned(people: Sequence[Person], authors: Sequence[Author], *, et_al: bool) -> bool:
    """Whether half of the names at least are the record's first ones, or one name stands before "et al"."""
    if len(people) > len(authors):
        return False
    same = sum(_is_written(person, author) for person, author in zip(people, authors, strict=False))
    return (len(people) == 1 and et_al) or 2 * same >= len(people)


def _find_names(quote: str, people: Sequence[Person]) -> _Names | None:
    places, at = [], 0
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
    style = _style_of(people[0], quote, names.places[0], people)
    is_plain = style.surname_first and not (style.comma or style.dotted or style.full)
    return is_plain and _PMID.search(quote) is None


def _styles(quote: str, people: Sequence[Person], names: _Names) -> tuple[_NameStyle, _NameStyle]:
    """The style of the first name and of the others: some styles turn only the first name round."""
    first = _style_of(people[0], quote, names.places[0], people)
    return first, _style_of(people[1], quote, names.places[1], people[1:]) if len(people) > 1 else first


def _style_of(person: Person, quote: str, place: tuple[int, int], people: Sequence[Person]) -> _NameStyle:
    text = person.text
    surname_first = text.startswith(person.last_name)
    given = text[len(person.last_name) :] if surname_first else text[: -len(person.last_name)]
    comma = surname_first and given.startswith(",")
    others = [each.text.replace(each.last_name, "") for each in people]
    behind = quote[place[1] : place[1] + 2]
    dotted = any("." in each for each in others) or bool(comma and behind[:1] == ".")
    dotted = dotted or (surname_first and behind in (".,", ".;"))
    return _NameStyle(
        surname_first,
        comma,
        dotted,
        _between_initials(others, quote, dotted=dotted),
        _GIVEN_NAME.search(given) is not None,
    )


def _between_initials(givens: Sequence[str], quote: str, *, dotted: bool) -> str:
    for given in givens:
        bare = given.strip(" ,")
        if len(_INITIAL.findall(bare)) > 1:
            return " " if " " in bare else ""
    return " " if dotted and "&" in quote else ""


def _name_edits(
    people: Sequence[Person], chosen: Sequence[Author], written: Sequence[str], names: _Names
) -> tuple[QuoteEdit, ...]:
    """An edit for each name that is not the author's in its place."""
    return tuple(
        QuoteEdit(*place, name)
        for person, author, name, place in zip(people, chosen, written, names.places, strict=True)
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
