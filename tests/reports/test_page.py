"""The HTML report in a real browser: what hostile text can do there, keys, filters, accessibility, size."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from citecheck.gate import Policy, Suppression, apply_policy
from citecheck.gate.decisions import read_decisions
from citecheck.model import (
    Block,
    BlockKind,
    DecisionState,
    Document,
    DocumentFormat,
    DocumentReport,
    Flag,
    Report,
    Verdict,
)
from citecheck.reports.to_html import render_html
from tests.browser import axe_violations, needs_browser, opened_browser

pytestmark = needs_browser

HOSTILE = (
    "<img src=x onerror=\"document.title='owned'\"></script><script>document.title='owned'</script>"
    "<!--${alert(1)}{{7*7}}javascript:alert(1)\u202e\x1b[31m &lt;b&gt; ' \" ` \\u003c"
)


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    with opened_browser(tmp_path_factory.mktemp("chromium")) as driver:
        yield driver


def show(browser: Any, report: Report, folder: Path, at: str = "") -> int:
    """Open the report; how many bytes it has."""
    path = folder / "report.html"
    path.write_text(render_html(report), encoding="utf-8")
    browser.get("about:blank")
    browser.get(f"{path.as_uri()}{at}")
    return path.stat().st_size


def text(browser: Any, selector: str) -> str:
    return str(browser.execute_script("return document.querySelector(arguments[0]).innerText", selector))


def content(browser: Any, selector: str) -> str:
    """Also of what the browser leaves unpainted until it is scrolled to."""
    return str(browser.execute_script("return document.querySelector(arguments[0]).textContent", selector))


@pytest.fixture
def article(report: Report) -> Report:
    """The shared report with a text in which the quotes stand."""
    part = report.documents[0]
    quotes = [c.citation.quote for c in part.citations]
    document = replace(part.document, text=f"{quotes[0]}\n\nBetween. {quotes[1]} {quotes[2]}\n\n{quotes[3]}")
    return apply_policy(
        replace(report, documents=(replace(part, document=document), *report.documents[1:])), Policy()
    )


def test_citations_are_marked_and_explained(browser: Any, article: Report, tmp_path: Path) -> None:
    show(browser, article, tmp_path, "#0/c2")
    assert browser.execute_script("return document.querySelectorAll('a.cite').length") == 4
    panel = text(browser, "#panel")
    assert "mismatch" in panel
    assert "The article says 2015; it was published in 2011." in panel
    assert "-6.5" in content(browser, "#panel")
    assert "PubMed 12345" in panel


def test_keys_and_filters(browser: Any, article: Report, tmp_path: Path) -> None:
    from selenium.webdriver.common.by import By

    show(browser, article, tmp_path)
    body = browser.find_element(By.TAG_NAME, "body")
    assert "c2" in text(browser, "#panel h2")
    body.send_keys("k")
    assert "c1" in text(browser, "#panel h2")
    body.send_keys("j")
    assert "c2" in text(browser, "#panel h2")
    body.send_keys("]")
    assert "could not be read" in text(browser, "#article")
    body.send_keys("[")
    assert browser.execute_script("return document.querySelectorAll('a.cite').length") == 4
    browser.execute_script("document.querySelector('#totals button').click()")
    assert text(browser, "#totals button[aria-pressed=true]") == "✗ 1 retracted"
    assert browser.execute_script("return document.querySelectorAll('a.cite').length") == 1
    browser.execute_script("document.querySelector('#totals button').click()")
    assert browser.execute_script("return document.querySelectorAll('a.cite').length") == 4


def several(report: Report) -> Report:
    """Three articles of which the first is all right and the others are not."""
    part = report.documents[0]
    calm = DocumentReport(replace(part.document, path="site/content/calm.md"), part.citations[:1])
    unclear = DocumentReport(replace(part.document, path="site/content/unclear.md"), part.citations[2:3])
    wrong = DocumentReport(replace(part.document, path="site/content/wrong.md"), part.citations)
    return apply_policy(replace(report, documents=(calm, unclear, wrong)), Policy())


def test_it_opens_on_the_worst_finding(browser: Any, article: Report, tmp_path: Path) -> None:
    show(browser, several(article), tmp_path)
    assert text(browser, "#strip") == "FAILED: 1 retracted · 2 unchecked"
    assert "wrong.md" in text(browser, "main > p.hint")
    panel = text(browser, "#panel")
    assert "✗ retracted" in panel
    assert panel.index("RETRACTED") < panel.index("PubMed says") < panel.index("Evidence in bits")
    marked = browser.execute_script(
        "return [...document.querySelectorAll('#panel mark')].map(e => e.textContent)"
    )
    assert marked == ["2015", "2011"]
    assert not browser.execute_script("return document.querySelector('#panel details').open")


def test_problems_of_all_articles_are_walked_by_key(browser: Any, article: Report, tmp_path: Path) -> None:
    from selenium.webdriver.common.by import By

    show(browser, several(article), tmp_path)
    assert text(browser, "#folder") == "in site/content/"
    rows = "return [...document.querySelectorAll('#problems small')].map(e => e.textContent)"
    assert browser.execute_script(rows) == ["wrong.md:2", "unclear.md:3", "wrong.md:3"]
    body = browser.find_element(By.TAG_NAME, "body")
    seen = []
    for _ in range(3):
        body.send_keys("n")
        seen.append((text(browser, "main > p.hint").split(" ")[0], text(browser, "#panel h2")[-14:]))
    assert [place for place, _ in seen] == [
        "site/content/unclear.md", "site/content/wrong.md", "site/content/wrong.md",
    ]  # fmt: skip
    body.send_keys("p")
    assert content(browser, "#problems a[aria-current=true] small") == "wrong.md:3"


def test_not_in_this_index_is_grey_and_not_an_error(browser: Any, article: Report, tmp_path: Path) -> None:
    part = article.documents[0]
    judgement = part.citations[0].judgement
    assert judgement
    lacking = replace(judgement, verdict=Verdict.NOT_FOUND, flags=(Flag.PARTIAL_SOURCE,), match=None)
    one = DocumentReport(part.document, (replace(part.citations[0], judgement=lacking, finding=None),))
    show(browser, apply_policy(replace(article, documents=(one,)), Policy()), tmp_path)
    assert text(browser, "#totals") == "? 1 not in this index"
    colour = "return getComputedStyle(document.querySelector('#panel .badge')).color"
    assert browser.execute_script(colour) == "rgb(85, 85, 85)"


def test_notes_and_decisions_are_kept_in_the_file(browser: Any, article: Report, tmp_path: Path) -> None:
    show(browser, several(article), tmp_path)
    browser.execute_script(
        "const [choice, note, who] = document.querySelectorAll('#panel .decision > *');"
        "choice.value = 'to_fix'; note.value = 'Ask the </script> author.'; who.value = '=Ann';"
        "note.dispatchEvent(new Event('change'));"
    )
    saved = tmp_path / "saved.html"
    saved.write_text(browser.execute_script("return saved_page()"), encoding="utf-8")
    table = tmp_path / "decisions.csv"
    table.write_bytes(browser.execute_script("return saved_decisions()").encode())
    (decision,) = read_decisions(table)
    assert (decision.article, decision.state, decision.name) == (
        "site/content/wrong.md",
        DecisionState.TO_FIX,
        "=Ann",
    )
    browser.get(saved.as_uri())
    assert "to fix" in content(browser, "#problems small")
    assert browser.execute_script("return document.querySelector('#panel textarea').value") == (
        "Ask the </script> author."
    )
    assert browser.execute_script("return document.querySelectorAll('#problems li').length") == 3
    assert not [entry for entry in browser.get_log("browser") if entry["level"] == "SEVERE"]


def test_a_bottom_sheet_on_phones(browser: Any, article: Report, tmp_path: Path) -> None:
    metrics = {"width": 390, "height": 800, "deviceScaleFactor": 1, "mobile": True}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    try:
        show(browser, article, tmp_path)
        box = browser.execute_script(
            "return document.getElementById('panel').getBoundingClientRect().toJSON()"
        )
        assert (box["left"], box["bottom"]) == (0, 800)
        assert box["height"] <= 400
        browser.execute_script("document.querySelector('.back').click()")
        height = "return document.getElementById('panel').getBoundingClientRect().height"
        assert browser.execute_script(height) < 80
    finally:
        browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def many(report: Report, number: int) -> Report:
    """A report of as many articles of 8,000 characters with 12 citations each."""
    part = report.documents[0]
    body = (part.document.text + "\n\n" + "Words that an article is made of. " * 200)[:8000]
    document = replace(part.document, text=body)
    parts = (DocumentReport(replace(document, path=f"a/{n}.md"), part.citations * 3) for n in range(number))
    return replace(report, documents=tuple(parts))


def test_headings_lists_and_quotes_look_like_what_they_are(
    browser: Any, article: Report, tmp_path: Path
) -> None:
    part = article.documents[0]
    quote = part.citations[1].citation.quote
    pieces = (
        (BlockKind.HEADING, "1", "On <b>bread</b>"),
        (BlockKind.HEADING, "4", "Why 🍞🍞 rises"),
        (BlockKind.PARAGRAPH, None, f"🍞 Before. {quote} After."),
        (BlockKind.LIST_ITEM, None, "One."),
        (BlockKind.LIST_ITEM, "7", "Seven."),
        (BlockKind.QUOTE, None, "Said somebody."),
    )
    text, blocks = "", []
    for kind, label, words in pieces:
        blocks.append(Block(kind, len(text), len(text) + len(words), label))
        text += words + "\n\n"
    document = replace(part.document, text=text, blocks=tuple(blocks))
    one = DocumentReport(document, part.citations[1:2])
    show(browser, replace(article, documents=(one,)), tmp_path)
    shown = browser.execute_script(
        "return [...document.querySelectorAll('main > *, main li')].map(e => [e.tagName, e.textContent])"
    )
    assert [tag for tag, _ in shown] == ["H2", "P", "H3", "P", "UL", "LI", "LI", "BLOCKQUOTE", "DIV"]
    (cited,) = browser.execute_script(
        "return [...document.querySelectorAll('a.cite')].map(e => e.textContent)"
    )
    assert cited == quote
    label = "return getComputedStyle(document.querySelectorAll('main li')[1], '::before').content"
    assert "7" in browser.execute_script(label)


def test_articles_are_found_sorted_and_walked_through(browser: Any, article: Report, tmp_path: Path) -> None:
    from selenium.webdriver.common.by import By

    calm = DocumentReport(replace(article.documents[0].document, path="a/first.md", title="Calm"))
    several = many(article, 3)
    show(browser, replace(several, documents=(calm, *several.documents)), tmp_path)
    browser.execute_script("document.getElementById('tab-articles').click()")
    first = "#articles li:first-child"
    assert "Calm" in content(browser, first)
    browser.find_element(By.ID, "worst").click()
    assert "0.md" in content(browser, first)
    assert content(browser, "#articles li:last-child").startswith("Calm")
    browser.find_element(By.ID, "search").send_keys("2.md")
    assert browser.execute_script("return document.querySelectorAll('#articles li').length") == 1
    assert text(browser, "#found") == "1 of 4 shown"
    browser.find_element(By.TAG_NAME, "h1").click()
    browser.find_element(By.ID, "search").clear()
    browser.execute_script("show(1)")
    body = browser.find_element(By.TAG_NAME, "body")
    body.send_keys("]")
    body.send_keys("]")
    assert content(browser, "#articles a[aria-current=true] small") == "2.md"


def test_five_hundred_articles_draw_first_what_is_read_first(
    browser: Any, article: Report, tmp_path: Path
) -> None:
    from selenium.webdriver.support.ui import WebDriverWait

    assert show(browser, many(apply_policy(article, Policy()), 500), tmp_path) < 12_000_000
    assert text(browser, "main h2") == "On <b>bread</b>"
    assert "c2" in text(browser, "#panel h2")
    assert browser.execute_script("return document.querySelectorAll('#articles li').length") == 0
    total = browser.execute_script("return about.problems.length")
    rows = "return document.querySelectorAll('#problems li').length"
    WebDriverWait(browser, 60).until(lambda driver: driver.execute_script(rows) == total)
    browser.execute_script("document.getElementById('tab-articles').click()")
    assert browser.execute_script("return document.querySelectorAll('#articles .bar').length") == 500


def test_suppressed_and_known_are_counted(browser: Any, article: Report, tmp_path: Path) -> None:
    weighed = apply_policy(article, Policy(), (Suppression("agreed", "x", quote="2015 trial"),))
    show(browser, weighed, tmp_path, "#0/c2")
    assert "1 suppressed" in text(browser, "#source")
    assert "suppressed: agreed" in text(browser, "#panel")


def test_hostile_text_stays_text(browser: Any, article: Report, tmp_path: Path) -> None:
    part = article.documents[0]
    document = replace(part.document, text=HOSTILE, title=HOSTILE, path=HOSTILE)
    citations = []
    for checked in part.citations:
        judgement = checked.judgement
        assert judgement
        searches = tuple(replace(s, text=HOSTILE) for s in judgement.searches)
        match = judgement.match and replace(
            judgement.match, publication=replace(judgement.match.publication, title=HOSTILE, doi=HOSTILE)
        )
        candidates = (match,) if match else ()
        judgement = replace(
            judgement, reasons=(HOSTILE,), searches=searches, match=match, candidates=candidates
        )
        claimed = replace(checked.citation.claimed, finding=HOSTILE, place=HOSTILE, pmid=HOSTILE)
        citation = replace(checked.citation, quote=HOSTILE, claimed=claimed)
        citations.append(replace(checked, citation=citation, judgement=judgement))
    hostile = Report((DocumentReport(document, tuple(citations)),), article.source)
    for checked in citations:
        show(browser, hostile, tmp_path, f"#0/{checked.citation.id}")
        assert browser.title == "citecheck report"
        assert (
            browser.execute_script(
                "return document.querySelectorAll('main img, main script, aside img').length"
            )
            == 0
        )
    assert "<img src=x" in text(browser, "#panel")
    refused = [entry["message"] for entry in browser.get_log("browser")]
    assert not refused


def test_no_accessibility_violations(browser: Any, article: Report, tmp_path: Path) -> None:
    for scheme in ("light", "dark"):
        media = {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", media)
        show(browser, article, tmp_path, "#0/c2")
        assert axe_violations(browser) == []


def test_readable_at_phone_width(browser: Any, article: Report, tmp_path: Path) -> None:
    metrics = {"width": 390, "height": 800, "deviceScaleFactor": 1, "mobile": True}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    try:
        show(browser, article, tmp_path, "#0/c2")
        assert browser.execute_script("return document.documentElement.scrollWidth") <= 390
    finally:
        browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def test_a_report_without_articles(browser: Any, tmp_path: Path) -> None:
    show(browser, Report(()), tmp_path)
    assert "0 articles" in text(browser, "header")


def test_an_unreadable_article_alone(browser: Any, tmp_path: Path) -> None:
    bad = Document("x.bin", DocumentFormat.UNKNOWN, error=json.dumps({"a": "</script>"}))
    show(browser, Report((DocumentReport(bad),)), tmp_path)
    assert "</script>" in text(browser, "#article")
