"""Journals named in prose: which names in a sentence are periodicals, and which periodical each of them is.

A name of the catalogue counts unless the sentence contradicts it. A name that is also an ordinary word (Pain,
Sleep) counts only if the sentence shows that it is a journal, an unknown name only in the place of a journal.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from citecheck.extraction.fields.institutions import find_institutions
from citecheck.extraction.journal_mentions.candidates import (
    JournalNameCandidate,
    acronym_after,
    begins_name,
    is_journal_of,
    is_organisation,
    is_plain_word,
    is_within_longer,
    merely_longer,
    no_journals,
    run_end,
    sounds_like_journal,
    stands_as_journal,
    subtitle_end,
    trim_name,
)
from citecheck.extraction.journal_mentions.contexts import (
    LeftContext,
    in_apposition,
    left_context,
    published_directly,
    stands_in,
)
from citecheck.extraction.journal_mentions.quick_look import may_have_place
from citecheck.extraction.sentences import Sentences
from citecheck.extraction.tokens import Tokens, is_owner
from citecheck.extraction.trigger_filter import Trigger
from citecheck.extraction.word_lists import load_words
from citecheck.journals import Catalogue, NameHit, fold
from citecheck.model import BlockKind, Document, Journal, JournalMention, MarkKind

# Above this similarity an unknown name is read as a misspelt or incomplete known one ("Journal of Medical
# Chemistry"); less similar names are only reported.
_SAME_BY_LIKENESS = 0.93
_NEAREST_SHOWN = 0.6
# A stretch with more journals is a list and not a sentence.
_MOST_IN_A_SENTENCE = 12
# A name with more words right behind "published in" is not a town; a single word this long can be misspelt.
_TELLING = 2
_LONG_WORD = 8
# "(Antibiotics, 2020)"
_YEAR_BEHIND = re.compile(r"[*_]?,?\s(?:19|20)\d\d\)")
# What may be glued to a name: a possessive ending, or the number of a note ("the Lancet2").
_REST = re.compile(r"(?:[’']s|[’']s?\d{1,2}|\d{1,2})?")
# "Journal of family practice": the words behind such a head belong to the name even in small letters.
_HEADED = re.compile(
    r"(?=[A-Z])(?:[A-Z][\w’'.-]+\s){0,3}?(?:[Jj]ournal|[Aa]nnals|[Aa]rchives|[Pp]roceedings|[Tt]ransactions"
    r"|[Bb]ulletin)\sof\s"
)
# "published in the journal | Breast Cancer research | , has"
_CALLED_JOURNAL = re.compile(r"\bjournal\s[“\"'‘*_]{0,2}$")
_BEFORE = 12
_ENDS = re.compile(r"(?<!today)(?<!now)[.,;:)”\"]")
_IN_NAME = re.compile(r"(?=i)\bin (?:the |The |this week[’']s )?[“\"'‘_*]{0,2}[A-Z]")


@dataclass(frozen=True, slots=True)
class JournalMentionSpan:
    """A journal named at `text[start:end]` of the document."""

    start: int
    end: int
    mention: JournalMention


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
        for hit in self._written_as_names(catalogue):
            at = prose.at(hit.start)
            if (
                at is not None
                and (hit.capitals or "." in document.text[hit.start : hit.end])
                and hit.end <= prose.ends[at]
            ):
                common = hit.common_word or is_plain_word(document.text[hit.start : hit.end])
                self._hits.setdefault(at, []).append((hit.start, hit.end, hit.journal, common))

    def _written_as_names(self, catalogue: Catalogue) -> Iterator[NameHit]:
        """The catalogue's hits; one that ends in small letters is replaced by the shorter name within it.

        "A paper in Surgery today" is not in Surgery Today; but "Journal of family practice" is one name, and
        "the journal Breast Cancer research" is, if a comma or full stop follows.
        """
        text = self._text
        for hit in catalogue.find(text):
            if hit.capitals:
                yield hit
                continue
            if _HEADED.match(text, hit.start, hit.end):
                yield hit._replace(capitals=True)
                continue
            if _CALLED_JOURNAL.search(text, max(0, hit.start - _BEFORE), hit.start) and _ENDS.match(
                text, hit.end
            ):
                yield hit._replace(capitals=True)
                continue
            last = text.rfind(" ", hit.start, hit.end)
            if last < 0 or not text[hit.start].isupper() or not text[last + 1].islower():
                yield hit
                continue
            for shorter in catalogue.find(text[hit.start : last]):
                yield shorter._replace(start=hit.start + shorter.start, end=hit.start + shorter.end)

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
            if at in self._announced
            or any(not common or _YEAR_BEHIND.match(self._text, end) for _, end, _, common in hits)
        }
        return sorted(periodical | known)

    def _names_something(self, at: int) -> bool:
        """Whether a capitalised word stands behind "in": "the researchers write in Pain Medicine"."""
        return _IN_NAME.search(self._text, self._prose.starts[at], self._prose.ends[at]) is not None

    def find(self, at: int) -> tuple[JournalMentionSpan, ...]:
        """The journals that a sentence names, in order, each journal once.

        Args:
            at: the sentence's place among the sentences of the document.
        """
        start, end, _, kind = self._prose[at]
        placed = kind is not BlockKind.HEADING and may_have_place(self._text[start:end])
        if not placed and at not in self._hits:
            return ()
        tokens = Tokens(self._text, start, end)
        names = sorted(self._names(at, tokens, placed), key=lambda name: (name.first, -name.last))
        found: list[JournalMentionSpan] = []
        taken: list[JournalNameCandidate] = []
        for name in names:
            if taken and (name.first < taken[-1].last or _in_brackets_behind(tokens, taken[-1], name)):
                continue
            if len(taken) == _MOST_IN_A_SENTENCE:
                break
            taken.append(name)
            start, end = tokens.starts[name.first], self._end(tokens, name)
            mention = self._mention(self._text[start:end], name.journal, tokens, name.last)
            if not any(_same(mention, other.mention) for other in found):
                found.append(JournalMentionSpan(start, end, mention))
        return tuple(found)

    def _end(self, tokens: Tokens, name: JournalNameCandidate) -> int:
        """Where the name ends, without a note's number that is glued to it ("Gastroenterology1")."""
        end = tokens.ends[name.last - 1]
        last = tokens.texts[name.last - 1]
        bare = last.rstrip("0123456789.").removesuffix("'s").removesuffix("’s")
        return end - (len(last) - len(bare)) if bare.isalpha() and len(bare) > 2 else end

    def _names(self, at: int, tokens: Tokens, placed: bool) -> Iterator[JournalNameCandidate]:
        """The names in a sentence. `placed`: an unknown one may stand in the place of a journal."""
        known = list(self._known(at, tokens))
        accepted: list[JournalNameCandidate] = []
        heading = self._prose[at].kind is BlockKind.HEADING
        for name in known:
            if not is_within_longer(name, accepted) and stands_as_journal(tokens, name, accepted, heading):
                accepted.append(self._extended(tokens, name))
        unknown = [
            name
            for name in (self._unknown(tokens) if placed else ())
            if not is_within_longer(name, accepted) and not merely_longer(tokens, name, accepted)
        ]
        yield from unknown
        yield from (name for name in accepted if not is_within_longer(name, unknown))

    def _extended(self, tokens: Tokens, name: JournalNameCandidate) -> JournalNameCandidate:
        """The name with its series or subtitle, where that is known too: "JCO: Precision Oncology"."""
        at = name.last
        if at + 1 >= len(tokens):
            return name
        if tokens.texts[at] in ":–—-," or tokens.lower[at] in ("series", "part", "section"):
            first = at if tokens.lower[at].isalpha() else at + 1
            last = trim_name(tokens, first, tokens.run(first, commas=True))
            while last > first:
                journal = self._catalogue.lookup_distinctive(tokens.span(name.first, last))
                subtitle = tokens.texts[at] != "," and "journal" in tokens.lower[first:last]
                if journal is not None and (journal is not name.journal or subtitle):
                    return JournalNameCandidate(name.first, last, journal, name.common)
                last -= 1
            last = subtitle_end(tokens, name, first)
            if last > first:
                return JournalNameCandidate(name.first, last, None, name.common)
        return name

    def _known(self, at: int, tokens: Tokens) -> Iterator[JournalNameCandidate]:
        """The catalogue's names in the sentence, aligned with its tokens."""
        for start, hit_end, journal, common in self._hits.get(at, ()):
            first, end = tokens.at(start), hit_end
            last = bisect_left(tokens.ends, end) + 1
            if tokens.texts[last - 3 : last][::2] == ["(", ")"]:  # "… (CJASN)"
                last, end = last - 3, tokens.ends[last - 4]
            if (
                first < last <= len(tokens)
                and tokens.starts[first] == start
                and _REST.fullmatch(self._text, end, tokens.ends[last - 1])
            ):
                named = self._edition(tokens, first, last) or journal
                yield self._without_owner(tokens, JournalNameCandidate(first, last, named, common))

    def _edition(self, tokens: Tokens, first: int, last: int) -> Journal | None:
        """The journal that is an edition of the named one: "the Fetal Edition of Archives of …"."""
        at = first - 1
        if tokens.before(at + 1) == "the":
            at -= 1
        if at < 2 or tokens.lower[at] != "of" or tokens.lower[at - 1] not in ("edition", "section"):
            return None
        begin = tokens.run_start(at - 1)
        if begin >= at - 1 or not tokens.texts[at - 1][0].isupper():
            return None
        return self._catalogue.lookup_distinctive(f"{tokens.span(first, last)} {tokens.span(begin, at)}")

    def _without_owner(self, tokens: Tokens, name: JournalNameCandidate) -> JournalNameCandidate:
        """The name without the owner of the journal: "CDC’s Morbidity and Mortality Weekly Report"."""
        for at in range(name.first, name.last - 1):
            if not is_owner(tokens.lower[at]):
                continue
            bare = tokens.span(at + 1, name.last)
            if tokens.texts[at][:2].isupper() or self._catalogue.lookup_distinctive(bare) is name.journal:
                return JournalNameCandidate(at + 1, name.last, name.journal, name.common)
        return name

    def _unknown(self, tokens: Tokens) -> Iterator[JournalNameCandidate]:
        """Unknown names in places where only a periodical can stand."""
        past = 0
        headed = not load_words("journal_cues", "self-evident heads").isdisjoint(tokens.lower)
        for at, word in enumerate(tokens.texts):
            if at >= past and word[0].isupper() and (name := self._name_at(tokens, at, headed)) is not None:
                yield name
                past = name.last

    def _name_at(self, tokens: Tokens, first: int, headed: bool) -> JournalNameCandidate | None:
        """The unknown name that begins at this token. `headed`: a "Journal of …" may be in the sentence."""
        if not begins_name(tokens, first):
            return None
        slot = left_context(tokens, first)
        if slot is LeftContext.AGAINST or (slot is LeftContext.NONE and not headed):
            return None
        last = run_end(tokens, first)
        if last is None:
            return None
        last = self._bridged(tokens, first, last)
        evident = is_journal_of(tokens, first, last)
        if slot is LeftContext.NONE and not evident:
            return None
        text = tokens.span(first, last)
        if tokens.lower[first] == "official" or fold(text) in no_journals():
            return None
        journal = self._catalogue.lookup_distinctive(text)
        if self._is_two(tokens, first, last, journal):
            return None
        if slot is LeftContext.JOURNAL or evident:
            alone = last - first == 1 and tokens.lower[first] in load_words(
                "journal_cues", "self-evident heads"
            )
            return None if alone else JournalNameCandidate(first, last, journal)
        if journal is None and is_organisation(tokens, first, last):
            return None
        if slot not in (LeftContext.EDITION, LeftContext.PUBLISHED_IN):
            return None
        if journal is not None and last - first > 1:
            return JournalNameCandidate(first, last, journal)
        if self._stands_for_journal(tokens, first, last, slot):
            return JournalNameCandidate(first, last, None)
        return None

    def _is_two(self, tokens: Tokens, first: int, last: int, journal: Journal | None) -> bool:
        """Whether "and" separates two names: "in The Lancet and Neurology" is not "Lancet Neurology"."""
        if "and" not in tokens.lower[first:last]:
            return False
        if journal is not None and "and" in fold(journal.title).split():
            return False
        at = tokens.lower.index("and", first, last)
        short = last - at == 2 and tokens.lower[first] in load_words("journal_cues", "self-evident heads")
        return (
            not short
            and self._catalogue.lookup_distinctive(tokens.span(first, at)) is not None
            and self._catalogue.lookup_distinctive(tokens.span(at + 1, last)) is not None
        )

    def _bridged(self, tokens: Tokens, first: int, last: int) -> int:
        """Where a name ends that contains brackets: "PLoS (Public Library of Science) ONE"."""
        if tokens.after(last) != "(" or ")" not in tokens.texts[last : last + 9]:
            return last
        again = tokens.texts.index(")", last) + 1
        end = tokens.run(again) if again < len(tokens) else again
        if end > again and self._catalogue.lookup_distinctive(
            f"{tokens.span(first, last)} {tokens.span(again, end)}"
        ):
            return end
        return last

    def _stands_for_journal(self, tokens: Tokens, first: int, last: int, slot: LeftContext) -> bool:
        """Whether an unknown name in the place of a journal resembles one by wording, type or explanation."""
        heads = load_words("journal_cues", "periodical heads")
        headed = not heads.isdisjoint(tokens.lower[first:last])
        if in_apposition(tokens, last):
            return True
        if slot is LeftContext.EDITION:
            return headed or self._is_marked(tokens, first, last)
        if not stands_in(tokens, first):
            return False
        directly = published_directly(tokens, first)
        if last - first == 1:
            return directly and (self._is_marked(tokens, first, last) or self._is_nearly_known(tokens, first))
        if find_institutions(tokens.span(first, last)):
            return False
        marked = directly and self._is_marked(tokens, first, last)
        return (
            headed
            or marked
            or sounds_like_journal(tokens, first, last)
            or (directly and last - first > _TELLING)
        )

    def _is_nearly_known(self, tokens: Tokens, at: int) -> bool:
        """Whether one word is nearly the name of a journal: "published in Cephalagia"."""
        word = tokens.texts[at]
        near = self._catalogue.nearest(word, 1) if len(word) >= _LONG_WORD else ()
        return bool(near) and near[0][1] >= _SAME_BY_LIKENESS

    def _is_marked(self, tokens: Tokens, first: int, last: int) -> bool:
        """Whether the name is in italics or in quotes."""
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
        short = acronym_after(tokens, last)
        if short and (journal := self._catalogue.lookup_distinctive(short)) is not None:
            return JournalMention(text, journal, misspelt=True)
        return resolve_name(text, self._catalogue)


