"""Which sentences of a document speak of the same study.

Sentences are read in order. A journal starts a new study. A sentence without a journal starts one if it
states enough to look a study up and is not about the last one. All other sentences are about an earlier
study, or cite research without naming it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from citecheck.extraction.fields.dates import find_publication_date
from citecheck.extraction.fields.findings import find_finding, only_says_what_was_done
from citecheck.extraction.fields.institutions import find_institutions
from citecheck.extraction.journal_mentions.finder import JournalMentionSpan
from citecheck.extraction.prose.commentaries import tells_of_comment
from citecheck.extraction.prose.study_mentions import (
    StudyMention,
    continues_previous_study,
    find_study_mention,
)
from citecheck.extraction.prose.study_places import place
from citecheck.extraction.sentences import Sentence
from citecheck.model import Document

# In sentences: the most between a study and a later sentence that names its journal.
_NEAR = 12
# A sentence can refer to one of this many previous studies.
_MEMORY = 40
# Two mentions of one journal and year with this many long words in common are the same study.
_SAME_TOPIC = 3
_TELLING_LENGTH = 6


# "A U.S. study published last year", "three years ago"
_LONG_AGO = re.compile(r"\b(?:last year|years ago|decades? ago)\b")


# "say the Lancet | authors"
_OF_JOURNAL = re.compile(r"\s(?:authors?|researchers|team|study|paper|letter|report|trial|findings)\b")


class StudySentence(NamedTuple):
    """A sentence about a study: the journals it names, or its mention of a study without a journal."""

    at: int
    sentence: Sentence
    journals: tuple[JournalMentionSpan, ...] = ()
    study: StudyMention | None = None


@dataclass(slots=True, eq=False)
class Study:
    """One study of a document and the sentences about it; `stated` is the first that states it."""

    stated: StudySentence
    journal: JournalMentionSpan | None = None
    also: list[StudySentence] = field(default_factory=list)
    same_as: Study | None = None


class StudyChains:
    """The studies of a document, and `loose`, the sentences that belong to no study."""

    def __init__(self, document: Document, readings: Sequence[StudySentence]) -> None:
        self._document = document
        self.studies: list[Study] = []
        self.loose: list[StudySentence] = []
        self._pending: list[StudySentence] = []
        self._institutions: dict[int, set[str]] = {}
        self._story = _is_one_story(readings)
        for reading in readings:
            if reading.journals:
                self._name_journals(reading)
            else:
                self._assign(reading)
        for reading in self._pending:
            self._assign_rest(reading)
        self.studies.sort(key=lambda study: (study.stated.at, study.journal.start if study.journal else 0))

    def _name_journals(self, reading: StudySentence) -> None:
        """Start a study for each journal of a sentence, or add to one that is certainly the same."""
        opened = None
        for found in reading.journals:
            study = Study(reading, found, same_as=self._same_before(reading, found))
            self.studies.append(study)
            if study.same_as is None:
                opened = opened or study
        if opened is not None:
            opened.also.extend(self._taken(reading))

    def _same_before(self, reading: StudySentence, found: JournalMentionSpan) -> Study | None:
        """The earlier study of the same journal, if the sentence is about "the study" and no other one."""
        words = self._words(reading)
        definite = self._is_definite(found) or (
            continues_previous_study(words) and not tells_of_comment(words)
        )
        year = self._year(reading)
        for earlier in self.studies[: -_MEMORY - 1 : -1]:
            if earlier.journal is None or not same_journal(earlier.journal, found):
                continue
            first = earlier.same_as or earlier
            theirs = self._year(first.stated)
            if year and theirs and year != theirs:
                continue
            if definite or (year and theirs and self._same_topic(reading, first.stated)):
                return first
        return None

    def _is_definite(self, found: JournalMentionSpan) -> bool:
        """Whether a journal's name stands for its study: "the Lancet authors say"."""
        text = self._document.text
        before, behind = text[max(0, found.start - 4) : found.start], text[found.end : found.end + 16]
        return before.lower().endswith("the ") and _OF_JOURNAL.match(behind) is not None

    def _same_topic(self, one: StudySentence, other: StudySentence) -> bool:
        words = [
            {word for word in self._words(reading).lower().split() if len(word) >= _TELLING_LENGTH}
            for reading in (one, other)
        ]
        return len(words[0] & words[1]) >= _SAME_TOPIC + len(one.journals[0].mention.text.split())

    def _taken(self, reading: StudySentence) -> list[StudySentence]:
        """The previous sentences that are about the study of this journal."""
        study = find_study_mention(self._words(reading))
        if study is not None and study.other and not study.definite:
            return []
        near = study is not None and study.definite
        own = [earlier for earlier in self._pending[-_MEMORY:] if self._may_speak_of(earlier, reading)]
        taken = [earlier for earlier in own if (self._story or (near and reading.at - earlier.at <= _NEAR))]
        if taken:
            gone = {earlier.at for earlier in taken}
            late = self._pending[-_MEMORY:]
            self._pending[-_MEMORY:] = [earlier for earlier in late if earlier.at not in gone]
        return taken

    def _may_speak_of(self, earlier: StudySentence, reading: StudySentence) -> bool:
        """Whether a sentence may be about the study whose journal a later sentence names.

        Unspecified studies ("several studies") do not count, and a study of an earlier year than the article
        or the later study is another one: "A U.S. study published last year found …".
        """
        study = earlier.study
        if study is None or study.other or not (study.single or study.definite or study.makers):
            return False
        if study.definite or not study.specific:
            return True
        mine, theirs, today = self._year(earlier), self._year(reading), self._document.date
        if mine is None:
            return _LONG_AGO.search(self._words(earlier)) is None
        return mine == theirs if theirs else today is None or mine >= today.year

    def _assign(self, reading: StudySentence) -> None:
        """Add a sentence to an earlier study, or keep it until the next journal is read."""
        study = reading.study
        if study is None:
            return
        known = self._named_before(reading, study)
        if known is not None:
            known.also.append(reading)
            return
        last = self.studies[-1] if self.studies else None
        if study.definite and last is not None:
            last = self._of_the_same_place(reading, last)
        first = (last.same_as or last) if last else None
        newly = study.specific and (study.named or self._is_of_earlier_year(reading))
        if (
            first
            and last
            and not study.other
            and (
                study.definite
                or (self._story and not newly and (study.single or study.makers))
                or self._continues(reading, last)
            )
        ):
            first.also.append(reading)
        elif not (study.definite and self._pending and not study.specific):
            self._pending.append(reading)

    def _is_of_earlier_year(self, reading: StudySentence) -> bool:
        """Whether a sentence states a year before the article's own: "A Yale team found in 2017 that …"."""
        today, year = self._document.date, self._year(reading)
        return today is not None and year is not None and year < today.year

    def _named_before(self, reading: StudySentence, study: StudyMention) -> Study | None:
        """Return the earlier study that a sentence names again, by its title or its authors."""
        if study.other:
            return None
        if study.titles and not study.year:
            for earlier in self.studies[: -_MEMORY - 1 : -1]:
                if earlier.stated.study and set(study.titles) & set(earlier.stated.study.titles):
                    return earlier.same_as or earlier
        return self._by_authors(reading) if study.authors and study.year is None else None

    def _by_authors(self, reading: StudySentence) -> Study | None:
        """Return the earlier study whose authors a sentence names without a year.

        Example: "Larsson and her colleagues combed through …".
        """
        names = reading.study.authors if reading.study else ()
        for earlier in self.studies[: -_MEMORY - 1 : -1]:
            first = earlier.same_as or earlier
            stated = " ".join(self._words(one) for one in (first.stated, *first.also))
            if any(name in stated for name in names):
                return first
        last = self.studies[-1] if self.studies and self._speaks_of_known_people(reading) else None
        return (last.same_as or last) if last else None

    def _speaks_of_known_people(self, reading: StudySentence) -> bool:
        """Whether a sentence names authors without a year whom the text has named before."""
        study = reading.study
        if study is None or study.year is not None:
            return False
        at = reading.sentence.start
        return any(self._document.text.find(name, 0, at) >= 0 for name in study.authors)

    def _of_the_same_place(self, reading: StudySentence, last: Study) -> Study | None:
        """The earlier study from the same place as the sentence's ("The Danish study"), else the last one."""
        mine = place(self._words(reading))
        if mine is None:
            return last
        for earlier in self.studies[: -_MEMORY - 1 : -1]:
            if place(self._words(earlier.stated)) == mine:
                return earlier
        return last if place(self._words(last.stated)) is None else None

    def _continues(self, reading: StudySentence, last: Study) -> bool:
        """Whether a sentence states the finding of the previous one, which only mentions the study.

        "A study in Gut looked at naps. In a large analysis led by Dr. Ann Lee, the authors found …"
        """
        stated = last.stated
        if reading.at != stated.at + 1 or reading.sentence.block != stated.sentence.block:
            return False
        before, year, other = find_finding(self._words(stated)), self._year(reading), self._year(stated)
        return (before is None or only_says_what_was_done(before)) and (
            not year or not other or year == other
        )

    def _assign_rest(self, reading: StudySentence) -> None:
        """Decide a sentence that belongs to no journal: a new study, an earlier one, or a loose sentence."""
        study = reading.study
        if study is None or self._stated_before(reading, study):
            return
        known = self._named_before(reading, study)
        if known is not None:
            known.also.append(reading)
            return
        if study.specific:
            self.studies.append(Study(reading))
        elif not study.definite:
            self.loose.append(reading)

    def _stated_before(self, reading: StudySentence, study: StudyMention) -> bool:
        """Whether the sentence is about an earlier study without a journal from the same institution."""
        if study.other:
            return False
        mine = self._places(reading)
        for earlier in self.studies[-_MEMORY:]:
            if earlier.journal is not None:
                continue
            theirs = self._places(earlier.stated)
            unplaced = study.specific and study.makers and not study.named and not (mine and theirs)
            if (mine and mine & theirs) or study.definite or unplaced:
                earlier.also.append(reading)
                return True
        return False

    def _places(self, reading: StudySentence) -> set[str]:
        if reading.at not in self._institutions:
            self._institutions[reading.at] = set(find_institutions(self._words(reading)))
        return self._institutions[reading.at]

    def _year(self, reading: StudySentence) -> int | None:
        start, end = reading.sentence.start, reading.sentence.end
        places = tuple((found.start, found.end) for found in reading.journals)
        return find_publication_date(self._document.text, start, end, self._document.date, places).year

    def _words(self, reading: StudySentence) -> str:
        return self._document.text[reading.sentence.start : reading.sentence.end]


def _is_one_story(readings: Sequence[StudySentence]) -> bool:
    """Whether the document reports one study: it names exactly one journal."""
    names = {
        found.mention.journal.abbreviation if found.mention.journal else found.mention.text
        for reading in readings
        for found in reading.journals
    }
    return len(names) == 1


def same_journal(one: JournalMentionSpan, other: JournalMentionSpan) -> bool:
    """Whether two mentions name one journal: by the catalogue where it knows both, else by their text.

    Args:
        one: a mention of a journal.
        other: another mention.
    """
    if one.mention.journal and other.mention.journal:
        return one.mention.journal.abbreviation == other.mention.journal.abbreviation
    return one.mention.text.lower() == other.mention.text.lower()
