"""The page in a real browser."""

import http.server
import io
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser import axe_violations, needs_browser
from tests.web.server import ARTICLES, ROOT, Served, serving

pytestmark = needs_browser

ARTICLE = (ARTICLES / "magnesium-neuropathy.md").read_text("utf-8")
VITAMIN_D = (ARTICLES / "vitamin-d-references.md").read_text("utf-8")


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


def drop(browser: Any, files: dict[str, bytes]) -> None:
    """Drop files on the page as a person does: the browser's own events, with a transfer made by hand."""
    listed = [[name, list(data)] for name, data in files.items()]
    browser.execute_script(
        "const transfer = new DataTransfer();"
        "for (const [name, data] of arguments[0]) transfer.items.add(new File([new Uint8Array(data)], name));"
        "const drop = new DragEvent('drop', {dataTransfer: transfer, bubbles: true, cancelable: true});"
        "document.getElementById('drop').dispatchEvent(drop);",
        listed,
    )


def word_file() -> bytes:
    import docx

    document = docx.Document()
    document.add_paragraph("A 2011 randomized trial in Magnesium Research found that magnesium eases pain.")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_five_kinds_of_files_are_dropped(browser: Any, server: Served) -> None:
    names = ("coffee-mortality-news.txt", "heart-health-links.html", "vitamin-d-references.md")
    files = {name: (ARTICLES / name).read_bytes() for name in names}
    files |= {"report.pdf": (ROOT / "tests/safety/report.pdf").read_bytes(), "letter.docx": word_file()}
    browser.get(server.address)
    drop(browser, files)
    assert text(browser, "#chosen").count("Remove") == 5
    browser.find_element("id", "check").click()
    wait_for(browser, "#progress", "Done: ")
    browser.find_element("id", "tab-articles").click()
    rows = browser.execute_script(
        "return [...document.querySelectorAll('#articles li')].map(e => e.textContent)"
    )
    assert len(rows) == 5
    assert not [row for row in rows if "unchecked" in row]
    browser.execute_script("show(0)")
    assert "WASHINGTON, May 17, 2012" in text(browser, "main")


@pytest.fixture
def site() -> Iterator[str]:
    """A page on loopback, as an address to be checked."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Say nothing."""

        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write((ARTICLES / "heart-health-links.html").read_bytes())

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as listening:
        threading.Thread(target=listening.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{listening.server_address[1]}/article.html"
        listening.shutdown()


def test_an_address_is_given(browser: Any, site: str, cache: Path) -> None:
    with serving("--allow-private", cache=cache) as private:
        browser.get(private.address)
        browser.find_element("id", "address").send_keys(site)
        browser.find_element("id", "check").click()
        wait_for(browser, "#progress", "Done: ")
        assert site in text(browser, "main > p.hint")
        assert "verified" in text(browser, "#totals")


def test_progress_is_told_and_the_list_can_be_filtered(browser: Any, server: Served) -> None:
    paste(browser, server, VITAMIN_D)
    seen = set()
    for _ in range(600):
        seen.add(text(browser, "#progress"))
        if any(said.startswith("Done") for said in seen):
            break
    assert "Done: 6 citations" in seen
    browser.execute_script(
        "[...document.querySelectorAll('#totals button')].find(b => b.innerText.includes('mismatch')).click()"
    )
    assert browser.execute_script("return document.querySelectorAll('a.cite').length") == 2
    assert browser.execute_script("return document.querySelectorAll('#problems li').length") == 2


def key(browser: Any, *keys: str) -> None:
    from selenium.webdriver import ActionChains

    ActionChains(browser).send_keys(*keys).perform()


def focused(browser: Any) -> str:
    return str(
        browser.execute_script(
            "const e = document.activeElement; if (e === document.body) return '';"
            "return e.id || e.name || e.getAttribute('aria-label')"
            " || e.innerText || e.tagName"
        )
    )


def tab_to(browser: Any, name: str) -> None:
    """Press Tab until something is focused that is called so."""
    from selenium.webdriver.common.keys import Keys

    for _ in range(120):
        if name in focused(browser):
            return
        key(browser, Keys.TAB)
    pytest.fail(f"Tab never came to {name}; it is at {focused(browser)}")


def test_the_keyboard_alone_is_enough(browser: Any, server: Served) -> None:
    from selenium.webdriver.common.keys import Keys

    browser.get(server.address)
    assert focused(browser) == "text"
    key(browser, "A 2019 study in The Lancet found that tea helps.")
    tab_to(browser, "check")
    key(browser, Keys.ENTER)
    wait_for(browser, "#progress", "Done: 1 citation")
    key(browser, "j")
    wait_for(browser, "#panel h2", "c1")
    tab_to(browser, "Decision")
    key(browser, "f")
    tab_to(browser, "Note")
    key(browser, "It is not there.")
    tab_to(browser, "Look for another publication")
    key(browser, Keys.ENTER)
    tab_to(browser, "words")
    key(browser, "21659058", Keys.ENTER)
    wait_for(browser, ".found", "Oral magnesium treatment")
    tab_to(browser, "Pin PubMed 21659058")
    key(browser, Keys.ENTER)
    wait_for(browser, "#panel", "The publication that a person pinned")
    browser.refresh()
    wait_for(browser, "#progress", "Done: 1 citation")
    assert "The publication that a person pinned" in text(browser, "#panel")
    tab_to(browser, "Save as")
    key(browser, Keys.ENTER)
    tab_to(browser, "JSON")
    key(browser, Keys.ESCAPE)
    assert "Save as" in focused(browser)


def test_a_decision_stays_with_the_check(browser: Any, server: Served) -> None:
    paste(browser, server, VITAMIN_D)
    wait_for(browser, "#progress", "Done: 6 citations")
    browser.execute_script(
        "const [choice, note, who] = document.querySelectorAll('#panel .decision > *');"
        "choice.value = 'to_fix'; note.value = 'Ask the </script> author.'; who.value = 'Ann';"
        "note.dispatchEvent(new Event('change'));"
    )
    wait_for(browser, "#problems", "to fix")
    wait_saved(browser, server)
    browser.refresh()
    wait_for(browser, "#problems", "to fix")
    assert browser.execute_script("return document.querySelector('#panel textarea').value") == (
        "Ask the </script> author."
    )
    assert not severe(browser)


def wait_saved(browser: Any, server: Served) -> None:
    from selenium.webdriver.support.ui import WebDriverWait

    path = browser.current_url.removeprefix(server.address).split("#")[0]
    WebDriverWait(browser, 30).until(lambda _: "Ask the" in server.get(f"{path}save/json").text)


def test_saving_downloads_every_form_and_references_are_shown(
    browser: Any, server: Served, tmp_path: Path
) -> None:
    from selenium.webdriver.support.ui import WebDriverWait

    allowed = {"behavior": "allow", "downloadPath": str(tmp_path)}
    browser.execute_cdp_cmd("Browser.setDownloadBehavior", allowed)
    paste(browser, server, VITAMIN_D)
    wait_for(browser, "#progress", "Done: 6 citations")
    browser.execute_script("document.getElementById('save').open = true")
    for link in browser.find_elements("css selector", "#save a"):
        link.click()
    suffixes = {".html", ".docx", ".md", ".json", ".csv"}
    WebDriverWait(browser, 60).until(lambda _: {path.suffix for path in tmp_path.iterdir()} == suffixes)
    saved = next(path for path in tmp_path.iterdir() if path.suffix == ".html")
    browser.execute_script("document.getElementById('references').open = true")
    browser.find_element("css selector", "#style option[value=ris]").click()
    browser.find_element("id", "copy").click()
    wait_for(browser, "#copy-said", "")
    shown = "return document.getElementById('copied').value"
    WebDriverWait(browser, 30).until(lambda driver: "TY  - JOUR" in driver.execute_script(shown))
    browser.get(saved.as_uri())
    assert browser.execute_script("return document.querySelectorAll('a.cite').length") == 6
    assert not browser.find_elements("id", "toolbar")
    assert not severe(browser)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1300, 390])
