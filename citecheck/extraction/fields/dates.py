"""When a publication appeared according to a sentence, relative to the article's own date."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass

from citecheck.extraction.word_patterns import WordPattern
from citecheck.model import DateRange

_MONTHS = (
    r"(?P<{}>Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?\.?|July?\.?|Aug(?:ust"
    r"|\.)?"
    r"|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_YEAR = r"(?P<{}>(?:19[5-9]|20[0-4])\d)"

# published in the August 2, 2011, print issue · online Oct. 26 · the June 30 edition
_MONTH_DAY = (
    _MONTHS.format("month1")
    + r"\s+(?P<day1>[0-3]?\d)(?:st|nd|rd|th)?(?:,?\s+"
    + _YEAR.format("year1")
    + r")?(?!\d)"
)
# (30 January) · 9 December 2011
_DAY_MONTH = (
    r"(?P<day2>[0-3]?\d)(?:st|nd|rd|th)?\s+(?:of\s+)?"
    + (_MONTHS.format("month2") + r"\b(?:,?\s+" + _YEAR.format("year2"))
    + ")?"
)
# the March issue · in March 2015 · the Oct 2010 issue
_MONTH = _MONTHS.format("month3") + r"\b(?:,?\s+" + _YEAR.format("year3") + r")?"
# today · last week · Monday · last March
_RELATIVE = (
    r"(?P<relative>today|yesterday|(?:this|last|next)[ ](?:week|month|year)(?=\b)"
    r"|(?:this|last)[ ](?:January|February|March|April|May|June|July|August|September|October|November"
    r"|December)"
    r"|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b"
)
# a 2019 study · in 2015 · (2013)
_YEAR_ALONE = (
    _YEAR.format("year4")
    + r"(?!\d|[-–]year|\s*(?:people|patients|participants|women|men|children|adults|mg|ml))"
)
_DATE = WordPattern(
    "published on August 2",
    r"(?<![\w.,$£€])(?:" + "|".join((_MONTH_DAY, _DAY_MONTH, _MONTH, _RELATIVE, _YEAR_ALONE)) + ")",
    starts="Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|today|yesterday|this |last |next |Mon|Tues|"
    "Wednes|Thurs|Fri|Satur|Sun|0|1|2|3|4|5|6|7|8|9",
)

# A year or date of data, not of publication: "from 1990 to 2006", "since 1999".
_DATA_BEFORE = re.compile(
    r"(?:\b(?:from|between|since|until|till|through|to|and|during|by|before|after|born|aged|late|early|mid)"
    r"\s|[-–—/])\s*$"
)
_DATA_AFTER = re.compile(r"\s*(?:[-–—/]|to|and|through|until)\s*(?:the\s)?(?:[A-Z][a-z]+\s)?(?:19|20)?\d\d\b")
_PART_OF = re.compile(r"\b(?:late|early|mid)[\s-]$")
# "Neurology in 2008", "Gut (2011"
_RIGHT_BEHIND = re.compile(r"[”\"’®™*_]{0,3},?\s(?:in\s)?\(?")
# "Gastroenterology in 20101, the official journal": the number of a note is glued to the year.
_NOTED_YEAR = re.compile(
    r"[”\"'’®™*_]{0,3},?\s(?:in\s)?\(?(?P<year>(?:19[5-9]|20[0-4])\d)\d{1,2}(?=[.,;)]|\s*$)"
)
_WINDOW = 90
# An article can name the issue of a journal that is dated a quarter ahead, but hardly a later one.
_ANNOUNCED = dt.timedelta(days=92)


@dataclass(frozen=True, slots=True)
class PublicationDateMention:
    """The date of publication that a sentence states."""

    year: int | None = None
    month: int | None = None
    published: DateRange | None = None


NO_DATE = PublicationDateMention()


def find_publication_date(
    text: str, start: int, end: int, today: dt.date | None, places: tuple[tuple[int, int], ...] = ()
) -> PublicationDateMention:
    """The day, month and year of publication that a stretch of text states.

    A date counts beside one of the `places` or beside a word of publishing, unless it limits a period of
    data. If two years differ, the year right behind the journal's name is the year of publication.

    Args:
        text: the text of the document.
        start: the first offset of the stretch in characters.
        end: the offset behind it.
        today: the document's date, from which "last March" counts; None where it is not known.
        places: (start, end) of the stretches in which the publication is named, such as its journal.

    Returns:
        Year, month and range of days; None for each that is not stated.
    """
    noted = (_NOTED_YEAR.match(text, place[1], end) for place in places)
    named = next((int(match["year"]) for match in noted if match), None)
    year = month = None
    published: DateRange | None = None
    for found in _DATE.finditer(text, start, end):
        if not _of_publication(text, found, start, end, places):
            continue
        one = _read(text, found, end, today)
        year, month = year or one.year, month or one.month
        published = published or one.published
        if found["year4"] and any(_RIGHT_BEHIND.fullmatch(text[p[1] : found.start()]) for p in places):
            named = named or one.year
    return PublicationDateMention(named or year, month, published)


def read_date_near(text: str, start: int, end: int, today: dt.date | None) -> tuple[int | None, int | None]:
    """Return the first date in `text[start:end]`, of publication or not.

    Args:
        text: the text of the document.
        start: the first offset in characters.
        end: the offset behind the last character.
        today: the document's date, from which "last March" counts; None where it is not known.

    Returns:
        Year and month; None for each that is not stated.
    """
    for found in _DATE.finditer(text, start, end):
        one = _read(text, found, end, today)
        if one.year or one.month:
            return one.year, one.month
    return None, None


def _of_publication(
    text: str, found: re.Match[str], start: int, end: int, places: tuple[tuple[int, int], ...]
) -> bool:
    before = text[max(start, found.start() - _WINDOW) : found.start()]
    after = text[found.end() : min(end, found.end() + _WINDOW)]
    bounded = before[-12:]
    if found["relative"]:
        bounded = _PART_OF.sub("", bounded)  # "late last year" is not a period of data
    if _DATA_AFTER.match(after):
        return False
    of_study = (found["year3"] or found["year4"]) and _STUDY_BEFORE.search(before) is not None
    if _DATA_BEFORE.search(bounded) and not of_study:
        return False
    if (found["year4"] or found["year3"]) and _STUDY_AFTER.match(after):
        return True
    if found["year4"] and _REPORTS_BEHIND.match(after) and _OPENING.fullmatch(before):
        return True
    if (found["year4"] or found["year3"]) and _FOUND_BEFORE.search(before) and _CLAUSE_AFTER.match(after):
        return True
    for begin, finish in places:
        if 0 <= found.start() - finish <= _WINDOW and _JOINED.fullmatch(text[finish : found.start()]):
            return True
        if 0 <= begin - found.end() <= _WINDOW and _JOINING.fullmatch(text[found.end() : begin]):
            return True
    return bool(_PUBLISHING_BEFORE.search(before)) or bool(_EDITION_AFTER.match(after))


def _read(text: str, found: re.Match[str], end: int, today: dt.date | None) -> PublicationDateMention:
    if found["relative"]:
        return _relative(found["relative"], text[found.end() : min(end, found.end() + 2)], today)
    if found["year4"]:
        return PublicationDateMention(year=int(found["year4"]))
    if found["month3"]:
        stated = found["year3"]
        return PublicationDateMention(int(stated) if stated else None, _month_number(found["month3"]))
    suffix = "1" if found["month1"] else "2"
    month = _month_number(found["month" + suffix])
    day, stated = int(found["day" + suffix]), found["year" + suffix]
    year = int(stated) if stated else _latest_year(month, day, today)
    if year is None or not 1 <= day <= calendar.monthrange(year, month)[1]:
        return PublicationDateMention(int(stated) if stated else None, month)
    date = dt.date(year, month, day)
    return PublicationDateMention(int(stated) if stated else None, month, DateRange(date, date))


def _relative(words: str, after: str, today: dt.date | None) -> PublicationDateMention:
    if today is None:
        return NO_DATE
    day = dt.timedelta(days=1)
    if words == "today":
        return PublicationDateMention(published=DateRange(today, today))
    if words == "yesterday":
        return PublicationDateMention(published=DateRange(today - day, today - day))
    if words.endswith("day"):
        number = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday").index(words)
        date = today - day * ((today.weekday() - number) % 7)
        return PublicationDateMention(published=DateRange(date, date))
    which, _, unit = words.partition(" ")
    steps = {"this": 0, "last": -1, "next": 1}[which]
    if unit == "week":
        monday = today - day * today.weekday() + 7 * steps * day
        return PublicationDateMention(published=DateRange(monday, monday + 6 * day))
    if unit == "year":
        return PublicationDateMention(year=today.year + steps)
    if unit != "month":
        return _latest(_month_number(unit), steps, today)
    months = today.year * 12 + today.month - 1 + steps
    year, month = months // 12, months % 12 + 1
    if after[:1] in ("'", "’"):  # this month's issue
        return PublicationDateMention(month=month)
    return PublicationDateMention(
        published=DateRange(
            dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1])
        )
    )


def _latest(month: int, steps: int, today: dt.date) -> PublicationDateMention:
    """The date of a month's name: "last March" is the last March that has ended."""
    year = today.year - (steps < 0 and month >= today.month)
    return PublicationDateMention(year, month)


