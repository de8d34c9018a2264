"""How long a person waits at the page of `citecheck serve`, in a real browser.

    python tests/benchmarks/served_page.py SOURCE [ARTICLE]

Measured in headless Chromium from the click on "Check" until the first citation is marked in the
text, until all verdicts are there, and, for the ratio, how long `citecheck check` takes for the same
article from the start of its process. Each is done five times; printed are the median and the worst. Without
ARTICLE the fixtures' articles are repeated until they have 1,500 words.
"""

from __future__ import annotations

import re
import statistics
import subprocess
import sys
import tempfile
import time
from itertools import cycle
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from tests.browser import opened_browser  # noqa: E402 - the folder must be known first

RUNS = 5
WORDS = 1500
# The page of a check is another one: the moments are told by clocks that count from 1970.
CLICK = """
document.getElementById("text").value = arguments[0];
sessionStorage.setItem("clicked", performance.timeOrigin + performance.now());
document.getElementById("check").click();
"""
SHOWN = """
const done = arguments[arguments.length - 1], clicked = Number(sessionStorage.getItem("clicked"));
let first = null;
(function look() {
  const now = performance.timeOrigin + performance.now() - clicked;
  if (first === null && document.querySelector("a.cite")) first = now;
  const said = document.getElementById("progress")?.textContent || "";
  if (said.startsWith("Done")) done([first, now, said]); else setTimeout(look, 1);
})();
"""


def article(path: str | None) -> str:
    """The text that is pasted."""
    if path:
        return Path(path).read_text("utf-8")
    texts = [file.read_text("utf-8") for file in sorted((ROOT / "fixtures/articles").glob("*.txt"))]
    joined, parts = 0, []
    for text in cycle(texts):
        parts.append(text)
        joined += len(text.split())
        if joined >= WORDS:
            return "\n\n".join(parts)
    return ""


def checked_by_command(source: str, text: str) -> list[float]:
    """Seconds that `citecheck check` takes for the article, each time in a new process."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "pasted.txt")
        path.write_text(text, "utf-8")
        command = [
            *(sys.executable, "-m", "citecheck", "check", str(path)),
            *("--source", source, "--format", "json", "--exit-zero", "--output", str(Path(folder, "r.json"))),
        ]
        took = []
        for _ in range(RUNS):
            began = time.perf_counter()
            subprocess.run(command, check=True, capture_output=True)
            took.append(time.perf_counter() - began)
        return took


def pasted(browser: Any, address: str, text: str) -> tuple[float, float, str]:
    """Seconds until the first citation and until the last verdict, and what the page says in the end."""
    browser.get(address)
    browser.execute_script(CLICK, text)
    time.sleep(0.02)
    while "/checks/" not in browser.current_url:
        time.sleep(0.005)
    first, last, said = browser.execute_async_script(SHOWN)
    return first / 1000, last / 1000, said


def main() -> None:
    """Measure and print."""
    source, text = sys.argv[1], article(sys.argv[2] if len(sys.argv) > 2 else None)
    command = [sys.executable, "-m", "citecheck", "serve", "--no-browser", "--source", source]
    with (
        subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server,
        tempfile.TemporaryDirectory() as folder,
    ):
        try:
            found = re.search(r"http\S+", server.stdout.readline() if server.stdout else "")
            address = found[0] if found else ""
            with opened_browser(Path(folder)) as browser:
                browser.set_script_timeout(120)
                runs = [pasted(browser, address, text) for _ in range(RUNS + 1)][1:]
        finally:
            server.terminate()
    by_command = checked_by_command(source, text)
    sys.stdout.write(f"{len(text.split()):,} words, {runs[0][2]}\n")
    for name, seconds in (
        ("first citation", [first for first, _, _ in runs]),
        ("all verdicts", [last for _, last, _ in runs]),
        ("citecheck check", by_command),
    ):
        sys.stdout.write(f"{name}: median {statistics.median(seconds):.3f} s, worst {max(seconds):.3f} s\n")
    ratio = statistics.median(last for _, last, _ in runs) / statistics.median(by_command)
    sys.stdout.write(f"all verdicts on the page / citecheck check: {ratio:.2f}\n")


if __name__ == "__main__":
    main()
