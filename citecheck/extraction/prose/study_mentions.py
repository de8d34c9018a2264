"""Sentences that speak of a study without naming a journal, and how much they say of it.

"A 2019 Harvard study of 3,000 nurses found …"   names something that can be looked up
"The study also found …"                         speaks of a study named elsewhere
"Studies have shown …"                           names nothing
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from citecheck.extraction.fields.institutions import find_institutions
from citecheck.extraction.fields.people import find_people
from citecheck.extraction.fields.study_design import find_design, find_sample_size, find_trial_names
from citecheck.extraction.trigger_filter import lower_keeping_offsets
from citecheck.extraction.word_lists import alternatives_pattern, load_list


class StudyMention(NamedTuple):
    """What a sentence says of a study that it gives no journal of.

    `definite`: "the study", "their findings": one that was named before. `other`: "another", "a separate",
    "a previous study": surely not the one just spoken of. `single`: one study, not studies at large.
    `specific`: it says who, where, how many, or when. `makers`: those who made it speak, or are said to have
    made it. `named`: brought in as one not spoken of before ("a Harvard study", "Stanford research").
    """

    definite: bool
    other: bool
    single: bool
    specific: bool
    makers: bool
    named: bool = False


def find_study_mention(sentence: str, marked: bool = False) -> StudyMention | None:
    """What the sentence says of a study; None where it leans on none. `marked`.

    A note or link stands in it.
    """
    lower = lower_keeping_offsets(sentence)
    study = _study().search(lower) if _noun().search(lower) else None
    makers = _made_or_said(lower)
    signed = _signed().search(sentence) if _YEAR_IN_BRACKETS.search(sentence) else None
    makers = makers or signed
    if study is None and makers is None and not _by_design().match(lower) and not _led(lower):
        return None
    if _no_source().search(lower) or _in_media(sentence, lower):
        return None
    single = makers is not None or _single().search(lower) is not None
    definite = _definite().search(lower) is not None
    other = _another().search(lower) is not None
    specific = signed is not None or (single and _specific(sentence, lower, marked, study is not None))
    named = signed is not None or (study is not None and _newly_named().search(sentence) is not None)
    return StudyMention(definite and not other, other, single, specific, makers is not None, named)


def continues_previous_study(sentence: str) -> bool:
    """Whether the sentence speaks of "the study" and of no other, whatever it says of it."""
    lower = lower_keeping_offsets(sentence)
    return _definite().search(lower) is not None and _another().search(lower) is None


def study_with_author(sentence: str) -> tuple[tuple[str, ...], int] | None:
    """The authors' surnames and the year of "Smith and Jones (2019) showed"; None for any other sentence."""
    signed = _signed().search(sentence) if _YEAR_IN_BRACKETS.search(sentence) else None
    if signed is None:
        return None
    second = signed["second"]
    return (signed["first"], second) if second else (signed["first"],), int(signed["year"])


def says_more(sentence: str) -> bool:
    """Whether the sentence says more of the study spoken of.

    "The same study found", "They also found", "… 30 %".
    """
    return _more().match(lower_keeping_offsets(sentence)) is not None


def tells_of_comment(sentence: str) -> bool:
    """Whether it tells of somebody's opinion, not of a study: "Gut published a commentary which argued …"."""
    return _COMMENT.search(sentence) is not None


_COMMENT = re.compile(
    r"\b(?:published|wrote|printed|ran)\s(?:a|an|the)\s(?:[a-z]+\s)?(?:commentary|editorial|letter|comment)\b"
)


@cache
def _more() -> re.Pattern[str]:
    told = r"(?:found|finds|showed|shows|revealed|concluded|reported|discovered|saw|noted|confirmed)\b"
    who = rf"(?:{_words('nouns')}|{_words('makers')}|findings|results)"
    return re.compile(
        rf"\W*(?:(?:later|overall|in addition|moreover|furthermore)[^,]{{0,20}},\s)?(?:(?:the|this|that)"
        rf"\s(?:same|very)\s{who}\b"
        rf"|(?:the|this|their)\s(?:[\w-]+\s)?{who}\s(?:(?:also|further|even)\s{told}"
        rf"|{told}(?=[^.]{{0,200}}?\d\s?(?:%|percent|per\s?cent|times|-?fold))))"
    )


