"""The contexts in which a sentence names a journal: the words before and behind a name.

published online today in | the journal | the March issue of | researchers write in   → before the name
, the official journal of | reports | study | 2013; 110(4)                            → after the name
"""

from __future__ import annotations

from enum import Enum
from itertools import pairwise

from citecheck.extraction.tokens import Tokens, is_owner
from citecheck.extraction.word_lists import load_words

_QUOTES = frozenset("\"'“”‘’«»_*`")
# In words: the distance of a word of publishing, and of a word of writing, before the name.
_REACH = 14
_FAR_REACH = 28
# Words of publishing with which sentences and headlines begin.
_OPENERS = frozenset(("published", "publishing", "writing", "reporting", "results", "findings", "research"))


class LeftContext(Enum):
    """The kind of words before a name."""

    NONE = "no context of a journal"
    AGAINST = "a department, a chair, an editor"
    PUBLISHED_IN = "published in, writes in"
    EDITION = "the March issue of"
    JOURNAL = "the journal"


def skip_signs_before(tokens: Tokens, at: int) -> int:
    """The index of the last token up to `at` that is not a quotation or emphasis sign, or -1.

    Args:
        tokens: the tokens of the sentence.
        at: the index of the token to start at.
    """
    while at >= 0 and tokens.texts[at] in _QUOTES:
        at -= 1
    return at


def skip_signs_after(tokens: Tokens, at: int) -> int:
    """The index of the first token from `at` on that is not a quotation, emphasis or trademark sign.

    Args:
        tokens: the tokens of the sentence.
        at: the index of the token to start at.
    """
    while at < len(tokens) and (tokens.texts[at] in _QUOTES or tokens.texts[at] in "®™©"):
        at += 1
    if (
        tokens.after(at) == "&"
        and tokens.after(at + 1) in ("reg", "trade", "copy")
        and tokens.after(at + 2) == ";"
    ):
        return at + 3
    return at


def left_context(tokens: Tokens, first: int) -> LeftContext:
    """Classify the words before a name.

    Args:
        tokens: the tokens of the sentence.
        first: the index of the name's first token.
    """
    at = skip_signs_before(tokens, first - 1)
    if at < 0:
        return LeftContext.NONE
    journal_words = load_words("journal_cues", "journal words")
    if tokens.texts[at] == "," and tokens.before(at) in journal_words and tokens.texts[at - 1][0].islower():
        return LeftContext.JOURNAL
    if tokens.lower[at] in journal_words and not tokens.texts[at][0].isupper():
        return LeftContext.JOURNAL
    if tokens.lower[at] in ("called", "titled", "named") and _names_periodical(tokens, at):
        return LeftContext.JOURNAL
    at = _skip_owner(tokens, at)
    current = False
    while at >= 0 and tokens.lower[at] in load_words("journal_cues", "determiners"):
        current = current or tokens.lower[at].startswith(("month", "week"))
        at -= 1
    at = skip_signs_before(tokens, at)
    if at < 0:
        return LeftContext.NONE
    if current and tokens.lower[at] == "in":
        return LeftContext.EDITION  # in this month's Pediatric Nephrology
    return _before(tokens, at, first)


def _before(tokens: Tokens, at: int, first: int) -> LeftContext:
    """Classify the word at `at`; only articles and possessives stand between it and the name."""
    if tokens.lower[at] in load_words("journal_cues", "journal words") and tokens.texts[at][0].islower():
        return LeftContext.JOURNAL
    if tokens.lower[at] == "of" and tokens.before(at) in load_words("journal_cues", "edition words"):
        return LeftContext.EDITION
    if tokens.lower[at] == "of" and _names_edition(tokens, at - 1):
        return LeftContext.EDITION
    if _comes_from(tokens, at):
        return LeftContext.PUBLISHED_IN
    if tokens.lower[at] not in load_words("journal_cues", "before a name"):
        return (
            LeftContext.AGAINST
            if tokens.lower[at] in load_words("journal_cues", "not a journal after")
            else LeftContext.NONE
        )
    return _published(tokens, at, first)


