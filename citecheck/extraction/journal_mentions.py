"""Journals named in prose: which names in a sentence are periodicals, and which periodical each of them is.

A name that the catalogue knows counts unless the sentence speaks against it; a name that is also an
ordinary word (Pain, Sleep, Nature) counts only where the sentence makes it a journal. A name that the
catalogue does not know counts only where nothing but a periodical can stand.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from citecheck.extraction.institutions import institutions
from citecheck.extraction.journal_slots import (
    Lead,
    in_apposition,
    lead,
    made_journal_after,
    published_directly,
    skip_signs_after,
)
from citecheck.extraction.sentences import Sentences
from citecheck.extraction.tokens import Tokens
from citecheck.extraction.triggers import Trigger
from citecheck.extraction.vocabulary import words
from citecheck.journals import Catalogue, fold
from citecheck.model import BlockKind, Document, Journal, JournalMention, MarkKind

# Above this likeness an unknown name is a known one, misspelt or half remembered ("Journal of Medical
# Chemistry"); nearest names below it are only shown.
_SAME_BY_LIKENESS = 0.93
_NEAREST_SHOWN = 0.6
_IN_NAME = re.compile(r"\bin (?:the |The |this week[’']s )?[“\"'‘_*]{0,2}[A-Z]")
_LONG_NAME = 3
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


@dataclass(frozen=True, slots=True)
class Found:
    """A journal named at `text[start:end]` of the document."""

    start: int
    end: int
    mention: JournalMention


@dataclass(frozen=True, slots=True)
class _Name:
    """A name in a sentence, tokens `first` to `last` (not included), that may be a journal's."""

    first: int
    last: int
    journal: Journal | None
    common: bool = False


