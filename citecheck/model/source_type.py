"""The kinds of sources that articles cite, and the estimate of a citation's kind."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class SourceType(StrEnum):
    """The kind of source that a citation names."""

    JOURNAL_ARTICLE = "journal_article"
    PREPRINT = "preprint"
    BOOK = "book"
    CHAPTER = "chapter"
    REPORT = "report"
    GUIDELINE = "guideline"
    WEB_PAGE = "web_page"
    NEWS = "news"
    DATASET = "dataset"
    THESIS = "thesis"
    CONFERENCE = "conference"
    LAW = "law"
    PATENT = "patent"
    SOFTWARE = "software"
    UNKNOWN = "unknown"

    @property
    def label(self) -> str:
        """The type in words, with its article: "a web page", "an unknown kind of source"."""
        return _LABELS.get(self, f"a {self.value.replace('_', ' ')}")


_LABELS = {
    SourceType.CHAPTER: "a book chapter",
    SourceType.NEWS: "a news story",
    SourceType.DATASET: "a data set",
    SourceType.CONFERENCE: "a conference talk or abstract",
    SourceType.LAW: "a law or regulation",
    SourceType.SOFTWARE: "software",
    SourceType.UNKNOWN: "an unknown kind of source",
}


@dataclass(frozen=True, slots=True)
class SourceTypeEstimate:
    """The estimated kind of source, with its probability.

    `probability` (0-1) is that of the type's side: journal literature, or everything else. `evidence` are the
    signs that support the type, in words ("publisher and place", "ISBN").
    """

    type: SourceType
    probability: float
    evidence: tuple[str, ...] = ()
