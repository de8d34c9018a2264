"""Attributions in prose: which sentences lean on which study, and which of them lean on the same one.

Every sentence that may matter is read once and becomes a `Reading`. Then the readings of a document are taken
in order: a journal opens a study; a study without a journal opens one if it says enough to be looked up and
is not told to be the one spoken of just before; the rest is talk of a study that is open already, or claims
that name nothing.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from citecheck.extraction.claims import Passage, claimed_by, claimed_nothing
from citecheck.extraction.dates import dated
from citecheck.extraction.draft import Draft
from citecheck.extraction.findings import finding
from citecheck.extraction.institutions import institutions
from citecheck.extraction.journal_mentions import Found, MentionFinder
from citecheck.extraction.people import people
from citecheck.extraction.sentences import Sentence, Sentences, sentences
from citecheck.extraction.studies import StudyMention, speaks_of_the_one_before, study_mention
from citecheck.extraction.tokens import Tokens
from citecheck.extraction.triggers import Trigger, triggers
from citecheck.extraction.unsourced import names_nothing
from citecheck.journals import Catalogue
from citecheck.model import BlockKind, CitationKind, Document, MarkKind

# How many sentences apart a journal may stand from the study it belongs to, told before it.
_NEAR = 12
# An article this short that tells of no more than so many studies is about the first of them.
_FEW = 3
_SHORT = 10_000
# A news story speaks of its study in one of its first so many sentences.
_LEAD = 8
# A story has a headline, at most a second one; with more headings it is a guide or a survey.
_STORY_HEADINGS = 2


@dataclass(frozen=True, slots=True)
class Reading:
    """A sentence that speaks of a study: the journals it names, or what it says of a study without one."""

    at: int
    sentence: Sentence
    journals: tuple[Found, ...] = ()
    study: StudyMention | None = None


@dataclass(slots=True)
class Study:
    """One study of a document and the sentences that speak of it, the telling one first."""

    told: Reading
    journal: Found | None = None
    also: list[Reading] = field(default_factory=list)
    same_as: Study | None = None

    @property
    def first(self) -> int:
        """The first sentence that speaks of it."""
        return min([self.told.at, *(reading.at for reading in self.also)])


@dataclass(frozen=True, slots=True)
class Prose:
    """All drafts of a document's prose, and from each later mention the first of the same publication."""

    drafts: tuple[Draft, ...]
    same: tuple[tuple[Draft, Draft], ...]


def find(document: Document, catalogue: Catalogue, outside: Sequence[tuple[int, int]] = ()) -> Prose:
    """The attributions and unsourced claims of the prose outside the given stretches (reference entries)."""
    prose = sentences(document, outside)
    announced = triggers(document.text, prose)
    readings = list(
        _readings(document, prose, MentionFinder(document, prose, announced, catalogue), announced)
    )
    studies, loose = _studies(document, readings, alone=not outside)
    if not studies and not outside and (study := _main_of_story(document, prose, announced, loose)):
        studies, loose = [study], []
    drafts: dict[int, Draft] = {}
    same = []
    main = None if outside else _main(document, studies)
    for study in studies:
        draft = drafts[id(study)] = _draft(document, prose, study, study is main)
        if study.same_as is not None:
            same.append((draft, drafts[id(study.same_as)]))
    unsourced = [_unsourced(document, reading) for reading in loose]
    return Prose((*drafts.values(), *(draft for draft in unsourced if draft)), tuple(same))


def _main(document: Document, studies: list[Study]) -> Study | None:
    """The study that a short article is about.

    Its first with a journal, else its first. None in a survey of many.
    """
    own = [study for study in studies if study.same_as is None]
    if not own or (len(own) > 1 and (len(own) > _FEW or len(document.text) > _SHORT)):
        return None
    return next((study for study in own if study.journal), own[0])


def _readings(
    document: Document, prose: Sentences, finder: MentionFinder, announced: dict[int, int]
) -> Iterator[Reading]:
    text = document.text
    links = sorted(
        m.start for m in document.marks if m.kind in (MarkKind.LINK, MarkKind.NOTE, MarkKind.SUPERSCRIPT)
    )
    places = set(finder.places())
    told: set[str] = set()
    spoken = Trigger.STUDY | Trigger.RESEARCHER | Trigger.AUTHOR
    for at in sorted(places | announced.keys()):
        sentence = prose.all[at]
        journals: tuple[Found, ...] = ()
        if at in places:
            journals = finder.find(at, Tokens(text, sentence.start, sentence.end))
        if journals:
            yield Reading(at, sentence, journals)
        elif announced.get(at, Trigger.NONE) & spoken:
            words = text[sentence.start : sentence.end]
            study = study_mention(words, _is_marked(words, sentence, links))
            if study is not None and words not in told:  # a headline that stands twice speaks once
                told.add(words)
                yield Reading(at, sentence, study=study)


