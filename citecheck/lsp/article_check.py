"""Checks the text of an article as an editor has it."""

from __future__ import annotations

import codecs
from dataclasses import dataclass, field
from functools import partial

from citecheck.audit.work.cluster_memo import ClusterMemo
from citecheck.checker import Checker
from citecheck.corrections import in_list_style
from citecheck.corrections.source_files import Correction, as_source, correct_article
from citecheck.documents import read_bytes
from citecheck.extraction.boundary import extract_within_budget
from citecheck.gate import Policy, Suppression, apply_policy
from citecheck.journals import Catalogue
from citecheck.model import Document, DocumentFormat, DocumentReport, Report, SourceInfo
from citecheck.safety.budget import Budget, DocumentError
from citecheck.safety.guarded_process import guarded
from citecheck.sources import Source, SourceOptions, open_source

__all__ = ["PAUSE", "ArticleChecker", "CheckedText", "EditorOptions", "Job"]

# Seconds without a change after which a text is checked: longer than between the words of a slow typist.
PAUSE = 0.8


@dataclass(frozen=True, slots=True)
class EditorOptions:
    """What the server is started with.

    Attributes:
        source: "pubmed", an index, or a folder of PubMed files.
        source_options: How the source is opened.
        complete: Whether the source is taken as all of PubMed.
        policy: How verdicts weigh.
        suppressions: Findings that the configuration accepts.
        pause: Seconds without a change after which a text is checked.
    """

    source: str = "pubmed"
    source_options: SourceOptions = field(default_factory=SourceOptions)
    complete: bool = False
    policy: Policy = field(default_factory=Policy)
    suppressions: tuple[Suppression, ...] = ()
    pause: float = PAUSE


@dataclass(slots=True)
class Job:
    """A version of a text that is to be checked; `is_stale` once there is a newer one."""

    text: str
    name: str
    format: DocumentFormat
    is_stale: bool = False


@dataclass(frozen=True, slots=True)
class CheckedText:
    """A text with what was found in it.

    Attributes:
        text: The text; all offsets count in it.
        report: The weighed report, with one document.
        corrections: The certain corrections, with their words as the format writes them.
    """

    text: str
    report: Report
    corrections: tuple[Correction, ...] = ()

    @property
    def part(self) -> DocumentReport:
        """The document's own part of the report."""
        return self.report.documents[0]


class ArticleChecker:
    """Checks one text after the other with one `Checker`, which remembers what it looked up.

    `check` and `close` are called in one and the same thread, `give_up` in any.
    """

    def __init__(self, options: EditorOptions) -> None:
        """Open the source once, so that a wrong one is reported at once.

        Raises:
            SourceError: The source cannot be opened.
        """
        self._options = options
        with open_source(options.source, options.source_options) as source:
            self._info: SourceInfo = source.info
        self._source: Source | None = None
        self._checker: Checker | None = None
        self._job: Job | None = None

    def check(self, job: Job) -> CheckedText | None:
        """Check a text; None where it became stale meanwhile.

        Raises:
            CitecheckError: The source fails.
        """
        # With a byte-order mark the reader does not guess the encoding, and the text stays the same.
        data = codecs.BOM_UTF8 + job.text.encode("utf-8", "replace")
        document = _read(data, job)
        part = DocumentReport(document) if document.error else self._judged(document, job)
        if part is None:
            return None
        report = apply_policy(
            Report((part,), self._info), self._options.policy, self._options.suppressions, whole=False
        )
        return CheckedText(job.text, report, _corrections(data, report.documents[0]))

    def give_up(self, job: Job) -> None:
        """Ask nothing more for a text: there is a newer one."""
        job.is_stale = True
        if self._checker and self._job is job:
            self._checker.interrupted = True

    def close(self) -> None:
        """Close the source."""
        if self._source:
            self._source.close()

    def _judged(self, document: Document, job: Job) -> DocumentReport | None:
        checker = self._opened()
        checker.interrupted = False
        self._job = job
        # Whoever gives up marks the job first: either that is seen here, or the checker is interrupted.
        if job.is_stale:
            return None
        (checked,) = checker.check_batch([document])
        return None if job.is_stale else in_list_style(checked.report)

    def _opened(self) -> Checker:
        if self._checker is None:
            self._source = open_source(self._options.source, self._options.source_options)
            self._checker = Checker(
                self._source,
                Catalogue.load(),
                complete=self._options.complete,
                memo=ClusterMemo(),
                extract=partial(extract_within_budget, longest_here=0),
            )
            self._info = self._checker.info
        return self._checker


def _read(data: bytes, job: Job) -> Document:
    """The document, read in the guarded process."""
    try:
        return guarded(Budget.of(len(data)), read_bytes, data, job.name, kind=job.format)
    except DocumentError as error:
        return Document(job.name, job.format, error=str(error))


def _corrections(data: bytes, part: DocumentReport) -> tuple[Correction, ...]:
    """The corrections that change nothing else of the text, in the guarded process, for it is read again."""
    judgements = [one.judgement for one in part.citations if one.judgement]
    if not any(one.suggestions or one.address_corrections for one in judgements):
        return ()
    try:
        made = guarded(Budget.of(len(data)), correct_article, data, part).made
    except DocumentError:
        return ()
    return tuple(tuple(as_source(one, part.document.format) for one in group) for group in made)
