"""The server as an editor meets it: a real client over standard input and output."""

import asyncio
import shutil
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

from lsprotocol import types

from tests.lsp.editor import ARTICLE, ROOT, Editor, opened_editor

TEXT = ARTICLE.read_text("utf-8")
WRONG_YEAR = "Goulão B, Stewart F. Cancer"
WRONG_JOURNAL = "Ekelund U, Tarp J"


def run(story: Callable[[Editor], Awaitable[None]], *options: str) -> None:
    async def told() -> None:
        async with opened_editor(*options) as editor:
            await story(editor)

    asyncio.run(told())


def at(found: list[types.Diagnostic], editor: Editor, words: str) -> types.Diagnostic:
    return next(one for one in found if one.range.start == editor.position(words))


def test_findings_are_published_where_they_stand() -> None:
    async def story(editor: Editor) -> None:
        editor.open(TEXT)
        found = await editor.diagnostics()
        wrong = at(found, editor, WRONG_YEAR)
        assert wrong.severity is types.DiagnosticSeverity.Error
        assert (wrong.code, wrong.source) == ("mismatch", "citecheck")
        assert wrong.message.startswith("The article says 2012; it was published in 2018-04.")
        assert wrong.code_description
        assert wrong.code_description.href == "https://pubmed.ncbi.nlm.nih.gov/29635490/"
        assert wrong.range.end.line == wrong.range.start.line
        assert at(found, editor, WRONG_JOURNAL).code == "mismatch"
        assert at(found, editor, "One team even").severity is types.DiagnosticSeverity.Information
        assert not [one for one in found if one.range.start == editor.position("Zhang Y")]

    run(story)


def test_a_hover_says_verdict_publication_and_passage() -> None:
    async def story(editor: Editor) -> None:
        editor.open(TEXT)
        await editor.diagnostics()
        said = await editor.hover("accelerometry measured")
        assert said
        assert said.startswith("**mismatch**")
        assert "[PMID 31434697](<https://pubmed.ncbi.nlm.nih.gov/31434697/>)" in said
        assert await editor.hover("# Five things") is None
        editor.open((ROOT / "fixtures/articles/magnesium-neuropathy.md").read_text("utf-8"))
        await editor.diagnostics()
        assert "\n> " in (await editor.hover("A more sober picture") or "")

    run(story)


def test_a_quick_fix_corrects_just_the_wrong_characters_and_the_finding_goes() -> None:
    async def story(editor: Editor) -> None:
        editor.open(TEXT)
        await editor.diagnostics()
        (fix,) = await editor.fixes(WRONG_YEAR)
        assert (fix.kind, fix.title) == (types.CodeActionKind.QuickFix, "Correct “2012” → “2018”")
        corrected = editor.applied(fix)
        assert corrected == TEXT.replace("Am J Clin Nutr. 2012;", "Am J Clin Nutr. 2018;")
        editor.change(corrected)
        found = await editor.diagnostics()
        assert not [one for one in found if one.range.start == editor.position(WRONG_YEAR)]
        assert not await editor.fixes(WRONG_YEAR)
        assert len(await editor.fixes(WRONG_JOURNAL)) == 1
        assert not await editor.fixes(WRONG_JOURNAL, only=["refactor"])
        assert not await editor.fixes("# Five things")

    run(story, "--pause", "0.05")


