"""A real browser for the tests of pages: Debian's chromium, headless."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
needs_browser = pytest.mark.skipif(
    not (CHROMIUM and DRIVER), reason="needs Debian's chromium and chromium-driver"
)


@contextmanager
def opened_browser(folder: Path) -> Iterator[Any]:
    """Open a browser that keeps its profile in a folder, and fetches nothing by itself."""
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM or ""
    for flag in (
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-component-update",
        "--disable-background-networking",
        "--disable-sync",
        "--window-size=1300,900",
        f"--user-data-dir={folder}",
    ):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options, webdriver.ChromeService(DRIVER))
    try:
        yield driver
    finally:
        driver.quit()


def axe_violations(browser: Any) -> list[tuple[str, str]]:
    """What axe finds wrong with the page that is shown: (rule, HTML of the first place)."""
    axe = (files("axe_core_python") / "axe.min.js").read_text(encoding="utf-8")
    # Past the page's own policy, as a person with the browser's tools would.
    browser.execute_cdp_cmd("Runtime.evaluate", {"expression": axe})
    found = browser.execute_async_script("axe.run().then(arguments[arguments.length - 1])")
    return [(one["id"], one["nodes"][0]["html"]) for one in found["violations"]]
