"""Matches and lookups become a verdict.

The order of the questions: which publication is cited, and how surely; is it stated rightly. A statement can
only be wrong about a publication whose identity is settled.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from citecheck.journals import Catalogue
from citecheck.matching import Matcher
from citecheck.matching.contradictions import Contradiction, contradictions
from citecheck.matching.ranking import Ranking, ScoredPair
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
from citecheck.verdicts.identity import (
    Candidate,
    Grade,
    candidates_of,
    log_odds_of,
    misstated_candidate,
    names_publication,
)
from citecheck.verdicts.outside_pubmed import maybe_outside_reason, outside_reason, verdict_for_source_type
from citecheck.verdicts.publication_status import is_animal_study, publication_status, reported_on_people
from citecheck.verdicts.reasons import (
    another_work,
    found_sentence,
    is_all_of_pubmed,
    journal_failures,
    journal_flags,
    not_indexed,
    nothing_found,
    search_failures,
    unknown_journal,
)
from citecheck.verdicts.source_type import estimate_for_cluster, is_article
from citecheck.verdicts.thresholds import (
    ANOTHER_WORK,
    IDENTIFIED,
    POSSIBLE,
    STOP_SEARCHING,
    TOLD_APART,
    VERIFIED,
)

# How many of the nearest publications are shown; so many of them for their topic alone.
CANDIDATES = 8
ON_TOPIC = 4

# A stated title that is not the record's own speaks of another publication.
_OTHER_TITLES = frozenset({"altered", "partial", "other"})
# The share of a finding's weight that any record may have by chance.
_SCARCELY = 0.15
_UPDATED_SERIES = "Cochrane Database Syst Rev"


class Obstacle(Enum):
    """Why the best candidate is not taken for the publication cited."""

    ANOTHER_WORK = "an identifier leads to something else"
    NOTICE = "a reply to it, or a correction"
    EDITION = "another edition"
    LATER = "appeared after the article"
    CONCEPTS = "lacks key concepts"
    STATEMENTS = "something stated contradicts it"


@dataclass(frozen=True, slots=True)
class Identification:
    """Which publication all places of a cluster cite, and how surely.

    `resolved` is the publication that a stated identifier leads to, where that is not the best.
    """

    verdict: Verdict
    best: Candidate | None = None
    rivals: tuple[Candidate, ...] = ()
    obstacle: Obstacle | None = None
    missing: tuple[str, ...] = ()
    resolved: Candidate | None = None
    match: ScoredCandidate | None = None

    @property
    def is_settled(self) -> bool:
        """Whether the identity of the publication is settled, rightly stated or not."""
        return self.verdict in (Verdict.VERIFIED, Verdict.MISMATCH) and self.obstacle is None


def stops_search(claimed: CitationFields, ranked: Ranking, records: int | None) -> bool:
    """Whether broader queries can be spared: one publication fits beyond doubt and nothing contradicts it."""
    if not ranked:
        return False
    best = candidates_of(claimed, ranked, records)[0]
    return best.probability >= STOP_SEARCHING and not best.weighed.contradicted


def is_recognised(claimed: CitationFields, ranked: Ranking, records: int | None) -> Candidate | None:
    """The publication that a cluster leads to, rightly stated or not, if it is likelier than not."""
    best = next(iter(candidates_of(claimed, ranked, records)), None)
    return best if best and best.probability >= 0.5 else None


def identify(
    claimed: CitationFields, ranked: Ranking, matcher: Matcher, records: int | None
) -> Identification:
    """Which of the ranked publications the article cites, all its places taken together."""
    candidates = candidates_of(claimed, ranked, records)
    if not candidates:
        return Identification(Verdict.NOT_FOUND)
    if names_publication(claimed):
        found = _identify_named(claimed, candidates, matcher)
    else:
        found = _identify_described(claimed, candidates, ranked, matcher, records)
    return found


def _identify_named(
    claimed: CitationFields, candidates: tuple[Candidate, ...], matcher: Matcher
) -> Identification:
    best = candidates[0]
    resolved = next((one for one in candidates if one.grade is Grade.IDENTIFIER), None)
    obstacle = _obstacle_of_named(best)
    if best.probability >= IDENTIFIED and not obstacle:
        verdict = Verdict.MISMATCH if best.weighed.contradicted else Verdict.VERIFIED
        return Identification(verdict, best, resolved=resolved if resolved is not best else None)
    if resolved:
        return _identify_resolved(claimed, resolved, matcher)
    rivals = _rivals(candidates)
    if rivals and not obstacle:
        return Identification(Verdict.AMBIGUOUS, best, rivals)
    if best.probability >= POSSIBLE and best.weighed.level("title") not in _OTHER_TITLES:
        return Identification(Verdict.POSSIBLE, best, obstacle=obstacle)
    return Identification(Verdict.NOT_FOUND)


def _identify_resolved(claimed: CitationFields, resolved: Candidate, matcher: Matcher) -> Identification:
    """What a stated identifier leads to is never absent: either it is cited, or the identifier is wrong."""
    obstacle = _obstacle_of_named(resolved)
    if not obstacle and _is_another_work(claimed, resolved, matcher):
        return Identification(Verdict.MISMATCH, resolved, obstacle=Obstacle.ANOTHER_WORK)
    if not obstacle and resolved.weighed.contradicted:
        return Identification(Verdict.MISMATCH, resolved)
    return Identification(Verdict.POSSIBLE, resolved, obstacle=obstacle)


def _obstacle_of_named(candidate: Candidate) -> Obstacle | None:
    if candidate.is_notice:
        return Obstacle.NOTICE
    if _is_other_edition(candidate.weighed):
        return Obstacle.EDITION
    return None


def _is_other_edition(weighed: ScoredPair) -> bool:
    """Whether a record is another edition, or a sequel: the title in another year, and with other numbers."""
    if weighed.level("identifier") == "same" or weighed.level("date") != "other_year":
        return False
    journal = weighed.publication.journal
    if journal and journal.abbreviation == _UPDATED_SERIES:
        return True
    in_journal = weighed.level("journal") in ("same", "misspelt", "renamed")
    other_numbers = {"volume", "pages"} & set(weighed.contradicted)
    if weighed.level("title") == "cut":
        return bool(other_numbers) or not in_journal
    return in_journal and len(other_numbers) == 2


def _is_another_work(claimed: CitationFields, resolved: Candidate, matcher: Matcher) -> bool:
    """Whether what an identifier leads to is about something else than the citation."""
    contradicted = resolved.weighed.contradicted
    if resolved.probability <= ANOTHER_WORK and contradicted:
        return True
    if claimed.title or contradicted:
        return False
    cover = matcher.coverage(claimed, resolved.weighed.publication)
    return cover.lacking == 1.0 and cover.title == 0.0 and cover.claim < _SCARCELY


def _rivals(candidates: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
    """Those that fit as well as the best, where that would be possible if it stood alone."""
    best, *others = candidates
    if best.bits < log_odds_of(POSSIBLE) or best.weighed.contradicted:
        return ()
    near = log_odds_of(TOLD_APART)
    return tuple(one for one in others if best.bits - one.bits < near and not one.weighed.contradicted)


def _identify_described(
    claimed: CitationFields,
    candidates: tuple[Candidate, ...],
    ranked: Ranking,
    matcher: Matcher,
    records: int | None,
) -> Identification:
    best = candidates[0]
    missing = _missing_concepts(claimed, best, matcher)
    obstacle = _obstacle_of_described(best, missing)
    if not obstacle and best.probability >= VERIFIED:
        return Identification(Verdict.VERIFIED, best)
    misstated = misstated_candidate(ranked, records)
    if misstated and misstated.probability >= max(POSSIBLE, best.probability):
        return Identification(Verdict.POSSIBLE, misstated, obstacle=Obstacle.STATEMENTS)
    rivals = _rivals(candidates)
    if rivals and not obstacle:
        return Identification(Verdict.AMBIGUOUS, best, rivals)
    if best.probability >= POSSIBLE:
        return Identification(Verdict.POSSIBLE, best, obstacle=obstacle, missing=missing)
    return Identification(Verdict.NOT_FOUND)


def _obstacle_of_described(candidate: Candidate, missing: tuple[str, ...]) -> Obstacle | None:
    if candidate.weighed.level("kind") == "notice":
        return Obstacle.NOTICE
    if candidate.weighed.level("article_date") == "later":
        return Obstacle.LATER
    if candidate.weighed.contradicted:
        return Obstacle.STATEMENTS
    return Obstacle.CONCEPTS if missing else None


def _missing_concepts(claimed: CitationFields, candidate: Candidate, matcher: Matcher) -> tuple[str, ...]:
    """The key concepts of a described study in whose role its record has nothing: no word of the remedy.

    Of a study that is attributed, by author and date, they only lower the probability.
    """
    if candidate.weighed.level("topic") == "not_stated" or candidate.grade is Grade.ATTRIBUTED:
        return ()
    return matcher.coverage(claimed, candidate.weighed.publication).absent


def judge(
    evidence: CitationCluster,
    ranked: Ranking,
    searches: tuple[Lookup, ...],
    source: SourceInfo,
    matcher: Matcher,
    catalogue: Catalogue,
) -> tuple[Judgement, ...]:
    """The verdict on each place of a cluster.

    Which publication is cited is decided by all places together; whether it is stated rightly by
    each place's own words. An unanswered query never counts as a query without hits.
    """
    found = identify(evidence.claimed, ranked, matcher, source.records)
    failures = search_failures(searches) + journal_failures(evidence.claimed.journal)
    unanswered = bool(failures) and not _holds_despite_failures(found)
    if unanswered or (not searches and found.best is None):
        found = Identification(Verdict.UNCHECKED)
    named = _match(found, ranked)
    nearest = _nearest(found, named, ranked)
    estimate = estimate_for_cluster(evidence)
    judgements = []
    for citation in evidence.citations:
        by_records, wrong = _of_place(citation, evidence, found, named, matcher)
        verdict = verdict_for_source_type(
            by_records,
            named,
            estimate,
            unanswered=bool(failures),
            lacks_books=source.records is not None,
        )
        unlisted = not_indexed(evidence.claimed.journal, catalogue) if verdict is Verdict.NOT_FOUND else ()
        if unlisted:
            verdict = Verdict.POSSIBLE
        flags = _flags(citation, named, verdict, source)
        told = by_records if verdict is Verdict.UNCHECKED else verdict
        reasons = reasons_of(evidence.claimed, found, named, told, wrong, searches, source)
        if estimate and verdict is Verdict.OUTSIDE_PUBMED:
            reasons = (outside_reason(estimate), *reasons)
        elif unlisted:
            reasons = (*unlisted, *reasons)
        elif estimate and verdict is not by_records:
            reasons = (maybe_outside_reason(estimate, named), *reasons)
        if is_article(estimate):
            flags += journal_flags(citation.claimed.journal, catalogue)
            reasons += unknown_journal(citation.claimed.journal, catalogue)
        match = named if verdict in _NAMING else None
        if match:
            reasons = (*reasons[:1], *publication_status(match.publication).reasons, *reasons[1:])
        kind = estimate.type.value if estimate else None
        judgements.append(Judgement(verdict, reasons, flags, match, nearest, searches, source_type=kind))
    return tuple(judgements)


# The verdicts that name a publication.
_NAMING = (Verdict.VERIFIED, Verdict.MISMATCH, Verdict.POSSIBLE)


def _match(found: Identification, ranked: Ranking) -> ScoredCandidate | None:
    return ranked.with_probability(found.best.place, found.best.probability) if found.best else None


def _of_place(
    citation: Citation,
    evidence: CitationCluster,
    found: Identification,
    named: ScoredCandidate | None,
    matcher: Matcher,
) -> tuple[Verdict, tuple[Contradiction, ...]]:
    """The verdict as it holds for this place's own words, and what they state wrongly.

    Citations of one sentence (a DOI or a reference in brackets, and the attribution around it) share its
    words. A place that only points back ("the same study") is as right as what it points to, and a sentence
    that goes on about a study appeared where the sentence before it says.
    """
    if named is None or not found.is_settled or found.best is None:
        return found.verdict, ()
    own = [c.claimed for c in evidence.citations if _shares_words(c, citation)]
    if not any(claimed.names_a_publication for claimed in own):
        own = [evidence.claimed]
    elif citation.kind is CitationKind.ATTRIBUTION and not any(c.journal or c.has_identifier for c in own):
        own += [c.claimed for c in evidence.citations if c.kind is CitationKind.ATTRIBUTION]
    publication = named.publication
    wrong = [w for claimed in own for w in contradictions(matcher.statements(claimed, publication))]
    different = tuple({w.sentence: w for w in wrong}.values())
    if not different:
        return Verdict.VERIFIED, ()
    is_described = found.best.grade not in (Grade.IDENTIFIER, Grade.NAMED)
    return (Verdict.POSSIBLE if is_described else Verdict.MISMATCH), different


def _shares_words(one: Citation, other: Citation) -> bool:
    """Whether one stands within the words of the other."""
    outer, inner = sorted((one.span, other.span), key=lambda span: span.start - span.end)
    return outer.start <= inner.start and inner.end <= outer.end


def _holds_despite_failures(found: Identification) -> bool:
    if found.verdict is Verdict.VERIFIED:
        return True
    by_name = found.best is not None and found.best.grade in (Grade.IDENTIFIER, Grade.NAMED)
    return found.verdict is Verdict.MISMATCH and by_name


def _flags(
    citation: Citation, named: ScoredCandidate | None, verdict: Verdict, source: SourceInfo
) -> tuple[Flag, ...]:
    flags: list[Flag] = []
    if named and verdict in _NAMING:
        flags += publication_status(named.publication).flags
        if is_animal_study(RecordFeatures(named.publication)) and reported_on_people(citation):
            flags.append(Flag.ANIMAL_STUDY)
    if verdict is Verdict.NOT_FOUND and not is_all_of_pubmed(source):
        flags.append(Flag.PARTIAL_SOURCE)
    return tuple(flags)


def _nearest(
    found: Identification, named: ScoredCandidate | None, ranked: Ranking
) -> tuple[ScoredCandidate, ...]:
    """The match, the nearest by score, and, where no publication is identified, the nearest by topic.

    Who is told that a study does not exist wants to see what was published on its subject; by score
    such publications stand behind others of the journal that the article names.
    """
    pmid = named.publication.pmid if named else None
    places = [at for at, one in enumerate(ranked.weighed) if one.publication.pmid != pmid]
    first = (named,) if named else ()
    if found.verdict in (Verdict.VERIFIED, Verdict.MISMATCH, Verdict.AMBIGUOUS):
        return (*first, *_shown(places[: CANDIDATES - len(first)], named, ranked))
    by_score = CANDIDATES - ON_TOPIC - len(first)
    on_topic = sorted(places[by_score:], key=lambda at: -ranked.weighed[at].fit)
    return (*first, *_shown((*places[:by_score], *on_topic[:ON_TOPIC]), named, ranked))


def _shown(
    places: Sequence[int], named: ScoredCandidate | None, ranked: Ranking
) -> tuple[ScoredCandidate, ...]:
    """The matches at these places, none of them likelier than what the publication named leaves over."""
    matches = (ranked[at] for at in places)
    if named is None:
        return tuple(matches)
    rest = 1.0 - named.probability
    return tuple(
        match if match.probability <= rest else ranked.with_probability(at, rest)
        for at, match in zip(places, matches, strict=True)
    )


def turning_points(judgement: Judgement, matcher: Matcher) -> tuple[str, ...]:
    """What would have to be different for another verdict, in plain sentences; nothing if all is far."""
    nearest = judgement.match or next(iter(judgement.candidates), None)
    if nearest is None:
        return ()
    needed = log_odds_of(VERIFIED)
    if judgement.verdict is Verdict.VERIFIED:
        return load_bearing_fields(nearest, needed)
    if judgement.verdict is Verdict.MISMATCH:
        return corrected_fields(nearest)
    return missing_bits(nearest, matcher.weights, needed)


def reasons_of(
    claimed: CitationFields,
    found: Identification,
    named: ScoredCandidate | None,
    verdict: Verdict,
    wrong: tuple[Contradiction, ...],
    searches: tuple[Lookup, ...],
    source: SourceInfo,
) -> tuple[str, ...]:
    """Why a place has its verdict, in plain sentences, the most telling first."""
    reasons: list[str] = []
    if named and verdict is Verdict.VERIFIED:
        reasons.append(found_sentence("It fits", named))
    elif named and found.obstacle is Obstacle.ANOTHER_WORK:
        reasons.append(another_work(claimed, named.publication))
    elif named and verdict is Verdict.MISMATCH:
        reasons += _misstatements(claimed, found, wrong)
        reasons.append(found_sentence("The publication is", named))
    elif named and verdict is Verdict.AMBIGUOUS:
        count = 1 + len(found.rivals)
        reasons.append(f"{count} publications fit equally well; the article says too little to tell which.")
    elif named and verdict is Verdict.POSSIBLE:
        reasons.append(found_sentence("It fits only in part", named))
        reasons += [contradiction.sentence for contradiction in wrong or contradictions(named)]
        reasons += _obstacles(found)
    elif verdict is Verdict.UNCHECKED:
        failures = search_failures(searches) + journal_failures(claimed.journal)
        reasons += failures or ("It names nothing that can be searched for.",)
    else:
        reasons += nothing_found(claimed, searches, source)
    return tuple(dict.fromkeys(reasons))


def _misstatements(
    claimed: CitationFields, found: Identification, wrong: tuple[Contradiction, ...]
) -> list[str]:
    sentences = [contradiction.sentence for contradiction in wrong]
    if found.resolved and any(contradiction.field == "identifier" for contradiction in wrong):
        sentences.insert(0, another_work(claimed, found.resolved.weighed.publication))
    return sentences


def _obstacles(found: Identification) -> list[str]:
    if found.obstacle is Obstacle.NOTICE:
        return ["It only speaks of the publication: it is a reply, a comment or a correction."]
    if found.obstacle is Obstacle.EDITION:
        return ["It is another edition: the same title in the same journal, in another year."]
    if found.obstacle is Obstacle.LATER:
        return ["It appeared later than the article."]
    if found.missing:
        return [f"The record says nothing of {', '.join(found.missing)}."]
    return []
