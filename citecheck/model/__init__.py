"""The nouns of citecheck: the only types that cross from one stage to the next.

Everything here is frozen and knows nothing of files, networks or thresholds. The words are
defined in the README's glossary and used one way everywhere.

    Document ─ extraction ─► Citation ─ planning ─► Query ─ sources ─► Lookup of Publications
        Citation × Publication ─ matching ─► Match ─ verdict ─► Judgement ─ reports ─► text
"""

from citecheck.model.checked_document import CheckedDocument, ClusterResult
from citecheck.model.citation import (
    Citation,
    CitationKind,
    Claimed,
    Concept,
    DateRange,
    Design,
    Direction,
    Evidence,
    Person,
    Quantity,
    Role,
)
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
)
from citecheck.model.journal import Journal, JournalLookup, JournalMention
from citecheck.model.judgement import (
    Agreement,
    CheckedCitation,
    Comparison,
    DocumentReport,
    Finding,
    Flag,
    Judgement,
    Match,
    Passage,
    Report,
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

__all__ = [
    "Agreement",
    "Author",
    "Block",
    "BlockKind",
    "CheckedCitation",
    "CheckedDocument",
    "Citation",
    "CitationKind",
    "Claimed",
    "ClusterResult",
    "Comment",
    "Comparison",
    "Concept",
    "DateRange",
    "Design",
    "Direction",
    "Document",
    "DocumentFormat",
    "DocumentReport",
    "Evidence",
    "Finding",
    "Flag",
    "Journal",
    "JournalLookup",
    "JournalMention",
    "Judgement",
    "Lookup",
    "Mark",
    "MarkKind",
    "Match",
    "Notice",
    "PartialDate",
    "Passage",
    "Person",
    "Positions",
    "Publication",
    "Quantity",
    "Query",
    "Report",
    "Role",
    "Severity",
    "SourceInfo",
    "SourceKind",
    "Span",
    "Suggestion",
    "Verdict",
]
