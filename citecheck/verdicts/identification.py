"""Which publication the places of a cluster cite, or why none is identified."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from citecheck.matching import Matcher
from citecheck.matching.absent_concepts import absent_concepts
from citecheck.matching.comparison_level import NOT_STATED
from citecheck.matching.comparisons.dates import appeared_after
from citecheck.matching.other_percentages import other_percentages
from citecheck.matching.ranking import Ranking, ScoredPair
from citecheck.matching.record_features import RecordFeatures
from citecheck.matching.subjects import says_more_than_finding, subjects_among
from citecheck.model import CitationFields, Design, Verdict
from citecheck.verdicts.identity import (
    Candidate,
    Grade,
    best_candidate,
    candidates_of,
    grade_of,
    log_odds_of,
    misstated_candidate,
    names_an_author,
    names_publication,
)
from citecheck.verdicts.thresholds import (
    ANOTHER_WORK,
    DISTINGUISHED,
    IDENTIFIED,
    POSSIBLE,
    RECOGNISED,
    STOP_SEARCHING,
    VERIFIED,
)

# The share of a finding's weight that any record may have by chance.
_SCARCELY = 0.15
# In doublings, the unit of a passage's length: a sentence with fewer than three discriminative stems ("see
# the review on clotting") says too little to be about something else.
_SAYS_SOMETHING = 2.0
# The share of a finding's weight that a record must have if the finding has no key concept.
_LEAST_SHARE = 0.3
# Levels of a topic that shares hardly any word.
_SLIGHT_TOPICS = ("strangers", "faint")
# A series whose reviews are updated under one title; each update is a new publication.
_UPDATED_SERIES = "Cochrane Database Syst Rev"


class Obstacle(Enum):
    """Why the best candidate is not taken for the cited publication."""

    ANOTHER_WORK = "an identifier leads to something else"
    NOTICE = "a reply to it, or a correction"
    EDITION = "another edition"
    LATER = "appeared after the article"
    EARLIER = "a news story reports it as new, and it appeared long before"
    CONCEPTS = "lacks key concepts"
    SUBJECT = "the article does not say what the study was about"
    COMMENT = "the article speaks of an editorial or a comment, and the record is a study"
    STATEMENTS = "something stated contradicts it"
    PERCENTAGES = "its abstract gives other percentages"


@dataclass(frozen=True, slots=True)
class Identification:
    """Which publication all places of a cluster cite, and what stands against it.

    Attributes:
        verdict: the verdict on the cluster.
        best: the candidate that the verdict is about; None if no candidate is likely.
        rivals: the candidates that fit as well as the best.
        obstacle: why the best candidate is not taken for the cited publication.
        missing: the concepts, or percentages, of the finding that the best candidate's record lacks.
        resolved: the candidate that a stated identifier leads to, if that is not the best.
    """

    verdict: Verdict
    best: Candidate | None = None
    rivals: tuple[Candidate, ...] = ()
    obstacle: Obstacle | None = None
    missing: tuple[str, ...] = ()
    resolved: Candidate | None = None

    @property
    def is_settled(self) -> bool:
        """Whether the cited publication is identified, whether or not it is stated correctly."""
        return self.verdict in (Verdict.VERIFIED, Verdict.MISMATCH) and self.obstacle is None


def can_stop_search(claimed: CitationFields) -> bool:
    """Whether a publication can have a better grade than mere likeness, which `stops_search` requires."""
    return names_publication(claimed) or bool(claimed.authors or claimed.people)


def stops_search(claimed: CitationFields, ranked: Ranking, records: int | None) -> bool:
    """Whether broader queries are unnecessary: one publication fits almost certainly, without contradiction.

    A study of which only the journal agrees is also searched for in other journals: their records show how
    common the shared words are.

    Args:
        claimed: what all places of the cluster state together.
        ranked: the candidates, the likeliest first; may be empty.
        records: how many records the source holds; None for live PubMed.

    Returns:
        True if the best candidate has at least the probability `STOP_SEARCHING`, a better grade than the two
        of mere likeness, and no contradicted field.
    """
    if not ranked:
        return False
    if not names_publication(claimed) and not _is_more_than_alike(ranked.weighed[0]):
        return False  # The curve, which takes all candidates, need not be read.
    best = best_candidate(claimed, ranked, records)
    return best is not None and best.probability >= STOP_SEARCHING and _is_more_than_alike(best.weighed)


def _is_more_than_alike(weighed: ScoredPair) -> bool:
    """Whether a record has a better grade than the two of mere likeness, and no contradicted field."""
    return not weighed.contradicted and grade_of(weighed) not in (Grade.PLACED, Grade.DESCRIBED)


def is_recognised(claimed: CitationFields, ranked: Ranking, records: int | None) -> Candidate | None:
    """The publication that a cluster cites, correctly stated or not, if that is likely enough.

    Args:
        claimed: what all places of the cluster state together.
        ranked: the candidates, the likeliest first; may be empty.
        records: how many records the source holds; None for live PubMed.

    Returns:
        The best candidate if it has at least the probability `RECOGNISED`, else None.
    """
    best = best_candidate(claimed, ranked, records)
    return best if best and best.probability >= RECOGNISED else None


def identify(
    claimed: CitationFields, ranked: Ranking, matcher: Matcher, records: int | None
) -> Identification:
    """Which of the ranked publications the article cites, all its places taken together.

    Args:
        claimed: what all places of the cluster state together.
        ranked: the candidates, the likeliest first; may be empty.
        matcher: the matcher that ranked them; it measures how far a record covers the claim.
        records: how many records the source holds; None for live PubMed.

    Returns:
        The verdict, with the publication and what stands against it; `not_found` if no candidate is likely.
    """
    candidates = candidates_of(claimed, ranked, records)
    if not candidates:
        return Identification(Verdict.NOT_FOUND)
    if names_publication(claimed):
        return _identify_named(claimed, candidates, matcher)
    return _identify_described(claimed, candidates, ranked, matcher, records)


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
    if best.probability >= POSSIBLE and "title" not in best.weighed.contradicted:
        return Identification(Verdict.POSSIBLE, best, obstacle=obstacle)
    return Identification(Verdict.NOT_FOUND)


def _identify_resolved(claimed: CitationFields, resolved: Candidate, matcher: Matcher) -> Identification:
    """The verdict on the record that a stated identifier leads to; it is never `not_found`."""
    obstacle = _obstacle_of_named(resolved)
    if not obstacle and _is_another_work(claimed, resolved, matcher):
        return Identification(Verdict.MISMATCH, resolved, obstacle=Obstacle.ANOTHER_WORK)
    if not obstacle and resolved.weighed.contradicted:
        return Identification(Verdict.MISMATCH, resolved)
    if not obstacle and not _speaks_of_something_else(claimed, resolved, matcher):
        return Identification(Verdict.VERIFIED, resolved)
    return Identification(Verdict.POSSIBLE, resolved, obstacle=obstacle)


def _speaks_of_something_else(claimed: CitationFields, resolved: Candidate, matcher: Matcher) -> bool:
    """Whether the words around an identifier share nothing with its record, or a key concept is absent there.

    An example is "Turmeric cured arthritis in nine of ten patients (PMID 1)" if PMID 1 is on coconut water.
    """
    cover = matcher.coverage(claimed, resolved.weighed.publication)
    shares_nothing = cover.finding_share < _SCARCELY and cover.title_share < _SCARCELY
    return bool(cover.absent) or (shares_nothing and cover.passage_length >= _SAYS_SOMETHING)


def _obstacle_of_named(candidate: Candidate) -> Obstacle | None:
    if candidate.is_notice:
        return Obstacle.NOTICE
    if _is_other_edition(candidate.weighed):
        return Obstacle.EDITION
    return None


def _is_other_edition(weighed: ScoredPair) -> bool:
    """Whether a record is another edition or a sequel: the same title, but another year, volume and pages."""
    if weighed.level("identifier") == "same" or weighed.level("date") != "other_year":
        return False
    journal = weighed.publication.journal
    if journal and journal.abbreviation == _UPDATED_SERIES:
        return True
    in_journal = weighed.agrees("journal")
    other_numbers = {"volume", "pages"} & set(weighed.contradicted)
    if weighed.level("title") == "cut":
        return bool(other_numbers) or not in_journal
    return in_journal and len(other_numbers) == 2


def _is_another_work(claimed: CitationFields, resolved: Candidate, matcher: Matcher) -> bool:
    """Whether the record that an identifier leads to is about something else than the citation.

    Words alone show that only of a record with an abstract: a title may put the same in other words.
    """
    contradicted = resolved.weighed.contradicted
    if resolved.probability <= ANOTHER_WORK and contradicted:
        return True
    if claimed.title or contradicted or not resolved.weighed.publication.abstract:
        return False
    cover = matcher.coverage(claimed, resolved.weighed.publication)
    return cover.lacking_share == 1.0 and cover.title_share == 0.0 and cover.finding_share < _SCARCELY


def _rivals(candidates: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
    """The candidates that fit as well as the best; none if the best would not be `possible` on its own."""
    best, *others = candidates
    if best.bits < log_odds_of(POSSIBLE) or best.weighed.contradicted:
        return ()
    near = log_odds_of(DISTINGUISHED)
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
    obstacle = _obstacle_of_described(claimed, best, missing)
    if not obstacle and best.probability >= VERIFIED:
        if _leaves_subject_open(claimed, best) or _is_known_by_people(claimed, best.weighed):
            return Identification(Verdict.POSSIBLE, best, obstacle=Obstacle.SUBJECT)
        swapped = _swapped_concepts(claimed, best)
        if swapped:
            return Identification(Verdict.POSSIBLE, best, obstacle=Obstacle.CONCEPTS, missing=swapped)
        percentages = other_percentages(claimed, RecordFeatures(best.weighed.publication))
        if percentages and best.grade is not Grade.ATTRIBUTED:
            return Identification(Verdict.POSSIBLE, best, obstacle=Obstacle.PERCENTAGES, missing=percentages)
        return Identification(Verdict.VERIFIED, best)
    misstated = misstated_candidate(ranked, records)
    if misstated and _is_likelier(claimed, misstated, candidates):
        return Identification(Verdict.POSSIBLE, misstated, obstacle=Obstacle.STATEMENTS)
    rivals = _rivals(candidates)
    if rivals and not obstacle:
        return Identification(Verdict.AMBIGUOUS, best, rivals)
    if best.probability >= POSSIBLE:
        return Identification(Verdict.POSSIBLE, best, obstacle=obstacle, missing=missing)
    return Identification(Verdict.NOT_FOUND)


def _is_likelier(claimed: CitationFields, misstated: Candidate, candidates: tuple[Candidate, ...]) -> bool:
    """Whether a record that something stated contradicts is likelier than all that nothing contradicts.

    A record that shares hardly a word with the claim is not a study that the claim misstates, nor is one that
    appeared after the article.
    """
    if misstated.weighed.level("topic") in _SLIGHT_TOPICS or _obstacle_of_dates(claimed, misstated.weighed):
        return False
    right = sum(one.probability for one in candidates if not one.weighed.contradicted)
    return misstated.probability >= max(POSSIBLE, right)


def _obstacle_of_described(
    claimed: CitationFields, candidate: Candidate, missing: tuple[str, ...]
) -> Obstacle | None:
    if candidate.weighed.level("kind") == "notice":
        return Obstacle.NOTICE
    if claimed.design is Design.COMMENT and candidate.weighed.level("kind") != "comment":
        return Obstacle.COMMENT
    out_of_time = _obstacle_of_dates(claimed, candidate.weighed)
    if out_of_time:
        return out_of_time
    if candidate.weighed.contradicted:
        return Obstacle.STATEMENTS
    if candidate.grade is not Grade.ATTRIBUTED and candidate.weighed.level("topic") == NOT_STATED:
        return Obstacle.SUBJECT
    return Obstacle.CONCEPTS if missing else None


def _obstacle_of_dates(claimed: CitationFields, weighed: ScoredPair) -> Obstacle | None:
    """Why an article of its day cannot tell of a record; None if it can."""
    if weighed.level("article_date") == "later" or _appeared_after_story(claimed, weighed):
        return Obstacle.LATER
    return Obstacle.EARLIER if claimed.story and weighed.level("article_date") == "earlier" else None


def _appeared_after_story(claimed: CitationFields, weighed: ScoredPair) -> bool:
    """Whether a record appeared so long after a news story that the story reports another one.

    The group's next paper, a year on, fits many a story whose own paper is missing.
    """
    day = claimed.told_on if claimed.story and not claimed.published else None
    return day is not None and appeared_after(day, RecordFeatures(weighed.publication))


def _leaves_subject_open(claimed: CitationFields, candidate: Candidate) -> bool:
    """Whether only neighbouring sentences give the subject, and neither date nor journal agrees."""
    is_dated = any(candidate.weighed.agrees(field) for field in ("date", "published"))
    is_told_at_once = candidate.weighed.level("article_date") in ("at_once", "fresh")
    is_described = bool(claimed.finding or claimed.concepts)
    return candidate.grade is Grade.DESCRIBED and not (is_described or is_dated or is_told_at_once)


def _is_known_by_people(claimed: CitationFields, weighed: ScoredPair) -> bool:
    """Whether a record agrees only with people named near the study, and shares hardly a word of its topic.

    A press release names people who comment on a study, and who publish on the same subject. A dated story
    tells more of its study than the one sentence that the topic is taken from.
    """
    if claimed.story:
        return False
    is_hardly_told_of = weighed.level("topic") in (*_SLIGHT_TOPICS, "weak")
    return weighed.agrees("people") and not _is_signed(weighed) and is_hardly_told_of


def _is_signed(weighed: ScoredPair) -> bool:
    """Whether an author agrees, and not only people who are named around the study."""
    return any(weighed.agrees(field) for field in ("first_author", "authors"))


def _is_reported_by_story(claimed: CitationFields, weighed: ScoredPair) -> bool:
    """Whether a news story reports a record: it names an author, and its journal or topic agrees.

    The record appeared just then. A headline for newspaper readers uses words that no abstract has.
    """
    is_told_at_once = weighed.agrees("article_date") or weighed.agrees("published")
    is_told_of = weighed.agrees("journal") or weighed.level("topic") not in (*_SLIGHT_TOPICS, "weak")
    return claimed.story and is_told_at_once and is_told_of and names_an_author(weighed)


def _missing_concepts(claimed: CitationFields, candidate: Candidate, matcher: Matcher) -> tuple[str, ...]:
    """The key concepts of a described study that are absent from the record, if no other has their role.

    For an attributed study, which has author and date, absent concepts only lower the probability. So do
    those that are not the subject of a longer passage.
    """
    if candidate.weighed.level("topic") == NOT_STATED or candidate.grade is Grade.ATTRIBUTED:
        return ()
    cover = matcher.coverage(claimed, candidate.weighed.publication)
    if cover.has_key_concepts or cover.finding_share >= _LEAST_SHARE:
        return subjects_among(claimed, cover.absent)
    return () if says_more_than_finding(claimed) else ("most of the finding",)


def _swapped_concepts(claimed: CitationFields, candidate: Candidate) -> tuple[str, ...]:
    """The concepts of a described study that its record contradicts or lacks.

    A study with its author may lack some, unless author and year are all that agrees besides hardly any word.
    """
    weighed = candidate.weighed
    if weighed.level("topic") == NOT_STATED:
        return ()
    is_told_of = weighed.agrees("journal") or weighed.level("topic") not in _SLIGHT_TOPICS
    if candidate.grade is Grade.ATTRIBUTED and _is_signed(weighed) and is_told_of:
        return ()
    if _is_reported_by_story(claimed, weighed):
        return ()
    return subjects_among(claimed, absent_concepts(claimed, RecordFeatures(candidate.weighed.publication)))
