"""Record linkage after Fellegi and Sunter: each field has comparison levels, and their bits are added.

Addition assumes that the fields are independent of each other. Where they are not, one of them counts little
or nothing: a topic that the title repeats, a volume that follows from journal and year.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import TypeGuard

from citecheck.journals import Catalogue
from citecheck.matching.claim_features import ClaimFeatures
from citecheck.matching.claim_index import ClaimIndex
from citecheck.matching.comparison_level import NOT_STATED, SILENT, ComparisonResult
from citecheck.matching.comparisons import FIELDS, topic
from citecheck.matching.comparisons.field import Compare
from citecheck.matching.ranking import Ranking, ScoredPair, written
from citecheck.matching.record_features import RecordFeatures
from citecheck.matching.term_overlap import TermOverlap, TermOverlaps, term_overlaps
from citecheck.matching.weights import Weights, load_weights
from citecheck.model import CitationCluster, CitationFields, Comparison, Publication, ScoredCandidate

# Larger than for any batch of documents; they bound memory if nobody calls `forget`.
_MOST_RECORDS = 20_000
_MOST_CLAIMS = 4_000
# Records whose features outlive a batch of documents: about 5 kB each.
_RECORDS_KEPT = 4_000
# How many records the index held that the weights were measured on, and how many PubMed holds. A larger
# source has more similar non-matches: half a bit for each doubling.
_MEASURED_ON = 312_000
_PUBMED = 40_000_000
_BITS_PER_DOUBLING = 0.5

# A field that the article does not state, in a match.
_UNSTATED = tuple(Comparison(field.name, NOT_STATED, 0.0) for field in FIELDS)
# The topic alone is compared with all records at once.
_BY_RECORD = tuple((field.name, field.compare) for field in FIELDS if field.compare)
_STATEMENTS = {field.name: field.compare for field in FIELDS if field.contradictions and field.compare}
_SILENT_BY_RECORD = frozenset(field.name for field in FIELDS if field.silent_by_record)
_DEPENDENT = tuple((field.name, field.dependent_bits) for field in FIELDS if field.dependent_bits)


@dataclass(slots=True)
class _ClaimState:
    """What was derived from one claim.

    Attributes:
        claim: the claim with its derived features.
        index: its stems in tables, made when they are first needed.
        weighed: the publications compared with it, by PMID.
        stated: the fields that it states, with their comparisons; empty before the first comparison.
    """

    claim: ClaimFeatures
    index: ClaimIndex | None = None
    weighed: dict[str, ScoredPair] = field(default_factory=dict)
    stated: tuple[tuple[str, Compare], ...] = ()

    def coverages(self, records: Sequence[RecordFeatures]) -> TermOverlaps:
        """The overlap of the claim's terms with each of the records."""
        if self.index is None:
            self.index = ClaimIndex(self.claim)
        return term_overlaps(self.index, records)

    def outcomes(self, record: RecordFeatures, catalogue: Catalogue) -> dict[str, ComparisonResult]:
        """The results for every field that the claim states, except the topic.

        Args:
            record: the candidate's record, with its derived terms.
            catalogue: the journals known, for the comparison of journals.

        Returns:
            The result by field, in the order of the fields; the first call also has the silent ones.
        """
        if self.stated:
            return {name: compare(self.claim, record, catalogue) for name, compare in self.stated}
        found = {name: compare(self.claim, record, catalogue) for name, compare in _BY_RECORD}
        self.stated = tuple(
            (name, compare)
            for name, compare in _BY_RECORD
            if found[name] is not SILENT or (name in _SILENT_BY_RECORD and self.claim.names_people)
        )
        return found


