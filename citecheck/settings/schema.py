"""The settings, their types and defaults."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from citecheck.model import Flag, Verdict

SEVERITIES = ("error", "warning", "note", "none")
# What a citation may fail on: its verdict or one of its flags.
CONDITIONS = (*(verdict.value for verdict in Verdict), *(flag.value for flag in Flag))
SECOND_OPINIONS = ("crossref", "openlibrary")

# The values of one origin (flags, a file): setting → value and where exactly it was set.
Layer = dict[str, tuple[object, str]]


@dataclass(frozen=True, slots=True)
class PathRule:
    """Severities for the documents whose path matches the glob `match`."""

    match: str
    severity: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class IgnoreRule:
    """A suppression in the configuration.

    Attributes:
        reason: Why the findings are suppressed.
        place: Which of the rules this is, for people: "ignore 2".
        verdicts: Verdicts and flags that it suppresses; empty for all.
        path: A glob of the articles; None for all.
        journal: The journal cited; None for any.
        pmid: The publication cited; None for any.
        quote: A part of the article's words; None for any.
    """

    reason: str
    place: str
    verdicts: tuple[str, ...] = ()
    path: str | None = None
    journal: str | None = None
    pmid: str | None = None
    quote: str | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings of a run. `origins` states for each setting where its value came from."""

    source: str = "pubmed"
    email: str | None = None
    api_key: str | None = field(default=None, repr=False)
    pubmed_url: str | None = None
    journals_url: str | None = None
    also: tuple[str, ...] = ()
    crossref_url: str | None = None
    doi_url: str | None = None
    openlibrary_url: str | None = None
    cache: bool = True
    cache_folder: Path | None = None
    data_folder: Path | None = None
    retractions_url: str | None = None
    wait_for_network: bool = False
    timeout: float = 30.0
    budget: float = 180.0
    complete: bool = False
    strict: bool = False
    min_citations: int = 0
    fail_on: tuple[str, ...] = ("mismatch", "not_found", "retracted", "unknown_journal")
    warn_on: tuple[str, ...] = ("ambiguous", "possible", "withdrawn", "expression_of_concern")
    severity: Mapping[str, str] = field(default_factory=dict)
    paths: tuple[PathRule, ...] = ()
    ignore: tuple[IgnoreRule, ...] = ()
    baseline: Path | None = None
    exclude: tuple[str, ...] = ()
    strict_config: bool = False
    origins: Mapping[str, str] = field(default_factory=dict, compare=False)
