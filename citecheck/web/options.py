"""What the server is started with."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from citecheck.gate import Policy, Suppression
from citecheck.sources import SourceOptions

# A document may have as many bytes as `citecheck check` reads; a request some more, for what goes around it.
MOST_BYTES = 50_000_000
# Files of one request, and articles of one check: more are the business of `citecheck audit`.
MOST_FILES = 50
MOST_ARTICLES = 200


@dataclass(frozen=True, slots=True)
class ServeOptions:
    """What the server is started with.

    Attributes:
        source: "pubmed", an index, or a folder of PubMed files.
        source_options: How the source is opened.
        sends_key: Whether an API key that is typed into the page may be sent to the source.
        complete: Whether the source is taken as all of PubMed.
        policy: How verdicts weigh.
        suppressions: Findings that the configuration accepts.
        allow_private: Whether pages are fetched from private networks, too.
        store: An audit's store that takes decisions, if there is one.
        most_bytes: The largest request, in bytes.
    """

    source: str = "pubmed"
    source_options: SourceOptions = field(default_factory=SourceOptions)
    sends_key: bool = True
    complete: bool = False
    policy: Policy = field(default_factory=Policy)
    suppressions: tuple[Suppression, ...] = ()
    allow_private: bool = False
    store: Path | None = None
    most_bytes: int = MOST_BYTES
