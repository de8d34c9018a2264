"""What a store's figures are made of, on small stores written by hand."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from citecheck.audit import Store
from citecheck.audit.store.runs import begin_run, finish_run
from citecheck.audit.store.write_articles import write_outcomes
from citecheck.audit.views.diff_and_query import compare_runs
from citecheck.audit.views.folders import OTHERS, Group
from citecheck.audit.views.overview_page import render_overview_html
from citecheck.audit.views.overview_text import render_overview_text
from citecheck.audit.views.statistics import summarize_store
from tests.audit.stores import INFO, article, cited, write


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "audit.db") as opened:
        yield opened


def test_not_in_this_index_does_not_fail(store: Store) -> None:
    write(
        store,
        article("a", cited("a", "One.", "not_found", "partial_source")),
        article("b", cited("b", "Two.", "not_found"), cited("b", "Three.", "verified", pmid="5", cid="c2")),
        article("c", cited("c", "Four.", "verified", "retracted animal_study", pmid="7")),
        article("d", error="The file is empty."),
    )
    seen = summarize_store(store)
    assert dict(seen.verdicts) == {"not_in_index": 1, "not_found": 1, "verified": 2}
    assert seen.flags == (("animal_study", 1), ("retracted", 1))
    assert [(one.article, one.failing, one.retracted, one.absent) for one in seen.worst] == [
        ("c", 1, 1, 0), ("b", 1, 0, 0), ("a", 0, 0, 1),
    ]  # fmt: skip
    text = render_overview_text(seen)
    assert "4 articles (1 could not be read), 4 citations" in text
    assert "1  25.0 %  not in this index" in text
    assert text.startswith("Of 3 checkable citations 2 fail (66.7 %); 1 cites retracted publications.\n")
    assert re.search(r"1 +The file is empty\.", text)
    assert "PMID 7: Ice cream and bone. Bone 2014" in text
    assert store.rows("SELECT verdict, citations FROM verdicts ORDER BY 1") == [
        ("not_found", 1), ("not_in_index", 1), ("verified", 2),
    ]  # fmt: skip


def test_the_page_leads_down_to_the_evidence(store: Store) -> None:
    write(
        store, article("https://x.example/a", cited("https://x.example/a", "<i>One.", "mismatch", pmid="5"))
    )
    page = render_overview_html(store, summarize_store(store))
    for part in (
        'href="https://x.example/a"', "&lt;i&gt;One.", "A &lt;b&gt;title&lt;/b&gt; Gut 2014", "Because.",
        "gut AND bread: 3 hits", "Near", "-1.5 bits", 'href="https://pubmed.ncbi.nlm.nih.gov/5/"',
        'href="#s0">Articles to fix first</a>', "Of 1 checkable citation 1 fails (100.0 %)", "<details open>",
    ):  # fmt: skip
        assert part in page
    assert "<script" not in page


def test_retracted_publications_and_articles_to_fix_come_first(store: Store) -> None:
    write(
        store,
        article("a", cited("a", "One.", "not_found", "partial_source"), date="2026-01-09"),
        replace(
            article(
                "b", *(cited("b", f"{n}.", "mismatch", cid=f"c{n}") for n in range(9)), date="2026-01-02"
            ),
            author="Ann Nut",
            section="Diet",
        ),
        replace(
            article("c", cited("c", "Ten.", "verified", "retracted", pmid="7"), date="2026-02-01"),
            author="Ann Nut",
        ),
        replace(
            article("d", cited("d", "Eleven.", "unchecked", reasons="The source was down.")), author="Bob Nut"
        ),
    )
    seen = summarize_store(store)
    assert [(group.name, group.failing, group.citations) for group in seen.sections] == [("Diet", 9, 9)]
    assert [(group.name, group.failing, group.citations) for group in seen.authors] == [
        ("Ann Nut", 10, 10), ("Bob Nut", 0, 1),
    ]  # fmt: skip
    assert [(group.name, group.failing, group.citations) for group in seen.months] == [
        ("2026-01", 9, 10), ("2026-02", 1, 1),
    ]  # fmt: skip
    page = render_overview_html(store, seen)
    titles = re.findall(r"<h2>(.*?)</h2>", page)
    assert titles[:2] == ["Articles to fix first", "Retracted publications still cited"]
    assert page.index("Ten.") < page.index("0.</blockquote>")
    assert (
        "<details><summary>1 citation not in this index, which holds only a part of PubMed</summary>" in page
    )
    assert "The source was down." in page
    assert "1 cites retracted publications." in page


def test_the_page_says_what_happened_since_the_run_before(store: Store) -> None:
    write(store, article("a", cited("a", "One.", "verified", pmid="5")), article("b"))
    write(store, article("a", cited("a", "Two.", "mismatch"), digest="other"), article("c"))
    page = render_overview_html(store, summarize_store(store))
    for said in ("1 article new", "1 article changed", "1 failing citation new", "0 failing citations fixed"):
        assert said in page


def test_an_empty_store_has_a_page(store: Store) -> None:
    write(store)
    assert "0 articles, 0 citations" in render_overview_text(summarize_store(store))
    assert "<h1>" in render_overview_html(store, summarize_store(store))


@pytest.mark.parametrize(
    ("names", "folders"),
    [
        (["a/b/one.md", "a/b/two.md", "a/c/one.md", "three.md"], [".", "a/b", "a/c"]),
        (["/srv/a/x.md", "/srv/b/x.md"], ["a", "b"]),
        (
            ["https://x.example/health/a", "https://y.example/b"],
            ["x.example/health", "y.example"],
        ),
        (["export/a.jsonl#1", "export/a.jsonl#x/y"], ["export"]),
        ([f"s/{n}/{m}/x.md" for n in range(9) for m in range(9)], [str(n) for n in range(9)]),
        (
            [f"https://web.archive.org/web/{n}0101000000/https://x.example/{n}/a" for n in (2019, 2020)],
            ["2019", "2020"],
        ),
    ],
)
def test_folders_are_shown_as_deep_as_there_is_room(
    store: Store, names: list[str], folders: list[str]
) -> None:
    write(store, *(article(name, cited(name, "One.", "verified")) for name in names))
    assert [group.name for group in summarize_store(store).folders] == folders


def test_many_folders_are_the_largest_and_others(store: Store) -> None:
    names = [f"f{n:02}/{m}.md" for n in range(50) for m in range(1 + (n == 49))]
    write(store, *(article(name, cited(name, "One.", "verified")) for name in names))
    found = summarize_store(store).folders
    assert len(found) == 41
    assert Group("f49", (("verified", 2),), 0) in found
    assert found[-1] == Group(OTHERS, (("verified", 10),), 0)


def test_two_runs_differ_by_what_came_and_went(store: Store) -> None:
    before = write(
        store,
        article("a", cited("a", "One.", "mismatch"), cited("a", "Two.", "not_found", cid="c2")),
        article("b", cited("b", "Three.", "not_found")),
        article("c", cited("c", "Four.", "not_found", "partial_source")),
    )
    after = write(
        store,
        # The first is another citation of the article by now, and the same finding.
        article("a", cited("a", "One.", "mismatch", cid="c2"), cited("a", "Five.", "mismatch", cid="c3")),
        article("c", cited("c", "Four.", "not_found")),
    )
    found = compare_runs(store, before, after)
    assert [(row.article, row.quote) for row in found.new] == [("a", "Five."), ("c", "Four.")]
    assert [(row.article, row.quote) for row in found.fixed] == [("a", "Two.")]
    assert found.open == 2
    back = compare_runs(store, after, before)
    assert (back.new, back.fixed, back.open) == (found.fixed, found.new, 2)


def test_rows_that_began_and_ended_in_one_run_are_deleted(store: Store) -> None:
    number, _ = begin_run(store, ["x"], INFO)
    write_outcomes(store, number, [article("a", cited("a", "One.", "mismatch"))])
    write_outcomes(store, number, [article("a", cited("a", "One.", "verified", pmid="5"))])
    finish_run(store, number)
    assert store.rows("SELECT count(*) FROM citations") == [(1,)]
    assert store.rows("SELECT count(*) FROM clusters") == [(1,)]


def test_unchanged_citations_keep_their_first_run(store: Store) -> None:
    one, two = cited("a", "One.", "not_found"), cited("a", "Two.", "not_found", cid="c2")
    first = write(store, article("a", one, two))
    second = write(store, article("a", one, replace(two, reasons="Because of something else.")))
    assert store.rows("SELECT cid, since_run, until_run FROM citations ORDER BY key") == [
        ("c1", first, None), ("c2", first, second), ("c2", second, None),
    ]  # fmt: skip