def test_positions_count_in_utf_16_units() -> None:
    # An emoji is two units of UTF-16 and one character; an accent may be a character of its own.
    text = "Tête 😀\r\n\r\n<!-- é 🧪🧪 e\u0301 😀 --> " + TEXT.split("2. ")[1].split("\n")[0] + "\r\n"

    async def story(editor: Editor) -> None:
        editor.open(text)
        (wrong,) = await editor.diagnostics()
        line = text.splitlines()[2]
        assert wrong.range.start == editor.position(WRONG_YEAR)
        assert wrong.range.end == types.Position(2, len(line.encode("utf-16-le")) // 2)
        assert "mismatch" in (await editor.hover("2012") or "")
        (fix,) = await editor.fixes("2012")
        assert editor.applied(fix) == text.replace("2012", "2018")

    run(story)


def test_the_encoding_that_the_editor_prefers_is_taken() -> None:
    text = "<!-- 🧪 é --> " + TEXT.split("2. ")[1].split("\n")[0]

    async def story() -> None:
        async with opened_editor(encodings=["utf-8"]) as editor:
            editor.open(text)
            (wrong,) = await editor.diagnostics()
            assert wrong.range.end.character == len(text.encode())

    asyncio.run(story())


def test_while_one_writes_nothing_is_published_and_then_the_newest_version_alone() -> None:
    async def story(editor: Editor) -> None:
        editor.open(TEXT)
        before = await editor.diagnostics()
        for end in range(1, 8):
            editor.change(f"{'Written'[:end]}\n\n{TEXT}")
            await asyncio.sleep(0.02)
        # The citation has moved by two lines, and is the same.
        assert "mismatch" in (await editor.hover("accelerometry measured") or "")
        after = await editor.diagnostics()
        assert editor.published.empty()
        assert [one.message for one in after] == [one.message for one in before]
        assert {b.range.start.line - a.range.start.line for a, b in zip(before, after, strict=True)} == {2}

    run(story, "--pause", "0.3")


def test_a_citation_in_which_one_writes_has_neither_hover_nor_fix_until_it_is_checked_again() -> None:
    async def story(editor: Editor) -> None:
        editor.open(TEXT)
        await editor.diagnostics()
        editor.change(TEXT.replace("Cancer and vitamin D supplementation", "Cancer and vitamin D"))
        assert await editor.hover(WRONG_YEAR) is None
        assert not await editor.fixes(WRONG_YEAR)
        assert await editor.fixes(WRONG_JOURNAL)
        await editor.diagnostics()
        assert "mismatch" in (await editor.hover(WRONG_YEAR) or "")

    run(story, "--pause", "1")


def test_html_is_corrected_in_its_source() -> None:
    entry = TEXT.split("2. ")[1].split("\n")[0].replace("ã", "&atilde;").replace("Cancer", "<b>Cancer</b>")
    html = f"<html><body><h2>References</h2><ol><li>{entry}</li></ol></body></html>"

    async def story(editor: Editor) -> None:
        editor.open(html, "html", "untitled:article.html")
        (wrong,) = await editor.diagnostics()
        assert wrong.code == "mismatch"
        (fix,) = await editor.fixes("2012")
        assert editor.applied(fix) == html.replace("2012", "2018")

    run(story)


def test_a_document_that_cannot_be_read_is_logged_and_the_server_goes_on() -> None:
    async def story(editor: Editor) -> None:
        editor.open("\x01\x02\x03" * 2000, "plaintext", "untitled:broken.txt")
        assert await editor.diagnostics() == []
        assert await editor.log() == "broken.txt: it could not be read: The file is binary, not text."
        editor.open("<b>" * 200_000, "html", "untitled:deep.html")
        assert await editor.diagnostics() == []
        editor.open(TEXT)
        assert await editor.diagnostics()

    run(story)


def test_a_source_that_fails_is_logged_and_the_server_goes_on(tmp_path: Path) -> None:
    source = tmp_path / "pubmed"
    shutil.copytree(ROOT / "fixtures/pubmed", source)

    async def story() -> None:
        async with opened_editor("--pause", "0.1", source=source) as editor:
            shutil.move(source, tmp_path / "elsewhere")
            editor.open(TEXT)
            assert "it could not be checked" in await editor.log()
            shutil.move(tmp_path / "elsewhere", source)
            editor.change(f"{editor.text}\n")
            assert await editor.diagnostics()

    asyncio.run(story())


def test_other_languages_are_left_alone_and_a_closed_document_has_no_findings() -> None:
    async def story(editor: Editor) -> None:
        editor.open(TEXT, "python", "untitled:article.py")
        editor.change(f"{TEXT} ")
        editor.close()
        editor.open(TEXT)
        assert await editor.diagnostics()
        editor.close()
        assert await editor.diagnostics() == []
        assert await editor.hover(WRONG_YEAR) is None

    run(story)


def test_markdown_of_the_article_is_escaped_in_a_hover() -> None:
    entry = TEXT.split("4. ")[1].split("\n")[0].replace("ageing", "ageing ![x](http://evil.example/x)<img>")

    async def story(editor: Editor) -> None:
        editor.open(f"1. {entry}\n", "plaintext", "untitled:article.txt")
        await editor.diagnostics()
        said = await editor.hover("Harrow")
        assert said
        assert "](http" not in said
        assert "<img" not in said

    run(story)


def test_suppressions_and_severities_of_the_settings_hold(tmp_path: Path) -> None:
    config = tmp_path / "citecheck.toml"
    config.write_text('[severity]\nmismatch = "note"\nunchecked = "none"\nnot_found = "none"\n')

    async def story() -> None:
        async with opened_editor("--config", str(config)) as editor:
            editor.open(TEXT)
            found = await editor.diagnostics()
            assert {(one.code, one.severity) for one in found if one.code == "mismatch"} == {
                ("mismatch", types.DiagnosticSeverity.Information)
            }

    asyncio.run(story())


def test_a_source_that_is_not_there_is_reported_at_once() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "citecheck", "lsp", "--source", "no-such.index"],
        capture_output=True, text=True, cwd=ROOT, check=False, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    assert done.returncode in (2, 3)
    assert "no-such.index" in done.stderr
    assert not done.stdout
