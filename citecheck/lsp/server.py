"""The language server: one loop answers the editor, one thread checks texts."""

from __future__ import annotations

import asyncio
import logging
import os
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from typing import TypeVar
from urllib.parse import unquote, urlsplit

from lsprotocol import types
from pygls.lsp.server import LanguageServer
from pygls.uris import to_fs_path

from citecheck._version import __version__
from citecheck.errors import CitecheckError
from citecheck.lsp.article_check import ArticleChecker, CheckedText, EditorOptions, Job
from citecheck.lsp.positions import TextPositions
from citecheck.lsp.shown import diagnostics, hover, quick_fixes
from citecheck.model import DocumentFormat

__all__ = ["EditorServer"]

T = TypeVar("T")

_FORMATS = {
    "markdown": DocumentFormat.MARKDOWN,
    "html": DocumentFormat.HTML,
    "plaintext": DocumentFormat.TEXT,
    "text": DocumentFormat.TEXT,
}
# Seconds that a thread holds Python's lock while others wait. A message is read in several steps, each of
# which can wait that long for a running check; Python's default is ten times as long.
_SWITCH_INTERVAL = 0.0005


@dataclass(slots=True)
class _OpenDocument:
    """A document of the editor in its newest version."""

    uri: str
    format: DocumentFormat
    text: str
    version: int | None
    checked: CheckedText | None = None
    job: Job | None = None
    task: asyncio.Task[None] | None = None


class EditorServer:
    """Publishes the findings of the open documents, and answers about them.

    Its state is used in the loop's thread alone. A check belongs to one version of a document: with the next
    one it is given up, and nothing is published of it.
    """

    def __init__(self, options: EditorOptions) -> None:
        """Open the source.

        Raises:
            SourceError: The source cannot be opened.
        """
        self._pause = options.pause
        self._checker = ArticleChecker(options)
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="citecheck-check")
        self._open: dict[str, _OpenDocument] = {}
        # Whole texts: a library's idea of where lines end cannot garble one.
        self._server = LanguageServer(
            "citecheck", __version__, text_document_sync_kind=types.TextDocumentSyncKind.Full
        )
        fixes = types.CodeActionOptions(code_action_kinds=[types.CodeActionKind.QuickFix])
        self._answer(types.TEXT_DOCUMENT_DID_OPEN, self._opened)
        self._answer(types.TEXT_DOCUMENT_DID_CHANGE, self._changed)
        self._answer(types.TEXT_DOCUMENT_DID_CLOSE, self._closed)
        self._answer(types.TEXT_DOCUMENT_HOVER, self._hover)
        self._answer(types.TEXT_DOCUMENT_CODE_ACTION, self._code_actions, fixes)

    def _answer(self, method: str, answer: Callable[[T], object], options: object = None) -> None:
        # The library sets attributes on what it is given, and a bound method takes none.
        self._server.feature(method, options)(partial(answer))

    def run(self) -> None:
        """Serve over standard input and output until the editor ends it."""
        sys.setswitchinterval(_SWITCH_INTERVAL)
        # The library logs whole messages, and with them the article.
        logging.getLogger("pygls").setLevel(logging.CRITICAL)
        messages = os.fdopen(os.dup(1), "wb")
        # A library may print; that must not get between the protocol's messages.
        os.dup2(2, 1)
        try:
            self._server.start_io(stdout=messages)
        finally:
            for document in self._open.values():
                self._give_up(document)
            self._worker.submit(self._checker.close)
            self._worker.shutdown()

    def _opened(self, params: types.DidOpenTextDocumentParams) -> None:
        item = params.text_document
        kind = _FORMATS.get(item.language_id)
        if kind:
            self._open[item.uri] = _OpenDocument(item.uri, kind, item.text, item.version)
            self._check_after(0.0, self._open[item.uri])

    def _changed(self, params: types.DidChangeTextDocumentParams) -> None:
        document = self._open.get(params.text_document.uri)
        if document is None:
            return
        self._give_up(document)
        document.text = self._server.workspace.get_text_document(document.uri).source
        document.version = params.text_document.version
        self._check_after(self._pause, document)

    def _closed(self, params: types.DidCloseTextDocumentParams) -> None:
        document = self._open.pop(params.text_document.uri, None)
        if document:
            self._give_up(document)
            self._publish(document, [])

    def _hover(self, params: types.HoverParams) -> types.Hover | None:
        document = self._open.get(params.text_document.uri)
        if document is None or document.checked is None:
            return None
        return hover(document.checked, document.text, params.position, self._encoding)

    def _code_actions(self, params: types.CodeActionParams) -> list[types.CodeAction]:
        document = self._open.get(params.text_document.uri)
        wanted = params.context.only
        if document is None or document.checked is None:
            return []
        if wanted and not {types.CodeActionKind.QuickFix, types.CodeActionKind.Empty}.intersection(wanted):
            return []
        return quick_fixes(document.checked, document.uri, document.text, params.range, self._encoding)

    @property
    def _encoding(self) -> str:
        return self._server.workspace.position_encoding or types.PositionEncodingKind.Utf16

    def _give_up(self, document: _OpenDocument) -> None:
        if document.task:
            document.task.cancel()
        if document.job:
            self._checker.give_up(document.job)
        document.task = document.job = None

    def _check_after(self, seconds: float, document: _OpenDocument) -> None:
        document.job = Job(document.text, _name_of(document.uri), document.format)
        document.task = asyncio.get_running_loop().create_task(self._check(seconds, document, document.job))

    async def _check(self, seconds: float, document: _OpenDocument, job: Job) -> None:
        """Check a document, and publish what was found if it still is the newest version."""
        await asyncio.sleep(seconds)
        loop = asyncio.get_running_loop()
        try:
            checked = await loop.run_in_executor(self._worker, self._checker.check, job)
        except CitecheckError as error:
            self._log(f"{job.name}: it could not be checked: {error}")
            return
        if checked is None or document.job is not job:
            return
        if checked.part.document.error and job.text.strip():
            self._log(f"{job.name}: it could not be read: {checked.part.document.error}")
        document.checked = checked
        self._publish(document, diagnostics(checked, TextPositions(job.text, self._encoding)))

    def _publish(self, document: _OpenDocument, found: list[types.Diagnostic]) -> None:
        self._server.text_document_publish_diagnostics(
            types.PublishDiagnosticsParams(document.uri, found, document.version)
        )

    def _log(self, message: str) -> None:
        self._server.window_log_message(types.LogMessageParams(types.MessageType.Warning, message))


def _name_of(uri: str) -> str:
    """The path of a document, relative to the current folder if in it; else the end of its address."""
    path = to_fs_path(uri) if urlsplit(uri).scheme == "file" else None
    if path is None:
        return PurePosixPath(unquote(urlsplit(uri).path)).name or "untitled"
    here = Path.cwd()
    return str(Path(path).relative_to(here)) if Path(path).is_relative_to(here) else path
