"""The page of an audit in a real browser: phones, paper, accessibility."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from citecheck.audit import Store
from citecheck.audit.views.overview_page import render_overview_html
from citecheck.audit.views.statistics import summarize_store
from tests.audit.stores import article, cited, write

CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
pytestmark = pytest.mark.skipif(
    not (CHROMIUM and DRIVER), reason="needs Debian's chromium and chromium-driver"
)
LONG = "https://x.example/" + "a-very-long-name-without-any-space-" * 8


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM or ""
    for flag in (
        *("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"),
        *("--window-size=1300,900", f"--user-data-dir={tmp_path_factory.mktemp('chromium')}"),
    ):
        options.add_argument(flag)
    driver = webdriver.Chrome(options, webdriver.ChromeService(DRIVER))
    try:
        yield driver
    finally:
        driver.quit()


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("page")
    with Store(folder / "audit.db") as store:
        write(store, article("a", cited("a", "One.", "verified", pmid="5"), date="2026-01-02"))
        write(
            store,
            article(LONG, *(cited(LONG, f"{LONG} {n}", "mismatch", pmid="7", cid=f"c{n}") for n in range(9))),
            article("b", cited("b", "Two.", "verified", "retracted", pmid="7"), date="2026-02-03"),
            article("c", cited("c", "Three.", "not_found", "partial_source")),
            article("d", cited("d", "Four.", "unchecked", reasons=f"The source was down: {LONG}")),
            article("e", error="The file is empty."),
        )
        (folder / "audit.html").write_text(render_overview_html(store, summarize_store(store)), "utf-8")
    return folder / "audit.html"


@pytest.mark.parametrize("width", [320, 390, 768])
def test_nothing_scrolls_sideways(browser: Any, page: Path, width: int) -> None:
    metrics = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": True}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    try:
        browser.get(page.as_uri())
        assert browser.execute_script("return document.documentElement.scrollWidth") <= width
    finally:
        browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_accessibility_violations(browser: Any, page: Path, scheme: str) -> None:
    axe = (files("axe_core_python") / "axe.min.js").read_text(encoding="utf-8")
    media = {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", media)
    browser.get(page.as_uri())
    browser.execute_cdp_cmd("Runtime.evaluate", {"expression": axe})
    found = browser.execute_async_script("axe.run().then(arguments[arguments.length - 1])")
    assert [(v["id"], v["nodes"][0]["html"]) for v in found["violations"]] == []


def test_it_prints_what_is_to_be_fixed_without_the_contents(browser: Any, page: Path) -> None:
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    try:
        browser.get(page.as_uri())
        shown = browser.execute_script(
            "return [...document.querySelectorAll('nav, .entry blockquote')]"
            ".map(e => [e.tagName, e.offsetHeight > 0])"
        )
    finally:
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
    assert shown[0] == ["NAV", False]
    assert len(shown) == 11
    assert all(visible for name, visible in shown[1:])
