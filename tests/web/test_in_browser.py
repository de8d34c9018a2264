"""The page in a real browser."""

from typing import Any

import pytest

from tests.browser import axe_violations, needs_browser
from tests.web.server import ARTICLES, Served

pytestmark = needs_browser

ARTICLE = (ARTICLES / "magnesium-neuropathy.md").read_text("utf-8")


def text(browser: Any, selector: str) -> str:
    return str(
        browser.execute_script("return document.querySelector(arguments[0])?.innerText ?? ''", selector)
    )


def wait_for(browser: Any, selector: str, words: str) -> None:
    from selenium.webdriver.support.ui import WebDriverWait

    WebDriverWait(browser, 60).until(lambda driver: words in text(driver, selector))


def paste(browser: Any, server: Served, article: str) -> None:
    browser.get(server.address)
    browser.execute_script("document.getElementById('text').value = arguments[0]", article)
    browser.find_element("id", "check").click()


def severe(browser: Any) -> list[str]:
    return [entry["message"] for entry in browser.get_log("browser") if entry["level"] == "SEVERE"]


def test_a_pasted_text_shows_its_verdicts(browser: Any, server: Served) -> None:
    paste(browser, server, ARTICLE)
    wait_for(browser, "#progress", "Done: 5 citations")
    assert browser.execute_script("return document.querySelectorAll('a.cite').length") == 5
    assert "not in this index" in text(browser, "#panel h2")
    assert "2 verified" in text(browser, "#totals")
    assert "458 records" in text(browser, "#toolbar")
    assert not severe(browser)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1300, 390])
def test_no_accessibility_violations(browser: Any, server: Served, scheme: str, width: int) -> None:
    media = {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
    metrics = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": width < 600}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", media)
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    try:
        browser.get(server.address)
        assert axe_violations(browser) == []
        paste(browser, server, ARTICLE)
        wait_for(browser, "#progress", "Done: 5 citations")
        assert axe_violations(browser) == []
        assert browser.execute_script("return document.documentElement.scrollWidth") <= width
    finally:
        browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
