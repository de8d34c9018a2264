"""Attributions in prose: the sentences that cite studies, and the citations made from them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from citecheck.extraction.candidate import CitationCandidate
from citecheck.extraction.fields.findings import (
    clean_clause,
    find_finding,
    only_says_what_was_done,
    what_participants_did,
)
from citecheck.extraction.fields.institutions import names_team
from citecheck.extraction.fields.people import names_somebody
from citecheck.extraction.journal_mentions.finder import JournalMentionSpan, MentionFinder
from citecheck.extraction.note_marks import NoteMarks, find_note_marks
from citecheck.extraction.prose.author_bios import is_author_bio
from citecheck.extraction.prose.claim_fields import NEAR, StudyPassage, read_fields, read_fields_without_study
from citecheck.extraction.prose.commentaries import tells_of_comment
from citecheck.extraction.prose.study_coreference import Study, StudyChains, StudySentence, same_journal
from citecheck.extraction.prose.study_mentions import (
    find_study_mention,
    names_only_leader,
    says_more,
)
from citecheck.extraction.prose.study_places import place
from citecheck.extraction.prose.unsourced import names_nothing
from citecheck.extraction.sentences import Sentence, Sentences, split_sentences
from citecheck.extraction.trigger_filter import Trigger, find_triggers
from citecheck.journals import Catalogue
from citecheck.model import BlockKind, CitationKind, Document, MarkKind

# A short article with at most this many studies is about the first of them.
_FEW = 3
# A news story with at most this many studies is about the only one with a journal.
_FEW_OF_NEWS = 6
_SHORT = 10_000
# A news story mentions its study within this many sentences.
_LEAD = 8
# A story has at most this many headings; a text with more is a guide or a survey.
_STORY_HEADINGS = 2
# The marks that lead from a sentence to what it cites.
_LEADING = (MarkKind.LINK, MarkKind.NOTE, MarkKind.SUPERSCRIPT)


@dataclass(frozen=True, slots=True)
class ProseCitations:
    """All drafts of a document's prose, and pairs of a later and the first mention of one publication."""

    drafts: tuple[CitationCandidate, ...]
    same: tuple[tuple[CitationCandidate, CitationCandidate], ...]


def find(document: Document, catalogue: Catalogue, outside: Sequence[tuple[int, int]] = ()) -> ProseCitations:
    """The attributions and unsourced claims of the prose.

    Args:
        document: the document.
        catalogue: the known journals.
        outside: (start, end) of the stretches to leave out: the reference entries.

    Returns:
        The citations, and the pairs of a later and an earlier one that cite the same study.
    """
    marks = find_note_marks(document)
    if marks.raised:
        document = replace(document, text=marks.blank(document.text))
    prose = split_sentences(document, outside)
    announced = find_triggers(document.text, prose)
    readings = list(
        _readings(
            document, prose, MentionFinder(document, prose, announced, catalogue), announced, not outside
        )
    )
    line = StudyChains(document, readings)
    studies, loose = line.studies, line.loose
    # A single entry is the source of a news story: "SOURCE: bit.ly/2Abcd Pediatrics, online May 3, 2016."
    is_listed = len(outside) > (1 if document.date else 0)
    if not is_listed and _main_study(document, studies) is not None:
        loose = [reading for reading in loose if not _is_of_story(reading)]
    if not studies and not is_listed and (study := _main_study_of_story(document, prose, announced, loose)):
        studies, loose = [study], []
    drafts: dict[int, CitationCandidate] = {}
    same = []
    main = None if is_listed else _main_study(document, studies)
    if main is not None:
        _begin_at_first_mention(document, main, line.loose)
    study_at = _studies_by_sentence(studies)
    for study in studies:
        apart = _sentences_of_others(study_at, study, study is main)
        draft = drafts[id(study)] = _draft(document, prose, marks, study, study is main, apart)
        if study.same_as is not None:
            same.append((draft, drafts[id(study.same_as)]))
    mentions = list(drafts.values())
    for study in studies:
        first = drafts[id(study)]
        for again in _later_mentions(document, prose, study, first):
            mentions.append(again)
            same.append((again, first))
    unsourced = [_unsourced(document, reading) for reading in loose]
    return ProseCitations((*mentions, *(draft for draft in unsourced if draft)), tuple(same))


def _later_mentions(
    document: Document, prose: Sentences, study: Study, first: CitationCandidate
) -> Iterator[CitationCandidate]:
    """The later sentences that state more about the same study: "The same study found", "They also found".

    Other sentences about it ("the study shows how much we have to learn") only add to the context of the
    first.
    """
    for reading in study.also:
        start, end = reading.sentence.start, reading.sentence.end
        words = document.text[start:end]
        if start < first.end or not (says_more(words) or _names_origin(reading, words)):
            continue
        clause = find_finding(words)
        if clause is not None:
            passage = StudyPassage(start, end, (start, end), None, clause, prose, reading.at, whole=False)
            yield CitationCandidate(CitationKind.ATTRIBUTION, start, end, read_fields(document, passage))