class Matcher:
    """Compares claims with publications. Keeps all derived features until `forget` is called."""

    def __init__(
        self,
        catalogue: Catalogue,
        records: int | None,
        weights: Weights | None = None,
    ) -> None:
        self.catalogue = catalogue
        self.weights = weights or load_weights()
        doublings = math.log2(max(records or _PUBMED, _MEASURED_ON) / _MEASURED_ON)
        self.prior = self.weights.prior - _BITS_PER_DOUBLING * doublings
        self._records: dict[str, RecordFeatures] = {}
        self._claims: dict[CitationFields, _ClaimState] = {}

    def forget(self) -> None:
        """Drop what was derived from all claims, and from all records but the newest.

        The next documents have other claims; on the same subject, they find the same records.
        """
        for pmid in list(islice(self._records, max(len(self._records) - _RECORDS_KEPT, 0))):
            del self._records[pmid]
        self._claims.clear()

    def match(self, claimed: CitationFields, publication: Publication) -> ScoredCandidate:
        """Compare a publication with a claim, field by field.

        Args:
            claimed: what the article states of the cited publication.
            publication: the candidate's record.

        Returns:
            The match, with a comparison for every field; those that are not stated have 0 bits.
        """
        return written(self._weigh(claimed, [publication])[0], self.prior, _UNSTATED)

    def statements(self, claimed: CitationFields, publication: Publication) -> ScoredCandidate:
        """The match on those fields alone that can be stated wrongly.

        Args:
            claimed: what the article states of the cited publication.
            publication: the candidate's record.

        Returns:
            The match, with a comparison for every field; 0 bits for all that cannot be stated wrongly.
        """
        known = self._claims.get(claimed) or _ClaimState(ClaimFeatures(claimed))
        pair, record = known.weighed.get(publication.pmid), self._record(publication)
        compared = pair.outcomes if pair and pair.publication == publication else {}
        outcomes = {
            name: compared.get(name) or compare(known.claim, record, self.catalogue)
            for name, compare in _STATEMENTS.items()
        }
        return written(self._weighed(publication, outcomes), self.prior, _UNSTATED)

    def rank(self, evidence: CitationCluster, publications: Iterable[Publication]) -> Ranking:
        """Score publications against the evidence of a cluster.

        Args:
            evidence: the places that cite one publication, with what they state together.
            publications: the candidates; an empty ranking follows from no candidates.

        Returns:
            A match for each publication, the likeliest first; equals by PMID.
        """
        return Ranking(self._weigh(evidence.claimed, tuple(publications)), self.prior, _UNSTATED)

    def coverage(self, claimed: CitationFields, publication: Publication) -> TermOverlap:
        """Measure how far claim and record cover each other's words.

        Args:
            claimed: what the article states of the cited publication.
            publication: the candidate's record.

        Returns:
            The overlap, also of a claim whose topic is not compared.
        """
        weighed = self._weigh(claimed, [publication])[0]
        if weighed.covers:
            return weighed.covers.at(weighed.place)
        return self._known(claimed).coverages([self._record(publication)]).at(0)

    def features(
        self, claimed: CitationFields, publications: Iterable[Publication]
    ) -> list[tuple[float, ...]]:
        """The features of the topic with each publication, to which its coefficients are fitted.

        Args:
            claimed: what the article states of the cited publication.
            publications: n candidates.

        Returns:
            n tuples, in the order of the publications, each with a value for every one of `topic.FEATURES`.
        """
        records = [self._record(publication) for publication in publications]
        return [
            tuple(row) for row in topic.topic_features(self._known(claimed).coverages(records)).T.tolist()
        ]

    def outcomes(self, claimed: CitationFields, publication: Publication) -> dict[str, ComparisonResult]:
        """The levels alone, without weights, for calibration to count.

        Args:
            claimed: what the article states of the cited publication.
            publication: the candidate's record.

        Returns:
            The result of the comparison on each of `FIELDS`.
        """
        stated = self._weigh(claimed, [publication])[0].outcomes
        return {field.name: stated.get(field.name, SILENT) for field in FIELDS}

    def _weigh(self, claimed: CitationFields, publications: Sequence[Publication]) -> list[ScoredPair]:
        """The publications compared with a claim; a pair that was compared before is not compared again."""
        known = self._known(claimed)
        kept = known.weighed
        new = [p for p in publications if not _is_of(kept.get(p.pmid), p)]
        if new:
            records = [self._record(publication) for publication in new]
            covers = known.coverages(records) if known.claim.has_topic else None
            topics = topic.compare(covers, records, self.weights.proportions) if covers else ()
            for at, record in enumerate(records):
                outcomes = known.outcomes(record, self.catalogue)
                if topics:
                    outcomes[topic.FIELD.name] = topics[at]
                kept[record.publication.pmid] = self._weighed(record.publication, outcomes, covers, at)
        return [kept[publication.pmid] for publication in publications]

    def _weighed(
        self,
        publication: Publication,
        outcomes: dict[str, ComparisonResult],
        covers: TermOverlaps | None = None,
        at: int = 0,
    ) -> ScoredPair:
        bits = {
            name: self.weights.bits(name, outcome)
            for name, outcome in outcomes.items()
            if outcome.level != NOT_STATED
        }
        for name, dependent_bits in _DEPENDENT:
            if name in bits:
                bits[name] = dependent_bits(bits, outcomes)
        return ScoredPair(publication, outcomes, bits, sum(bits.values()), covers, at)

    def _record(self, publication: Publication) -> RecordFeatures:
        record = self._records.get(publication.pmid)
        if not _is_of(record, publication):
            if len(self._records) >= _MOST_RECORDS:
                self._records.clear()
            record = self._records[publication.pmid] = RecordFeatures(publication)
        return record

    def _known(self, claimed: CitationFields) -> _ClaimState:
        kept = self._claims.get(claimed)
        if kept is None:
            if len(self._claims) >= _MOST_CLAIMS:
                self._claims.clear()
            kept = self._claims[claimed] = _ClaimState(ClaimFeatures(claimed))
        return kept


def _is_of(
    kept: RecordFeatures | ScoredPair | None, publication: Publication
) -> TypeGuard[RecordFeatures | ScoredPair]:
    """Whether what is kept under a PMID is of this very version of the publication: records are revised."""
    return kept is not None and (kept.publication is publication or kept.publication == publication)
