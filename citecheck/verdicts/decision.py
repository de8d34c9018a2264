"""Matches and lookups become a verdict. Every threshold of citecheck stands here, and nowhere else.

All are in bits of a match's score: 0 is an even chance, 6.6 is 99 in 100.
"""

from __future__ import annotations

from dataclasses import dataclass

from citecheck.journals import Catalogue
from citecheck.matching import Matcher
from citecheck.matching.comparison_level import NOT_RECORDED, NOT_STATED
from citecheck.matching.contradictions import (
    CONTRADICTING,
    Contradiction,
    contradictions,
    uncontradicted_bits,
)
from citecheck.matching.ranking import Ranking, ScoredPair, candidate_competition
from citecheck.matching.record_features import RecordFeatures
from citecheck.model import (
    Citation,
    CitationCluster,
    CitationFields,
    CitationKind,
    Flag,
    Judgement,
    Lookup,
    ScoredCandidate,
    SourceInfo,
    Verdict,
)
from citecheck.verdicts.counterfactuals import corrected_fields, load_bearing_fields, missing_bits
from citecheck.verdicts.outside_pubmed import maybe_outside_reason, outside_reason, verdict_for_source_type
from citecheck.verdicts.publication_status import is_animal_study, publication_status, reported_on_people
from citecheck.verdicts.reasons import (
    found_sentence,
    journal_failures,
    journal_flags,
    not_indexed,
    nothing_found,
    search_failures,
    unknown_journal,
)
from citecheck.verdicts.source_type import estimate_for_cluster, is_article

# A match must have this score to be the one meant. The score counts its rivals: it is low where
# another publication fits nearly as well.
VERIFIED = 2.25
# What is only described, not named by title or pages, is held against the record's abstract, and there
# the score is what it says: an even chance. Of a record without abstract only its title can be held
# against the description, not what the study found: it must stand out much more.
VERIFIED_DESCRIBED = 0.0
VERIFIED_BY_TITLE_ALONE = 4.0
# So sure that looser searches need not be asked.
SETTLED = 7.0
# From here on a person should look.
POSSIBLE = -1.6
# Publications that fit equally well: within so many bits of the best, which were possible if it stood alone.
EQUAL = 2.0
# A publication is recognised although the article misstates it: what remains when the wrong
# statements are left out must be this strong against all others.
RECOGNISED = 0.0
# Less is asked where an abstract was held against the description, and agrees.
RECOGNISED_BY_ABSTRACT = -1.25
# More is asked where so large a share of the key concepts is not in the record.
RECOGNISED_WITHOUT_ALL = 2.25
LACKING = 0.25
# Shares of the weight of a finding's terms that the record must have where it has all key concepts,
# and where it lacks one; or of the title's terms that the article must have.
CLAIM_COVERED = 0.3
CLAIM_COVERED_WITHOUT_ALL = 0.45
TITLE_COVERED = 0.55
# Journal and year alone verify nothing whose topic weighs less than this, and without the journal numbers
# and dates nothing whose topic does not speak for it.
TOPIC_AGAINST = -1.0
TOPIC_ALONE = 0.0
# Of a record without abstract the finding's own terms must weigh so many bits, if it is to be said that the
# article misstates it: a vague sentence fits many titles.
TOLD = 18.0
# How many of the nearest publications are shown; so many of them for their topic alone.
CANDIDATES = 8
ON_TOPIC = 4


@dataclass(frozen=True, slots=True)
class _Finding:
    """What all places of an evidence have in common: the publication meant, and how surely."""

    verdict: Verdict
    match: ScoredCandidate | None = None
    rivals: tuple[ScoredCandidate, ...] = ()
    uncovered: tuple[str, ...] = ()


def stops_search(ranked: Ranking) -> bool:
    """Whether looser searches can be spared: one publication fits beyond doubt and nothing contradicts it."""
    if not ranked.may_reach(SETTLED) or contradictions(ranked[0]):
        return False
    return ranked[0].score >= SETTLED


def is_recognised(match: ScoredCandidate) -> bool:
    """Whether a match leads to its publication at all, rightly stated or not."""
    return uncontradicted_bits(match) + match.prior >= _needed_to_recognise(match)


def _needed_to_recognise(match: ScoredCandidate) -> float:
    described = not _is_named(match) and match.level("topic") != NOT_STATED
    has_abstract = RecordFeatures(match.publication).has_abstract
    return RECOGNISED_BY_ABSTRACT if described and has_abstract else RECOGNISED


