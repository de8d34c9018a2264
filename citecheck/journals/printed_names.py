"""A journal's names as reference lists print them, from the names that NLM gives it."""

from __future__ import annotations

import re

from citecheck.model import Journal

# " (London, England)", " [electronic resource]" behind a title
_ADDED = re.compile(r" *(?:\([^()]*\)|\[[^\[\]]*\])$")
_SUBTITLE = re.compile(r" [:=/] ")
_WORD = re.compile(r"[^\W\d_][^\W_]*(?:['’][^\W\d_]+)*")
# Words that stay small within a title, in the languages of journals
_SMALL = frozenset(
    ("a", "an", "and", "as", "at", "by", "for", "from", "in", "into", "of", "on", "or", "the", "to", "with",
     "da", "das", "de", "del", "della", "der", "des", "di", "do", "dos", "du", "e", "el", "en", "et", "für",
     "i", "la", "le", "les", "och", "og", "para", "pour", "und", "y", "z", "zur")
)  # fmt: skip


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
    name = without_place(journal.abbreviation)
    return _WORD.sub(lambda word: word[0] if word[0].lower() in whole else f"{word[0]}.", name)