def _studies_by_sentence(studies: Sequence[Study]) -> dict[int, Study]:
    """Map each sentence about a study to the first mention of that publication."""
    return {
        reading.at: study.same_as or study
        for study in reversed(studies)
        for reading in (*study.also, study.stated)
    }


def _sentences_of_others(study_at: Mapping[int, Study], study: Study, main: bool) -> frozenset[int]:
    """The sentences on other studies, which are not read for the fields of this one.

    Only for the main study more than the adjacent sentences are read.
    """
    at = study.stated.at
    places = study_at if main else [near for near in range(at - NEAR, at + NEAR + 1) if near in study_at]
    return frozenset(place for place in places if _is_other_study(study_at[place], study, main))


def _names_origin(reading: StudySentence, words: str) -> bool:
    """Whether a sentence names the origin of the previous study: "The Swedish study looked at …"."""
    study = reading.study
    return study is not None and study.definite and study.specific and place(words) is not None


def _is_other_study(one: Study, study: Study, main: bool) -> bool:
    """Whether sentences on `one` must not be read for the fields of `study`.

    Two mentions of one journal may be about one study, and a sentence without a journal may be about the main
    study of a story, unless it says that it is about another: "The results follow a study led by Dr Lee".
    """
    if one is (study.same_as or study):
        return False
    if one.journal and study.journal:
        return not same_journal(one.journal, study.journal)
    is_another = one.stated.study is not None and one.stated.study.other
    return one.journal is not None or is_another or not main


def _main_study(document: Document, studies: list[Study]) -> Study | None:
    """The study that a short article is about.

    It is the first one with a journal, else the first one. A survey of many studies has no main study.
    """
    own = [study for study in studies if study.same_as is None]
    named = [study for study in own if study.journal]
    few = len(own) <= (_FEW_OF_NEWS if document.date is not None and len(named) == 1 else _FEW)
    if not own or (len(own) > 1 and (not few or len(document.text) > _SHORT)):
        return None
    stated = [study for study in named if not tells_of_comment(_words(document, study.stated.sentence))]
    return next(iter((*stated, *named)), own[0])


def _words(document: Document, sentence: Sentence) -> str:
    return document.text[sentence.start : sentence.end]


def _readings(
    document: Document, prose: Sentences, finder: MentionFinder, announced: dict[int, int], bracketed: bool
) -> Iterator[StudySentence]:
    """Yield the sentences about studies. `bracketed`: "(Miller et al., 2008)" names a study."""
    text = document.text
    links = sorted(mark.start for mark in document.marks if mark.kind in _LEADING)
    places = set(finder.places())
    seen: set[str] = set()
    spoken = Trigger.STUDY | Trigger.RESEARCHER | Trigger.AUTHOR
    for at in sorted(places | announced.keys()):
        sentence = prose[at]
        journals: tuple[JournalMentionSpan, ...] = ()
        if at in places:
            journals = finder.find(at)
        if journals:
            if not is_author_bio(text[sentence.start : sentence.end], len(journals)):
                yield StudySentence(at, sentence, journals)
        elif announced.get(at, Trigger.NONE) & spoken:
            words = text[sentence.start : sentence.end]
            study = find_study_mention(words, _is_marked(text, sentence, links), bracketed)
            if study is None or is_author_bio(words, 0):
                continue
            if words not in seen:  # a repeated headline counts once
                seen.add(words)
                yield StudySentence(at, sentence, study=study)


def _is_marked(text: str, sentence: Sentence, links: list[int]) -> bool:
    """Whether a link, a footnote or a bracketed number stands in the sentence, or an address follows it."""
    place = bisect_left(links, sentence.start)
    if place < len(links) and links[place] < sentence.end:
        return True
    bracket = text.rfind("[", sentence.start, sentence.end)
    if bracket >= 0 and text[bracket + 1 : bracket + 2].isdigit():
        return True
    return text[sentence.end - 1] == ":" and _ADDRESS_BEHIND.match(text, sentence.end) is not None


_ADDRESS_BEHIND = re.compile(r"\s{1,4}<?https?://")


def _is_of_story(reading: StudySentence) -> bool:
    """Whether a sentence in a story about one study is about that study: "scientists have found …"."""
    return reading.study is not None and reading.study.makers and not reading.study.other


def _begin_at_first_mention(document: Document, main: Study, loose: Sequence[StudySentence]) -> None:
    """Place the study of a news story at its first mention, if only a later sentence names its people.

    "Scientists have found a gene for snoring. … Dr Ann Lee, who led the study, said …"
    """
    if document.date is None or not names_only_leader(_words(document, main.stated.sentence)):
        return
    first = next((reading for reading in loose if _is_of_story(reading)), None)
    if first is None or first.at >= min(main.stated.at, _LEAD):
        return
    main.also.append(main.stated)
    main.stated = first