def test_menus_and_the_search_by_hand_are_accessible(
    browser: Any, server: Served, scheme: str, width: int
) -> None:
    media = {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
    metrics = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": width < 600}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", media)
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    try:
        paste(browser, server, VITAMIN_D)
        wait_for(browser, "#progress", "Done: 6 citations")
        browser.execute_script(
            "document.querySelector('.tools').open = true;"
            "document.querySelector('.hand [name=words]').value = '29635490';"
            "document.querySelector('.hand button').click()"
        )
        wait_for(browser, ".found", "Cancer and vitamin D")
        for menu in ("save", "corrections", "references"):
            browser.execute_script("document.getElementById(arguments[0]).open = true", menu)
            if menu == "corrections":
                wait_for(browser, "#diff", "+2. Goulão B")
            assert axe_violations(browser) == []
        browser.find_element("id", "copy").click()
        wait_for(browser, "#copy-said", ".")
        assert axe_violations(browser) == []
        assert browser.execute_script("return document.documentElement.scrollWidth") <= width
    finally:
        browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def test_a_saved_check_is_dropped_together_with_its_article(browser: Any, server: Served) -> None:
    from selenium.webdriver.support.ui import WebDriverWait

    name = "vitamin-d-references.md"
    first = server.begin(files=[(name, VITAMIN_D.encode())])
    server.news(first)
    given = {"at": "0", "citation": "c4", "state": "accepted", "note": "<i>a misprint</i>", "name": "Ann"}
    assert server.post(f"checks/{first}/decide", given).status_code == 200
    saved = server.get(f"checks/{first}/save/html").content
    browser.get(server.address)
    drop(browser, {"article-checked.html": saved, name: VITAMIN_D.encode()})
    browser.find_element("id", "check").click()
    wait_for(browser, "#progress", "1 saved decision taken over.")
    browser.execute_script("document.querySelector('a.cite[data-id=\"c4\"]').click()")
    WebDriverWait(browser, 30).until(lambda driver: "c4" in text(driver, "#panel h2"))
    value = "return document.querySelector('#panel .decision ' + arguments[0]).value"
    assert browser.execute_script(value, "select") == "accepted"
    assert browser.execute_script(value, "textarea") == "<i>a misprint</i>"
    assert not severe(browser)
