"""Sentences that mention a study without a journal, and what they say about it.

"A 2019 Harvard study of 3,000 nurses found …"   names something that can be looked up
"The study also found …"                         speaks of a study named elsewhere
"Studies have shown …"                           names nothing
"""

from __future__ import annotations

import re
from typing import NamedTuple

from citecheck.extraction.fields.institutions import find_institutions
from citecheck.extraction.fields.meetings import find_meeting
from citecheck.extraction.fields.people import names_author
from citecheck.extraction.fields.study_design import find_design, find_sample_size, find_trial_names
from citecheck.extraction.literal_set import LiteralSet
from citecheck.extraction.prose.named_trials import says_what_trial_found
from citecheck.extraction.prose.signed_studies import SignedStudy, signed_study
from citecheck.extraction.prose.study_places import is_placed
from citecheck.extraction.trigger_filter import lower_keeping_offsets
from citecheck.extraction.word_lists import load_list
from citecheck.extraction.word_patterns import WordPattern


class StudyMention(NamedTuple):
    """What a sentence states about a study without a journal.

    `definite`: "the study", "their findings": a study mentioned before. `other`: "another", "a separate", "a
    previous study": certainly not the last one. `single`: one study, not studies in general. `specific`: who,
    where, how many or when is stated. `makers`: its authors speak or are mentioned. `named`: introduced as a
    new study ("a Harvard study", "Stanford research"), if it is specific. `start` is the offset of the
    mention in the sentence, `authors` are the surnames that name the study, `year` the year beside them,
    `titles` its own names ("DASH").
    """

    definite: bool
    other: bool
    single: bool
    specific: bool
    makers: bool
    named: bool = False
    start: int = 0
    authors: tuple[str, ...] = ()
    year: int | None = None
    titles: tuple[str, ...] = ()


def find_study_mention(sentence: str, marked: bool = False, bracketed: bool = False) -> StudyMention | None:
    """Describe the study that a sentence mentions.

    Args:
        sentence: The sentence.
        marked: Whether a footnote mark or a link stands in it.
        bracketed: Whether authors and year in brackets, "… (Miller et al., 2008)", count as a mention. In
            a document with a list of references they do not, because they lead to its entries.

    Returns:
        The mention, or None if the sentence mentions no study.
    """
    lower = lower_keeping_offsets(sentence)
    cues = _find_cues(sentence, lower, bracketed)
    if not cues.mention and not _BY_DESIGN.match(lower) and not _LED_BY.search(lower):
        return None
    if _NO_SOURCE.search(lower) or _in_media(sentence, lower):
        return None
    return _describe(sentence, lower, cues, marked)


class _Cues(NamedTuple):
    """The words of a sentence that mention a study: nouns, its makers, authors, names, or a meeting."""

    study: re.Match[str] | None
    makers: re.Match[str] | None
    signed: SignedStudy | None
    titles: tuple[str, ...]
    by_name: bool
    at_meeting: bool

    @property
    def mention(self) -> bool:
        """Whether one of the cues by itself mentions a study."""
        return self.by_name or self.at_meeting or any((self.study, self.makers, self.signed))

    @property
    def start(self) -> int:
        """The offset of the mention in the sentence."""
        if self.signed is not None:
            return self.signed.start
        return min((cue.start() for cue in (self.study, self.makers) if cue is not None), default=0)


def _find_cues(sentence: str, lower: str, bracketed: bool) -> _Cues:
    signed = signed_study(sentence)
    if signed is not None and signed.bracketed and not bracketed:
        signed = None
    titles = find_trial_names(sentence)
    plain = _without_insertions(lower)
    return _Cues(
        _STUDY.search(lower) or (_STUDY.search(plain) if plain is not lower else None),
        _made_or_said(lower),
        signed,
        titles,
        by_name=says_what_trial_found(sentence, titles),
        at_meeting=find_meeting(sentence) is not None,
    )


# "(0.3 % by weight; named SFPW1)", "[12]", "St. John's wort"
_INSERTION = re.compile(r"\([^()]{1,240}\)|\[[^\[\]]{1,30}\]|\.(?<=\bst\.)(?= [a-z])")


def _without_insertions(lower: str) -> str:
    """The sentence with blanks for the stop of "St." and for brackets, which may hold stops."""
    if "(" not in lower and "[" not in lower and "st. " not in lower:
        return lower
    return _INSERTION.sub(lambda inserted: " " * len(inserted[0]), lower)


