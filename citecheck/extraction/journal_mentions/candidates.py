"""Names in a sentence that may be journals: evidence for and against each, and where it ends."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from citecheck.extraction.journal_mentions.contexts import (
    LeftContext,
    is_published_on,
    left_context,
    made_journal_after,
    skip_signs_after,
)
from citecheck.extraction.tokens import Tokens, is_owner
from citecheck.extraction.word_lists import load_words
from citecheck.journals import fold
from citecheck.model import Journal

# In words; a name of the catalogue this long can only be a journal.
_LONG_NAME = 3
# Between two journals: "in Nature and in the BMJ", "one in Gut and another in Pain".
_JOINING = frozenset(
    ("and", "or", ",", ";", "in", "the", "&", "both", "another", "one", "”", "“", '"', "*", "_")
)
_FIELD_ENDINGS = (
    "ology",
    "ologica",
    "iatry",
    "iatrics",
    "iatrica",
    "ics",
    "istry",
    "ophy",
    "nomy",
    "graphy",
    "icine",
    "urgery",
)


class JournalNameCandidate(NamedTuple):
    """A name in a sentence, tokens `first` to `last` (not included), that may be a journal's."""

    first: int
    last: int
    journal: Journal | None
    common: bool = False


def stands_as_journal(
    tokens: Tokens, name: JournalNameCandidate, accepted: list[JournalNameCandidate], heading: bool
) -> bool:
    """Whether a name of the catalogue is a journal in this sentence.

    Args:
        tokens: the tokens of the sentence.
        name: the name and the tokens that it takes.
        accepted: the names in the sentence that are accepted so far, in order.
        heading: whether the sentence is a heading.
    """
    text = tokens.span(name.first, name.last)
    if not any(c.isupper() for c in text) and "." not in text:
        return False
    if fold(text) in no_journals() or text.endswith((". org", ". com", ". net")):
        return False
    slot = left_context(tokens, name.first)
    if slot is LeftContext.NONE and is_published_on(tokens, name.first):
        slot = LeftContext.PUBLISHED_IN
    if slot is LeftContext.AGAINST:
        return False
    if slot in (LeftContext.JOURNAL, LeftContext.EDITION):
        return True
    coordinated = bool(accepted) and _coordinated(tokens, accepted[-1].last, name.first)
    inside = _inside_longer_name(tokens, name, coordinated)
    if _speaks_for_itself(tokens, name):
        cites = not heading or slot is not LeftContext.NONE or _heads_headline(tokens, name)
        return cites and (not inside or slot is LeftContext.PUBLISHED_IN)
    if slot is LeftContext.PUBLISHED_IN and not name.common:
        return True
    if inside:
        return False
    if slot is LeftContext.PUBLISHED_IN and not heading:
        return True
    return coordinated or made_journal_after(tokens, name.first, name.last, heading)


def _speaks_for_itself(tokens: Tokens, name: JournalNameCandidate) -> bool:
    """Whether a name can only be a journal: "Annals of …", "JAMA Pediatrics", "NEJM", a long title.

    "Blood Pressure" and "Diabetes Care" and addresses are journals only if the sentence says so.
    """
    if name.common:
        return False
    first = tokens.texts[name.first]
    if name.first and tokens.texts[name.first - 1] == "#":
        return False
    heads = load_words("journal_cues", "self-evident heads") | load_words("journal_cues", "periodical heads")
    if not heads.isdisjoint(tokens.lower[name.first : name.last]):
        return True
    if name.last - name.first == 1:
        return first.isupper() and len(first) > 2
    return name.last - name.first > _LONG_NAME or tokens.lower[name.first] in load_words(
        "journal_cues", "families"
    )


def _heads_headline(tokens: Tokens, name: JournalNameCandidate) -> bool:
    """Whether a heading says more than the name: "JAMA Pediatrics: screens cost sleep"."""
    after = tokens.after(name.last)
    return (after == ":" and name.first == 0) or after in load_words("journal_cues", "after a name")