def _specific(sentence: str, lower: str, marked: bool, study: bool) -> bool:
    """Whether the sentence says of one study who made it, where, when, how, or with how many."""
    if "cochrane" in lower or (_YEAR.search(lower) and _dated().search(lower)) or _by_design().match(lower):
        return True
    plain = sentence[:1].lower() + sentence[1:]  # "Researchers at", as at any place but the sentence's first
    if study and (_is_placed(plain) or find_trial_names(sentence) or find_sample_size(sentence)):
        return True
    if _authored(lower) and any(named.author for named in find_people(sentence)):
        return True
    if find_institutions(sentence) and (_owned().search(plain) or _owned().search(sentence)):
        return True
    return (
        study
        and _indefinite().search(lower) is not None
        and (marked or (_designed().search(lower) is not None and find_design(sentence) is not None))
    )


def _words(section: str, name: str = "studies") -> str:
    return alternatives_pattern(name, section)


# Most sentences lack what a long pattern cannot do without; that is looked for first.
_YEAR = re.compile(r"19\d\d|20\d\d")
_YEAR_IN_BRACKETS = re.compile(r"[(\[](?:19|20)\d\d")
_SAYING = ("say", "said", "claim", "believe", "according to")


@cache
def _noun() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_words('nouns')})\b")


@cache
def _maker() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_words('makers')})\b")


@cache
def _study() -> re.Pattern[str]:
    """A study that finds: "a new study has found", "according to a study", "finds a study", "in a study.

    Women …".
    """
    nouns, verbs = _words("nouns"), _words("verbs", "findings") + "|" + _words("kept verbs", "findings")
    return re.compile(
        rf"\b(?:{nouns})\b(?:[^.;:!?]{{0,140}}?)\b(?:{verbs})\b"
        rf"|\baccording to (?:[\w’'-]+ ){{0,6}}?(?:{nouns})\b"
        rf"|\b(?:{verbs}|finds|suggests|says|shows|reveals)\s+(?:an?|the|one|new|recent|major|latest)"
        rf"\s+(?:[\w’'-]+ ){{0,5}}?(?:{nouns})\b"
        rf"|\bin (?:an?|one|another|the|this|their) (?:[\w’'-]+,? ){{0,6}}?(?:{nouns})\b"
        rf"|\b(?:supported|backed|confirmed|demonstrated|shown|documented) (?:up )?(?:by|in) "
        rf"(?:{_words('many')}) (?:[\w’'-]+ ){{0,3}}?(?:{nouns})\b"
        rf"|\b(?:an?|another|one) (?:[\w’'-]+ ){{0,5}}?(?:{nouns}) (?:that|which|by|from|of|in which"
        rf"|presented|published|has come out|led)\b",
    )


def _made_or_said(lower: str) -> re.Match[str] | None:
    """Those who make studies find, make or say something."""
    made = _makers().search(lower) if _maker().search(lower) else None
    if made is None and any(word in lower for word in _SAYING):
        return _said_by().search(lower)
    return made


@cache
def _makers() -> re.Pattern[str]:
    """As in "researchers at Yale have developed", "a gene has been identified by scientists"."""
    return re.compile(
        rf"\b(?:{_words('makers')})\b\.?[^.;:!?]{{0,110}}?"
        rf"\b(?:{_words('verbs', 'findings')}|{_words('made')})\b"
        rf"|\b(?:{_words('done by')})\s+by\s+(?:[\w’'-]+ ){{0,4}}?(?:{_words('makers')})\b",
    )


@cache
def _said_by() -> re.Pattern[str]:
    """As in "…, say scientists"."""
    return re.compile(
        rf"\b(?:say|says|said|claim|believe|according to)"
        rf"\s+(?:[\w’'-]+ ){{0,3}}?(?:{_words('plural makers')})\b",
    )


