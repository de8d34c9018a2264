"""The clause of a sentence that states what a study found."""

from __future__ import annotations

import re

from citecheck.extraction.trigger_filter import lower_keeping_offsets
from citecheck.extraction.word_lists import load_words
from citecheck.extraction.word_patterns import WordPattern

# In words; a shorter clause ("it is so") is not a finding.
_SHORTEST = 3
_LONGEST = 600


def find_finding(sentence: str, mention: tuple[int, int] | None = None) -> str | None:
    """The clause of a sentence that states what a study found.

    There is one reader for each kind of sentence; the first one that returns a clause is used.

    Args:
        sentence: the text of the sentence.
        mention: (start, end) in the sentence of the journal's or study's name; None where it names neither.

    Returns:
        The clause; None where the sentence only says that a study exists.
    """
    label = _LABEL.match(sentence)
    if label is not None and (mention is None or label.end() <= mention[0]):
        sentence = sentence[label.end() :]
        mention = (mention[0] - label.end(), mention[1] - label.end()) if mention else None
    lower = lower_keeping_offsets(sentence)
    bracket = _bracket_around(sentence, mention) if mention else ""
    said = _said_last(lower, mention) if mention else None
    if said:
        sentence, lower = sentence[: said.start()], lower[: said.start()]
    for reader in (
        _before_according,
        _after_journal,
        _after_verb,
        _after_colon,
        _after_opening,
        _after_mention,
        _after_trial,
        _before_bracket,
        _before_study,
    ):
        clause = reader(sentence, lower, mention)
        if clause is not None:
            clause = clean_clause(_within_quotation(_without_study(clause).replace(bracket, "")))
            if _says_something(clause):
                return clause
    return clean_clause(sentence) if said and _says_something(clean_clause(sentence)) else None


def only_says_what_was_done(clause: str) -> bool:
    """Whether a clause states the topic of a study and not its result: "investigated the effects of …"."""
    return _DONE.match(clause) is not None


def what_participants_did(sentence: str) -> str | None:
    """Return a sentence as a finding if its subject is the participants of a study named elsewhere.

    Args:
        sentence: the text of the sentence, such as "Participants noticed fewer headaches".
    """
    return clean_clause(sentence) if _PARTICIPANTS.match(sentence) else None


_PARTICIPANTS = re.compile(
    r"(?:The )?(?:[Pp]articipants|[Vv]olunteers|[Ss]ubjects) |Those (?:who|taking|on|in) "
)


def _before_according(sentence: str, lower: str, mention: tuple[int, int] | None) -> str | None:
    """As in "Eating nuts lowers cholesterol, according to a study in …" · "…, researchers report in …".

    "…, finds a study".
    """
    best = None
    for found in _AFTERTHOUGHT.finditer(lower):
        if (mention is None or found.start() <= mention[0]) and _closes(lower, found):
            best = found
    if best is None or len(sentence[: best.start()].split()) < _SHORTEST:
        return None
    if "according" not in best[0] and _THAT.match(lower, best.end()):
        return None  # "Jordan Hale of Yale, Boston, and colleagues report in Gut that …"
    clause = sentence[: best.start()]
    opening = _OPENING.match(lower, 0, best.start())
    return clause[opening.end() :] if opening else clause


def _closes(lower: str, found: re.Match[str]) -> bool:
    """Whether only place and time of publication follow, and no clause: "…, researchers report | in Gut"."""
    if "according" in found[0]:
        return True
    following = _NEXT_WORD.match(lower, found.end())
    return following is None or following[1] in load_words("findings", "after who says it")


def _said_last(lower: str, mention: tuple[int, int]) -> re.Match[str] | None:
    """The mention of who reports it at the end of the sentence: "…, researchers at Yale reported"."""
    found = list(_AFTERTHOUGHT.finditer(lower, mention[1]))
    return found[-1] if found and not lower[found[-1].end() :].strip(' .”"') else None


def _after_journal(sentence: str, lower: str, mention: tuple[int, int] | None) -> str | None:
    """As in "The journal Gut reports that …" · "Researchers reported in Gut on Monday that …"."""
    that = _JOURNAL_THAT.match(lower, mention[1]) if mention else None
    return sentence[that.end() :] if that else None