def _describe(sentence: str, lower: str, cues: _Cues, marked: bool) -> StudyMention:
    signed, titled = cues.signed, cues.by_name or cues.at_meeting
    makers = cues.makers is not None or signed is not None
    owned = _OWNED_STUDY.search(sentence) is not None and names_author(sentence)
    single = makers or titled or owned or bool(_SINGLE.search(lower) or _RESEARCH_AT.search(sentence))
    undated = signed is None or signed.year is None
    definite = undated and not cues.by_name and _is_definite(lower)
    other = _ANOTHER.search(lower) is not None or (definite and _COMPARED.search(sentence) is not None)
    introduced = signed is not None or titled
    specific = introduced or owned or (single and _specific(sentence, lower, marked, cues))
    return StudyMention(
        definite and not other,
        other,
        single,
        specific,
        makers,
        introduced
        or _IN_ANOTHER_YEAR.match(sentence) is not None
        or (specific and cues.study is not None and _NEWLY_NAMED.search(sentence) is not None),
        cues.start,
        signed.authors if signed is not None else (),
        signed.year if signed is not None else None,
        cues.titles,
    )


def continues_previous_study(sentence: str) -> bool:
    """Whether the sentence is about "the study" and mentions no other one."""
    lower = lower_keeping_offsets(sentence)
    return _is_definite(lower) and _ANOTHER.search(lower) is None


def says_more(sentence: str) -> bool:
    """Whether the sentence adds a finding of the last study.

    "The same study found", "They also found", "… 30 %".
    """
    return _MORE.match(lower_keeping_offsets(sentence)) is not None


_MORE = WordPattern(
    "the same study found",
    r"\W*(?:(?:later|overall|in addition|moreover|furthermore)[^,]{0,20},\s)?(?:(?:the|this|that)"
    r"\s(?:same|very)\s{who}\b"
    r"|(?:the|this|their)\s(?:[\w-]+\s)?{who}\s(?:(?:also|further|even)\s{found}"
    r"|{found}(?=[^.]{0,200}?\d\s?(?:%|percent|per\s?cent|times|-?fold))))",
    who=r"(?:{nouns}|{makers}|findings|results)",
    found=r"(?:found|finds|showed|shows|revealed|concluded|reported|discovered|saw|noted|confirmed)\b",
)


def _specific(sentence: str, lower: str, marked: bool, cues: _Cues) -> bool:
    """Whether the sentence states who made the study, where, when, how, or with how many people."""
    if "cochrane" in lower or _DATED.search(lower) or _BY_DESIGN.match(lower):
        return True
    plain = sentence[:1].lower() + sentence[1:]  # the capital of the first word is no sign of a name
    study = cues.study is not None
    if study and (cues.titles or is_placed(plain) or find_sample_size(sentence)):
        return True
    if _authored(lower) and names_author(sentence):
        return True
    if find_institutions(sentence) and (_OWNED.search(plain) or _OWNED.search(sentence)):
        return True
    return (
        study
        and _INDEFINITE.search(lower) is not None
        and (marked or (_DESIGNED.search(lower) is not None and find_design(sentence) is not None))
    )


# A study that finds: "according to a study", "finds a study", "In a study, women …"
_STUDY = WordPattern(
    "a new study has found that naps help",
    r"\b(?:{nouns})\b(?:[^.;:!?]{0,140}?)\b(?:{verbs})\b"
    r"|\baccording to (?:[\w’'-]+ ){0,6}?(?:{nouns})\b"
    r"|\b(?:{verbs}|finds|suggests|says|shows|reveals)\s+(?:an?|the|one|new|recent|major|latest)"
    r"\s+(?:[\w’'-]+ ){0,5}?(?:{nouns})\b"
    r"|\bin (?:an?|one|another|the|this|their) (?:[\w’'-]+,? ){0,6}?(?:{nouns})\b"
    r"|\b(?:supported|backed|confirmed|demonstrated|shown|documented) (?:up )?(?:by|in) "
    r"(?:{many}) (?:[\w’'-]+ ){0,3}?(?:{nouns})\b"
    r"|\b(?:an?|another|one) (?:[\w’'-]+ ){0,5}?(?:{nouns}) (?:that|which|by|from|of|in which"
    r"|presented|published|has come out|led)\b",
    verbs=r"{findings:verbs}|{findings:kept verbs}",
    needs="{nouns}",
    starts="{nouns}|{findings:verbs}|{findings:kept verbs}|according to|finds|suggests|says|shows|reveals|"
    "supported|backed|confirmed|demonstrated|shown|documented|in a|in one|in the|in this|"
    "a |an |another |one ",
)


def _made_or_said(lower: str) -> re.Match[str] | None:
    """Find researchers as the subject of a verb of finding, making or saying."""
    return _MAKERS.search(lower) or _SAID_BY.search(lower)