def _comes_from(tokens: Tokens, at: int) -> bool:
    """Whether a paper comes from what follows: "a 2014 paper from", "a trial out of"."""
    if tokens.lower[at] == "of" and tokens.before(at) == "out":
        at -= 1
    return tokens.lower[at] in ("from", "out") and tokens.before(at) in load_words(
        "journal_cues", "come from journals"
    )


def _names_periodical(tokens: Tokens, at: int) -> bool:
    """Whether the name is that of a periodical: "in a publication of the agency called X"."""
    before = tokens.lower[max(0, at - _REACH) : at]
    if "," in before:
        before = before[len(before) - before[::-1].index(",") :]
    return not load_words("journal_cues", "kinds of periodical").isdisjoint(before) and "that" not in before


def _skip_owner(tokens: Tokens, at: int) -> int:
    """Skip the owner of a journal: "the Endocrine Society's", "ACS'"."""
    if is_owner(tokens.lower[at]) and tokens.texts[at][0].isupper():
        return tokens.run_start(at) - 1
    return at


def _names_edition(tokens: Tokens, at: int) -> bool:
    """Whether an edition is named right before: "the 16 May 2011 print issue (vol. 3) of"."""
    for back in range(at, max(at - 6, -1), -1):
        if tokens.lower[back] in load_words("journal_cues", "edition words"):
            return all(
                not tokens.texts[k].isalpha() or tokens.lower[k] in _days_and_months()
                for k in range(back + 1, at + 1)
            )
    return False


def _days_and_months() -> frozenset[str]:
    return load_words("names", "months") | load_words("names", "weekdays")


def _published(tokens: Tokens, at: int, first: int) -> LeftContext:
    """Whether a word of publishing precedes the preposition at `at`."""
    preposition = tokens.lower[at]
    if preposition == "on" and "." not in tokens.texts[first]:
        return LeftContext.NONE
    publishing = load_words("journal_cues", "publishing words")
    against = load_words("journal_cues", "not a journal after")
    fillers = load_words("journal_cues", "fillers")
    back = at - 1
    if back >= 0 and tokens.lower[back] in against:
        return LeftContext.AGAINST
    stop = max(back - _REACH, -1)
    while back > stop:
        token = tokens.lower[back]
        if back and tokens.texts[back][0].isupper() and token in publishing and token not in _OPENERS:
            return LeftContext.NONE  # the Center for Advanced Study in the Behavioral Sciences
        if token in publishing:
            return LeftContext.PUBLISHED_IN if preposition != "of" else LeftContext.NONE
        if token in fillers or not token[0].isalpha():
            back -= 1
            continue
        break
    if preposition in ("in", "by") and _written(tokens, at - 1):
        return LeftContext.PUBLISHED_IN
    return LeftContext.NONE


def is_published_on(tokens: Tokens, first: int) -> bool:
    """Whether a study is said to be published on a name, like on a website: "published on Critical Care".

    An article with a capital is part of the name ("published on The Lancet"). Videos are published on
    platforms and papers on days, too, so this is used only for names of the catalogue.

    Args:
        tokens: the tokens of the sentence.
        first: the index of the name's first token.
    """
    at = skip_signs_before(tokens, first - 1)
    at -= at > 0 and tokens.texts[at] == "The"
    if at < 2 or tokens.lower[at] != "on":
        return False
    at -= tokens.lower[at - 1] == "online"
    return tokens.lower[at - 1] == "published" and tokens.lower[at - 2] in load_words(
        "journal_cues", "is published"
    )


def _written(tokens: Tokens, back: int) -> bool:
    """Whether a verb of writing, reporting or publishing precedes.

    "Dr. Giovanna Tropeano reports … in".
    """
    writing = load_words("journal_cues", "writing words")
    against = load_words("journal_cues", "not a journal after")
    for place in range(back, max(back - _FAR_REACH, -1), -1):
        if tokens.lower[place] in against or tokens.texts[place] in ";”":
            return False
        if (
            tokens.lower[place] in writing and tokens.after(place + 1) != "to"
        ):  # not: "it appears to be used in"
            return True
    return False