def _after_verb(sentence: str, lower: str, mention: tuple[int, int] | None) -> str | None:
    """As in "A study published in … found that eating nuts lowers cholesterol"."""
    maker = _MADE_BY.search(lower)
    if maker is None:
        return None
    kept = None
    for found in _FINDING_VERB.finditer(lower, maker.end()):
        if mention and mention[0] <= found.start() < mention[1]:
            continue
        if found["kept"] is None:
            if kept is not None and not _says_something(clean_clause(sentence[found.end() :])):
                break  # "a study linked naps to falls, the BMJ reports"
            denied = _DENIED.search(lower, 0, found.start()) or _NONE.search(lower, 0, maker.start())
            return sentence[denied.start() if denied else found.end() :]
        if mention and found.start() < mention[0] and _PUBLISHED_IN.search(lower, found.end(), mention[0]):
            continue
        kept = found.start("kept") if kept is None else kept
    return None if kept is None else sentence[kept:]


def _after_colon(sentence: str, _lower: str, mention: tuple[int, int] | None) -> str | None:
    """As in "It was tested in a 2011 trial in Magnesium Research: magnesium did no better than a placebo"."""
    colon = _COLON.match(sentence, mention[1]) if mention else None
    return sentence[colon.end() :] if colon else None


def _after_opening(sentence: str, lower: str, mention: tuple[int, int] | None) -> str | None:
    """As in "In a study published in …, women who ate nuts lived longer" · "According to a paper in …, …"."""
    found = _OPENING.match(lower)
    if not found or (mention and found.end() < mention[0] and "," not in sentence[: mention[0]]):
        return None
    return sentence[max(found.end(), _comma_after(sentence, mention)) :]


def _comma_after(sentence: str, mention: tuple[int, int] | None) -> int:
    """The offset behind the comma that follows the journal's name.

    An explanation of the name ("a journal of …,") is skipped, too.
    """
    if mention is None:
        return 0
    comma = sentence.find(",", mention[1])
    if not 0 <= comma - mention[1] < 40:
        return 0
    explained = _EXPLAINED.match(sentence, comma + 1)
    return explained.end() if explained else comma + 1


def _after_mention(sentence: str, lower: str, mention: tuple[int, int] | None) -> str | None:
    """As in "A 2023 trial published in … treated patients with stretch marks with red light"."""
    if mention is None or not _MADE_BY.search(lower, 0, mention[0]):
        return None
    rest = _AFTER_NAME.sub("", sentence[mention[1] :], count=1)
    return rest if _VERB_FIRST.match(rest) else None


def _after_trial(sentence: str, _lower: str, _mention: tuple[int, int] | None) -> str | None:
    """As in "The DASH trial lowered blood pressure by 11 points": the verb belongs to the finding."""
    trial = _TRIAL_DID.match(sentence)
    return sentence[trial.end() :] if trial else None


def _before_bracket(sentence: str, _lower: str, mention: tuple[int, int] | None) -> str | None:
    """As in "Zinc shortens colds (Miller et al., 2008)" · "Zinc lowers blood sugar (Diabetes Care, 2014)"."""
    bracket = _SOURCE_BRACKET.search(sentence)
    if bracket is None or (mention is not None and not bracket.start() < mention[0] < bracket.end()):
        return None
    return sentence[: bracket.start()]


def _before_study(sentence: str, _lower: str, mention: tuple[int, int] | None) -> str | None:
    """As in "Curcumin helped memory in a 2018 trial of 40 adults"."""
    study = _IN_STUDY.search(sentence)
    if study is None or (mention is not None and mention[0] < study.start()):
        return None
    return sentence[: study.start()]


def _bracket_around(sentence: str, mention: tuple[int, int]) -> str:
    """The bracket that names the source: "magnesium helped | (J Sleep Res 2012)"; empty where none does."""
    brackets = _BRACKET.finditer(sentence)
    return next((one[0] for one in brackets if one.start() < mention[0] and mention[1] <= one.end()), "")


_BRACKET = re.compile(r"\s?\([^()]{2,120}\)")


def _without_study(clause: str) -> str:
    """The clause without its opening "a 2010 trial found that", as in "A trial found X, the authors said"."""
    opening = _STUDY_FOUND.match(clause) or _FITS_ANOTHER.match(clause)
    return clause[opening.end() :] if opening else clause


def _within_quotation(clause: str) -> str:
    """The clause up to the end of its quotation: "zinc cut colds by half," | said Dr. Moss."""
    closing = _QUOTATION_ENDS.match(clause)
    return clause[: closing.end("said")] if closing else clause


# The speaker follows a comma and the closing quotation mark.
_QUOTATION_ENDS = re.compile(r"(?P<said>[^\"“”]{1,400}),[\"”]\s")


