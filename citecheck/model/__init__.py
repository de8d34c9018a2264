"""The nouns of citecheck: the only types that cross from one stage to the next.

Everything here is frozen and knows nothing of files, networks or thresholds. The words are
defined in the README's glossary and used one way everywhere.

    Document ─ extraction ─► Citation ─ planning ─► Query ─ sources ─► Lookup of Publications
        Citation × Publication ─ matching ─► Match ─ verdict ─► Judgement ─ reports ─► text
"""

from citecheck.model.checked_document import CheckedDocument, ClusterResult
from citecheck.model.citation import (
    Citation,
    CitationCluster,
    CitationFields,
    CitationKind,
    Concept,
    DateRange,
    Design,
    Direction,
    Meeting,
    Person,
    Quantity,
    Role,
)
from citecheck.model.decision import Decision, DecisionState
from citecheck.model.document import (
    Block,
    BlockKind,
    Comment,
    Document,
    DocumentFormat,
    Mark,
    MarkKind,
    Positions,
    Span,
    TypedReference,
)
from citecheck.model.doi import doi_version, fold_doi
from citecheck.model.journal import Journal, JournalLookup, JournalMention
from citecheck.model.judgement import (
    AddressCorrection,
    Agreement,
    CheckedCitation,
    Comparison,
    DocumentReport,
    Flag,
    GateResult,
    Judgement,
    Passage,
    Report,
    ScoredCandidate,
    Severity,
    Suggestion,
    Verdict,
)
from citecheck.model.lookup import (
    Lookup,
    Query,
    SourceInfo,
    SourceKind,
)
from citecheck.model.publication import (
    Author,
    Notice,
    PartialDate,
    Publication,
)
from citecheck.model.relaxation import Relaxation, RelaxationKind
from citecheck.model.repository import Repository
from citecheck.model.run_result import RunResult

__all__ = [
    "AddressCorrection",
    "Agreement",
    "Author",
    "Block",
    "BlockKind",
    "CheckedCitation",
    "CheckedDocument",
    "Citation",
    "CitationCluster",
    "CitationFields",
    "CitationKind",
    "ClusterResult",
    "Comment",
    "Comparison",
    "Concept",
    "DateRange",
    "Decision",
    "DecisionState",
    "Design",
    "Direction",
    "Document",
    "DocumentFormat",
    "DocumentReport",
    "Flag",
    "GateResult",
    "Journal",
    "JournalLookup",
    "JournalMention",
    "Judgement",
    "Lookup",
    "Mark",
    "MarkKind",
    "Meeting",
    "Notice",
    "PartialDate",
    "Passage",
    "Person",
    "Positions",
    "Publication",
    "Quantity",
    "Query",
    "Relaxation",
    "RelaxationKind",
    "Report",
    "Repository",
    "Role",
    "RunResult",
    "ScoredCandidate",
    "Severity",
    "SourceInfo",
    "SourceKind",
    "Span",
    "Suggestion",
    "TypedReference",
    "Verdict",
    "doi_version",
    "fold_doi",
]
