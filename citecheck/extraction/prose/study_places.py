"""The country that a study comes from: "a massive study from Sweden", "a Danish study"."""

from __future__ import annotations

from citecheck.extraction.word_patterns import WordPattern

__all__ = ["is_placed", "place"]


def place(sentence: str) -> str | None:
    """The country that a study comes from, as written: "a massive study from Sweden", "a Danish study"."""
    found = _PLACE.search(sentence)
    return (found["country"] or found["people"]) if found else None


_PLACE = WordPattern(
    "a massive study from Sweden",
    r"\b(?:{study}\s+(?:\w+\s+)?(?:from|in|across)\s+(?:the\s+)?(?P<country>{places:countries})"
    r"|(?P<people>{places:people of})\s+(?:\w+\s+)?{study})\b",
    needs="{places:countries}|{places:people of}",
    study=r"(?:{nouns}|{makers})",
)


def is_placed(sentence: str) -> bool:
    """Whether a sentence states the country of a study, or that it was presented at a meeting."""
    return _PLACED.search(sentence) is not None


# Also "a massive study from Sweden", "a study presented at the meeting"
_PLACED = WordPattern(
    "a Danish study",
    r"\b(?:{singular nouns})\s+(?:(?:done|conducted|carried out|published|presented)"
    r"\s+)?(?:from|in|at|out of)\s+(?:the\s+)?(?:{places:countries})\b"
    r"|\b(?:{places:people of})\s+(?:[\w-]+\s+){0,2}?(?:{singular nouns}"
    r"|{plural makers})\b"
    r"|\b(?:{singular nouns})\s+presented\s+(?:[\w]+\s+)?(?:at|to)\b",
    needs="presented|{places:countries}|{places:people of}",
)
