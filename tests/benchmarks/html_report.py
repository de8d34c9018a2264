"""How long the HTML report of many articles takes to open in a real browser, and pictures of it.

    python tests/benchmarks/html_report.py [ARTICLES] [FOLDER FOR PICTURES]

The report is made of the demo's articles, again and again (500 unless said otherwise). Measured
in headless Chromium from the start of the navigation until the worst finding is shown
and painted, five times; printed are size, median and worst. With a folder, screenshots in light,
dark, phone width and print are written there, and of the demo alone.
"""

from __future__ import annotations

import contextlib
import shutil
import statistics
import sys
import tempfile
from dataclasses import replace
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import citecheck
from citecheck.gate import Policy, apply_policy
from citecheck.model import DocumentReport, Report
from citecheck.reports.to_html import render_html

ROOT = Path(__file__).parents[2]
RUNS = 5
# Resolves with milliseconds since the navigation began, once the article has text and a frame was drawn.
SHOWN = """
const done = arguments[arguments.length - 1];
(function look() {
  if (!document.querySelector("#panel .entry")) { setTimeout(look, 1); return; }
  const parsed = performance.getEntriesByType("navigation")[0].domInteractive;
  requestAnimationFrame(() => requestAnimationFrame(() => done([parsed, performance.now()])));
})();
"""


def demo() -> Report:
    """The demo's report."""
    with contextlib.chdir(ROOT):
        return apply_policy(citecheck.check(["fixtures/articles"], "fixtures/pubmed"), Policy())


def repeated(report: Report, number: int) -> Report:
    """A report of `number` articles."""
    parts = islice(cycle(report.documents), number)
    return replace(
        report,
        documents=tuple(
            DocumentReport(
                replace(part.document, path=f"archive/{at:04}/{Path(part.document.path).name}"),
                part.citations,
            )
            for at, part in enumerate(parts)
        ),
    )


def browser(folder: str) -> Any:
    """Headless Chromium."""
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium") or ""
    for flag in (
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--no-first-run",
        "--hide-scrollbars",
        "--disable-background-networking",
        f"--user-data-dir={folder}",
    ):
        options.add_argument(flag)
    return webdriver.Chrome(options, webdriver.ChromeService(shutil.which("chromedriver")))


def measure(driver: Any, page: Path) -> None:
    """Open the page several times and say how long it took."""
    interactive, shown = [], []
    for _ in range(RUNS):
        driver.get("about:blank")
        driver.get(page.as_uri())
        first, last = driver.execute_async_script(SHOWN)
        interactive.append(first)
        shown.append(last)
    size = page.stat().st_size / 1e6
    parsed, painted = (
        f"{statistics.median(times):.0f} ms (worst {max(times):.0f})" for times in (interactive, shown)
    )
    sys.stdout.write(f"{size:.1f} MB; parsed after {parsed}, first article painted after {painted}\n")


def picture(driver: Any, page: Path, target: Path, at: str, width: int, height: int, **media: str) -> None:
    """One screenshot."""
    features = [{"name": "prefers-color-scheme", "value": media.get("scheme", "light")}]
    driver.execute_cdp_cmd(
        "Emulation.setEmulatedMedia", {"media": media.get("media", ""), "features": features}
    )
    metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    driver.get("about:blank")
    driver.get(f"{page.as_uri()}{at}")
    if media.get("media") == "print":
        driver.execute_script("dispatchEvent(new Event('beforeprint'))")
    driver.save_screenshot(str(target))


def main() -> None:
    """Measure, and take pictures where a folder is named."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    one = demo()
    with tempfile.TemporaryDirectory() as folder:
        many, few = Path(folder, "many.html"), Path(folder, "few.html")
        many.write_text(render_html(repeated(one, number)), encoding="utf-8")
        few.write_text(render_html(one), encoding="utf-8")
        driver = browser(f"{folder}/profile")
        try:
            measure(driver, many)
            if len(sys.argv) > 2:
                album = Path(sys.argv[2])
                picture(driver, few, album / "report.png", "", 1300, 850)
                picture(driver, few, album / "report-dark.png", "", 1300, 850, scheme="dark")
                picture(driver, few, album / "report-phone.png", "", 390, 844)
        finally:
            driver.quit()


if __name__ == "__main__":
    main()