def clean_clause(clause: str) -> str:
    """Remove notes, link brackets, unbalanced quotes at the ends, and stops.

    Args:
        clause: a clause or a sentence.
    """
    if any(dash in clause for dash in _DASHES) and (dateline := _DATELINE.match(clause)):
        clause = clause[dateline.end() :]
    if glued := _glued(clause):
        clause = clause[glued.end() :]
    if _NOTED.search(clause):
        clause = _NOTE.sub("", clause.rstrip(" ."))
    clause = " ".join(clause.split())
    if any(stop in clause for stop in _SPACED_STOPS):
        clause = _SPACED_STOP.sub(r"\1", clause)
    return clause.strip(' ,;:.–—-“”"*_')[:_LONGEST]


def _glued(clause: str) -> re.Match[str] | None:
    """A heading or caption glued to the clause, as in press releases and agency news."""
    heading = _HEADING.match(clause) if "doi" in clause else None
    return heading or (_CAPTION.match(clause) if "REUTERS/" in clause else None)


def _says_something(clause: str) -> bool:
    return len(clause.split()) >= _SHORTEST and not _EMPTY.match(clause) and not _POINTS_BACK.match(clause)


# "Research note: According to …", "Did you know? In a …"
_LABEL = re.compile(r"\W{0,3}[A-Z][a-z]+(?:\s[\w’'-]+){0,3}:\s(?=[A-Z“\"*_])")
# "… helped memory | in a 2018 trial of 40 adults."
_IN_STUDY = re.compile(
    r",?\s(?:in|by)\s(?:an?|one|the)\s(?:[\w’'-]+,?\s){0,6}?(?:study|trial|review|meta-analysis|survey|analysis)\b"
    r"(?:\s(?:of|in|with|from|on|at|by|that|published)\s[^.;]{2,120})?\W{0,3}$"
)
# "The DASH trial | lowered blood pressure", "The Women's Health Initiative (2006) | did not prevent"
_TRIAL_DID = re.compile(
    r"\W{0,3}(?:[Tt]he\s)?(?:(?:[A-Z][\w’'.-]{0,30}\s(?:(?:of|and|the|in|for|on|to)\s){0,2}){1,7}"
    r"(?:Study|Trial|Cohort|Initiative|Biobank|Registry)|[A-Z][A-Z\d-]{2,20}\s(?:study|trial|cohort))(?:\s?\([^)]{1,40}\))?,?\s(?=[a-z])"
)
# "(Miller et al., 2008)" · "(Diabetes Care, 2014)", at the end of what it supports
_SOURCE_BRACKET = re.compile(r"\s?\([^()]{3,120}\b(?:19|20)\d\d[a-z]?\)\W{0,3}$")
# "A randomized trial in 2010 found that"
_STUDY_FOUND = re.compile(
    r"(?:A|An|One|The|This)\s(?:[\w’'-]+\s){0,8}?(?:study|trial|review|meta-analysis|paper|survey)\s"
    r"(?:(?:in|from)\s(?:19|20)\d\d\s)?(?:found|showed|shows|suggests|suggested|concluded|reported)\sthat\s"
)
# "the results fit with a Danish study from 2010 that | linked naps to …"
_FITS_ANOTHER = re.compile(
    r"(?:the|these|this|his|her|their|our)\s(?:results?|findings?|study|work)\s.{2,60}?\b(?:an?|one|earlier|previous)\s"
    r".{0,60}?\b(?:study|trial|research|review)\b.{0,40}?\s(?:that|which)\s(?:(?:found|showed)\s(?:that\s)?)?(?=[a-z])"
)
# "PHILADELPHIA –", "EAST LANSING, Mich. August 7, 2018 -", "NEW YORK (Reuters Health) -",
# "WEDNESDAY, March 4, 2015 (HealthDay News) --"
_DATELINE = re.compile(
    r"^\s*(?:[A-Z]{6,9},\s)?[A-Z][a-z]{2,8}\.?\s\d{1,2},\s\d{4}\s?(?:[(/][^)/]{2,40}[)/])?\s?(?:--|–|—|-)\s"
    r"|^\s*[A-Z][A-Za-z.’' ]{2,30}(?:,\s[A-Z][A-Za-z.]{1,15})?\s?(?:\([^)"
    r"]{2,40}\))?(?:,?\s[A-Z][a-z]{2,8}\.?\s\d{1,2}(?:,\s\d{4})?)?"
    r"(?:\s(?:--|–|—|-)\s|(?<=\))(?:--|–|—)(?=[A-Z]))"
)
# The title and number of the publication, where a press release's heading is glued to its first sentence:
# "Vitamin D and falls in older men: a cohort study doi 10.1136/bmjopen-2020-1 Older men with …"
_HEADING = re.compile(
    r".{8,300}?[\s\[(](?:Online First\s*)?[\[(]?doi:?\s?10\.\d{4,9}/[^\s\])]{1,80}[\])]?\s+(?=[A-Z“\"])"
)
# "Women walk in a park. REUTERS/Ann Lee Walking keeps …": a picture's caption
_CAPTION = re.compile(r"(?=.{0,260}\bREUTERS/).{0,250}?\bREUTERS/(?:[A-Z][\w.’-]+\s){1,3}(?=[A-Z])")
# A dateline ends with one of these.
_DASHES = ("-", "–", "—")
# A cut-out note leaves a space: "in schoolchildren , and"
_SPACED_STOP = re.compile(r"\s([,;:.])(?=\s|$)")
_SPACED_STOPS = (" ,", " ;", " :", " .")
_COLON = re.compile(
    r"[”\"’*_]{0,2}(?:\s?\((?:19|20)\d\d\))?(?:\s(?:study|trial|paper|review|report|research))?"
    r"(?:\s(?:last|this|in|from)\s[\w-]{3,12}(?:\s(?:19|20)\d\d)?)?\s?:\s+(?=[^\W\d_])"
)
_THAT = re.compile(r"[^,;:.]{0,80}?\bthat\b")
_NEXT_WORD = re.compile(r"\s*([a-z]+)")
_EXPLAINED = re.compile(
    r"\s*(?:a|an|the|one of)\s(?:[\w’'-]+\s){0,4}(?:journal|publication|magazine)s?\s[^,]{0,160},"
)
# [3] · (Blecksmith 2025; Lee et al., 2020) · [00:04:44] · doi 10.1136/x-2 · (PMID: 1234567) · conditions.12 ·
# conditions. 12 · an address
_NOTE = re.compile(
    r"(?=[\[(\sd\dh#])(?:\[\[?\d{1,3}(?:[,–-]\s?\d{1,3}){0,5}\]?\]|\[\d\d?:\d\d(?::\d\d)?\]"
    r"|\s?[(\[](?:[A-Z][\w’'-]{1,30}(?:\s(?:et\sal\.?|(?:&|and)\s[A-Z][\w’'-]{1,30}))?,?\s(?:19|20)"
    r"\d\d[a-z]?[;,]?\s?){1,6}[)\]]"
    r"|(?:\bdoi:?\s?)?\b10\.\d{4,9}/[^\s\]]{1,100}"
    r"|\s?[(\[](?:PMC|PMID:?|PubMed:?)\s?\d{4,9}[)\]]"
    r"|(?<=[.,”\"a-z])\d{1,2}$|(?<=[a-z][.])\d{1,3}\b"
    r"|(?<=[a-z%”\")][.!?”\"])\s\d{1,3}(?:[,;–-]\s?\d{1,3}){0,5}$|https?://\S{1,300}|(?<=\s)#\w{1,40})"
)
# Every note contains one of these.
_NOTED = re.compile(r"[\d#]|http")
# "patients treated with statins is now available in | Gut": the verb belongs to what was studied
_PUBLISHED_IN = re.compile(r"(?:\b|-)(?:is|are|was|were|appears?|appeared|will be)\b.{0,40}\bin\s(?:the\s)?$")
# "Trials have not clearly | shown that", "No other | study suggests": the negation is kept in the finding
_DENIED = re.compile(
    r"\b(?:ha(?:s|ve|d)|do(?:es)?|did|could|can)(?:\s?not|n[’']t|\snever)\s(?:[a-z]+ly\s|yet\s|so\sfar\s)?$"
)
_NONE = re.compile(
    r"\bno\s(?:(?:other|published|clinical|human|known|new|scientific|good|large|long-term|single)\s){0,2}$"
)
_DONE = re.compile(
    r"(?:investigate|examine|compare|test|evaluate|explore|look|analy[sz]e|assesse|follow|focuse|measure"
    r"|survey|describe)"
    r"(?:s|d|ed)\b"
)
# "It is a common notion that …, but a study in X suggests that this might not be true"
_POINTS_BACK = re.compile(
    r"(?:(?:suggest|show|find|found)s?\s)?(?:that\s)?(?:this|that|it|the opposite)\s(?:[a-z’']{1,12}\s){0,4}"
    r"(?:true|so|the case|right|wrong|correct|false|mistaken)$"
)
_EMPTY = re.compile(
    r"(?:and\s|which\s|that\s)?(?:also\s)?(?:was|were|is|are|has been|have been|to be|will be|appears?"
    r"|appeared)\s"
    r"(?:being\s|also\s|recently\s|first\s)?(?:published|presented|funded|conducted|led|carried out"
    r"|available|in|on|online)\b"
)