class MentionFinder:
    """Finds the journals named in the sentences of one document."""

    def __init__(
        self, document: Document, prose: Sentences, announced: Mapping[int, int], catalogue: Catalogue
    ) -> None:
        self._text = document.text
        self._catalogue = catalogue
        self._prose = prose
        self._announced = announced
        self._emphasis = sorted((m.start, m.end) for m in document.marks if m.kind is MarkKind.EMPHASIS)
        self._hits: dict[int, list[tuple[int, int, Journal, bool]]] = {}
        for hit in catalogue.find(document.text):
            at = prose.at(hit.start)
            if (
                at is not None
                and (hit.capitals or "." in document.text[hit.start : hit.end])
                and hit.end <= prose.all[at].end
            ):
                common = hit.common_word or _is_plain_word(document.text[hit.start : hit.end])
                self._hits.setdefault(at, []).append((hit.start, hit.end, hit.journal, common))

    def places(self) -> list[int]:
        """The sentences that may name a journal, in order."""
        periodical = {
            at
            for at, trigger in self._announced.items()
            if trigger & Trigger.PERIODICAL or (trigger & Trigger.SPEAKING and self._names_something(at))
        }
        known = {
            at
            for at, hits in self._hits.items()
            if at in self._announced or any(not common for *_, common in hits)
        }
        return sorted(periodical | known)

    def _names_something(self, at: int) -> bool:
        """Whether a capitalised word stands behind "in": "the researchers write in Pain Medicine"."""
        sentence = self._prose.all[at]
        return _IN_NAME.search(self._text, sentence.start, sentence.end) is not None

    def find(self, at: int, tokens: Tokens) -> tuple[Found, ...]:
        """The journals that sentence `at` names, in order, each journal once."""
        names = sorted(self._names(at, tokens), key=lambda name: (name.first, -name.last))
        found: list[Found] = []
        taken: list[_Name] = []
        for name in names:
            if any(name.first < other.last and other.first < name.last for other in taken):
                continue
            taken.append(name)
            start, end = tokens.starts[name.first], self._end(tokens, name)
            mention = self._mention(self._text[start:end], name.journal, tokens, name.last)
            if not any(_same(mention, other.mention) for other in found):
                found.append(Found(start, end, mention))
        return tuple(found)

    def _end(self, tokens: Tokens, name: _Name) -> int:
        """Where the name ends, without a note's number that is glued to it: "Gastroenterology1"."""
        end = tokens.ends[name.last - 1]
        last = tokens.texts[name.last - 1]
        bare = last.rstrip("0123456789").removesuffix("'s").removesuffix("’s")
        return end - (len(last) - len(bare)) if bare.isalpha() and len(bare) > 3 else end

    def _names(self, at: int, tokens: Tokens) -> Iterator[_Name]:
        known = list(self._known(at, tokens))
        accepted: list[_Name] = []
        heading = self._prose.all[at].kind is BlockKind.HEADING
        for name in known:
            if not _within(name, accepted) and _accept(tokens, name, accepted, heading):
                accepted.append(self._extended(tokens, name))
        unknown = [
            name
            for name in self._unknown(tokens)
            if not _within(name, accepted) and not _merely_longer(tokens, name, accepted)
        ]
        yield from unknown
        yield from (name for name in accepted if not _within(name, unknown))

    def _extended(self, tokens: Tokens, name: _Name) -> _Name:
        """The name with its series or subtitle, where that is known too: "JCO: Precision Oncology"."""
        at = name.last
        if at + 1 >= len(tokens):
            return name
        if tokens.texts[at] in ":–—-," or tokens.lower[at] in ("series", "part", "section"):
            first = at if tokens.lower[at].isalpha() else at + 1
            last = _trimmed(tokens, first, tokens.run(first, commas=True))
            while last > first:
                journal = self._catalogue.lookup(tokens.span(name.first, last))
                subtitle = tokens.texts[at] != "," and "journal" in tokens.lower[first:last]
                if journal is not None and (journal is not name.journal or subtitle):
                    return _Name(name.first, last, journal, name.common)
                last -= 1
            last = _subtitle_end(tokens, name, first)
            if last > first:
                return _Name(name.first, last, None, name.common)
        return name

    def _known(self, at: int, tokens: Tokens) -> Iterator[_Name]:
        """The catalogue's names in the sentence, laid on its tokens."""
        for start, end, journal, common in self._hits.get(at, ()):
            first = tokens.at(start)
            last = bisect_left(tokens.ends, end) + 1
            if (
                first < last <= len(tokens)
                and tokens.starts[first] == start
                and tokens.ends[last - 1] - end in (0, 2)
            ):
                yield self._without_owner(tokens, _Name(first, last, journal, common))

    def _without_owner(self, tokens: Tokens, name: _Name) -> _Name:
        """The name without who owns the journal: "CDC’s Morbidity and Mortality Weekly Report"."""
        if name.last - name.first > 1 and tokens.lower[name.first].endswith(("'s", "’s")):
            bare = tokens.span(name.first + 1, name.last)
            if tokens.texts[name.first][:2].isupper() or self._catalogue.lookup(bare) is name.journal:
                return _Name(name.first + 1, name.last, name.journal, name.common)
        return name

    def _unknown(self, tokens: Tokens) -> Iterator[_Name]:
        """Names in places where nothing but a periodical can stand."""
        past = 0
        for at, word in enumerate(tokens.texts):
            if at >= past and word[0].isupper() and (name := self._name_at(tokens, at)) is not None:
                yield name
                past = name.last

    def _name_at(self, tokens: Tokens, first: int) -> _Name | None:
        word = tokens.lower[first]
        if word in words("names", "no first words"):
            return None
        if word.endswith(("'s", "’s")):
            return None
        if first and tokens.texts[first - 1][0].isupper() and not _parted(tokens, first):
            return None
        last = _trimmed(tokens, first, tokens.run(first))
        if last <= first:
            return None
        last = self._bridged(tokens, first, last)
        slot = lead(tokens, first)
        evident = _is_journal_of(tokens, first, last)
        if slot is Lead.AGAINST or (slot is Lead.NONE and not evident):
            return None
        text = tokens.span(first, last)
        if tokens.lower[first] == "official" or fold(text) in _no_journals():
            return None
        journal = self._catalogue.lookup(text)
        if slot is Lead.JOURNAL or evident:
            return _Name(first, last, journal)
        if journal is None and _is_organisation(tokens, first, last):
            return None
        if slot not in (Lead.EDITION, Lead.PUBLISHED_IN):
            return None
        heads = words("journal_cues", "periodical heads")
        telling = (
            (journal is not None and last - first > 1)
            or any(word in heads for word in tokens.lower[first:last])
            or self._is_marked(tokens, first, last)
            or in_apposition(tokens, last)
        )
        if telling or self._stands_for_journal(tokens, first, last, slot):
            return _Name(first, last, journal)
        return None

    def _bridged(self, tokens: Tokens, first: int, last: int) -> int:
        """Where a name ends that is interrupted by an explanation: "PLoS (Public Library of Science) ONE"."""
        if tokens.after(last) != "(" or ")" not in tokens.texts[last : last + 9]:
            return last
        again = tokens.texts.index(")", last) + 1
        end = tokens.run(again) if again < len(tokens) else again
        if end > again and self._catalogue.lookup(f"{tokens.span(first, last)} {tokens.span(again, end)}"):
            return end
        return last

    def _stands_for_journal(self, tokens: Tokens, first: int, last: int, slot: Lead) -> bool:
        """Whether an unknown name of several words stands where journals do and sounds like one."""
        if slot is not Lead.PUBLISHED_IN or last - first < 2 or institutions(tokens.span(first, last)):
            return False
        return _sounds_like_journal(tokens, first, last) or (
            last - first > 2 and published_directly(tokens, first)
        )

    def _is_marked(self, tokens: Tokens, first: int, last: int) -> bool:
        """Whether the name is set off: in italics, or in quotes of its own."""
        start, end = tokens.starts[first], tokens.ends[last - 1]
        place = bisect_left(self._emphasis, (start - 1, 0))
        for begin, finish in self._emphasis[place : place + 2]:
            if abs(begin - start) <= 1 and abs(finish - end) <= 2:
                return True
        before, after = self._text[start - 1 : start], self._text[end : end + 2]
        return (
            (before in ("“", '"', "_", "*") or before in "‘'") and bool(before) and after[:1] in "”\"_*’',."
        )

    def _mention(self, text: str, journal: Journal | None, tokens: Tokens, last: int) -> JournalMention:
        if journal is not None:
            return JournalMention(text, journal)
        short = _acronym_after(tokens, last)
        if short and (journal := self._catalogue.lookup(short)) is not None:
            return JournalMention(text, journal, misspelt=True)
        return resolve(text, self._catalogue)