def stands_in(tokens: Tokens, first: int) -> bool:
    """Whether "in" stands before a name, with at most an article between.

    Args:
        tokens: the tokens of the sentence.
        first: the index of the name's first token.
    """
    at = skip_signs_before(tokens, first - 1)
    while at >= 0 and tokens.lower[at] in load_words("journal_cues", "determiners"):
        at -= 1
    return at >= 0 and tokens.lower[at] == "in"


def published_directly(tokens: Tokens, first: int) -> bool:
    """Whether "published in" stands right before the name, with at most "online" or an article between.

    Args:
        tokens: the tokens of the sentence.
        first: the index of the name's first token.
    """
    at = skip_signs_before(tokens, first - 1)
    while at >= 0 and tokens.lower[at] in load_words("journal_cues", "determiners"):
        at -= 1
    if at < 1 or tokens.lower[at] != "in":
        return False
    return any(
        word in ("published", "appears", "appeared", "appearing")
        for word in tokens.lower[max(0, at - 4) : at]
    )


def in_apposition(tokens: Tokens, last: int) -> bool:
    """Whether a name is explained as a periodical: "Neurology, the medical journal of the American …".

    Args:
        tokens: the tokens of the sentence.
        last: the index of the token behind the name.
    """
    at = _skip_year(tokens, skip_signs_after(tokens, last))
    if at >= len(tokens) or not (tokens.texts[at] in ",(–—-" or tokens.lower[at] == "is"):
        return False
    kinds = load_words("journal_cues", "kinds of periodical")
    nearby = tokens.lower[at + 1 : at + 9]
    if not nearby or nearby[0] not in ("the", "a", "an", "official", "which", "one"):
        return False
    return any(
        kind in kinds and following in ("of", "published", "from", "for", "by", "that", "which")
        for kind, following in pairwise(nearby)
    )


def _skip_year(tokens: Tokens, at: int) -> int:
    """Skip a year behind the name: "Arthritis & Rheumatism in 2008, a journal of …"."""
    year = tokens.after(at + 1)
    if tokens.after(at) == "in" and year[:4].isdigit() and year[:2] in ("19", "20") and len(year) < 7:
        return at + 2
    return at


def made_journal_after(tokens: Tokens, first: int, last: int, heading: bool) -> bool:
    """Whether the words behind a name (and the article before it) show that it is a journal.

    Args:
        tokens: the tokens of the sentence.
        first: the index of the name's first token.
        last: the index of the token behind the name.
        heading: whether the sentence is a heading.
    """
    at = skip_signs_after(tokens, last)
    if at >= len(tokens):
        return False
    if in_apposition(tokens, last):
        return True
    if heading:
        return (
            tokens.texts[at] == ":"
            and first == 0
            and tokens.lower[0] in load_words("journal_cues", "before headlines")
        )
    if _dated(tokens, at) or _bracketed(tokens, first, at) or _its_issue(tokens, last):
        return True
    if _year_reports(tokens, first, at):
        return True
    if _behind_study(tokens, first, at):
        return True
    if _publishes_results(tokens, first, at) or _opens_what_is_written(tokens, first, at):
        return True
    if tokens.lower[at] not in load_words("journal_cues", "after a name"):
        return False
    before = skip_signs_before(tokens, first - 1)
    for back in range(before, max(before - 3, -1), -1):
        if tokens.lower[back] in ("the", "a", "an", "this", "new", "recent", "earlier"):
            return True
        if not tokens.texts[back][0].islower() and not tokens.texts[back].isdigit():
            return False
    return False


