"""What was settled for one article holds in another: the same rows as if each were checked by itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from pathlib import Path
from typing import Any

import pytest

from citecheck.audit.articles import Article
from citecheck.audit.checking import check_with
from citecheck.audit.outcome import CitationRow, citation_rows, restored, unpacked
from citecheck.audit.pieces import Piece, piece
from citecheck.audit.settled import Memory, Place, Settled, key_of, placeless
from citecheck.checker import Checker
from citecheck.documents import read_bytes
from citecheck.journals import Catalogue
from citecheck.model import (
    Citation,
    CitationKind,
    Claimed,
    Concept,
    DateRange,
    Design,
    Direction,
    Evidence,
    Journal,
    JournalMention,
    Lookup,
    Person,
    Quantity,
    Query,
    Role,
    SourceInfo,
    Span,
)
from citecheck.reports.to_json import citation_object
from citecheck.sources import Source, SourceOptions, open_source

from .commands import ROOT

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

    def frequency(self, term: str) -> int | None:
        return self.behind.frequency(term)


@pytest.fixture
def source(index: Path) -> Iterator[Asking]:
    with open_source(str(index), SourceOptions()) as opened:
        yield Asking(opened)


def checker(source: Source) -> Checker:
    return Checker(source, Catalogue.load())


def articles(start: str) -> list[Article]:
    """Our articles, further down in their files by as much as `start` is long."""
    files = sorted((ROOT / "fixtures/articles").glob("*.*"))
    read = [(file.name, start.encode() + file.read_bytes()) for file in files]
    read.append(("two.txt", start.encode() + TWO_JOURNALS.encode()))
    return [
        Article(f"{start.strip()}{name}", document=read_bytes(data, f"{start.strip()}{name}"))
        for name, data in read
    ]


def alone(source: Source, article: Article) -> tuple[CitationRow, ...]:
    """An article's rows as one checker finds them that has never seen another."""
    one = checker(source)
    (examined,) = one.examine([article.read()])
    return citation_rows(article.id, one.judged(examined))


def test_an_article_that_says_what_others_said_gets_what_it_would_get_alone(source: Asking) -> None:
    working, memory = checker(source), Memory()
    first = check_with(working, articles(""), memory)
    asked = source.asked
    moved = check_with(checker(source), articles("\n\n"), memory)
    assert source.asked - asked < asked / 4
    for outcome, article in zip(first + moved, articles("") + articles("\n\n"), strict=True):
        assert outcome.citations == alone(source, article)
    assert [len(o.citations) for o in moved] == [len(o.citations) for o in first]
    assert {row.verdict for o in moved for row in o.citations} > {"verified", "mismatch", "not_found"}


def test_what_was_remembered_can_be_judged_again(source: Asking) -> None:
    memory = Memory()
    batches = [check_with(checker(source), articles(start), memory) for start in ("", "\n\n")]
    publications = {
        p.pmid: p
        for article in articles("")
        for examined in checker(source).examine([article.read()])
        for _, lookups in examined.lookups
        for lookup in lookups
        for p in lookup.publications
    }
    stored = [name for o in batches[0] if o.publications for name in o.publications.names]
    assert {pmid for pmid, _ in stored} == publications.keys()
    assert len(stored) == len(publications)
    assert not any(o.publications for o in batches[1])
    for outcome in batches[1]:
        again = restored(outcome.id, unpacked(outcome.evidence or b""), publications)
        assert citation_rows(outcome.id, checker(source).judged(again)) == outcome.citations


def test_a_failure_is_not_remembered(source: Asking) -> None:
    working, memory = checker(source), Memory()
    source.error = "down"
    (failed,) = check_with(working, articles("")[-1:], memory)
    assert {row.verdict for row in failed.citations} <= {"unchecked", "unsourced"}
    source.error = None
    (answered,) = check_with(working, articles("")[-1:], memory)
    assert answered.citations == alone(source, articles("")[-1])


def settled_of(quote: str, grounds: Piece, places: int = 1) -> Settled:
    one = Place("verified", "retracted", 2.5, "7", 1999, quote, grounds)
    return Settled((one,) * places, piece("{}"), "7")


def test_the_oldest_is_forgotten_when_there_is_no_room() -> None:
    memory = Memory(most=5_000)
    settled = settled_of('{"quote":"\ud800 \\n"}', piece("found"))
    for number in range(20):
        memory.put(bytes([number]), settled)
    kept = [number for number in range(20) if memory.get(bytes([number])) == settled]
    assert 0 < len(kept) < 20
    assert kept == list(range(20 - len(kept), 20))


def test_what_is_long_takes_more_of_the_room() -> None:
    def remembered(settled: Settled) -> int:
        memory = Memory(most=50_000)
        for number in range(200):
            memory.put(bytes([number]), settled)
            memory.put(bytes([number]), settled)
        return sum(memory.get(bytes([number])) is not None for number in range(200))

    short, noise = piece("found"), piece("".join(map(chr, range(3_000))))
    assert 40 < remembered(settled_of("q", short)) < 100
    assert remembered(settled_of("q" * 2_000, short)) < 25
    assert 5 < remembered(settled_of("q", noise)) < 25
    # What places share is held once.
    assert remembered(settled_of("q", noise, places=3)) > remembered(settled_of("q", noise)) / 2


def test_details_are_the_citation_of_a_report_without_what_is_not_stated(source: Asking) -> None:
    one = checker(source)
    for article in articles(""):
        (examined,) = one.examine([article.read()])
        report = one.judged(examined)
        rows = citation_rows(article.id, report)
        shown = [citation_object(checked) for checked in report.citations if checked.judgement]
        for citation in shown:
            for candidate in citation["candidates"]:
                stated = [c for c in candidate["comparisons"] if c["level"] != "not_stated"]
                candidate["comparisons"] = stated
        assert [unpacked(row.detail) for row in rows] == shown


CITATION = Citation(
    "c1",
    CitationKind.ATTRIBUTION,
    "Magnesium eases pain.",
    Span(1, 2, 3, 4, 5, 6, 7),
    Claimed(
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
        assert isinstance(value, str), "every field must be stated, or nothing shows that the key has it"
        yield value + "x"
        yield ""


def test_the_key_has_everything_but_the_place() -> None:
    evidence = Evidence((CITATION,), CITATION.claimed)
    key = key_of(placeless(evidence))
    told = [Evidence((CITATION,), claimed) for claimed in changed(CITATION.claimed)]
    told += [
        Evidence((replace(CITATION, claimed=claimed),), CITATION.claimed)
        for claimed in changed(CITATION.claimed)
    ]
    told += [
        Evidence((replace(CITATION, quote=quote),), CITATION.claimed) for quote in changed(CITATION.quote)
    ]
    told += [Evidence((replace(CITATION, kind=kind),), CITATION.claimed) for kind in changed(CITATION.kind)]
    told += [Evidence((CITATION, CITATION), CITATION.claimed)]
    keys = {key_of(placeless(one)) for one in told}
    assert key not in keys
    assert len(keys) == len(told) > 80
    elsewhere = [
        replace(CITATION, id="c9"),
        replace(CITATION, refers_to=None),
        replace(CITATION, same_as="c4"),
    ]
    elsewhere += [replace(CITATION, span=span) for span in changed(CITATION.span)]
    assert {key_of(placeless(Evidence((one,), CITATION.claimed))) for one in elsewhere} == {key}