def _is_marked(words: str, sentence: Sentence, links: list[int]) -> bool:
    """Whether a link, a footnote or a bracketed number stands in the sentence."""
    place = bisect_left(links, sentence.start)
    if place < len(links) and links[place] < sentence.end:
        return True
    bracket = words.rfind("[")
    return bracket >= 0 and words[bracket + 1 : bracket + 2].isdigit()


def _studies(document: Document, readings: list[Reading], alone: bool) -> tuple[list[Study], list[Reading]]:
    """The studies of a document, in the order of their telling sentences.

    And the readings that belong to none.
    """
    studies: list[Study] = []
    pending: list[Reading] = []
    loose: list[Reading] = []
    story = _is_one_story(readings)
    for reading in readings:
        if reading.journals:
            opened = _with_journals(document, reading, studies)
            if opened is not None:
                opened.also.extend(_taken(document, pending, reading, story))
        elif reading.study is not None:
            _without_journal(reading, studies, pending, story)
    rest = [reading for reading in pending if not any(reading in study.also for study in studies)]
    for reading in rest:
        if reading.study is None or _told_before(document, reading, studies):
            continue
        if reading.study.specific:
            studies.append(Study(reading))
        elif not reading.study.definite:
            loose.append(reading)
    if _main(document, studies) is not None and alone:
        loose = [reading for reading in loose if not _of_story(reading)]
    studies.sort(key=lambda study: (study.told.at, study.journal.start if study.journal else 0))
    return studies, loose


def _is_one_story(readings: list[Reading]) -> bool:
    """Whether the document tells of one study: one journal at most is named."""
    names = {
        found.mention.journal.abbreviation if found.mention.journal else found.mention.text
        for reading in readings
        for found in reading.journals
    }
    return len(names) == 1


def _with_journals(document: Document, reading: Reading, studies: list[Study]) -> Study | None:
    """Opens a study for each journal of the sentence.

    A journal that is named again is the same study's only if certain.
    """
    opened = None
    for found in reading.journals:
        study = Study(reading, found)
        study.same_as = _same_before(document, reading, found, studies)
        studies.append(study)
        if study.same_as is None:
            opened = opened or study
    return opened


def _same_before(document: Document, reading: Reading, found: Found, studies: list[Study]) -> Study | None:
    """The earlier study of the same journal, where this sentence speaks of "the study" and not of another."""
    words = document.text[reading.sentence.start : reading.sentence.end]
    definite = speaks_of_the_one_before(words)
    for earlier in reversed(studies):
        if earlier.journal is None or not _same_journal(earlier.journal, found):
            continue
        first = earlier.same_as or earlier
        mine = _year(document, reading)
        theirs = _year(document, first.told)
        if mine and theirs and mine != theirs:
            continue
        if definite or (mine and mine == theirs):
            return first
    return None


def _year(document: Document, reading: Reading) -> int | None:
    places = tuple((found.start, found.end) for found in reading.journals)
    return dated(document.text, reading.sentence.start, reading.sentence.end, document.date, places).year


def _same_journal(one: Found, other: Found) -> bool:
    if one.mention.journal and other.mention.journal:
        return one.mention.journal.abbreviation == other.mention.journal.abbreviation
    return one.mention.text.lower() == other.mention.text.lower()


def _taken(document: Document, pending: list[Reading], reading: Reading, story: bool) -> list[Reading]:
    """The readings before a journal's sentence that speak of its study."""
    words = document.text[reading.sentence.start : reading.sentence.end]
    study = study_mention(words)
    definite = study is None or study.definite or not study.other
    taken = [
        earlier
        for earlier in pending
        if earlier.study is not None
        and not earlier.study.other
        and definite
        and (story or (reading.at - earlier.at <= _NEAR and study is not None and study.definite))
    ]
    for earlier in taken:
        pending.remove(earlier)
    return taken