# Also "a gene has been identified by scientists"
_MAKERS = WordPattern(
    "researchers at yale have developed a test",
    r"\b(?:{makers})\b\.?[^.;:!?]{0,110}?"
    r"\b(?:{findings:verbs}|{made})\b"
    r"|\b(?:{done by})\s+by\s+(?:[\w’'-]+ ){0,4}?(?:{makers})\b",
    starts="{makers}|{done by}",
)


_SAID_BY = WordPattern(
    "naps help, say scientists",
    r"\b(?:say|says|said|claim|believe|according to)"
    r"\s+(?:[\w’'-]+ ){0,3}?(?:{plural makers})\b",
    needs="say|said|claim|believe|according to",
)


# Also "who led the study"
_LED_BY = WordPattern(
    "the study was led by dr lee",
    r"\bled by\b|\bwho (?:co-)?led the (?:{nouns})",
    needs="led by|led the",
)


def names_only_leader(sentence: str) -> bool:
    """Whether a sentence mentions a study only with its leader: "Dr Lee, who led the study, is pleased"."""
    led = _LED_BY.search(lower_keeping_offsets(sentence))
    if led is None:
        return False
    rest = f"{sentence[: led.start()]} {sentence[led.end() :]}"
    return not _find_cues(rest, lower_keeping_offsets(rest), bracketed=False).mention


_BY_DESIGN = WordPattern(
    "in a randomized, double-blind, crossover study, 14 participants drank juice",
    r"\W*in (?:an?|one|another) (?:[\w’'-]+,? ){0,4}?(?:{designed})"
    r"\b[^.]{0,80}?\b(?:{nouns})\b",
)


# A design that only a single study has: a trial, a review, an experiment in animals
_DESIGNED = WordPattern("randomized", r"\b(?:{designed})\b")


_SINGLE = WordPattern(
    "the new long-term study",
    r"\b(?:an?|one|another|the|this|that|his|her|their|its|\d{4}|new|recent)\s+(?:(?!(?:to|of|in"
    r"|for)\s)[\w’'.&-]+,?\s+){0,7}?(?:{singular nouns})\b"
    r"|\b(?:university|harvard|stanford|oxford|yale)\s(?:research|study)\b|\bet al\b"
    # a Stanford University School of Medicine study
    r"|\b(?:school|college|institute|university)\s(?:of|for)\s(?:[\w’'&-]+\s){1,4}?(?:study|trial)\b",
)


# The research of one institution counts as one study: "Research from Harvard Medical School shows"
_RESEARCH_AT = WordPattern(
    "Research from Harvard Medical School shows",
    r"\b[Rr]esearch\s(?:from|at|by|out of|conducted (?:at|by))\s(?:the\s)?"
    r"(?:[A-Z][\w’'.-]*\s(?:of\s|and\s|the\s)?){1,7}(?:{findings:verbs})\b",
)


_INDEFINITE = WordPattern(
    "a small danish trial",
    r"\b(?:an?|one|another)\s+(?:(?!(?:to|of|in|for|by|with|from|this|the|that|these|their|our)\s)"
    r"[\w’'.&-]+,?\s+){0,7}?(?:{singular nouns})\b",
)


_NEWLY_NAMED = WordPattern(
    "A small Danish trial",
    r"\b(?:[Aa]n?|[Oo]ne|[Aa]nother)\s+(?:(?!(?:to|of|in|for|by|with|from|this|the|that|these|their|our)\s)"
    r"[\w’'.&-]+,?\s+){0,7}?(?:{singular nouns})\b"
    r"|(?:^|[:;–—]\s)\W*(?:[A-Z][\w’'.-]+\s+){1,3}(?:research|study)\b",
)


# "In 2012, researchers from Duke University reported": not the study of the story
_IN_ANOTHER_YEAR = re.compile(r"\W{0,3}(?:(?:And|But|Back|Also|Earlier)\s)?[Ii]n (?:19|20)\d\d,?\s")


# A study that results are compared with is another study.
_COMPARED = WordPattern(
    "the results fit with a Danish study from 2010",
    r"\b(?:[Rr]esults?|[Ff]indings?|[Ss]tudy|[Rr]esearch|[Ww]ork|[Dd]ata)\s(?:[a-z]+\s){0,3}?"
    r"(?:fits?|agrees?|conflicts?|contrasts?|jibes?|echo(?:es|ed)?|confirm(?:s|ed)?|supports?|contradicts?"
    r"|builds?|follows?|compares?|extends?|replicates?|in line|consistent|similar)\s(?:[a-z]+\s){0,3}?"
    r"(?:those of\s|(?:an?|one|earlier|previous|other)\s(?:[\w’'.&-]+,?\s){0,7}?"
    r"(?:{nouns})\b)",
)