def _month_number(name: str) -> int:
    return ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec").index(
        name[:3].lower()
    ) + 1


def _latest_year(month: int, day: int, today: dt.date | None) -> int | None:
    """The latest year in which this day is past, or so near that an article can announce it."""
    if today is None:
        return None
    day = min(day, calendar.monthrange(2023, month)[1])
    years = (today.year + 1, today.year)
    return next((year for year in years if dt.date(year, month, day) <= today + _ANNOUNCED), today.year - 1)


# "a 2019 | double-blind Harvard study"
_STUDY_AFTER = WordPattern(
    " double-blind Harvard study",
    r"\s+(?!(?:and|or|but)\b)(?:[\w’'.&-]+\s+){0,6}?(?:{nouns})\b",
    flags=re.IGNORECASE,
)


# "a study from | June 2015": a date of publication, because no period follows
_STUDY_BEFORE = WordPattern(
    "a study from ",
    r"\b(?:a|an|one|the)\s(?:[\w’'-]+\s){0,4}?"
    r"(?:{singular nouns})\sfrom\s$",
    flags=re.IGNORECASE,
)


# "In 2008, researchers found", "Back in 2014 a team reported"
_OPENING = re.compile(r"\W*(?:(?:Then|Back|Later|Also|And|But|First|Earlier|Again),?\s)?[Ii]n\s")