def _inside_longer_name(tokens: Tokens, name: JournalNameCandidate, coordinated: bool) -> bool:
    """Whether capitalised words go on to the left or right.

    "National Cancer Institute", "Academy of Neurology". `coordinated`: a journal and "and" precede.
    """
    before, after = name.first - 1, name.last
    if before >= 0 and before > 0 and tokens.texts[before][0].isupper():
        return (
            tokens.lower[before] not in load_words("journal_cues", "journal words")
            and tokens.lower[before] != "the"
        )
    if before > 0 and tokens.lower[before] == "and" and tokens.texts[before - 1][0].isupper():
        if not coordinated and tokens.lower[before - 1] not in load_words("names", "months"):
            return True
    elif before > 0 and tokens.lower[before] in ("of", "for", "&") and tokens.texts[before - 1][0].isupper():
        return True
    if after < len(tokens) and tokens.texts[after][0].isupper():
        lower = tokens.lower[after]
        return not (
            lower in load_words("names", "weekdays")
            or lower in load_words("names", "months")
            or tokens.ends[after - 1] == tokens.starts[after]
        )
    return False


def is_plain_word(text: str) -> bool:
    """Whether a name is one ordinary word: "Lung", "Stress"; not JAMA, eLife, bmj.com."""
    return text.isalpha() and (
        text[1:].islower() or len(text) > 4 or text in load_words("journal_cues", "ordinary acronyms")
    )


def merely_longer(tokens: Tokens, name: JournalNameCandidate, accepted: list[JournalNameCandidate]) -> bool:
    """Whether an unknown run consists of a known name and words around it that are not part of a title.

    Args:
        tokens: the tokens of the sentence.
        name: the run and the tokens that it takes.
        accepted: the names in the sentence that are accepted so far.
    """
    return name.journal is None and any(
        _goes_past(tokens, name, other) or _starts_before(tokens, name, other) for other in accepted
    )


def subtitle_end(tokens: Tokens, name: JournalNameCandidate, first: int) -> int:
    """Where the series or field behind a known name ends.

    "Series B", "JCO: Precision Oncology".

    Args:
        tokens: the tokens of the sentence.
        name: the known name and the tokens that it takes.
        first: the index of the token at which the series or field would begin.

    Returns:
        The index of the token behind it; `first` where there is no series or field.
    """
    if tokens.lower[first] == "series" and first + 1 < len(tokens) and len(tokens.texts[first + 1]) == 1:
        last = first + 2
        if last + 1 < len(tokens) and tokens.texts[last] == ":":
            field = tokens.run(last + 1)
            return field if field > last + 1 and _is_field(tokens.lower[field - 1]) else last
        return last
    last = tokens.run(first)
    short = name.last - name.first == 1 and tokens.texts[name.first].isupper()
    titled = tokens.lower[name.first] in load_words("journal_cues", "self-evident heads")
    if tokens.texts[first - 1] == ":" and (short or titled) and last > first and last - first < 6:
        ends = last == len(tokens) or tokens.texts[last] in ".,;”)"
        if (
            ends
            and _is_field(tokens.lower[last - 1])
            and left_context(tokens, name.first) is not LeftContext.NONE
        ):
            return last
    return first


def _goes_past(tokens: Tokens, name: JournalNameCandidate, known: JournalNameCandidate) -> bool:
    """As in "the BMJ Christmas issue".

    Not in "Journal of Oncology Practice", "the journal Nature Climate Change".
    """
    if known.first != name.first or tokens.lower[name.first] in load_words(
        "journal_cues", "self-evident heads"
    ):
        return False
    if any(_is_field(word) for word in tokens.lower[known.last : name.last]):
        return False
    edition = tokens.after(name.last) in load_words("journal_cues", "edition words")
    return edition or left_context(tokens, name.first) is not LeftContext.JOURNAL


def _starts_before(tokens: Tokens, name: JournalNameCandidate, known: JournalNameCandidate) -> bool:
    """As in "the ACP in the Annals of Internal Medicine", "the Fetal Edition of Archives of …".

    "CDC’s Morbidity …".
    """
    if known.last != name.last or known.first <= name.first:
        return False
    if any(
        word in load_words("journal_cues", "edition words") for word in tokens.lower[name.first : known.first]
    ):
        return True
    before = tokens.before(known.first)
    if before == "in" and tokens.before(known.first - 1) in load_words("journal_cues", "heads before in"):
        return False
    return before in ("in", "the", "by", "from") or is_owner(before)


def _coordinated(tokens: Tokens, end: int, first: int) -> bool:
    """Whether only "and", commas and small words stand between two names: "in Nature and in the BMJ"."""
    if tokens.after(end) == "(" and tokens.after(end + 2) == ")":
        end += 3  # its acronym
    elif tokens.after(end) == ")":
        end += 1
    between = tokens.lower[end:first]
    return 0 < len(between) <= 4 and all(t in _JOINING for t in between)