def judge(
    evidence: CitationCluster,
    ranked: Ranking,
    searches: tuple[Lookup, ...],
    source: SourceInfo,
    matcher: Matcher,
    catalogue: Catalogue,
) -> tuple[Judgement, ...]:
    """The verdict on each place of an evidence.

    Which publication is meant is decided by all places together; whether it is stated rightly by
    each place's own words. An unanswered search never counts as a search without hits.
    """
    finding = _identify(evidence.claimed, ranked, matcher)
    failures = search_failures(searches) + journal_failures(evidence.claimed.journal)
    unanswered = bool(failures) and not _holds_despite_failures(finding)
    if unanswered or (not searches and finding.match is None):
        finding = _Finding(Verdict.UNCHECKED)
    nearest = _nearest(finding, ranked)
    estimate = estimate_for_cluster(evidence)
    judgements = []
    for citation in evidence.citations:
        by_records, wrong = _of_place(citation, evidence, finding, matcher)
        verdict = verdict_for_source_type(
            by_records,
            finding.match,
            estimate,
            unanswered=bool(failures),
            lacks_books=source.records is not None,
        )
        unlisted = not_indexed(evidence.claimed.journal, catalogue) if verdict is Verdict.NOT_FOUND else ()
        if unlisted:
            verdict = Verdict.POSSIBLE
        flags = _flags(citation, finding, verdict, source)
        if is_article(estimate):
            flags += journal_flags(citation.claimed.journal, catalogue)
        told = by_records if verdict is Verdict.UNCHECKED else verdict
        reasons = _reasons(evidence, finding, told, wrong, searches, source)
        if estimate and verdict is Verdict.OUTSIDE_PUBMED:
            reasons = (outside_reason(estimate), *reasons)
        elif unlisted:
            reasons = (*unlisted, *reasons)
        elif estimate and verdict is not by_records:
            reasons = (maybe_outside_reason(estimate, finding.match), *reasons)
        if is_article(estimate):
            reasons += unknown_journal(citation.claimed.journal, catalogue)
        named = finding.match if verdict in (Verdict.VERIFIED, Verdict.MISMATCH, Verdict.POSSIBLE) else None
        if named:
            reasons = (*reasons[:1], *publication_status(named.publication).reasons, *reasons[1:])
        kind = estimate.type.value if estimate else None
        judgements.append(Judgement(verdict, reasons, flags, named, nearest, searches, source_type=kind))
    return tuple(judgements)


def _by_name(match: ScoredCandidate | ScoredPair) -> bool:
    """Whether a publication is named by identifier or title rather than described."""
    return match.level("identifier") == "same" or match.level("title") in ("exact", "near")


def _identify(claimed: CitationFields, ranked: Ranking, matcher: Matcher) -> _Finding:
    if not ranked:
        return _Finding(Verdict.NOT_FOUND)
    best = ranked[0]
    uncovered = _uncovered(claimed, best, matcher)
    fits = not contradictions(best) and not uncovered
    if fits and best.score >= _needed(best) and not _speaks_against(best):
        return _Finding(Verdict.VERIFIED, best)
    is_recognised = _recognise(claimed, ranked, matcher)
    if is_recognised and (
        contradictions(best) or uncontradicted_bits(is_recognised) - uncontradicted_bits(best) >= EQUAL
    ):
        return _Finding(Verdict.MISMATCH, is_recognised)
    if fits and (rivals := _equals(ranked, matcher.prior)):
        return _Finding(Verdict.AMBIGUOUS, best, rivals)
    # Where a publication that nothing contradicts is possible, a misstated one must be clearly ahead of it.
    if is_recognised and best.score < POSSIBLE:
        return _Finding(Verdict.MISMATCH, is_recognised)
    if best.level("identifier") == "same" and contradictions(best):
        return _Finding(Verdict.MISMATCH, best)
    if best.score >= POSSIBLE:
        return _Finding(Verdict.POSSIBLE, best, uncovered=uncovered)
    return _Finding(Verdict.NOT_FOUND)


def _equals(ranked: Ranking, prior: float) -> tuple[ScoredCandidate, ...]:
    """The publications that fit as well as the best, where that would be at least possible without them."""
    best, *others = (one.total for one in ranked.weighed)
    if best + prior < POSSIBLE:
        return ()
    equal = (ranked[at] for at, held in enumerate(others, 1) if best - held < EQUAL)
    return tuple(match for match in equal if not contradictions(match))


def _recognise(claimed: CitationFields, ranked: Ranking, matcher: Matcher) -> ScoredCandidate | None:
    """The publication that is meant although something stated contradicts it; None if that is not clear.

    What is only described, and two statements contradict it, is another publication.
    """
    best, bits = _strongest(ranked)
    if best is None or not contradictions(best):
        return None
    score = bits[0] + candidate_competition(bits, matcher.prior)[0]
    if score < _needed_to_recognise(best):
        return None
    if _is_named(best):
        return best
    by_title_alone = not RecordFeatures(best.publication).has_abstract
    vague = by_title_alone and matcher.coverage(claimed, best.publication).told < TOLD
    # Who wrote on this wrote on other things: one name does not outvote a topic that speaks against it.
    one_name = NOT_STATED in (best.level("first_author"), best.level("people"))
    against = one_name and best.bits("topic") < TOPIC_AGAINST
    # Another's study of something else on the same disease is soon found.
    lacking = matcher.coverage(claimed, best.publication).lacking >= LACKING
    elsewhere = score < RECOGNISED_WITHOUT_ALL and lacking
    return None if vague or against or elsewhere or _uncovered(claimed, best, matcher) else best