_DEFINITE = WordPattern(
    "the danish study found",
    r"\W*(?:[\w’'-]+,?\s+){0,4}?(?:the|this|these|their|his|her|our|its|both)\s+(?:(?:new|current"
    r"|latest|present|same|study|research|survey|{places:people of})\s+"
    r"|[\w-]+[’']s?\s+)?(?:{nouns}"
    r"|{makers}|findings|results|study[’']s)\b",
    lowered=True,
)
# The lookbehind comes after the letters, so that Python's matcher can jump from one "the" to the next.
_THE_STUDY = re.compile(r"the (?<!\wthe )(?:same )?(?:study|paper|trial)\b")


def _is_definite(lower: str) -> bool:
    """Whether the sentence begins with "the study", "their findings", or says "the study" anywhere."""
    return _DEFINITE.match(lower) is not None or _THE_STUDY.search(lower) is not None


_ANOTHER = WordPattern(
    "another larger trial",
    r"\b(?:another|separate|second|third|previous|earlier|prior|past|older|other|different|similar"
    r"|follow-up|\d{4})\s+(?:[\w’'.&-]+,?\s+){0,4}?(?:{nouns})\b",
    starts="another|separate|second|third|previous|earlier|prior|past|older|other|different|similar|"
    "follow-up|0|1|2|3|4|5|6|7|8|9",
)


# Also "Suez et al. (2014)", "a study published in 2019"
_DATED = WordPattern(
    "the 2006 women's health trial",
    r"\b(?:19[5-9]|20[0-4])\d\s+(?:[\w’'.&-]+,?\s+){0,5}?(?:{singular nouns})\b"
    r"|\bet al\.?,?\s*\(?(?:19|20)\d\d\b"
    r"|\b(?:{singular nouns})\s+(?:published\s+)?(?:in|from)\s+(?:\w+\s+)?(?:19[5-9]"
    r"|20[0-4])\d\b"
    r"|\b(?:{singular nouns}),?\s+(?:(?:that|which)\s+)?(?:(?:was|is|were)\s+)?"
    r"(?:published|released|posted)\s+(?:[\w.,]+\s+){0,5}?(?:19[5-9]|20[0-4])\d\b",
    needs="19|20",
)


# An institution beside a study or its makers: also "a Stanford study", "a team from"
_OWNED = WordPattern(
    "researchers at Yale",
    r"\b(?:{makers}|{nouns})\s+(?:[\w’'-]+\s+){0,6}?(?:at|from|of|by|in)"
    r"\s+(?:[\w’'-]+\s+){0,6}?[A-Z]"
    r"|[A-Z][\w’'.-]+\s+(?:[\w’'-]+\s+){0,3}?(?:{makers}|{nouns})\b"
    r"|\breleased by\b|\bof\s+[A-Z]",
)


# A wish for a study, or an explanation of what studies are
_NO_SOURCE = WordPattern(
    "more research is needed",
    r"\b(?:{wishes})\b",
    needs="more |further |additional |future |larger |do your |and error|and-error|sleep stud|"
    "research-backed|be confirmed|be tested|be replicated|be studied|be verified|no |few |"
    "not enough |limited |to research|can research|will research|we research|i research|"
    "you research|they research|should |must |according to ",
    first_characters="acdfilmnrstwy",
)


def _in_media(sentence: str, lower: str) -> bool:
    """Whether a sentence is about a newspaper's or magazine's article: "a report in the Washington Post"."""
    found = _MEDIA.search(lower)
    if found is None:
        return False
    following = sentence[found.end() : found.end() + 40].removeprefix("the ").removeprefix("The ")
    return following.startswith(load_list("not_journals", "names"))


_MEDIA = WordPattern(
    "a report in the Washington Post",
    r"\b(?:article|report|piece|interview|column|post)\s+(?:in|by|on|from|for)\s+",
    needs="article|report|piece|interview|column|post",
)


_AUTHORS = LiteralSet("et al|colleague|author|researcher|investigator|leader|coworkers|co-workers")
_BY_AUTHORS = WordPattern("a study by Miller", r"\b(?:by |led\b|team\b)", needs="by |led|team")
_OWNED_STUDY = WordPattern(
    "Dr. Kate Marsh’s research at",
    r"[a-z][’']s (?:own |new |recent |latest )?(?:research|study|trial|work)\b"
    r"(?!\s(?:has|have|had|is|was|were)\s(?:been\s)?(?:supported|funded|featured|sponsored|paid))",
    needs="’s |'s ",
)


def _authored(lower: str) -> bool:
    return bool(_AUTHORS.find(lower)) or _BY_AUTHORS.search(lower) is not None
