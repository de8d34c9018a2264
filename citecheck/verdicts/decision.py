"""Makes the verdict on each place of a cluster from its lookups and the ranked candidates.

Two questions are asked in order: which publication is cited, and whether it is stated correctly. A statement
can only be wrong about a publication that is identified.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from citecheck.journals import Catalogue
from citecheck.matching import Matcher
from citecheck.matching.contradictions import Contradiction, contradictions
from citecheck.matching.ranking import Ranking
from citecheck.matching.record_features import RecordFeatures
from citecheck.model import (
    AddressCorrection,
    Citation,
    CitationCluster,
    CitationFields,
    CitationKind,
    Flag,
    JournalMention,
    Judgement,
    Lookup,
    ScoredCandidate,
    SourceInfo,
    Suggestion,
    Verdict,
)
from citecheck.model.source_type import SourceTypeEstimate
from citecheck.verdicts.correction import corrections_of
from citecheck.verdicts.identification import Identification, Obstacle, identify
from citecheck.verdicts.identity import Grade
from citecheck.verdicts.notes import notes_of
from citecheck.verdicts.outside_pubmed import maybe_outside_reason, outside_reason, verdict_for_source_type
from citecheck.verdicts.publication_status import (
    about_another,
    is_animal_study,
    publication_status,
    reported_on_people,
)
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

# How many of the nearest publications are shown; so many of them for their topic alone.
CANDIDATES = 8
ON_TOPIC = 4
# The verdicts that are about one publication.
_NAMING = (Verdict.VERIFIED, Verdict.MISMATCH, Verdict.POSSIBLE)


def judge(
    evidence: CitationCluster,
    ranked: Ranking,
    searches: tuple[Lookup, ...],
    source: SourceInfo,
    matcher: Matcher,
    catalogue: Catalogue,
) -> tuple[Judgement, ...]:
    """Judge each place of a cluster.

    All places together decide which publication is cited; each place's own words decide whether it is stated
    correctly. An unanswered query never counts as a query without hits.

    Args:
        evidence: the places that cite one publication, with what they state together.
        ranked: the publications found, by score; may be empty.
        searches: the queries asked, answered or not.
        source: what the source holds: all of PubMed or a part.
        matcher: the matcher that ranked the publications.
        catalogue: the journals known.

    Returns:
        A judgement for each citation of `evidence`, in their order.
    """
    found = _identified(evidence, ranked, searches, source, matcher)
    named = _match(found, ranked)
    case = _Case(
        evidence,
        found,
        named,
        _nearest(found, named, ranked),
        estimate_for_cluster(evidence),
        searches,
        source,
        catalogue,
        ranked,
        matcher,
    )
    return tuple(
        _judge_place(case, citation, _statements(citation, evidence, named, matcher) if named else ())
        for citation in evidence.citations
    )


@dataclass(frozen=True, slots=True)
class _Case:
    """What all places of a cluster share: the publication, the kind of source, the searches."""

    evidence: CitationCluster
    found: Identification
    named: ScoredCandidate | None
    nearest: tuple[ScoredCandidate, ...]
    estimate: SourceTypeEstimate | None
    searches: tuple[Lookup, ...]
    source: SourceInfo
    catalogue: Catalogue
    ranked: Ranking
    matcher: Matcher

    @property
    def journal(self) -> JournalMention | None:
        """The journal that all places state together."""
        return self.evidence.claimed.journal

    @property
    def failures(self) -> tuple[str, ...]:
        """The failures of searches and of the look-up of the journal, a sentence each."""
        return search_failures(self.searches) + journal_failures(self.journal)


def _identified(
    evidence: CitationCluster,
    ranked: Ranking,
    searches: tuple[Lookup, ...],
    source: SourceInfo,
    matcher: Matcher,
) -> Identification:
    """The identification; `unchecked` if a query failed that could have changed it."""
    found = identify(evidence.claimed, ranked, matcher, source.records)
    failures = search_failures(searches) + journal_failures(evidence.claimed.journal)
    unanswered = bool(failures) and not _holds_despite_failures(found)
    if unanswered or (not searches and found.best is None):
        return Identification(Verdict.UNCHECKED)
    return found


def _judge_place(case: _Case, citation: Citation, statements: tuple[ScoredCandidate, ...]) -> Judgement:
    """The judgement on one place, by what its own words state of the cited publication."""
    by_records, wrong = _of_place(case.found, statements)
    verdict = verdict_for_source_type(
        by_records,
        case.named,
        case.estimate,
        unanswered=bool(case.failures),
        lacks_books=case.source.lacks_books,
    )
    unlisted = not_indexed(case.journal, case.catalogue) if verdict is Verdict.NOT_FOUND else ()
    if unlisted:
        verdict = Verdict.POSSIBLE
    explained = by_records if verdict is Verdict.UNCHECKED else verdict
    reasons = (
        *_reasons_of_kind(case, by_records, verdict, unlisted),
        *reasons_of(
            case.evidence.claimed, case.found, case.named, explained, wrong, case.searches, case.source
        ),
    )
    flags = _flags(citation, case.named, verdict, case.source)
    if is_article(case.estimate):
        flags += journal_flags(citation.claimed.journal, case.catalogue)
        reasons += unknown_journal(citation.claimed.journal, case.catalogue)
    match = case.named if verdict in _NAMING else None
    if match:
        about = about_another(match.publication, case.evidence.claimed.title)
        status = publication_status(match.publication).reasons
        reasons = (*reasons[:1], *([about] if about else status), *reasons[1:])
    surely = statements if match and case.found.is_settled else ()
    suggestions, addresses = (
        _corrections(case, citation, surely) if verdict is not Verdict.POSSIBLE else ((), ())
    )
    return Judgement(
        verdict,
        reasons,
        flags,
        match,
        case.nearest,
        case.searches,
        notes_of(surely),
        suggestions,
        case.estimate,
        address_corrections=addresses,
    )


def _corrections(
    case: _Case, citation: Citation, statements: tuple[ScoredCandidate, ...]
) -> tuple[tuple[Suggestion, ...], tuple[AddressCorrection, ...]]:
    return corrections_of(citation, statements, case.evidence, case.ranked, case.matcher, case.source.records)


def _reasons_of_kind(
    case: _Case, by_records: Verdict, verdict: Verdict, unlisted: tuple[str, ...]
) -> tuple[str, ...]:
    """Why the kind of source, or its journal, changes the verdict that the records alone would give."""
    if case.estimate and verdict is Verdict.OUTSIDE_PUBMED:
        return (outside_reason(case.estimate),)
    if unlisted:
        return unlisted
    if case.estimate and verdict is not by_records:
        return (maybe_outside_reason(case.estimate, case.named),)
    return ()


def _match(found: Identification, ranked: Ranking) -> ScoredCandidate | None:
    return ranked.with_probability(found.best.place, found.best.probability) if found.best else None


def _statements(
    citation: Citation, evidence: CitationCluster, named: ScoredCandidate, matcher: Matcher
) -> tuple[ScoredCandidate, ...]:
    """What a place states of the cited publication, compared with its record.

    Citations of one sentence (a DOI or a reference in brackets, and the attribution around it) share its
    words. A place that only refers back ("the same study") is as right as the place that it refers to. A
    sentence that continues the description of a study takes its journal from the sentence before.
    """
    own = [c.claimed for c in evidence.citations if _shares_words(c, citation)]
    if not any(claimed.names_a_publication for claimed in own):
        own = [evidence.claimed]
    elif citation.kind is CitationKind.ATTRIBUTION and not any(c.journal or c.has_identifier for c in own):
        own += [c.claimed for c in evidence.citations if c.kind is CitationKind.ATTRIBUTION]
    return tuple(matcher.statements(claimed, named.publication) for claimed in own)


def _of_place(
    found: Identification, statements: tuple[ScoredCandidate, ...]
) -> tuple[Verdict, tuple[Contradiction, ...]]:
    """The verdict on a place's own words, and what they state wrongly."""
    if not found.is_settled or found.best is None:
        return found.verdict, ()
    wrong = (w for match in statements for w in contradictions(match))
    different = tuple({w.sentence: w for w in wrong}.values())
    if not different:
        return Verdict.VERIFIED, ()
    is_described = found.best.grade not in (Grade.IDENTIFIER, Grade.NAMED)
    return (Verdict.POSSIBLE if is_described else Verdict.MISMATCH), different


