"""The meeting at which research was presented: "the annual meeting of the American Thoracic Society"."""

from __future__ import annotations

import datetime as dt
import re

from citecheck.extraction.fields.dates import read_date_near
from citecheck.extraction.literal_set import LiteralSet
from citecheck.model import Meeting

__all__ = ["find_meeting"]

_EVENT = (
    r"(?:[Mm]eeting|[Cc]onference|[Cc]ongress|[Ss]ymposium|[Ss]cientific\s[Ss]essions?|[Ss]essions|[Cc]onvention"
    r"|[Aa]ssembly|[Ss]ummit)"
)
_KIND = (
    r"(?:annual|scientific|international|national|world|biennial|spring|fall|autumn|winter|virtual|clinical"
    r"|research|medical|recent|upcoming|joint|general|\d{1,4}(?:st|nd|rd|th)?)"
)
_CAPITAL = r"(?:[A-Z][\w&.]*(?:[-’'][\w]+)*|[A-Z][\w]*s[’'])"
_LINK = r"(?:of|on|for|in|and|the|to|&)"
_NAMED = rf"{_CAPITAL}(?:,?\s(?:{_LINK}\s){{0,2}}{_CAPITAL}){{0,9}}"
_MEETING = (
    rf"(?:[Tt]he\s|[Tt]his\s(?:year|week|month)[’']s\s|[Ii]ts\s|[Tt]heir\s|an?\s|last\s(?:week|month|year)[’']s\s)?"
    rf"(?:(?:{_CAPITAL}|{_KIND}|{_LINK}),?\s){{0,12}}?{_EVENT}\b"
    rf"(?:\s(?:of|on|for|in)\s(?:the\s)?{_NAMED})?(?:,?\s(?:19|20)\d\d\b)?"
)
# "presented at", "reported today to", "unveiled this week during", "told"
_PRESENTED = re.compile(
    r"\b(?:present(?:ed|ing|s)?|presentation|report(?:ed|s|ing)?|unveil(?:ed|ing)|releas(?:ed|ing)|announc(?:ed|ing)"
    r"|shar(?:ed|ing)|deliver(?:ed|ing)|reveal(?:ed|ing))"
    rf"\b(?:[^.;]|\.(?=\s\d)){{0,60}}?\b(?:at|to|during|before)\s(?P<meeting>{_MEETING})"
    rf"|\b(?:[Rr]esearchers?|[Ss]cientists?|[Ii]nvestigators?|[Tt]eam|[Aa]uthors?|[Gg]roup)\s(?:[\w,]+\s){{0,6}}?told\s"
    rf"(?P<told>{_MEETING})"
)
# A report at a meeting counts only if it is about research, not about a company's plans.
_RESEARCH = re.compile(
    r"\b(?:stud(?:y|ies)|research(?:ers?)?|findings?|results?|trials?|data|abstract|scientists?|investigators?"
    r"|team|poster)\b"
)
_WORDS = LiteralSet("meeting|conference|congress|symposium|session|convention|assembly|summit")
_SOCIETY = re.compile(
    r"\b(?:[A-Z][\w&.-]*(?:[’']s)?\s(?:(?:of|for|on|and|the|in)\s){0,2}){0,6}"
    r"(?:Society|Association|Academy|College|Federation|Foundation|Institute|Union|League|Organi[sz]ation)"
    r"(?:\s(?:of|for|on)\s(?:the\s)?[A-Z][\w-]*(?:,?\s(?:(?:and|of|the|&)\s){0,2}[A-Z][\w-]*){0,6})?"
)


def find_meeting(sentence: str, today: dt.date | None = None) -> Meeting | None:
    """Return the meeting at which a sentence says that research was presented, or None.

    Args:
        sentence: The sentence.
        today: The article's date, against which "this week" and a month without year are read.
    """
    lower = sentence.lower()
    if not _WORDS.find(lower):
        return None
    found = _PRESENTED.search(sentence)
    if found is None or not (found[0].startswith("present") or _RESEARCH.search(lower)):
        return None
    group = "meeting" if found["meeting"] else "told"
    text = found[group].strip(" .,")
    if not any(letter.isupper() for letter in text):
        return None
    society = _SOCIETY.search(text)
    year, month = read_date_near(sentence, found.start(), min(found.end() + 60, len(sentence)), today)
    name = re.sub(r"[’']s$", "", society[0].removeprefix("The ")) if society else None
    return Meeting(text, name, year, month)
