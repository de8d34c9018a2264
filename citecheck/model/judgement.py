"""Scored candidates, verdicts, judgements and the report."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from citecheck.model.citation import Citation
from citecheck.model.decision import Decision
from citecheck.model.document import Document
from citecheck.model.lookup import Lookup, SourceInfo
from citecheck.model.publication import Publication
from citecheck.model.relaxation import Relaxation
from citecheck.model.repository import Repository
from citecheck.model.run_result import RunResult
from citecheck.model.source_type import SourceType, SourceTypeEstimate


@dataclass(frozen=True, slots=True)
class Comparison:
    """One field of a citation compared with one publication: the level of agreement, and its bits."""

    field: str
    level: str
    bits: float
    claimed: str | None = None
    found: str | None = None


@dataclass(frozen=True, slots=True)
class ScoredCandidate:
    """A citation compared with one publication. `score` = `prior` + the comparisons' bits."""

    publication: Publication
    comparisons: tuple[Comparison, ...]
    prior: float

    @property
    def score(self) -> float:
        """Evidence for this publication being the true match, in bits."""
        return self.prior + sum(comparison.bits for comparison in self.comparisons)

    @property
    def probability(self) -> float:
        """The score as a probability."""
        return 1.0 / (1.0 + math.exp2(-max(min(self.score, 60.0), -60.0)))

    def level(self, name: str) -> str | None:
        """The level of the comparison of the field `name`, None if it was not compared."""
        return next((c.level for c in self.comparisons if c.field == name), None)

    def bits(self, name: str) -> float:
        """The bits of the comparison of the field `name`, 0 if it was not compared."""
        return next((c.bits for c in self.comparisons if c.field == name), 0.0)


class Verdict(StrEnum):
    """The verdict on a citation, worst first."""

    MISMATCH = "mismatch"
    NOT_FOUND = "not_found"
    UNCHECKED = "unchecked"
    POSSIBLE = "possible"
    AMBIGUOUS = "ambiguous"
    OUTSIDE_PUBMED = "outside_pubmed"
    UNSOURCED = "unsourced"
    VERIFIED = "verified"


class Flag(StrEnum):
    """Further facts beside a verdict."""

    RETRACTED = "retracted"
    WITHDRAWN = "withdrawn"
    EXPRESSION_OF_CONCERN = "expression_of_concern"
    CORRECTED = "corrected"
    SUPERSEDED = "superseded"
    PREPRINT = "preprint"
    UNKNOWN_JOURNAL = "unknown_journal"
    SHIPPED_CATALOGUE = "shipped_catalogue"
    PARTIAL_SOURCE = "partial_source"
    CONTRADICTED = "contradicted"
    OVERSTATED = "overstated"
    ANIMAL_STUDY = "animal_study"


class Agreement(StrEnum):
    """How a passage of the record agrees with the article's claim about the finding."""

    AGREES = "agrees"
    CONTRADICTS = "contradicts"
    WEAKER = "weaker"
    NOT_COMPARED = "not_compared"