def resolve(text: str, catalogue: Catalogue) -> JournalMention:
    """The journal that a name means: by its name, else by likeness, else none with the nearest names."""
    if (journal := catalogue.lookup(text)) is not None:
        return JournalMention(text, journal)
    near = catalogue.nearest(text)
    if near and near[0][1] >= _SAME_BY_LIKENESS:
        return JournalMention(text, near[0][0], misspelt=True)
    return JournalMention(
        text, nearest=tuple(other.title for other, likeness in near if likeness >= _NEAREST_SHOWN)
    )


def _accept(tokens: Tokens, name: _Name, accepted: list[_Name], heading: bool) -> bool:
    """Whether the sentence lets this name of the catalogue be a journal."""
    text = tokens.span(name.first, name.last)
    if not any(c.isupper() for c in text) and "." not in text:
        return False
    if fold(text) in _no_journals():
        return False
    slot = lead(tokens, name.first)
    if slot is Lead.AGAINST:
        return False
    if slot in (Lead.JOURNAL, Lead.EDITION):
        return True
    inside = _inside_longer_name(tokens, name)
    if _speaks_for_itself(tokens, name):
        return not inside or slot is Lead.PUBLISHED_IN
    if slot is Lead.PUBLISHED_IN and not name.common:
        return True
    if inside:
        return False
    if slot is Lead.PUBLISHED_IN and not heading:
        return True
    if accepted and _coordinated(tokens, accepted[-1].last, name.first):
        return True
    return made_journal_after(tokens, name.first, name.last, heading)