def _main_study_of_story(
    document: Document, prose: Sentences, announced: dict[int, int], loose: list[StudySentence]
) -> Study | None:
    """The study of a news story that names neither journal nor place, at its first mention.

    Unspecified research ("research suggests") counts as one study if the story names somebody who comments on
    it, or a team of an institution; the citation is then the first sentence on research.
    """
    if document.date is None:
        return None
    heading = BlockKind.HEADING
    if sum(block.kind is heading for block in document.blocks) > _STORY_HEADINGS:
        return None
    lead = [reading for reading in loose if reading.at < _LEAD and reading.study]
    spoken = Trigger.STUDY | Trigger.RESEARCHER
    first = next((at for at in range(min(_LEAD, len(prose))) if announced.get(at, 0) & spoken), None)
    if first is None and not lead:
        return None
    stated = next((reading for reading in lead if reading.study and reading.study.single), None)
    text = document.text[:_SHORT]
    if (stated is None or stated is not lead[0]) and (names_somebody(text) or names_team(text)):
        if first is not None and not lead:
            return Study(StudySentence(first, prose[first]))
        stated = lead[0]
    return Study(stated, also=[other for other in loose if other is not stated]) if stated else None


def _draft(
    document: Document, prose: Sentences, marks: NoteMarks, study: Study, whole: bool, apart: frozenset[int]
) -> CitationCandidate:
    also = tuple((reading.sentence.start, reading.sentence.end) for reading in study.also)
    passage = _passage(document, prose, marks, study, whole)._replace(apart=apart, also=also)
    stated = study.stated.sentence
    words = (
        (stated.start + study.stated.study.start, stated.end)
        if study.stated.study
        else (stated.start, stated.end)
    )
    if study.journal is not None:
        words = study.journal.start, study.journal.end
    return CitationCandidate(
        CitationKind.ATTRIBUTION, passage.start, passage.end, read_fields(document, passage), words=words
    )


def _passage(
    document: Document, prose: Sentences, marks: NoteMarks, study: Study, whole: bool
) -> StudyPassage:
    """Return the sentence that states the study, with the adjacent one if only that one states the finding.

    The part of a sentence behind the note mark of its first source is not a finding of that source.
    """
    text, stated, at = document.text, study.stated.sentence, study.stated.at
    start, end = stated.start, stated.end
    place = (study.journal.start - start, study.journal.end - start) if study.journal else None
    clause = max(marks.first_clause(text, start, end), study.journal.end if study.journal else start)
    found = find_finding(text[start:clause], place)
    if found is None or only_says_what_was_done(found):
        for beside in (at + 1, at - 1):
            if not 0 <= beside < len(prose) or prose[beside].block != stated.block:
                continue
            if found is not None and beside < at:
                continue
            other = prose[beside]
            mentioned = any(reading.at == beside for reading in study.also)
            if mentioned or (beside > at and _continues(text[other.start : other.end])):
                better = find_finding(text[other.start : other.end]) or what_participants_did(
                    text[other.start : other.end]
                )
                if better is not None and not only_says_what_was_done(better):
                    found = better
                    start, end = min(start, other.start), max(end, other.end)
                    break
    if found is None:
        found = _finding_before(document, prose, study)
    return StudyPassage(start, end, (stated.start, stated.end), study.journal, found, prose, at, whole)


# "That is the conclusion of a new study in …", behind the sentence that says it
_THAT_IS = re.compile(r"(?:That|This|Those|These)\s(?:is|was|are|were|comes?|came)\b")


def _finding_before(document: Document, prose: Sentences, study: Study) -> str | None:
    """The finding in an earlier paragraph that a sentence points back to.

    "Lightning may bring on headaches, researchers found. ¶ These results, published in Cephalalgia, …"
    """
    words, at = _words(document, study.stated.sentence), study.stated.at
    before = prose[at - 1] if at else None
    if _THAT_IS.match(words) and before and before.kind is BlockKind.PARAGRAPH:
        sentence = _words(document, before)
        return find_finding(sentence) or clean_clause(sentence)
    near = [reading for reading in study.also if 0 < at - reading.at <= NEAR]
    findings = (find_finding(_words(document, reading.sentence)) for reading in reversed(near))
    return next((one for one in findings if one and not only_says_what_was_done(one)), None)


def _continues(sentence: str) -> bool:
    """Whether a sentence continues the topic of the previous one: "It found that …"."""
    study = find_study_mention(sentence)
    return (
        (study is not None and study.definite)
        or sentence.startswith(("It ", "They ", "He ", "She "))
        or what_participants_did(sentence) is not None
    )


def _unsourced(document: Document, reading: StudySentence) -> CitationCandidate | None:
    sentence = reading.sentence
    words = document.text[sentence.start : sentence.end]
    if sentence.kind is BlockKind.HEADING or not names_nothing(words):
        return None
    return CitationCandidate(
        CitationKind.UNSOURCED, sentence.start, sentence.end, read_fields_without_study(words)
    )
