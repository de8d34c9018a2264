"""An editor that drives `citecheck lsp` over standard input and output."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from lsprotocol import types
from pygls.lsp.client import LanguageClient

ROOT = Path(__file__).parents[2]
ARTICLE = ROOT / "fixtures/articles/vitamin-d-references.md"
# Seconds. Opening the source takes most of it on a busy machine.
_PATIENCE = 20.0


@dataclass
class Editor:
    """One editor with its server; positions and versions are those of the protocol."""

    client: LanguageClient
    uri: str = "untitled:article.md"
    version: int = 0
    text: str = ""
    published: asyncio.Queue[types.PublishDiagnosticsParams] = field(default_factory=asyncio.Queue)
    logged: asyncio.Queue[types.LogMessageParams] = field(default_factory=asyncio.Queue)

    def open(self, text: str, language: str = "markdown", uri: str = "untitled:article.md") -> None:
        self.uri, self.text, self.version = uri, text, 1
        item = types.TextDocumentItem(uri, language, 1, text)
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(item))

    def change(self, text: str) -> None:
        self.text, self.version = text, self.version + 1
        self.client.text_document_did_change(
            types.DidChangeTextDocumentParams(
                types.VersionedTextDocumentIdentifier(self.version, self.uri),
                [types.TextDocumentContentChangeWholeDocument(text)],
            )
        )

    def close(self) -> None:
        self.client.text_document_did_close(
            types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(self.uri))
        )

    async def diagnostics(self) -> list[types.Diagnostic]:
        """The next that are published; they must be of the newest version."""
        found = await asyncio.wait_for(self.published.get(), _PATIENCE)
        assert (found.uri, found.version) == (self.uri, self.version)
        return list(found.diagnostics)

    async def log(self) -> str:
        return (await asyncio.wait_for(self.logged.get(), _PATIENCE)).message

    def position(self, words: str) -> types.Position:
        """Where some words of the text begin, in UTF-16 units."""
        before = self.text[: self.text.index(words)]
        line = before.rpartition("\n")[2]
        return types.Position(before.count("\n"), len(line.encode("utf-16-le")) // 2)

    async def hover(self, words: str) -> str | None:
        """What the hover over some words says."""
        found = await self.client.text_document_hover_async(
            types.HoverParams(types.TextDocumentIdentifier(self.uri), self.position(words))
        )
        if found is None:
            return None
        assert isinstance(found.contents, types.MarkupContent)
        return found.contents.value

    async def fixes(self, words: str, only: list[str] | None = None) -> list[types.CodeAction]:
        """The quick fixes offered at some words."""
        place = self.position(words)
        found = await self.client.text_document_code_action_async(
            types.CodeActionParams(
                types.TextDocumentIdentifier(self.uri),
                types.Range(place, place),
                types.CodeActionContext([], only),
            )
        )
        return [one for one in found or () if isinstance(one, types.CodeAction)]

    def applied(self, action: types.CodeAction) -> str:
        """The text after a quick fix, made as an editor makes it."""
        assert action.edit
        assert action.edit.changes
        lines = self.text.splitlines(keepends=True)
        for edit in sorted(action.edit.changes[self.uri], key=lambda e: e.range.start, reverse=True):
            assert edit.range.start.line == edit.range.end.line
            wide = lines[edit.range.start.line].encode("utf-16-le")
            start, end = 2 * edit.range.start.character, 2 * edit.range.end.character
            new = wide[:start] + edit.new_text.encode("utf-16-le") + wide[end:]
            lines[edit.range.start.line] = new.decode("utf-16-le")
        return "".join(lines)


@asynccontextmanager
async def opened_editor(
    *options: str, source: Path = ROOT / "fixtures/pubmed", encodings: list[str] | None = None
) -> AsyncIterator[Editor]:
    """An editor with a server of its own, which ends with it."""
    client = LanguageClient("test", "1")
    editor = Editor(client)
    client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)(partial(editor.published.put_nowait))
    client.feature(types.WINDOW_LOG_MESSAGE)(partial(editor.logged.put_nowait))
    config = () if "--config" in options else ("--no-config",)
    command = ["-m", "citecheck", "lsp", "--source", str(source), *config, *options]
    await client.start_io(sys.executable, *command)
    general = types.GeneralClientCapabilities(position_encodings=encodings) if encodings else None
    await client.initialize_async(types.InitializeParams(types.ClientCapabilities(general=general)))
    client.initialized(types.InitializedParams())
    server = client._server  # the client has no public name for it
    assert server
    try:
        yield editor
        await client.shutdown_async(None)
        client.exit(None)
        assert await asyncio.wait_for(server.wait(), _PATIENCE) == 0
    finally:
        if server.returncode is None:
            server.kill()
        await client.stop()  # type: ignore[no-untyped-call]
