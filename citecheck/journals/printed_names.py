"""A journal's names as reference lists print them, from the names that NLM gives it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum

from citecheck.model import Journal

# " (London, England)", " [electronic resource]" behind a title
_ADDED = re.compile(r" *(?:\([^()]*\)|\[[^\[\]]*\])$")
# A colon within brackets begins no subtitle: "Archives of surgery (Chicago, Ill. : 1960)".
_SUBTITLE = re.compile(r" [:=/] (?![^()]*\))")
_WORD = re.compile(r"[^\W\d_][^\W_]*(?:['’][^\W\d_]+)*")
# Words that stay small within a title, in the languages of journals
_SMALL = frozenset(
    ("a", "an", "and", "as", "at", "by", "for", "from", "in", "into", "of", "on", "or", "the", "to", "with",
     "da", "das", "de", "del", "della", "der", "des", "di", "do", "dos", "du", "e", "el", "en", "et", "für",
     "i", "la", "le", "les", "och", "og", "para", "pour", "und", "y", "z", "zur")
)  # fmt: skip


class NameStyle(StrEnum):
    """How reference lists name journals; a list keeps to one style."""

    ABBREVIATION = "abbreviation"
    WITH_PLACE = "abbreviation with place"
    WITH_STOPS = "abbreviation with stops"
    TITLE = "title"
    WITHOUT_ARTICLE = "title without its article"
    WITH_AMPERSAND = "title with &"
    WITH_AMPERSAND_ALONE = "title with & and without its article"
    WITH_AND = "title with and for &"
    AS_CATALOGUED = "title as NLM has it"

    @property
    def kind(self) -> str:
        """Abbreviation, abbreviation with stops, or title: styles of one kind differ in few names."""
        if self is NameStyle.WITH_STOPS:
            return self.value
        is_short = self in (NameStyle.ABBREVIATION, NameStyle.WITH_PLACE)
        return NameStyle.ABBREVIATION.value if is_short else NameStyle.TITLE.value


def names_in_styles(journal: Journal) -> Mapping[NameStyle, str]:
    """The name of a journal in each style."""
    title = printed_title(journal)
    bare = title.removeprefix("The ")
    return {
        NameStyle.ABBREVIATION: without_stops(without_place(journal.abbreviation)),
        NameStyle.WITH_PLACE: without_stops(journal.abbreviation),
        NameStyle.WITH_STOPS: dotted_abbreviation(journal),
        NameStyle.TITLE: title,
        NameStyle.WITHOUT_ARTICLE: bare,
        NameStyle.WITH_AMPERSAND: title.replace(" and ", " & "),
        NameStyle.WITH_AMPERSAND_ALONE: bare.replace(" and ", " & "),
        NameStyle.WITH_AND: title.replace(" & ", " and "),
        NameStyle.AS_CATALOGUED: title_without_subtitle(journal),
    }


def title_without_subtitle(journal: Journal) -> str:
    """NLM's title up to its subtitle: "The American journal of medicine", "Lancet (London, England)"."""
    return _SUBTITLE.split(journal.title, maxsplit=1)[0].rstrip(" .")


def printed_title(journal: Journal) -> str:
    """The title as most styles print it: "The American Journal of Medicine", "Lancet".

    Words begin with capitals but for small ones; subtitle, place and edition are left out.
    """
    return capitalize_words(without_place(title_without_subtitle(journal)))


def without_place(name: str) -> str:
    """A name without what stands in brackets behind it: "Cancers" for "Cancers (Basel)"."""
    return _ADDED.sub("", name) or name


def without_stops(abbreviation: str) -> str:
    """An abbreviation without stops, which some records have."""
    return abbreviation.replace(".", "")


def capitalize_words(title: str) -> str:
    """A title with a capital at each word that has none, but for small words within it."""
    first = next(_WORD.finditer(title), None)

    def capital(word: re.Match[str]) -> str:
        is_inner = first is not None and word.start() != first.start()
        if not word[0].islower() or (is_inner and word[0] in _SMALL):
            return word[0]
        return word[0][0].upper() + word[0][1:]

    return _WORD.sub(capital, title)


def dotted_abbreviation(journal: Journal) -> str:
    """The abbreviation with a stop behind each shortened word: "N. Engl. J. Med.", "Am. J. Nurs."."""
    whole = {word.lower() for word in _WORD.findall(journal.title)}
    name = without_stops(without_place(journal.abbreviation))
    return _WORD.sub(lambda word: word[0] if word[0].lower() in whole else f"{word[0]}.", name)