@dataclass(frozen=True, slots=True)
class Passage:
    """The sentence of a record about the article's finding, and whether the two agree."""

    text: str
    agreement: Agreement = Agreement.NOT_COMPARED
    why: str = ""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A correction for the article: `replacement` for the characters from `start` to `end`.

    Offsets count in the same text as the citation's span. `certain` says that the words are wrong, that the
    publication is identified without them, and that the replacement is in the writer's own style. `styles`
    are the replacements in the styles that the entry may have, by their names, where the entry does not show
    its style and the other entries of the article may (None in a style in which none can be made).
    """

    start: int
    end: int
    replacement: str
    field: str
    why: str = ""
    certain: bool = False
    styles: tuple[tuple[str, str | None], ...] = ()


@dataclass(frozen=True, slots=True)
class AddressCorrection:
    """An identifier that a link of a citation leads to, and the record's own, which it should lead to.

    `kind` is pmid, doi or pmcid. `certain` says that the publication is identified without it.
    """

    kind: str
    wrong: str
    right: str
    certain: bool = False


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict on one citation, with everything that explains it.

    `match` is set if the verdict names a publication; `candidates` are the best publications, best first,
    including the match. `searches` are the lookups, in order. `notes` are differences between article and
    record that no editor would correct: they never change the verdict. `source_type` is the kind of source
    that is cited (None: not estimated). `passage` is what the record says about the finding.
    `address_corrections` are for identifiers in the addresses of links, which the text does not show.
    """

    verdict: Verdict
    reasons: tuple[str, ...]
    flags: tuple[Flag, ...] = ()
    match: ScoredCandidate | None = None
    candidates: tuple[ScoredCandidate, ...] = ()
    searches: tuple[Lookup, ...] = ()
    notes: tuple[str, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    source_type: SourceTypeEstimate | None = None
    passage: Passage | None = None
    address_corrections: tuple[AddressCorrection, ...] = ()

    @property
    def remarks(self) -> tuple[str, ...]:
        """Reasons, notes and the kind of source in one list, for reports with a single field for them."""
        kind = self.source_type.type if self.source_type else SourceType.UNKNOWN
        named = () if kind is SourceType.UNKNOWN else (f"Kind of source: {kind.replace('_', ' ')}.",)
        return (*self.reasons, *self.notes, *named)


class Severity(StrEnum):
    """How serious the gate takes a finding to be, most serious first."""

    ERROR = "error"
    UNCHECKED = "unchecked"
    WARNING = "warning"
    NOTE = "note"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class GateResult:
    """The gate's result for one citation.

    `traits` are the verdict and flags that gave it its severity. A finding does not fail the gate if it is
    `suppressed` (the reason that somebody gave) or `known` (listed in the baseline). `inline` is true if the
    suppression is in the article itself. `reported_at` is the id of an earlier citation under which the same
    finding is reported, None for the first.
    """

    severity: Severity
    traits: tuple[str, ...] = ()
    suppressed: str | None = None
    known: bool = False
    inline: bool = False
    reported_at: str | None = None

    @property
    def quiet(self) -> bool:
        """Whether the finding is suppressed or in the baseline."""
        return self.suppressed is not None or self.known


@dataclass(frozen=True, slots=True)
class CheckedCitation:
    """A citation, its judgement (None after extraction alone), and the gate's result for it.

    `extracted_type` is the kind of source as far as extraction can say; a judgement has its own. `pinned` is
    the publication that a person says is cited, compared with the citation.
    """

    citation: Citation
    judgement: Judgement | None = None
    finding: GateResult | None = None
    extracted_type: SourceTypeEstimate | None = None
    pinned: ScoredCandidate | None = None

    @property
    def source_type(self) -> SourceTypeEstimate | None:
        """The kind of source that the citation names; None where it names none or nothing was estimated."""
        return self.judgement.source_type if self.judgement else self.extracted_type


@dataclass(frozen=True, slots=True)
class DocumentReport:
    """All citations of one document, in reading order."""

    document: Document
    citations: tuple[CheckedCitation, ...] = ()

    @property
    def numbering_notices(self) -> tuple[str, ...]:
        """The disagreements between its reference list and the markers of its text, with line numbers."""
        return tuple(
            f"{self.document.path}:{checked.citation.span.line}: {note}"
            for checked in self.citations
            for note in checked.citation.notes
        )


@dataclass(frozen=True, slots=True)
class Report:
    """The result of a run. `source` is None after extraction alone.

    `relaxations` name what weighs less than by default, and why. `notices` are sentences about the run as a
    whole: suppressions that were not needed, findings of the baseline that are fixed, too few citations.
    `gate` is the gate's decision, None if no gate judged the run. `repository` is the working tree to
    which machine-readable reports make paths relative; if None, paths stay as given. `decisions` are what
    people decided about findings.
    """

    documents: tuple[DocumentReport, ...]
    source: SourceInfo | None = None
    notices: tuple[str, ...] = ()
    relaxations: tuple[Relaxation, ...] = ()
    gate: RunResult | None = None
    repository: Repository | None = None
    decisions: tuple[Decision, ...] = ()

    @property
    def citations(self) -> Iterator[CheckedCitation]:
        """Every citation of every document, in order."""
        for document in self.documents:
            yield from document.citations

    @property
    def suppressed(self) -> int:
        """How many citations somebody accepted with a reason."""
        return sum(1 for c in self.citations if c.finding and c.finding.suppressed is not None)

    @property
    def known(self) -> int:
        """How many citations the baseline accepts."""
        return sum(1 for c in self.citations if c.finding and c.finding.known)

    def count(self, verdict: Verdict) -> int:
        """How many citations got this verdict."""
        return sum(1 for c in self.citations if c.judgement and c.judgement.verdict is verdict)