def _strongest(ranked: Ranking) -> tuple[ScoredCandidate | None, list[float]]:
    """The strongest that can be the one meant, and the strength of all that can, the best first."""
    able = [
        (one.strength, at)
        for at, one in enumerate(ranked.weighed)
        if _is_named(one) or _may_be_misstated(one)
    ]
    able.sort(key=lambda pair: -round(pair[0], 6))
    return (ranked[able[0][1]] if able else None), [uncontradicted_bits for uncontradicted_bits, _ in able]


def _may_be_misstated(match: ScoredPair) -> bool:
    """Whether a publication that is only described can be the one meant, with one statement wrong.

    It must not have appeared at another time than the article tells of it. A stated identifier that is
    another's speaks of a publication that was not found, not of this one.
    """
    at_the_time = match.level("published") != "outside_window" and not _is_later(match)
    return at_the_time and match.level("identifier") != "other" and len(match.contradicted) <= 1


def _needed(match: ScoredCandidate) -> float:
    """The score that verifies: it depends on what there is to hold the article against."""
    if _is_named(match) or match.level("topic") == NOT_STATED:
        return VERIFIED
    return VERIFIED_DESCRIBED if RecordFeatures(match.publication).has_abstract else VERIFIED_BY_TITLE_ALONE


def _uncovered(claimed: CitationFields, match: ScoredCandidate, matcher: Matcher) -> tuple[str, ...]:
    """The key concepts that keep a described publication from being the one; empty where it fits."""
    if _is_named(match) or match.level("topic") == NOT_STATED:
        return ()
    cover = matcher.coverage(claimed, match.publication)
    needed = CLAIM_COVERED_WITHOUT_ALL if cover.missing else CLAIM_COVERED
    if cover.claim >= needed or cover.title >= TITLE_COVERED:
        return ()
    return cover.missing or ("the finding",)


def _speaks_against(match: ScoredCandidate) -> bool:
    """Whether the topic or the article's date does, while nothing names the publication."""
    if _is_named(match):
        return False
    if _is_later(match):
        return True
    stated = {match.level("first_author"), match.level("people")}
    if not stated <= {NOT_STATED, NOT_RECORDED, "unlisted", "none"}:
        return False
    in_journal = match.level("journal") in ("same", "misspelt", "renamed")
    return match.bits("topic") < (TOPIC_AGAINST if in_journal else TOPIC_ALONE)


def _is_later(match: ScoredCandidate | ScoredPair) -> bool:
    """Whether it appeared so long after the article that this cannot speak of it."""
    return match.level("article_date") == "later"


def _is_named(match: ScoredCandidate | ScoredPair) -> bool:
    """Whether it is named, if not to the letter, rather than described by what it found."""
    return _by_name(match) or match.level("title") == "cut" or _is_retold(match) or _located(match)


def _is_retold(match: ScoredCandidate | ScoredPair) -> bool:
    """Whether the stated title is this publication's with other words.

    Titles on one subject resemble each other: the first author must have written it, or, where nobody is
    named, the journal must be its own.
    """
    author = match.level("first_author")
    if author == NOT_STATED:
        is_its_own = match.level("journal") not in CONTRADICTING["journal"]
    else:
        is_its_own = author not in CONTRADICTING["first_author"]
    return match.level("title") == "altered" and is_its_own


def _located(match: ScoredCandidate | ScoredPair) -> bool:
    """Whether volume and pages lead to it."""
    return match.level("pages") in ("same", "first") and match.level("volume") in ("same", "not_stated")


def turning_points(judgement: Judgement, matcher: Matcher) -> tuple[str, ...]:
    """What would have to be different for another verdict, in plain sentences; nothing if all is far."""
    nearest = judgement.match or next(iter(judgement.candidates), None)
    if nearest is None:
        return ()
    if judgement.verdict is Verdict.VERIFIED:
        return load_bearing_fields(nearest, _needed(nearest))
    if judgement.verdict is Verdict.MISMATCH:
        return corrected_fields(nearest)
    needed = _needed(nearest)
    return missing_bits(nearest, matcher.weights, needed)


