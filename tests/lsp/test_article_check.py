"""Checks of one text after the other: what is asked again, and what is given up."""

from collections.abc import Callable, Iterator, Sequence

import pytest

from citecheck.lsp import article_check
from citecheck.lsp.article_check import ArticleChecker, EditorOptions, Job
from citecheck.model import DocumentFormat, Lookup, Query
from citecheck.sources import open_source
from citecheck.sources.memoized import MemoizedSource
from tests.lsp.editor import ARTICLE, ROOT

TEXT = ARTICLE.read_text("utf-8")


class WatchedSource(MemoizedSource):
    """Keeps the queries that it is asked, and may do something at each."""

    def __init__(self) -> None:
        super().__init__(open_source(str(ROOT / "fixtures/pubmed")), most=0)
        self.asked: list[Query] = []
        self.at_each: Callable[[], None] = lambda: None

    def answer(self, queries: Sequence[Query]) -> list[Lookup]:
        self.asked += queries
        self.at_each()
        return super().answer(queries)

    def close(self) -> None:
        """It is opened once more for the checks."""


@pytest.fixture
def source(monkeypatch: pytest.MonkeyPatch) -> Iterator[WatchedSource]:
    source = WatchedSource()
    monkeypatch.setattr(article_check, "open_source", lambda *_: source)
    yield source
    MemoizedSource.close(source)


def job(text: str) -> Job:
    return Job(text, "article.md", DocumentFormat.MARKDOWN)


def test_what_was_looked_up_is_not_asked_again(source: WatchedSource) -> None:
    checker = ArticleChecker(EditorOptions())
    first = checker.check(job(TEXT))
    assert first
    assert source.asked
    source.asked.clear()
    again = checker.check(job(f"{TEXT}\n\nThe end.\n"))
    assert again
    assert not source.asked
    verdicts = [[one.judgement.verdict for one in c.part.citations if one.judgement] for c in (first, again)]
    assert verdicts[0] == verdicts[1]
    # A citation that changed is the only one that is asked about.
    assert checker.check(job(TEXT.replace("2012;107", "2018;107")))
    assert source.asked
    assert all("Goulão" in repr(query) or "Cancer" in repr(query) for query in source.asked)


def test_a_check_that_became_stale_asks_nothing_more_and_has_no_result(source: WatchedSource) -> None:
    checker = ArticleChecker(EditorOptions())
    stale = job(TEXT)
    source.at_each = lambda: checker.give_up(stale)
    assert checker.check(stale) is None
    rounds = len(source.asked)
    source.at_each = lambda: None
    assert checker.check(job(TEXT))
    assert len(source.asked) > 2 * rounds


def test_a_job_that_is_stale_before_its_turn_is_left(source: WatchedSource) -> None:
    checker = ArticleChecker(EditorOptions())
    stale = job(TEXT)
    checker.give_up(stale)
    assert checker.check(stale) is None
    assert not source.asked


@pytest.mark.parametrize("text", ["\ufeff", "\ud83d ", "\r\n\r\n"])
def test_offsets_count_in_the_text_whatever_it_begins_with(source: WatchedSource, text: str) -> None:
    checked = ArticleChecker(EditorOptions()).check(job(f"{text}\n\n{TEXT.partition('## References')[2]}"))
    assert checked
    spans = [one.citation.span for one in checked.part.citations]
    assert any(checked.text[span.start : span.end].startswith("Goulão B") for span in spans)
    ((year,), (journal,)) = checked.corrections
    assert (checked.text[year.start : year.end], year.replacement) == ("2012", "2018")
    assert (checked.text[journal.start : journal.end], journal.replacement) == ("Lancet", "BMJ")
    assert source.asked
