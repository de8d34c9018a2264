"""One check: what was handed in, what was found out so far, what a person decided.

It runs in a thread of its own. Whoever waits for it asks for a `Snapshot`, and is notified of a new one.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial

from citecheck.checker import Checker
from citecheck.corrections import in_list_style
from citecheck.corrections.source_files import CorrectedFile
from citecheck.errors import CitecheckError
from citecheck.gate import Identity, apply_policy, identity_of
from citecheck.journals import Catalogue
from citecheck.model import (
    CheckedDocument,
    Decision,
    DecisionState,
    Document,
    DocumentReport,
    Lookup,
    Publication,
    Report,
    ScoredCandidate,
    Verdict,
)
from citecheck.sources import Source
from citecheck.web.by_hand import HandSearch, candidates, cluster_of, judged_with
from citecheck.web.correcting import corrected
from citecheck.web.desk import SourceDesk
from citecheck.web.intake import Intake, extract_guarded
from citecheck.web.options import MOST_ARTICLES, ServeOptions
from citecheck.web.saved_decisions import said_of, with_saved_decisions

# Seconds. Rendering the page of an article of 1,500 words takes less.
_TO_SHOW = 0.1


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
        self._data: tuple[bytes | None, ...] = ()
        self._checked: dict[int, CheckedDocument] = {}
        self._decisions: dict[tuple[str, str], Decision] = {}
        self._met: dict[str, Publication] = {}
        self._pins: dict[tuple[int, str], ScoredCandidate] = {}
        self._listeners: set[Callable[[], object]] = set()
        self._source: Source | None = None
        self._checker: Checker | None = None
        self._is_stopped = False
        self._has_news = threading.Event()
        self._is_shown = threading.Event()

    @property
    def state(self) -> State:
        """How far it is."""
        return self._state

    def snapshot(self) -> Snapshot:
        """What is known now."""
        with self._lock:
            version, state, message = self._version, self._state, self._message
            parts = tuple(self._part(at) for at in range(len(self._documents)))
            source, decisions = self._source, tuple(self._decisions.values())
        if not message and source and not state.is_over and source.trouble:
            message = f"waiting: {source.trouble}"
        notices = tuple(notice for part in parts for notice in part.numbering_notices)
        report = Report(parts, self._desk.info, notices, decisions=decisions)
        return Snapshot(
            version, state, message, apply_policy(report, self._options.policy, self._options.suppressions)
        )

    def _part(self, at: int) -> DocumentReport:
        checked = self._checked.get(at)
        if checked is None:
            return DocumentReport(self._documents[at])
        part = in_list_style(checked.report)
        pinned = (replace(one, pinned=self._pins.get((at, one.citation.id))) for one in part.citations)
        return replace(part, citations=tuple(pinned)) if self._pins else part

    def wait_for_citations(self, seconds: float) -> None:
        """Wait until the first citations are found, the check is over, or the time is up."""
        self._has_news.wait(seconds)

    def note_shown(self) -> None:
        """Take note that somebody has been sent what is known."""
        if self._has_news.is_set():
            self._is_shown.set()

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

    def corrected(self, at: int) -> CorrectedFile | None:
        """An article with its certain corrections made; None where it is not text, Markdown or HTML.

        Args:
            at: The number of the article.

        Raises:
            LookupError: There is no such article.
            DocumentError: It takes too long or too much memory.
        """
        return corrected(self.snapshot().report, at, self._data[at])

    def stop(self) -> None:
        """Ask nothing more; what is not looked up stays unchecked."""
        self._is_stopped = True
        if self._checker:
            self._checker.interrupted = True

    def begin_again(self) -> None:
        """Take note that more will come, before it is its turn."""
        self._is_stopped = False
        self._change(State.WAITING)

    def run(self) -> None:
        """Read, extract, look up and judge. Never raises: what goes wrong is the message of a snapshot."""
        self._guard(self._run)

    def again(self, at: int | None = None, citation: str | None = None) -> None:
        """Ask anew about a citation, or about every one that could not be checked. Never raises.

        Args:
            at: The number of the citation's article; None for all that could not be checked.
            citation: The citation's id.
        """
        self._guard(partial(self._again, at, citation))

    def decide(self, at: int, citation: str, state: DecisionState | None, note: str, name: str) -> Decision:
        """Keep what a person decides about the finding at a citation.

        Args:
            at: The number of the article.
            citation: The citation's id.
            state: What is decided; None takes the decision back.
            note: Why.
            name: Who decides.

        Returns:
            The decision, with the name that the finding has within its article, as audits' stores know it.
            One that is taken back is returned as it was.

        Raises:
            LookupError: There is no such finding, or no decision to take back.
        """
        with self._lock:
            identity = self._identity(at, citation)
            key = path, finding = identity.path, identity.fingerprint
            if state is None:
                decision = self._decisions.pop(key)
            else:
                now = dt.datetime.now(tz=dt.UTC).isoformat(timespec="seconds")
                decision = self._decisions[key] = Decision(path, finding, state, note, name, now)
        self._change(self._state, self._message)
        return replace(decision, finding=replace(identity, path="").fingerprint)

    def _identity(self, at: int, citation: str) -> Identity:
        for one in self._part(at).citations:
            if one.citation.id == citation and one.judgement:
                return identity_of(self._documents[at].path, one)
        raise LookupError(citation)

    def search(self, at: int, citation: str, wanted: HandSearch) -> tuple[Lookup, list[ScoredCandidate]]:
        """Look for publications by hand.

        Args:
            at: The number of the article.
            citation: The id of the citation with which they are compared.
            wanted: What is looked for.

        Returns:
            What the source answered, and its publications, the best first.

        Raises:
            LookupError: There is no such citation.
            ValueError: Nothing is looked for; the message is a sentence.
        """
        cluster = cluster_of(self._checked[at], citation)
        if cluster is None:
            raise LookupError(citation)
        catalogue = Catalogue.load()
        query = wanted.query(catalogue)
        with self._desk.open() as source:
            (lookup,) = source.answer([query])
            found = candidates(Checker(source, catalogue), cluster, lookup.publications)
        self._met |= {one.pmid: one for one in lookup.publications}
        return lookup, found

    def pin(self, at: int, citation: str, pmid: str | None) -> None:
        """Say that a citation cites a publication that was met in a search by hand.

        Args:
            at: The number of the article.
            citation: The citation's id.
            pmid: The publication; None takes the pin back.

        Raises:
            LookupError: There is no such citation, or no search has met the publication.
        """
        publication = self._met[pmid] if pmid else None
        cluster = cluster_of(self._checked[at], citation)
        if cluster is None:
            raise LookupError(citation)
        with self._desk.open() as source:
            checker = Checker(source, Catalogue.load(), complete=self._options.complete)
            judged = judged_with(checker, self._checked[at], citation, publication)
            pinned = checker.matcher.match(cluster.claimed, publication) if publication else None
        with self._lock:
            if pinned:
                self._pins[at, citation] = pinned
            else:
                self._pins.pop((at, citation), None)
        self._put(at, judged)

    def _guard(self, work: Callable[[], None]) -> None:
        self._change(State.RUNNING)
        # An unforeseen exception reaches the thread's hook; the page is notified that the check has ended.
        ended, message = State.FAILED, "citecheck failed; please report what its terminal shows."
        try:
            work()
            ended, message = State.STOPPED if self._is_stopped else State.DONE, self._message
        except CitecheckError as error:
            message = str(error)
        finally:
            self._change(ended, message)

    def _run(self) -> None:
        found = [received for intake in self._intakes for received in intake()]
        self._intakes = ()
        articles, saved = with_saved_decisions(found)
        if len(articles) > MOST_ARTICLES:
            self._message = f"Only the first {MOST_ARTICLES} of {len(articles)} articles were checked."
        received = articles[:MOST_ARTICLES]
        self._decisions |= {(one.article, one.finding): one for one in saved}
        self._documents = tuple(one.document for one in received)
        self._data = tuple(one.correctable for one in received)
        self._change(State.RUNNING, self._message)
        with self._desk.open() as source:
            self._check_all(
                source,
                Checker(source, Catalogue.load(), complete=self._options.complete, extract=extract_guarded),
            )
        parts = [self._part(at) for at in range(len(self._documents))]
        self._message = " ".join(filter(None, (self._message, said_of(saved, parts))))

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

    def _again(self, at: int | None, citation: str | None) -> None:
        with self._desk.open(refresh=True) as source:
            if at is not None and citation is not None:
                self._ask_again(source, at, frozenset((citation,)))
                return
            for number in range(len(self._documents)):
                if ids := self._unchecked(number):
                    self._ask_again(source, number, ids)

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
        is_first = not self._has_news.is_set()
        self._has_news.set()
        self._change(self._state, self._message)
        if is_first:
            # Looking up would hold up the page that is about to show the first citations.
            self._is_shown.wait(_TO_SHOW)

    def _change(self, state: State, message: str = "") -> None:
        with self._lock:
            self._state, self._message = state, message
            self._version += 1
            listeners = tuple(self._listeners)
        if state.is_over:
            self._has_news.set()
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