def _speaks_for_itself(tokens: Tokens, name: _Name) -> bool:
    """Whether a name can be nothing but a journal's: "Annals of …", "JAMA Pediatrics", "NEJM", a long title.

    "Blood Pressure" and "Diabetes Care" are journals only where the sentence makes them so; so is an address.
    """
    if name.common:
        return False
    first = tokens.texts[name.first]
    if name.first and tokens.texts[name.first - 1] == "#":
        return False
    heads = words("journal_cues", "self-evident heads") | words("journal_cues", "periodical heads")
    if not heads.isdisjoint(tokens.lower[name.first : name.last]):
        return True
    return (first.isupper() and len(first) > 2) or name.last - name.first > _LONG_NAME


def _inside_longer_name(tokens: Tokens, name: _Name) -> bool:
    """Whether capitalised words go on to the left or right: "National Cancer Institute", "Academy of Neurology"."""
    before, after = name.first - 1, name.last
    if before >= 0 and before > 0 and tokens.texts[before][0].isupper():
        return (
            tokens.lower[before] not in words("journal_cues", "journal words")
            and tokens.lower[before] != "the"
        )
    if (
        before > 0
        and tokens.lower[before] in ("of", "for", "and", "&")
        and tokens.texts[before - 1][0].isupper()
    ):
        return tokens.lower[before] != "and" or tokens.lower[before - 1] not in words("names", "months")
    if after < len(tokens) and tokens.texts[after][0].isupper():
        lower = tokens.lower[after]
        return not (
            lower in words("names", "weekdays")
            or lower in words("names", "months")
            or tokens.ends[after - 1] == tokens.starts[after]
        )
    return False


def _is_plain_word(text: str) -> bool:
    """Whether a name is one word written like any other: "Lung", "Stress"; not JAMA, eLife, bmj.com."""
    return text.isalpha() and (
        text[1:].islower() or len(text) > 4 or text in words("journal_cues", "ordinary acronyms")
    )


def _merely_longer(tokens: Tokens, name: _Name, accepted: list[_Name]) -> bool:
    """Whether an unknown run is a known name and words around it that are no part of a title."""
    return name.journal is None and any(
        _goes_past(tokens, name, other) or _starts_before(tokens, name, other) for other in accepted
    )


def _subtitle_end(tokens: Tokens, name: _Name, first: int) -> int:
    """Where a series or a field ends that stands behind a known name: "Series B", "JCO: Precision Oncology"."""
    if tokens.lower[first] == "series" and first + 1 < len(tokens) and len(tokens.texts[first + 1]) == 1:
        last = first + 2
        if last + 1 < len(tokens) and tokens.texts[last] == ":":
            field = tokens.run(last + 1)
            return field if field > last + 1 and _is_field(tokens.lower[field - 1]) else last
        return last
    last = tokens.run(first)
    short = name.last - name.first == 1 and tokens.texts[name.first].isupper()
    titled = tokens.lower[name.first] in words("journal_cues", "self-evident heads")
    if tokens.texts[first - 1] == ":" and (short or titled) and last > first and last - first < 6:
        ends = last == len(tokens) or tokens.texts[last] in ".,;”)"
        if ends and _is_field(tokens.lower[last - 1]) and lead(tokens, name.first) is not Lead.NONE:
            return last
    return first


def _goes_past(tokens: Tokens, name: _Name, known: _Name) -> bool:
    """As in "the BMJ Christmas issue"; not in "Journal of Oncology Practice", "the journal Nature Climate Change"."""
    if known.first != name.first or tokens.lower[name.first] in words("journal_cues", "self-evident heads"):
        return False
    if any(_is_field(word) for word in tokens.lower[known.last : name.last]):
        return False
    edition = tokens.after(name.last) in words("journal_cues", "edition words")
    return edition or lead(tokens, name.first) is not Lead.JOURNAL


