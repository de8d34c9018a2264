"""What a store's figures are made of, on small stores written by hand."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from citecheck.audit import Store
from citecheck.audit.views.diff_and_query import compare_runs
from citecheck.audit.views.overview_page import render_overview_html, render_overview_text
from citecheck.audit.views.statistics import OTHERS, count_verdicts
from tests.audit.stores import article, cited, write


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "audit.db") as opened:
        yield opened


def test_what_a_part_of_pubmed_lacks_does_not_fail(store: Store) -> None:
    write(
        store,
        article("a", cited("a", "One.", "not_found", "partial_source")),
        article("b", cited("b", "Two.", "not_found"), cited("b", "Three.", "verified", pmid="5", cid="c2")),
        article("c", cited("c", "Four.", "verified", "retracted animal_study", pmid="7")),
        article("d", error="The file is empty."),
    )
    seen = count_verdicts(store)
    assert dict(seen.verdicts) == {"not_in_index": 1, "not_found": 1, "verified": 2}
    assert seen.flags == (("animal_study", 1), ("retracted", 1))
    assert [(name, failing, absent) for name, _, failing, absent, _ in seen.worst] == [
        ("b", 1, 0), ("c", 1, 0), ("a", 0, 1),
    ]  # fmt: skip
    text = render_overview_text(seen)
    assert "4 articles (1 could not be read), 4 citations" in text
    assert "1  not in this index" in text
    assert "1  The file is empty." in text
    assert "PMID 7: Ice cream and bone. Bone 2014" in text
    assert store.rows("SELECT verdict, citations FROM verdicts ORDER BY 1") == [
        ("not_found", 1), ("not_in_index", 1), ("verified", 2),
    ]  # fmt: skip


def test_the_page_leads_down_to_the_evidence(store: Store) -> None:
    write(
        store, article("https://x.example/a", cited("https://x.example/a", "<i>One.", "mismatch", pmid="5"))
    )
    page = render_overview_html(store, count_verdicts(store))
    for part in (
        'href="https://x.example/a"', "&lt;i&gt;One.", "A &lt;b&gt;title&lt;/b&gt; Gut 2014", "Because.",
        "gut AND bread: 3 hits", "Near", "-1.5 bits", 'href="https://pubmed.ncbi.nlm.nih.gov/5/"',
        'href="#s0">Verdicts</a>',
    ):  # fmt: skip
        assert part in page
    assert "<script" not in page


def test_an_empty_store_has_a_page(store: Store) -> None:
    write(store)
    assert "0 articles, 0 citations" in render_overview_text(count_verdicts(store))
    assert "<h1>" in render_overview_html(store, count_verdicts(store))


@pytest.mark.parametrize(
    ("names", "folders"),
    [
        (["a/b/one.md", "a/b/two.md", "a/c/one.md", "three.md"], [".", "a/b", "a/c"]),
        (["/srv/a/x.md", "/srv/b/x.md"], ["/srv/a", "/srv/b"]),
        (
            ["https://x.example/health/a", "https://y.example/b"],
            ["https://x.example/health", "https://y.example"],
        ),
        (["export/a.jsonl#1", "export/a.jsonl#x/y"], ["export"]),
        ([f"s/{n}/{m}/x.md" for n in range(9) for m in range(9)], [f"s/{n}" for n in range(9)]),
    ],
)
def test_folders_are_shown_as_deep_as_there_is_room(
    store: Store, names: list[str], folders: list[str]
) -> None:
    write(store, *(article(name, cited(name, "One.", "verified")) for name in names))
    assert [name for name, _, _ in count_verdicts(store).folders] == folders


def test_many_folders_are_the_largest_and_others(store: Store) -> None:
    names = [f"f{n:02}/{m}.md" for n in range(50) for m in range(1 + (n == 49))]
    write(store, *(article(name, cited(name, "One.", "verified")) for name in names))
    found = count_verdicts(store).folders
    assert len(found) == 41
    assert ("f49", "verified", 2) in found
    assert found[-1] == (OTHERS, "verified", 10)


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


def test_what_says_the_same_has_not_changed(store: Store) -> None:
    one, two = cited("a", "One.", "not_found"), cited("a", "Two.", "not_found", cid="c2")
    first = write(store, article("a", one, two))
    second = write(store, article("a", one, replace(two, reasons="Because of something else.")))
    assert store.rows("SELECT cid, since_run, until_run FROM citations ORDER BY key") == [
        ("c1", first, None), ("c2", first, second), ("c2", second, None),
    ]  # fmt: skip