def is_organisation(tokens: Tokens, first: int, last: int) -> bool:
    """Whether a name is an organisation's; "Families, Relationships and Society" is not one.

    Args:
        tokens: the tokens of the sentence.
        first: the index of the name's first token.
        last: the index of the token behind the name.
    """
    bodies = load_words("not_journals", "organisations")
    return any(
        tokens.lower[at] in bodies and tokens.before(at) not in ("and", "&") for at in range(first, last)
    )


def _is_field(word: str) -> bool:
    """Whether a word names a field or a periodical: "Dermatology", "Medicine", "Genetics", "Reports"."""
    return word in load_words("journal_cues", "periodical words") or word.endswith(_FIELD_ENDINGS)


def sounds_like_journal(tokens: Tokens, first: int, last: int) -> bool:
    """Whether an unknown name resembles a journal's: by a journal family's name, or a field at its end.

    Args:
        tokens: the tokens of the sentence.
        first: the index of the name's first token.
        last: the index of the token behind the name.
    """
    return _is_field(tokens.lower[last - 1]) or tokens.lower[first] in load_words("journal_cues", "families")


def split_at_stops(tokens: Tokens, first: int) -> bool:
    """Whether a capitalised word before a name is not a part of it: "The", "Monday", an owner's "CDC’s".

    Args:
        tokens: the tokens of the sentence.
        first: the index of the name's first token.
    """
    before = tokens.before(first)
    return before in load_words("names", "no first words") or is_owner(before)


def is_journal_of(tokens: Tokens, first: int, last: int) -> bool:
    """Whether the name itself says that it is a periodical: "Journal of …", "Annals of …".

    Args:
        tokens: the tokens of the sentence.
        first: the index of the name's first token.
        last: the index of the token behind the name.
    """
    heads = load_words("journal_cues", "self-evident heads")
    lower = tokens.lower
    return any(lower[at] in heads and lower[at + 1] in ("of", "in", "for") for at in range(first, last - 2))


def trim_name(tokens: Tokens, first: int, last: int) -> int:
    """Where the run ends without a date at its end: "Pediatrics Monday".

    Args:
        tokens: the tokens of the sentence.
        first: the index of the run's first token.
        last: the index of the token behind the run.

    Returns:
        The index of the token behind the name; `first` where nothing is left.
    """
    while last > first and (
        tokens.lower[last - 1] in load_words("names", "weekdays")
        or tokens.lower[last - 1] in load_words("names", "months")
    ):
        last -= 1
    while last > first and tokens.lower[last - 1] in load_words("names", "linking"):
        last -= 1
    return last


def acronym_after(tokens: Tokens, last: int) -> str | None:
    """The acronym in parentheses right after a name: "… (CJASN)".

    Args:
        tokens: the tokens of the sentence.
        last: the index of the token behind the name.

    Returns:
        The acronym, at least three letters, or None.
    """
    at = skip_signs_after(tokens, last)
    if at < len(tokens) and tokens.texts[at] == "(" and tokens.after(at + 2) == ")":
        short = tokens.texts[at + 1]
        return short if short.isupper() and len(short) > 2 else None
    return None


def is_within_longer(name: JournalNameCandidate, others: list[JournalNameCandidate]) -> bool:
    """Whether one of the others contains this name.

    Args:
        name: the name and the tokens that it takes.
        others: names in the same sentence.
    """
    return any(other.first <= name.first and name.last <= other.last for other in others)


@cache
def no_journals() -> frozenset[str]:
    """Names that look like journals and are not journals (newspapers, agencies, societies), folded."""
    return frozenset(fold(name) for name in load_words("not_journals", "names"))


def begins_name(tokens: Tokens, first: int) -> bool:
    """Whether a name can begin with this capitalised word.

    Args:
        tokens: the tokens of the sentence.
        first: the index of the word.
    """
    word = tokens.lower[first]
    if word in load_words("names", "no first words") or is_owner(word):
        return False
    return first == 0 or not tokens.texts[first - 1][0].isupper() or split_at_stops(tokens, first)


def run_end(tokens: Tokens, first: int) -> int | None:
    """Where the run of capitalised words ends that begins with this token; None if it is not a name.

    Args:
        tokens: the tokens of the sentence.
        first: the index of the token at which the run begins.
    """
    last = trim_name(tokens, first, tokens.run(first))
    owned = any(
        is_owner(tokens.lower[at]) and is_journal_of(tokens, at + 1, last) for at in range(first, last - 1)
    )
    # An owner comes first: the Endocrine Society's Journal of …
    return None if last <= first or owned else last