def _without_journal(reading: Reading, studies: list[Study], pending: list[Reading], story: bool) -> None:
    """Gives the reading to the study spoken of before, or keeps it until more is known."""
    study = reading.study
    if study is None:
        return
    open_study = studies[-1] if studies else None
    first = (open_study.same_as or open_study) if open_study else None
    if first and not study.other and (study.definite or (story and not (study.specific and study.named))):
        first.also.append(reading)
        return
    if study.definite and pending and pending[-1].study and not study.specific:
        return
    pending.append(reading)


def _told_before(document: Document, reading: Reading, studies: list[Study]) -> bool:
    """Whether the reading speaks of a study without a journal that was told of before.

    Of the same institution.
    """
    study = reading.study
    if study is None or study.other:
        return False
    mine = _institutions(document, reading)
    for earlier in studies:
        if earlier.journal is not None:
            continue
        theirs = _institutions(document, earlier.told)
        if (
            (mine and mine & theirs)
            or study.definite
            or (study.specific and not (mine and theirs) and study.makers)
        ):
            earlier.also.append(reading)
            return True
    return False


def _institutions(document: Document, reading: Reading) -> set[str]:
    return set(institutions(document.text, reading.sentence.start, reading.sentence.end))


def _of_story(reading: Reading) -> bool:
    """Whether a sentence of a story about one study speaks of that study: "scientists have found …"."""
    return reading.study is not None and reading.study.makers and not reading.study.other


def _main_of_story(
    document: Document, prose: Sentences, announced: dict[int, int], loose: list[Reading]
) -> Study | None:
    """A news story leans on a study even where it names neither journal nor place: at its first word of it.

    Studies at large ("research suggests") count as one where the story names somebody who speaks of it;
    such a story counts from its first word of research, however it puts it.
    """
    headings = sum(1 for block in document.blocks if block.kind is BlockKind.HEADING)
    if document.date is None or headings > _STORY_HEADINGS:
        return None
    somebody = bool(people(document.text[:_SHORT]))
    for reading in loose:
        if reading.at < _LEAD and reading.study and (reading.study.single or somebody):
            return Study(reading, also=[other for other in loose if other is not reading])
    if somebody:
        for at in range(min(_LEAD, len(prose.all))):
            if announced.get(at, 0) & (Trigger.STUDY | Trigger.RESEARCHER):
                return Study(Reading(at, prose.all[at]))
    return None


def _draft(document: Document, prose: Sentences, study: Study, whole: bool) -> Draft:
    passage = _passage(document, prose, study, whole)
    told = study.told.sentence
    words = (study.journal.start, study.journal.end) if study.journal else (told.start, told.end)
    return Draft(
        CitationKind.ATTRIBUTION, passage.start, passage.end, claimed_by(document, passage), words=words
    )


def _passage(document: Document, prose: Sentences, study: Study, whole: bool) -> Passage:
    """The sentence that tells of the study.

    With the one beside it where only that one says what was found.
    """
    text, told, at = document.text, study.told.sentence, study.told.at
    start, end = told.start, told.end
    place = (study.journal.start - start, study.journal.end - start) if study.journal else None
    found = finding(text[start:end], place)
    if found is None:
        for beside in (at + 1, at - 1):
            if not 0 <= beside < len(prose.all) or prose.all[beside].block != told.block:
                continue
            other = prose.all[beside]
            mentioned = any(reading.at == beside for reading in study.also)
            if mentioned or (beside > at and _goes_on(text[other.start : other.end])):
                found = finding(text[other.start : other.end])
                if found is not None:
                    start, end = min(start, other.start), max(end, other.end)
                    break
    return Passage(start, end, (told.start, told.end), study.journal, found, prose, at, whole)


def _goes_on(sentence: str) -> bool:
    """Whether a sentence goes on about what the one before spoke of: "It found that …"."""
    study = study_mention(sentence)
    return (study is not None and study.definite) or sentence.startswith(("It ", "They ", "He ", "She "))


def _unsourced(document: Document, reading: Reading) -> Draft | None:
    sentence = reading.sentence
    words = document.text[sentence.start : sentence.end]
    if sentence.kind is BlockKind.HEADING or not names_nothing(words):
        return None
    return Draft(CitationKind.UNSOURCED, sentence.start, sentence.end, claimed_nothing(words))