def _of_place(
    citation: Citation, evidence: CitationCluster, finding: _Finding, matcher: Matcher
) -> tuple[Verdict, tuple[Contradiction, ...]]:
    """The verdict as it holds for this place's own words, and what they state wrongly.

    Citations of one sentence (a DOI or a reference in brackets, and the attribution around it) share its
    words. A place that only points back ("the same study") is as right as what it points to, and a sentence
    that goes on about a study appeared where the sentence before it says.
    """
    if finding.match is None or finding.verdict not in (Verdict.VERIFIED, Verdict.MISMATCH):
        return finding.verdict, ()
    publication = finding.match.publication
    own = [c.claimed for c in evidence.citations if _shares_words(c, citation)]
    if not any(claimed.names_a_publication for claimed in own):
        own = [evidence.claimed]
    elif citation.kind is CitationKind.ATTRIBUTION and not any(c.journal or c.has_identifier for c in own):
        own += [c.claimed for c in evidence.citations if c.kind is CitationKind.ATTRIBUTION]
    wrong = [w for claimed in own for w in contradictions(matcher.statements(claimed, publication))]
    different = tuple({w.sentence: w for w in wrong}.values())
    return (Verdict.MISMATCH if different else Verdict.VERIFIED), different


def _shares_words(one: Citation, other: Citation) -> bool:
    """Whether one stands within the words of the other."""
    outer, inner = sorted((one.span, other.span), key=lambda span: span.start - span.end)
    return outer.start <= inner.start and inner.end <= outer.end


def _holds_despite_failures(finding: _Finding) -> bool:
    if finding.verdict is Verdict.VERIFIED:
        return True
    return finding.verdict is Verdict.MISMATCH and finding.match is not None and _by_name(finding.match)


def _flags(citation: Citation, finding: _Finding, verdict: Verdict, source: SourceInfo) -> tuple[Flag, ...]:
    flags: list[Flag] = []
    if finding.match and verdict in (Verdict.VERIFIED, Verdict.MISMATCH, Verdict.POSSIBLE):
        publication = finding.match.publication
        flags += publication_status(publication).flags
        if is_animal_study(RecordFeatures(publication)) and reported_on_people(citation):
            flags.append(Flag.ANIMAL_STUDY)
    if verdict is Verdict.NOT_FOUND and not _is_all_of_pubmed(source):
        flags.append(Flag.PARTIAL_SOURCE)
    return tuple(flags)


def _is_all_of_pubmed(source: SourceInfo) -> bool:
    return source.complete or source.records is None


def _nearest(finding: _Finding, ranked: Ranking) -> tuple[ScoredCandidate, ...]:
    """The match, the nearest by score, and, where no publication is recognised, the nearest by topic.

    Who is told that a study does not exist wants to see what was published on its subject; by score
    such publications stand behind others of the journal that the article names.
    """
    match = finding.match
    places = [
        at
        for at, one in enumerate(ranked.weighed)
        if not match or one.publication.pmid != match.publication.pmid
    ]
    first = (match,) if match else ()
    if finding.verdict in (Verdict.VERIFIED, Verdict.MISMATCH, Verdict.AMBIGUOUS):
        return (*first, *(ranked[at] for at in places[: CANDIDATES - len(first)]))
    by_score = CANDIDATES - ON_TOPIC - len(first)
    on_topic = sorted(places[by_score:], key=lambda at: -ranked.weighed[at].fit)
    return (*first, *(ranked[at] for at in (*places[:by_score], *on_topic[:ON_TOPIC])))


def _reasons(
    evidence: CitationCluster,
    finding: _Finding,
    verdict: Verdict,
    wrong: tuple[Contradiction, ...],
    searches: tuple[Lookup, ...],
    source: SourceInfo,
) -> tuple[str, ...]:
    reasons: list[str] = []
    match = finding.match
    if match and verdict is Verdict.VERIFIED:
        reasons.append(found_sentence("It fits", match))
    elif match and verdict is Verdict.MISMATCH:
        reasons += [contradiction.sentence for contradiction in wrong]
        reasons.append(found_sentence("The publication is", match))
    elif match and verdict is Verdict.AMBIGUOUS:
        count = 1 + len(finding.rivals)
        reasons.append(f"{count} publications fit equally well; the article says too little to tell which.")
    elif match and verdict is Verdict.POSSIBLE:
        reasons.append(found_sentence("It fits only in part", match))
        reasons += [c.sentence for c in contradictions(match)]
        if _is_later(match):
            reasons.append("It appeared later than the article.")
        if finding.uncovered:
            reasons.append(f"The record says nothing of {', '.join(finding.uncovered)}.")
    elif verdict is Verdict.UNCHECKED:
        failures = search_failures(searches) + journal_failures(evidence.claimed.journal)
        reasons += failures or ("It names nothing that can be searched for.",)
    else:
        reasons += nothing_found(evidence.claimed, searches, source, _is_all_of_pubmed(source))
    return tuple(dict.fromkeys(reasons))