# "In 2008 | , researchers found": people find and report in the year in which the study appears.
_REPORTS_BEHIND = WordPattern(
    ", researchers at Yale found",
    r",?\s(?:[\w’'.&-]+,?\s){0,12}?(?:(?:{makers})\b\.?|et al\.?)"
    r"[^.;:!?]{0,80}?\b(?:found|reported|showed|published|concluded|discovered|demonstrated|revealed|wrote)\b",
    flags=re.IGNORECASE,
)


# "researchers at Yale found in | 2017 | that naps help", "which was shown in | March 2017 | by a team"
_FOUND_BEFORE = re.compile(
    r"\b(?:found|showed|shown|reported|discovered|demonstrated|revealed|concluded|observed|suggested)\s"
    r"(?:back\s)?in\s$"
)
_CLAUSE_AFTER = re.compile(r",?\s(?:that|by|how|why|what)\b|\s*[.;]?\s*$")


# "published online | today", "wrote | Wednesday", "a study from | 2019", "et al. ( | 2010"
_PUBLISHING_BEFORE = re.compile(
    r"(?:publish\w*|publication|asked|printed|appear\w*|print|released|writing|writes?|wrote|report\w*"
    r"|online|et al\.?|colleagues|posted|stud(?:y|ies)|trials?|review|paper|research|issue|edition"
    r"|article|meta-analysis)[\s,(]*"
    r"(?:(?:online|early|earlier|recently|on|in|from|of|just|first|only|late|later|out|ahead of print)"
    r"[\s,(]+){0,4}$",
    re.IGNORECASE,
)


# "the March 15 | online issue of", "this week | 's edition"
_EDITION_AFTER = re.compile(
    r"(?:['’]s)?[\s,]*(?:\(?\d{1,2}\)?[\s,]+)?"
    r"(?:(?:print|online|early|special|advance|web|digital|latest)[\s,]+){0,3}"
    r"(?:issue|edition|number|online|publication)\b",
    re.IGNORECASE,
)


# Between a journal's name and a date behind it: "Cephalalgia | in | March", "Gut | ( | 2013"
_JOINED = re.compile(
    r"[”\"'’_*]{0,2}[\s,(\[.]+"
    r"(?:(?:in|on|for|online|from|early|earlier|late|last|of|print|issue|vol\.?|\d+|the)[\s,(]+){0,4}",
)


# Between a date and a journal's name behind it: "today | in the journal | Gut"
_JOINING = re.compile(
    r"(?:['’]s)?[\s,)]+(?:(?:in|by|on|the|journals?|medical|open|access|online|print|issue|edition|of"
    r"|early|at|"
    r"version|scientific|international|a|ahead|advance)[\s,]+){0,8}[“\"'‘_*]{0,2}",
    re.IGNORECASE,
)