@cache
def _signed() -> re.Pattern[str]:
    """A study by its authors and year: "Smith (2019) reported", "As Smith and Jones (2019a) showed"."""
    name = r"[A-ZÀ-Þ][^\W\d_]{1,30}(?:[-’'][^\W\d_]{1,30}){0,2}"
    others = rf"(?:,?\s(?:et al\.?|(?:and|&)\s(?:colleagues|co-?workers|(?P<second>{name}))))?"
    return re.compile(
        rf"\b(?P<first>{name}){others},?\s?[(\[](?P<year>(?:19|20)\d\d)[a-z]?[)\]],?\s"
        rf"(?:(?:{_words('singular nouns')})\s)?(?:[a-z]+ly\s|also\s|have\s|has\s|first\s)?"
        rf"(?:{_words('verbs', 'findings')}|{_words('kept verbs', 'findings')})\b"
    )


def _led(lower: str) -> bool:
    return "led " in lower and _led_by().search(lower) is not None


@cache
def _led_by() -> re.Pattern[str]:
    """As in "The study was led by Dr Y", "who led the study", "lead author of the study"."""
    return re.compile(rf"\bled by\b|\bwho (?:co-)?led the (?:{_words('nouns')})")


@cache
def _by_design() -> re.Pattern[str]:
    """As in "In a randomized, double-blind, crossover study, 14 participants …"."""
    return re.compile(
        rf"\W*in (?:an?|one|another) (?:[\w’'-]+,? ){{0,4}}?(?:{_words('designed')})"
        rf"\b[^.]{{0,80}}?\b(?:{_words('nouns')})\b",
    )


@cache
def _designed() -> re.Pattern[str]:
    """A design that marks out one study: a trial, a review, an experiment in animals."""
    return re.compile(rf"\b(?:{_words('designed')})\b")


@cache
def _single() -> re.Pattern[str]:
    return re.compile(
        rf"\b(?:an?|one|another|the|this|that|his|her|their|its|\d{{4}}|new|recent)\s+(?:(?!(?:to|of|in"
        rf"|for)\s)[\w’'.&-]+,?\s+){{0,7}}?(?:{_words('singular nouns')})\b"
        rf"|\b(?:university|harvard|stanford|oxford|yale)\s(?:research|study)\b|\bet al\b",
    )


@cache
def _indefinite() -> re.Pattern[str]:
    return re.compile(
        rf"\b(?:an?|one|another)\s+(?:(?!(?:to|of|in|for)\s)"
        rf"[\w’'.&-]+,?\s+){{0,7}}?(?:{_words('singular nouns')})\b"
    )


@cache
def _newly_named() -> re.Pattern[str]:
    return re.compile(
        rf"\b(?:[Aa]n?|[Oo]ne|[Aa]nother)\s+(?:(?!(?:to|of|in|for)\s)"
        rf"[\w’'.&-]+,?\s+){{0,7}}?(?:{_words('singular nouns')})\b"
        rf"|(?:^|[:;–—]\s)\W*(?:[A-Z][\w’'.-]+\s+){{1,3}}(?:research|study)\b"
    )


@cache
def _definite() -> re.Pattern[str]:
    return re.compile(
        rf"^\W*(?:[\w’'-]+,?\s+){{0,4}}?(?:the|this|these|their|his|her|our|its|both)\s+(?:(?:new|current"
        rf"|latest|present|same|study|research|survey|{_words('people of', 'places').lower()})\s+"
        rf"|[\w-]+[’']s?\s+)?(?:{_words('nouns')}"
        rf"|{_words('makers')}|findings|results|study[’']s)\b"
        rf"|\bthe (?:same )?(?:study|paper|trial)\b",
    )


@cache
def _another() -> re.Pattern[str]:
    return re.compile(
        rf"\b(?:another|separate|second|third|previous|earlier|prior|past|older|other|different|similar"
        rf"|follow-up|\d{{4}})\s+(?:[\w’'.&-]+,?\s+){{0,4}}?(?:{_words('nouns')})\b",
    )