def _shares_words(one: Citation, other: Citation) -> bool:
    """Whether one citation stands within the words of the other."""
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
    """The match, the nearest by score, and, if no publication is identified, the nearest by topic.

    A reader whose study was not found wants to see what was published on its subject; by score such
    publications rank below others of the journal that the article names.
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
    """The matches at these places; none is likelier than the chance that the cited one is another."""
    matches = (ranked[at] for at in places)
    if named is None:
        return tuple(matches)
    rest = 1.0 - named.probability
    return tuple(
        match if match.probability <= rest else ranked.with_probability(at, rest)
        for at, match in zip(places, matches, strict=True)
    )


def reasons_of(
    claimed: CitationFields,
    found: Identification,
    named: ScoredCandidate | None,
    verdict: Verdict,
    wrong: tuple[Contradiction, ...],
    searches: tuple[Lookup, ...],
    source: SourceInfo,
) -> tuple[str, ...]:
    """Explain the verdict on a place in plain sentences, the most important first.

    Args:
        claimed: what all places of the cluster state together.
        found: the identification of the cluster.
        named: the publication that the verdict is about; None if it is about no publication.
        verdict: the verdict on the place.
        wrong: the statements of the place that contradict the record.
        searches: the queries asked, answered or not.
        source: what the source holds: all of PubMed or a part.

    Returns:
        The sentences, each once.
    """
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
        against = [contradiction.sentence for contradiction in wrong or contradictions(named)]
        against += _obstacles(found)
        if found.verdict is Verdict.POSSIBLE and not against:
            reasons.append(found_sentence("It may be", named))
            reasons.append("Nothing stated contradicts it, but the article says too little to be sure.")
        else:
            reasons += [found_sentence("It fits only in part", named), *against]
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
    if found.obstacle is Obstacle.EARLIER:
        return [
            "A news story reports a study that has just appeared; this one appeared over a year before it."
        ]
    if found.obstacle is Obstacle.COMMENT:
        return ["The article speaks of an editorial or a comment; this is the study itself."]
    if found.obstacle is Obstacle.SUBJECT:
        return ["The article does not say what the study was about."]
    if found.obstacle is Obstacle.PERCENTAGES:
        return [f"The abstract gives other percentages than {', '.join(found.missing)}."]
    if found.missing:
        return [f"The record says nothing of {', '.join(found.missing)}."]
    return []
