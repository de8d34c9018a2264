"""One check: what was handed in, what was found out so far, what a person decided.

It runs in a thread of its own. Whoever looks on asks for a `Snapshot`, and is told when there is a new one.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial

from citecheck.checker import Checker
from citecheck.errors import CitecheckError
from citecheck.gate import apply_policy
from citecheck.journals import Catalogue
from citecheck.model import CheckedDocument, Document, DocumentReport, Report, Verdict
from citecheck.sources import Source
from citecheck.web.desk import SourceDesk
from citecheck.web.intake import Intake, extract_guarded
from citecheck.web.options import MOST_ARTICLES, ServeOptions


class State(StrEnum):
    """How far a check is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"
    FAILED = "failed"

    @property
    def is_over(self) -> bool:
        """Whether nothing more comes by itself."""
        return self in (State.DONE, State.STOPPED, State.FAILED)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What is known of a check at one moment.

    Attributes:
        version: Grows with every change.
        state: How far the check is.
        message: What a person should know: what went wrong, or what is waited for. Empty if nothing.
        report: The weighed report; citations that are not judged yet have no judgement.
    """

    version: int
    state: State
    message: str
    report: Report


class Check:
    """One check. Its methods may be called from any thread."""

    def __init__(
        self, key: str, title: str, intakes: Sequence[Intake], desk: SourceDesk, options: ServeOptions
    ) -> None:
        """Take what is to be checked; nothing is read yet.

        Args:
            key: What addresses name it by.
            title: What people see.
            intakes: Each gives some documents when it is called.
            desk: Opens the source of publications.
            options: How verdicts weigh.
        """
        self.key = key
        self.title = title
        self.began = dt.datetime.now(tz=dt.UTC)
        self._intakes = intakes
        self._desk = desk
        self._options = options
        self._lock = threading.RLock()
        self._version = 0
        self._state = State.WAITING
        self._message = ""
        self._documents: tuple[Document, ...] = ()
        self._checked: dict[int, CheckedDocument] = {}
        self._listeners: set[Callable[[], object]] = set()
        self._source: Source | None = None
        self._checker: Checker | None = None
        self._is_stopped = False

    @property
    def state(self) -> State:
        """How far it is."""
        return self._state

    def snapshot(self) -> Snapshot:
        """What is known now."""
        with self._lock:
            version, state, message = self._version, self._state, self._message
            parts = tuple(self._part(at) for at in range(len(self._documents)))
            source = self._source
        if not message and source and not state.is_over and source.trouble:
            message = f"waiting: {source.trouble}"
        notices = tuple(notice for part in parts for notice in part.numbering_notices)
        report = Report(parts, self._desk.info, notices)
        return Snapshot(
            version, state, message, apply_policy(report, self._options.policy, self._options.suppressions)
        )

    def _part(self, at: int) -> DocumentReport:
        checked = self._checked.get(at)
        return checked.report if checked else DocumentReport(self._documents[at])

    def listen(self, listener: Callable[[], object]) -> Callable[[], None]:
        """Have a function called, from any thread, after each change.

        Args:
            listener: The function; it must return at once and not raise.

        Returns:
            What ends that.
        """
        with self._lock:
            self._listeners.add(listener)
        return lambda: self._listeners.discard(listener)

    def stop(self) -> None:
        """Ask nothing more; what is not looked up stays unchecked."""
        self._is_stopped = True
        if self._checker:
            self._checker.interrupted = True

    def run(self) -> None:
        """Read, extract, look up and judge. Never raises: what goes wrong is the message of a snapshot."""
        self._guard(self._run)

    def again(self) -> None:
        """Ask anew about every citation that could not be checked. Never raises."""
        self._guard(self._again)

    def _guard(self, work: Callable[[], None]) -> None:
        self._is_stopped = False
        self._change(State.RUNNING)
        try:
            work()
        except CitecheckError as error:
            self._change(State.FAILED, str(error))
        except Exception as error:  # noqa: BLE001 - the edge of a thread: the page must hear that it is over
            self._change(State.FAILED, f"citecheck failed ({type(error).__name__}); please report it.")
        else:
            self._change(State.STOPPED if self._is_stopped else State.DONE, self._message)

    def _run(self) -> None:
        found = [document for intake in self._intakes for document in intake()]
        self._intakes = ()
        if len(found) > MOST_ARTICLES:
            self._message = f"Only the first {MOST_ARTICLES} of {len(found)} articles were checked."
        self._documents = tuple(found[:MOST_ARTICLES])
        self._change(State.RUNNING, self._message)
        with self._desk.open() as source:
            self._check_all(
                source,
                Checker(source, Catalogue.load(), complete=self._options.complete, extract=extract_guarded),
            )

    def _check_all(self, source: Source, checker: Checker) -> None:
        self._source, self._checker = source, checker
        try:
            for at, document in enumerate(self._documents):
                if self._is_stopped:
                    return
                (checked,) = checker.check_batch([document], watch=partial(self._put, at))
                self._put(at, checked)
        finally:
            self._source = self._checker = None

    def _again(self) -> None:
        with self._desk.open(refresh=True) as source:
            for at in range(len(self._documents)):
                if ids := self._unchecked(at):
                    self._ask_again(source, at, ids)

    def _unchecked(self, at: int) -> frozenset[str]:
        """The citations of a document that have no verdict, or none for want of an answer."""
        return frozenset(
            one.citation.id
            for one in self._part(at).citations
            if one.judgement is None or one.judgement.verdict is Verdict.UNCHECKED
        )

    def _ask_again(self, source: Source, at: int, ids: frozenset[str]) -> None:
        """Look up some citations of a document anew; the others keep their results."""
        before = self._checked[at]
        checker = Checker(
            source,
            Catalogue.load(),
            complete=self._options.complete,
            extract=lambda document, _: (document, before.citations),
        )
        (found,) = checker.check_batch(
            [before.document], only=lambda _, citations: [one for one in citations if one.id in ids]
        )
        self._put(at, merged(before, found))

    def _put(self, at: int, checked: CheckedDocument) -> None:
        with self._lock:
            self._checked[at] = checked
        self._change(self._state, self._message)

    def _change(self, state: State, message: str = "") -> None:
        with self._lock:
            self._state, self._message = state, message
            self._version += 1
            listeners = tuple(self._listeners)
        for listener in listeners:
            listener()


def merged(before: CheckedDocument, found: CheckedDocument) -> CheckedDocument:
    """A document with some clusters judged anew.

    Args:
        before: The document with all its clusters.
        found: The same with those clusters alone that were judged anew.
    """
    new = {citation.id for cluster, _ in found.clusters for citation in cluster.citations}
    kept = (
        (cluster, result)
        for cluster, result in before.clusters
        if new.isdisjoint(citation.id for citation in cluster.citations)
    )
    return replace(before, clusters=(*kept, *found.clusters))
