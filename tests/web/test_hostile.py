"""A hostile site in another tab, and hostile articles."""

import http.server
import threading
from collections.abc import Iterator
from pathlib import Path
from string import Template
from typing import Any

import pytest

from tests.browser import needs_browser
from tests.web.server import ARTICLES, Served

ARTICLE = (ARTICLES / "magnesium-neuropathy.md").read_text("utf-8")
SCRIPT = "<script>document.title='owned';fetch('/owned')</script>"
HOSTILE = f"""# On <img src=x onerror="document.title='owned'"> {SCRIPT}

According to a 2019 study in The Lancet, <svg onload="document.title='owned'"> tea helps ${{7*7}} </script>
{SCRIPT} [a link](javascript:document.title='owned') \u202e\x1b[31m.

1. Harrow PL. Tea "onmouseover="document.title='owned'" and {SCRIPT}. J Nutr. 2016;146(3):501-509.
"""


@pytest.fixture
def evil_site(server: Served) -> Iterator[str]:
    """A page of another site that tries what it can, and writes down what came back."""
    page = Template((Path(__file__).parent / "evil.html").read_text("utf-8")).substitute(
        target=server.address
    )

    class Handler(http.server.BaseHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Say nothing."""

        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(page.encode())

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as listening:
        threading.Thread(target=listening.serve_forever, daemon=True).start()
        yield f"http://localhost:{listening.server_address[1]}/"
        listening.shutdown()


@needs_browser
def test_a_site_in_another_tab_gets_nothing_though_it_knows_the_address(
    browser: Any, server: Served, evil_site: str
) -> None:
    from selenium.webdriver.support.ui import WebDriverWait

    browser.get(evil_site)
    WebDriverWait(browser, 30).until(lambda driver: "script:" in driver.title)
    said = dict(part.split(":") for part in browser.title.split(" "))
    assert said == dict.fromkeys(("read", "post", "opaque", "events", "script"), "refused")
    browser.switch_to.frame(0)
    assert not browser.find_elements("id", "check")
    browser.switch_to.default_content()
    browser.execute_script("send()")
    WebDriverWait(browser, 30).until(lambda driver: driver.current_url.startswith(server.origin))
    assert browser.find_element("tag name", "body").text == "Only the pages of this server may ask that."
    assert "tea owns" not in server.get().text


@needs_browser
def test_a_hostile_article_stays_text(browser: Any, server: Served) -> None:
    from selenium.webdriver.support.ui import WebDriverWait

    browser.get_log("browser")
    key = server.begin(HOSTILE, files=[(f"{SCRIPT}.md", HOSTILE.encode()), ("a.html", HOSTILE.encode())])
    server.news(key)
    for page in (server.address, f"{server.address}checks/{key}/"):
        browser.get(page)
        WebDriverWait(browser, 30).until(
            lambda driver: driver.execute_script("return document.readyState") == "complete"
        )
    shown = "return document.getElementById('progress').textContent"
    WebDriverWait(browser, 30).until(lambda driver: "Done" in driver.execute_script(shown))
    for at in range(3):
        browser.execute_script(f"show({at})")
        browser.execute_script("step(1)")
        added = (
            "return document.querySelectorAll('main img, main svg[onload], main script, #panel img').length"
        )
        assert browser.execute_script(added) == 0
        assert browser.title == "citecheck report"
    assert not [entry for entry in browser.get_log("browser") if entry["level"] == "SEVERE"]
    for form in ("html", "markdown"):
        saved = server.get(f"checks/{key}/save/{form}").text
        assert SCRIPT not in saved


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("nested.html", b"<div>" * 20_000 + b"x"),
        ("deep.md", b"> " * 20_000 + b"x"),
        ("brackets.md", b"[" * 30_000),
    ],
)
def test_a_document_that_takes_too_much_ends_alone(server: Served, name: str, data: bytes) -> None:
    hostile = server.begin(files=[(name, data)])
    calm = server.begin(ARTICLE)
    assert server.get().status_code == 200
    assert server.news(calm)[-1]["judged"] == 5
    assert server.news(hostile)[-1]["state"] == "done"