def _starts_before(tokens: Tokens, name: _Name, known: _Name) -> bool:
    """As in "the ACP in the Annals of Internal Medicine", "the Fetal Edition of Archives of …", "CDC’s Morbidity …"."""
    if known.last != name.last or known.first <= name.first:
        return False
    if any(word in words("journal_cues", "edition words") for word in tokens.lower[name.first : known.first]):
        return True
    before = tokens.before(known.first)
    return before in ("in", "the", "by", "from") or before.endswith(("'s", "’s"))


def _coordinated(tokens: Tokens, end: int, first: int) -> bool:
    """Whether only "and", commas and small words stand between two names: "in Nature and in the BMJ"."""
    between = tokens.lower[end:first]
    return 0 < len(between) <= 4 and all(
        t in ("and", "or", ",", "in", "the", "&", "both", "”", "“", '"') for t in between
    )


def _is_organisation(tokens: Tokens, first: int, last: int) -> bool:
    """Whether a name is an organisation's; "Families, Relationships and Society" is none."""
    bodies = words("not_journals", "organisations")
    return any(
        tokens.lower[at] in bodies and tokens.before(at) not in ("and", "&") for at in range(first, last)
    )


def _is_field(word: str) -> bool:
    """Whether a word is a field's or a periodical's: "Dermatology", "Medicine", "Genetics", "Reports"."""
    return word in words("journal_cues", "periodical words") or word.endswith(_FIELD_ENDINGS)


def _sounds_like_journal(tokens: Tokens, first: int, last: int) -> bool:
    """Whether an unknown name is made like a journal's: a family's name or a field at its end."""
    return _is_field(tokens.lower[last - 1]) or tokens.lower[first] in words("journal_cues", "families")


def _parted(tokens: Tokens, first: int) -> bool:
    """Whether a capitalised word before a name is no part of it: "The", "Monday", an owner's "CDC’s"."""
    before = tokens.before(first)
    return before in words("names", "no first words") or before.endswith(("'s", "’s", "s'", "s’"))


def _is_journal_of(tokens: Tokens, first: int, last: int) -> bool:
    """Whether the name says itself that it is a periodical's: "Journal of …", "Annals of …"."""
    heads = words("journal_cues", "self-evident heads")
    lower = tokens.lower
    return any(lower[at] in heads and lower[at + 1] in ("of", "in", "for") for at in range(first, last - 2))


def _trimmed(tokens: Tokens, first: int, last: int) -> int:
    """The run's end without a date at its end: "Pediatrics Monday"."""
    while last > first and (
        tokens.lower[last - 1] in words("names", "weekdays")
        or tokens.lower[last - 1] in words("names", "months")
    ):
        last -= 1
    while last > first and tokens.lower[last - 1] in words("names", "linking"):
        last -= 1
    return last


def _acronym_after(tokens: Tokens, last: int) -> str | None:
    """The acronym in parentheses right after a name: "… (CJASN)"."""
    at = skip_signs_after(tokens, last)
    if at < len(tokens) and tokens.texts[at] == "(" and tokens.after(at + 2) == ")":
        short = tokens.texts[at + 1]
        return short if short.isupper() and len(short) > 2 else None
    return None


def _within(name: _Name, others: list[_Name]) -> bool:
    """Whether one of the others covers this name."""
    return any(other.first <= name.first and name.last <= other.last for other in others)


def _same(mention: JournalMention, other: JournalMention) -> bool:
    if mention.journal and other.journal:
        return mention.journal.abbreviation == other.journal.abbreviation
    return fold(mention.text) == fold(other.text)


@cache
def _no_journals() -> frozenset[str]:
    return frozenset(fold(name) for name in words("not_journals", "names"))