def _in_brackets_behind(tokens: Tokens, before: JournalNameCandidate, name: JournalNameCandidate) -> bool:
    """Whether a name in brackets names the journal of the same study as the preceding name.

    "In Circulation (JAMA)", "in Lancet Oncology (Dtsch Arztebl Int 2013; 110(4): 45)": if the
    journals differ, the article contradicts itself about one study and does not cite two.
    """
    return tokens.texts[before.last : name.first] == ["("]


def resolve_name(text: str, catalogue: Catalogue) -> JournalMention:
    """Resolve a name by exact match, else by similarity, else to no journal with the nearest names.

    Args:
        text: the name as it is printed.
        catalogue: the known journals.
    """
    if (journal := catalogue.lookup(text)) is not None:
        return JournalMention(text, journal)
    near = catalogue.nearest(text)
    if near and near[0][1] >= _SAME_BY_LIKENESS:
        return JournalMention(text, near[0][0], misspelt=True)
    shown = tuple(other.title for other, likeness in near if likeness >= _NEAREST_SHOWN)
    return JournalMention(text, nearest=shown)


def _same(mention: JournalMention, other: JournalMention) -> bool:
    if mention.journal and other.journal:
        return mention.journal.abbreviation == other.journal.abbreviation
    return fold(mention.text) == fold(other.text)
