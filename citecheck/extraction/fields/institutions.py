"""Where a study was made: "the University of Geneva", "Queen's University Belfast", "a Harvard study"."""

from __future__ import annotations

import re

from citecheck.extraction.word_lists import load_words
from citecheck.extraction.word_patterns import WordPattern

_WORD = r"(?:[A-ZÀ-Þ][\w’'.&-]{0,24}|[A-Z]{2,6})"
_LINK = r"(?:(?:of|for|and|the|&|de|des|du)[ ]){0,3}"

# In characters; the name of an institution is no longer than this.
_LONGEST = 60
# "Neurology, the medical journal of the American Academy of Neurology": the owner of a journal made no study.
_OWNED = ("journal of the ", "journal of ", "publication of the ", "publication of ", "magazine of the ")


def find_institutions(text: str, start: int = 0, end: int | None = None) -> tuple[str, ...]:
    """The universities, hospitals, institutes and companies that `text[start:end]` names.

    Args:
        text: the text of the document.
        start: the first offset in characters.
        end: the offset behind the last character; None for the end of the text.

    Returns:
        The names in order, each once.
    """
    found: dict[str, None] = {}
    text = text[start:end]
    for match in _INSTITUTION.finditer(text):
        if text[max(0, match.start() - 24) : match.start()].lower().endswith(_OWNED):
            continue
        name = _clean(match[0])
        if name and not any(name in other for other in found):
            found[name] = None
    return tuple(found)


def names_team(text: str) -> bool:
    """Whether a text says at which institution a study was made: "a team from Cambridge University"."""
    ends = (team.end() for team in _TEAM.finditer(text))
    return any(find_institutions(text, end, end + _LONGEST) for end in ends)


def _clean(name: str) -> str | None:
    name = re.sub(r"[’']s?$", "", name.strip(" ,.-")).removeprefix("The ").removeprefix("the ")
    name = re.sub(r"[ ](?:of|for|and|the|in|at|&|on)$", "", name)
    first = name.split(" ", 1)[0]
    if first in load_words("institutions", "never first") and " " in name:
        name = name.split(" ", 1)[1]
    return None if name.lower() in load_words("institutions", "too vague") else name


_TEAM = WordPattern(
    "a team from Cambridge University", r"\b(?:{makers})\s(?:at|from|of)\s(?:the\s)?(?=[A-Z])"
)
_INSTITUTION = WordPattern(
    "the University of California, Los Angeles",
    # All names begin with a capital, so other places are skipped quickly.
    r"\b(?=[A-ZÀ-Þ])(?:"
    # University of California, Los Angeles · School of Public Health · Institute for Health Research
    r"(?:{word}[ ]){0,4}(?:{institutions:heads})[ ](?:of|for|in|at)"
    r"[ ](?:the[ ])?{word}(?:[ ]{link}{word}){0,5}"
    # Queen's University Belfast · Karolinska Institutet · Nemours Children's Hospital
    r"|(?:{word}[ ](?:(?:and|&)[ ])?){1,6}(?:{institutions:heads})\b(?:[ ](?:London|Belfast|Dublin|Hospital"
    r"|Cancer Center|Medical School|Medical Center))?"
    # Harvard, UCLA, MIT
    r"|(?:{institutions:short names})\b)",
    needs="{institutions:heads}|{institutions:short names}",
    word=_WORD,
    link=_LINK,
)