_AFTERTHOUGHT = WordPattern(
    "naps help, researchers report in",
    # , according to a new study …
    r",?\s+according to\b"
    # , researchers report in · , the study team wrote Monday in · , Smith and colleagues note; not: , and
    # studies show that
    r"|,[”\"]?\s+(?!and\s|but\s|while\s|or\s){some}{0,6}?(?:{makers}|{nouns})"
    r"\s+{some}{0,4}?(?:{findings:say})\b(?!\s+that\b)"
    # , finds a study published · , suggests new research · , says a report
    r"|,[”\"]?\s+(?:{findings:say})\s+{some}{0,6}?(?:{nouns}|{makers})\b"
    # , as described in · , as reported in
    r"|,\s+as\s+(?:reported|described|published|detailed|explained|noted|shown|is evidenced)\b"
    # …, a new study has found.
    r"|,\s+(?:a|an|the|one)\s+{some}{0,5}?(?:{nouns})\s+{some}{0,8}?(?:has\s+)?(?:{findings:says at the end})"
    r"\s*[.”\"]*$",
    some=r"(?:[\w’'.-]+\s+)",
    first_characters=r",\s",
)

_JOURNAL_THAT = WordPattern(
    " on monday that ",
    r"[”\"’'*_)]{0,2}(?:\s\((?:19|20)\d\d\))?,?\s(?:(?:on|last|this|earlier|today|yesterday|online)\s(?:[a-z]+day\s|week\s|month\s)?)?"
    r"(?:(?:also\s)?(?:{findings:say})\s)?that\s",
)

