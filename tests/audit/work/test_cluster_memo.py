"""What was settled for one article holds in another: the same rows as if each were checked by itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from pathlib import Path
from typing import Any

import pytest

from citecheck.audit.inputs.article import Article
from citecheck.audit.store.rows import Findings, findings_of
from citecheck.audit.work.check_batch import check_with
from citecheck.audit.work.cluster_memo import ClusterMemo, key_of
from citecheck.checker import Checker
from citecheck.documents import read_bytes
from citecheck.journals import Catalogue
from citecheck.model import (
    Citation,
    CitationCluster,
    CitationFields,
    CitationKind,
    ClusterResult,
    Concept,
    DateRange,
    Design,
    Direction,
    Journal,
    JournalMention,
    Judgement,
    Lookup,
    Person,
    Publication,
    Quantity,
    Query,
    Role,
    SourceInfo,
    Span,
    Verdict,
)
from citecheck.sources import Source, SourceOptions, open_source
from tests.audit.commands import ROOT

TWO_JOURNALS = """Coffee and the liver

Two studies, one in Gut in 2012 and one in The Lancet, found that oral magnesium eases neuropathic pain.
A study in The New England Journal of Medicine found that the Mediterranean diet prevents heart disease.

A diet with nuts or olive oil prevents strokes, a study of 7,447 people suggests.
"""


class Asking(Source):
    """A source that counts what it is asked, and fails when told."""

    def __init__(self, behind: Source) -> None:
        self.behind = behind
        self.asked = 0
        self.error: str | None = None

    @property
    def info(self) -> SourceInfo:
        return self.behind.info

    def answer(self, queries: Sequence[Query]) -> list[Lookup]:
        self.asked += len(queries)
        if self.error:
            return [Lookup(query, query.purpose, error=self.error) for query in queries]
        return self.behind.answer(queries)


@pytest.fixture
def source(index: Path) -> Iterator[Asking]:
    with open_source(str(index), SourceOptions()) as opened:
        yield Asking(opened)


def checker(source: Source, memo: ClusterMemo | None = None) -> Checker:
    return Checker(source, Catalogue.load(), memo=memo)


def articles(start: str) -> list[Article]:
    """Our articles, further down in their files by as much as `start` is long."""
    files = sorted((ROOT / "fixtures/articles").glob("*.*"))
    read = [(file.name, start.encode() + file.read_bytes()) for file in files]
    read.append(("two.txt", start.encode() + TWO_JOURNALS.encode()))
    return [
        Article(f"{start.strip()}{name}", document=read_bytes(data, f"{start.strip()}{name}"))
        for name, data in read
    ]


def alone(source: Source, article: Article) -> Findings:
    """What one checker finds in an article that has never seen another."""
    (checked,) = checker(source).examine([article.read()])
    return findings_of(article.id, checked)


def test_an_article_with_repeated_citations_gets_the_same_rows_as_alone(source: Asking) -> None:
    memo = ClusterMemo()
    first = check_with(checker(source, memo), articles(""), set())
    asked = source.asked
    moved = check_with(checker(source, memo), articles("\n\n"), set())
    assert source.asked - asked < asked / 4
    for outcome, article in zip(first + moved, articles("") + articles("\n\n"), strict=True):
        assert outcome.findings == alone(source, article)
    assert [len(o.findings.rows) for o in moved] == [len(o.findings.rows) for o in first]
    assert {row.verdict for o in moved for row in o.findings.rows} > {"verified", "mismatch", "not_found"}


def test_publications_are_sent_once(source: Asking) -> None:
    memo, sent = ClusterMemo(), set[str]()
    batches = [check_with(checker(source, memo), articles(start), sent) for start in ("", "\n\n")]
    found = {
        p.pmid
        for article in articles("")
        for checked in checker(source).examine([article.read()])
        for _, result in checked.clusters
        for lookup in result.lookups
        for p in lookup.publications
    }
    stored = [pmid for o in batches[0] if o.publications for pmid, _ in o.publications.names]
    assert set(stored) == found
    assert len(stored) == len(found)
    assert not any(o.publications for o in batches[1])


def test_a_failure_is_not_remembered(source: Asking) -> None:
    working = checker(source, ClusterMemo())
    source.error = "down"
    (failed,) = check_with(working, articles("")[-1:], set())
    assert {row.verdict for row in failed.findings.rows} <= {"unchecked", "unsourced"}
    source.error = None
    (answered,) = check_with(working, articles("")[-1:], set())
    assert answered.findings == alone(source, articles("")[-1])


def result_with(sentence: str) -> ClusterResult:
    judgement = Judgement(Verdict.NOT_FOUND, (sentence,))
    lookup = Lookup(Query("journal"), "gut[ta]", 1, (Publication("7", "Zinc"),))
    return ClusterResult((lookup,), (("7",),), (replace(judgement, searches=(lookup,)),), None)


def test_a_kept_result_has_everything_but_the_publications_of_its_lookups() -> None:
    memo = ClusterMemo()
    memo.keep(1, result_with("Nothing fits."))
    kept = memo.recall(1)
    assert kept
    assert kept.found == (("7",),)
    assert kept.is_remembered
    assert [replace(one, publications=()) for one in kept.lookups] == list(kept.lookups)
    assert kept.judgements[0].searches == kept.lookups
    assert kept.judgements[0].reasons == ("Nothing fits.",)
    assert memo.recall(2) is None


def test_the_least_recently_used_result_is_dropped_when_the_memo_is_full() -> None:
    memo = ClusterMemo(most=5_000)
    for number in range(40):
        memo.keep(number, result_with("Nothing fits."))
        memo.keep(number, result_with("Nothing fits."))
    kept = [number for number in range(40) if memo.recall(number)]
    assert 2 < len(kept) < 20
    assert kept == list(range(40 - len(kept), 40))


CITATION = Citation(
    "c1",
    CitationKind.ATTRIBUTION,
    "Magnesium eases pain.",
    Span(1, 2, 3, 4, 5, 6, 7),
    CitationFields(
        journal=JournalMention(
            "Gut", Journal("Gut", "Gut", "Gut", "1", ("0000-0000",)), ("Gut",), misspelt=True, doubt="d"
        ),
        year=2019,
        month=3,
        published=DateRange(dt.date(2019, 3, 1), dt.date(2019, 3, 2)),
        authors=(Person("A. Nut", "Nut", "A"),),
        people=(Person("B. Nut", "Nut", "B"),),
        institutions=("Yale",),
        trial_names=("PREDIMED",),
        place="Spain",
        title="Magnesium",
        volume="1",
        issue="2",
        pages="3-4",
        design=Design.COHORT,
        sample_size=12,
        numbers=(Quantity("12 %", 12.0, "%"),),
        finding="eases pain",
        concepts=(Concept("pain", Role.CONDITION),),
        direction=Direction.LESS,
        pmid="1",
        doi="10.1/a",
        pmcid="PMC1",
        context="A passage.",
        told_on=dt.date(2019, 4, 1),
        story=True,
    ),
    "c2",
    "c3",
)  # fmt: skip


def changed(value: Any) -> Iterator[Any]:
    """The value with one thing different, for each thing that can be."""
    if is_dataclass(value):
        for field in fields(value):
            for other in changed(getattr(value, field.name)):
                yield replace(value, **{field.name: other})  # type: ignore[type-var]
    elif value is None:
        yield "x"
    elif value == ():
        yield ("x",)
    elif isinstance(value, tuple):
        yield ()
        yield (*value, *value)
        for other in changed(value[0]):
            yield (other, *value[1:])
    elif isinstance(value, Enum):
        yield next(one for one in type(value) if one is not value)
    elif isinstance(value, dt.date):
        yield value + dt.timedelta(days=1)
    elif isinstance(value, bool):
        yield not value
    elif isinstance(value, int | float):
        yield value + 1
    else:
        assert isinstance(value, str)
        yield value + "x"
        yield ""


def test_the_key_depends_on_everything_but_positions() -> None:
    evidence = CitationCluster((CITATION,), CITATION.claimed)
    key = key_of(evidence.without_positions())
    told = [CitationCluster((CITATION,), claimed) for claimed in changed(CITATION.claimed)]
    told += [
        CitationCluster((replace(CITATION, claimed=claimed),), CITATION.claimed)
        for claimed in changed(CITATION.claimed)
    ]
    told += [
        CitationCluster((replace(CITATION, quote=quote),), CITATION.claimed)
        for quote in changed(CITATION.quote)
    ]
    told += [
        CitationCluster((replace(CITATION, kind=kind),), CITATION.claimed) for kind in changed(CITATION.kind)
    ]
    told += [CitationCluster((CITATION, CITATION), CITATION.claimed)]
    keys = {key_of(one.without_positions()) for one in told}
    assert key not in keys
    assert len(keys) == len(told) > 80
    elsewhere = [
        replace(CITATION, id="c9"),
        replace(CITATION, refers_to=None),
        replace(CITATION, same_as="c4"),
        replace(CITATION, span=Span(100, 101, 30, 4, 50, 6, 70)),
    ]
    assert {key_of(CitationCluster((one,), CITATION.claimed).without_positions()) for one in elsewhere} == {
        key
    }


def at(start: int, end: int, name: str = "c1") -> Citation:
    return replace(CITATION, id=name, span=Span(start, end, 1, 1, 1, 1), refers_to=None, same_as=None)


def keyed(*citations: Citation) -> bytes:
    return key_of(CitationCluster(citations, CITATION.claimed).without_positions())


def test_the_key_depends_on_which_citation_contains_which() -> None:
    inside = keyed(at(10, 90), at(20, 30, "c2"))
    assert keyed(at(1010, 1090), at(1020, 1030, "c9")) == inside
    apart = keyed(at(10, 90), at(120, 130, "c2"))
    assert apart != inside
    assert keyed(at(10, 90), at(500, 510, "c2")) == apart
    assert keyed(at(10, 90), replace(at(500, 510, "c2"), refers_to="c1")) != apart
