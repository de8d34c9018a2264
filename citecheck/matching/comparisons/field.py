"""What one field of a citation is: how it is compared, what its levels mean, and what follows from them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from citecheck.journals import Catalogue
from citecheck.matching.claim_features import ClaimFeatures
from citecheck.matching.comparison_level import ComparisonResult
from citecheck.matching.record_features import RecordFeatures
from citecheck.model import CitationFields, Publication

Compare = Callable[[ClaimFeatures, RecordFeatures, Catalogue], ComparisonResult]
# Sentences by level, with {claimed} for what the article states and {found} for what the record has.
Sentences = Mapping[str, str]


class MisprintGroup(StrEnum):
    """Fields that are misprinted together: an entry copied from another one has a whole group wrong."""

    IMPRINT = "imprint"
    AUTHORS = "authors"


class Evidence(StrEnum):
    """What a field says of a described study; the curves of identity add up the bits of each kind."""

    TOPIC = "topic"
    PEOPLE = "people"
    DATE = "date"
    NUMBERS = "numbers"
    DESIGN = "design"


@dataclass(frozen=True, slots=True, eq=False)
class Field:
    """One field of a citation.

    Attributes:
        name: the name in reports and weights.
        levels: the levels with measured weights, the best first.
        compare: compares claim and record; None for the topic, which is compared with all records at once.
        level_tables: other tables of weights that this field's results may name, with their levels.
        agreeing: levels at which claim and record agree so well that the field identifies a record.
        contradictions: levels at which claim and record cannot both be right, with the sentence for each.
        notes: levels at which they differ in form only, with the sentence for each.
        condition: what an article would have to state, in words; None where the record has nothing.
        statements: the attributes of `CitationFields` that are compared.
        recorded: an article's statements with this field as the record has it.
        misprinted_with: the fields that are wrong together with this one.
        evidence: the kind of evidence for a described study; None where it is not one that curves read.
        dependent_bits: the field's bits beside those of all stated fields, where others say the same.
        silent_by_record: whether the comparison may be silent on one record and speak on the next.
    """

    name: str
    levels: tuple[str, ...]
    compare: Compare | None
    level_tables: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    agreeing: frozenset[str] = frozenset()
    contradictions: Sentences = field(default_factory=dict)
    notes: Sentences = field(default_factory=dict)
    condition: Callable[[Publication], str | None] | None = None
    statements: tuple[str, ...] = ()
    recorded: Callable[[CitationFields, Publication], CitationFields] | None = None
    misprinted_with: MisprintGroup | None = None
    evidence: Evidence | None = None
    dependent_bits: Callable[[Mapping[str, float], Mapping[str, ComparisonResult]], float] | None = None
    silent_by_record: bool = False

    @property
    def weight_tables(self) -> Mapping[str, tuple[str, ...]]:
        """Every table of weights that the comparison reads, with its levels; none for the topic."""
        return {self.name: self.levels, **self.level_tables} if self.compare else {}
