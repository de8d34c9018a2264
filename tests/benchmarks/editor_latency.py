"""How long an editor waits for `citecheck lsp` while one types.

    python tests/benchmarks/editor_latency.py SOURCE [ARTICLE]

A client types into an article of 3,000 words, a letter every 60 ms. The pause after each ten lets a
check begin and differs in length, so that the next letter meets the check at any point. With each letter
it sends the whole text and asks for a hover at a citation; the time from sending the letter until the
answer is measured. Printed are median, 95th percentile and worst, of all letters and of those behind a
pause, and how long after a last letter the findings came. Without ARTICLE the fixtures' articles are
repeated until they have 3,000 words.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import time
from itertools import cycle
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from tests.lsp.editor import Editor, opened_editor  # noqa: E402 - the folder must be known first

WORDS = 3000
LETTERS = 400
BETWEEN = 0.06
PAUSE = 0.2
# So many letters are typed at a stretch; a check begins in the pause behind them, and runs for one of these
# times, in seconds, before the next letter comes.
STRETCH = 10
INTO_CHECK = (0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4)
TYPED = "and other researchers came to the same result in later years "


def article(path: str | None) -> str:
    """The text in which is typed."""
    if path:
        return Path(path).read_text("utf-8")
    texts = [file.read_text("utf-8") for file in sorted((ROOT / "fixtures/articles").glob("*.txt"))]
    parts: list[str] = []
    for text in cycle(texts):
        parts.append(text)
        if sum(len(part.split()) for part in parts) >= WORDS:
            break
    return "\n\n".join(parts)


async def typed(editor: Editor, text: str, words: str) -> tuple[list[float], list[float]]:
    """Type into the middle of a text; milliseconds of all letters, and of those behind a pause.

    Args:
        editor: The editor, whose text was checked.
        text: The text.
        words: Words at which it asks for the hover.
    """
    all_letters, behind_pause = [], []
    middle = text.index("\n\n", len(text) // 2)
    for number in range(1, LETTERS + 1):
        written = (TYPED * (1 + number // len(TYPED)))[:number]
        changed = f"{text[:middle]}\n\n{written}{text[middle:]}"
        began = time.perf_counter()
        editor.change(changed)
        await editor.hover(words)
        took = 1000 * (time.perf_counter() - began)
        all_letters.append(took)
        if number % STRETCH == 1 and number > STRETCH:
            behind_pause.append(took)
        into_check = INTO_CHECK[number // STRETCH % len(INTO_CHECK)]
        await asyncio.sleep(PAUSE + into_check if number % STRETCH == 0 else BETWEEN)
    return all_letters, behind_pause


def words_at(text: str, line: int, character: int) -> str:
    """The words of a line from a position on."""
    return text.split("\n")[line].encode("utf-16-le")[2 * character :].decode("utf-16-le")


def said(name: str, values: list[float]) -> str:
    """One line on some values."""
    p95 = statistics.quantiles(values, n=20)[-1]
    return (
        f"{name}: median {statistics.median(values):.1f} ms, p95 {p95:.1f} ms, "
        f"worst {max(values):.1f} ms of {len(values)}\n"
    )


async def measured(source: str, text: str) -> None:
    """Measure and print."""
    async with opened_editor("--pause", str(PAUSE), source=Path(source)) as editor:
        began = time.perf_counter()
        editor.open(text, "plaintext", "untitled:article.txt")
        found = await editor.diagnostics()
        first = time.perf_counter() - began
        place = found[0].range.start
        all_letters, behind_pause = await typed(editor, text, words_at(text, place.line, place.character))
        began = time.perf_counter()
        editor.change(f"{text} ")
        # What was published for a version before may still be on its way.
        while (await editor.published.get()).version != editor.version:
            pass
        renewed = time.perf_counter() - began
    sys.stdout.write(f"{len(text.split()):,} words, {len(found)} findings\n")
    sys.stdout.write(said("every letter", all_letters))
    sys.stdout.write(said("letters behind a pause", behind_pause))
    sys.stdout.write(f"findings after opening: {first:.2f} s; after a last letter: {renewed:.2f} s\n")


def main() -> None:
    """Measure and print."""
    asyncio.run(measured(sys.argv[1], article(sys.argv[2] if len(sys.argv) > 2 else None)))


if __name__ == "__main__":
    main()