@cache
def _dated() -> re.Pattern[str]:
    """As in "a 2019 study", "the 2006 Women's Health trial", "Suez et al. (2014)"."""
    return re.compile(
        rf"\b(?:19[5-9]|20[0-4])\d\s+(?:[\w’'.&-]+,?\s+){{0,5}}?(?:{_words('singular nouns')})\b"
        rf"|\bet al\.?,?\s*\(?(?:19|20)\d\d\b"
        rf"|\b(?:{_words('singular nouns')})\s+(?:published\s+)?(?:in|from)\s+(?:\w+\s+)?(?:19[5-9]"
        rf"|20[0-4])\d\b",
    )


def _is_placed(sentence: str) -> bool:
    somewhere = "presented" in sentence or _somewhere().search(sentence)
    return bool(somewhere) and _placed().search(sentence) is not None


@cache
def _somewhere() -> re.Pattern[str]:
    """A country, or its people."""
    return re.compile(f"{_words('countries', 'places')}|{_words('people of', 'places')}")


@cache
def _placed() -> re.Pattern[str]:
    """As in "a massive study from Sweden", "a Danish study", "a study presented at the meeting"."""
    return re.compile(
        rf"\b(?:{_words('singular nouns')})\s+(?:(?:done|conducted|carried out|published|presented)"
        rf"\s+)?(?:from|in|at|out of)\s+(?:the\s+)?(?:{_words('countries', 'places')})\b"
        rf"|\b(?:{_words('people of', 'places')})\s+(?:[\w-]+\s+){{0,2}}?(?:{_words('singular nouns')}"
        rf"|{_words('plural makers')})\b"
        rf"|\b(?:{_words('singular nouns')})\s+presented\s+(?:[\w]+\s+)?(?:at|to)\b"
    )


@cache
def _owned() -> re.Pattern[str]:
    """An institution beside a study or its makers: "researchers at", "a Stanford study", "a team from"."""
    return re.compile(
        rf"\b(?:{_words('makers')}|{_words('nouns')})\s+(?:[\w’'-]+\s+){{0,6}}?(?:at|from|of|by|in)"
        rf"\s+(?:[\w’'-]+\s+){{0,6}}?[A-Z]"
        rf"|[A-Z][\w’'.-]+\s+(?:[\w’'-]+\s+){{0,3}}?(?:{_words('makers')}|{_words('nouns')})\b"
        rf"|\breleased by\b|\bof\s+[A-Z]"
    )


@cache
def _no_source() -> re.Pattern[str]:
    """What only wishes for a study, or explains what studies are."""
    return re.compile(rf"\b(?:{_words('wishes')})\b")


def place(sentence: str) -> str | None:
    """Where a study is said to come from: "a massive study from Sweden", "a Danish study" (as written)."""
    found = _place().search(sentence) if _somewhere().search(sentence) else None
    return (found["country"] or found["people"]) if found else None


@cache
def _place() -> re.Pattern[str]:
    countries, people_of = _words("countries", "places"), _words("people of", "places")
    makers = f"(?:{_words('nouns')}|{_words('makers')})"
    return re.compile(
        rf"\b(?:{makers}\s+(?:\w+\s+)?(?:from|in|across)\s+(?:the\s+)?(?P<country>{countries})"
        rf"|(?P<people>{people_of})\s+(?:\w+\s+)?{makers})\b"
    )


def _in_media(sentence: str, lower: str) -> bool:
    """Whether a newspaper's or magazine's article is meant: "a report in the Washington Post"."""
    found = _media().search(lower) if any(word in lower for word in _PIECES) else None
    if found is None:
        return False
    following = sentence[found.end() : found.end() + 40].removeprefix("the ").removeprefix("The ")
    return following.startswith(load_list("not_journals", "names"))


_PIECES = ("article", "report", "piece", "interview", "column", "post")


@cache
def _media() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(_PIECES)})\s+(?:in|by|on|from|for)\s+")


_AUTHORS = ("et al", "colleague", "author", "researcher", "investigator", "leader", "coworkers", "co-workers")
_BY_AUTHORS = re.compile(r"\b(?:by |led\b|team\b)")


def _authored(lower: str) -> bool:
    return any(word in lower for word in _AUTHORS) or _BY_AUTHORS.search(lower) is not None