# The verb, its helpers and "that" are left out of the finding. A verb that is itself the finding is `kept`.
_FINDING_VERB = WordPattern(
    "have recently found that",
    r"\b(?:(?:has|have|had|also|further|clearly|now|recently|previously|consistently)\s+){0,3}"
    r"(?:(?:{findings:verbs})\b(?:\s*,?\s*(?:for\s+(?:the\s+first\s+time|example)|on\s+average),?)?"
    r"(?:\s+in\s+(?:[a-z]+\s+)?(?:19|20)\d\d(?=\s+that\b))?(?:\s+that\b)?\s*[:,]?"
    r"|(?=(?P<kept>(?:{findings:kept verbs}))\b)(?P=kept))(?!\s*(?:in|by|online|today)\s)",
    starts="has|have|had|also|further|clearly|now|recently|previously|consistently|{findings:verbs}|"
    "{findings:kept verbs}",
)

# A study or the people who made it: the subject of a finding
_MADE_BY = WordPattern(
    "researchers",
    r"\b(?:{nouns}|{makers}|it|they|he|she|we|findings?|results?|data|et al\.?|colleagues)\b"
    r"|[,.]?[”\"],? published\b"
    r"|[(\[](?:19|20)\d\d[a-z]?[)\]]",
)

# "in a study published in Gut, …"
_OPENING = re.compile(
    r"(?:(?:and|but|however|for example|for instance|in fact|meanwhile|similarly|also|indeed),?\s+)?"
    r"(?:in|per|according to|based on|writing in"
    r"|as (?:\w+ )?(?:reported|explained|described|noted|published|evidenced|shown|seen|confirmed"
    r"|demonstrated) (?:in|by))"
    r"\b[^,]{3,200},\s+",
)

# Between the journal's name and the verb: the date, the journal's acronym, the people
_AFTER_NAME = re.compile(
    r"^[”\"'’_*®]*(?:\s*\([^)]{0,60}\))?(?:,?\s+(?:in|on|last|this|earlier|today|yesterday"
    r"|online)?\s*(?:\w+\s+)?\d{0,4}(?=[\s,]))?,?\s*"
    r"(?:by\s+[A-Z][^,]{0,60}?(?:et al\.?|colleagues),?)?\s*(?:\[\d+\])?\s*",
)

_VERB_FIRST = re.compile(r"\s*(?:also\s+)?[a-z]+(?:ed|s|d|und|ought|ook)\s")