def _bracketed(tokens: Tokens, first: int, at: int) -> bool:
    """Whether a name stands in brackets with a year: "(Antibiotics, 2020)", "(Lee et al., Lipids, 2019)"."""
    before = skip_signs_before(tokens, first - 1)
    if before < 0 or not (tokens.texts[before] == "(" or (tokens.texts[before] == "," and before > 1)):
        return False
    year = tokens.after(at + 1) if tokens.texts[at] == "," else tokens.after(at)
    closing = tokens.after(at + 2 if tokens.texts[at] == "," else at + 1)
    dated = len(year) == 4 and year.isdigit() and year[:2] in ("19", "20")
    return dated and closing == ")" and "(" in tokens.texts[max(0, before - 8) : before + 1]


def _year_reports(tokens: Tokens, first: int, at: int) -> bool:
    """Whether a year in brackets and a finding follow: "Sleep (2014) showed", "Gut (2019): …"."""
    year = tokens.after(at + 1)
    if tokens.texts[at] != "(" or len(year) != 4 or year[:2] not in ("19", "20") or not year.isdigit():
        return False
    following = tokens.lower[at + 3 : at + 5]
    if tokens.after(at + 2) != ")" or not following:
        return False
    before = skip_signs_before(tokens, first - 1)
    if before > 0 and tokens.lower[before - 1 : before + 1] == ["according", "to"]:
        return True
    return following[0] == ":" or not load_words("journal_cues", "reports").isdisjoint(following)


def _behind_study(tokens: Tokens, first: int, at: int) -> bool:
    """Whether the name stands in brackets right behind a study: "a trial (Gut)", "studies (Gut and Pain)"."""
    before = skip_signs_before(tokens, first - 1)
    if tokens.before(before + 1) == "the":
        before -= 1
    if (
        before < 1
        or tokens.texts[before] != "("
        or not (tokens.texts[at] in "),;&" or tokens.lower[at] == "and")
    ):
        return False
    return tokens.lower[before - 1] in load_words("journal_cues", "is published")


def _publishes_results(tokens: Tokens, first: int, at: int) -> bool:
    """Whether the name is the subject of a verb of publishing: "Kidney International published it"."""
    before = skip_signs_before(tokens, first - 1)
    opens = before < 0 or tokens.lower[before] in load_words("journal_cues", "before clauses")
    if not opens or tokens.lower[at] not in load_words("journal_cues", "publishes"):
        return False
    for following in tokens.lower[at + 1 : at + 7]:
        if following in load_words("journal_cues", "before a name"):
            return False
        if following in load_words("journal_cues", "is published"):
            return True
    return False


def _its_issue(tokens: Tokens, last: int) -> bool:
    """Whether an issue or website of the journal follows: "Gut's latest issue", "Pain's website"."""
    owning = is_owner(tokens.lower[last - 1]) and not tokens.lower[last - 1].endswith(("s'", "s’"))
    return owning and not load_words("journal_cues", "edition words").isdisjoint(
        tokens.lower[last : last + 3]
    )


def _opens_what_is_written(tokens: Tokens, first: int, at: int) -> bool:
    """Whether a sentence begins with the journal of a writer: "In Respirology, researchers wrote that …"."""
    before = skip_signs_before(tokens, first - 1)
    if before != 0 or tokens.lower[0] != "in" or tokens.texts[at] != ",":
        return False
    following = tokens.lower[at + 1 : at + 9]
    makers = load_words("journal_cues", "writers").intersection(following)
    return bool(makers) and not load_words("journal_cues", "writing words").isdisjoint(following)


def _dated(tokens: Tokens, at: int) -> bool:
    """Whether year, volume and page follow as in a reference.

    "Pain 2013;154(2)", "Gut. 2015 Apr", "Sleep, online June 3".
    """
    if tokens.texts[at] in ".,":
        at += 1
    if at >= len(tokens):
        return False
    word = tokens.texts[at]
    if word == "online" and tokens.after(at + 1) in _days_and_months():
        return True
    if len(word) == 4 and word.isdigit() and word[:2] in ("19", "20"):
        return tokens.after(at + 1) in (";", ":") or tokens.after(at + 1) in _days_and_months()
    return False
