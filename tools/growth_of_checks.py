"""Families for `measure_growth.py` in which one part of a citation, or of a record, is long.

A citation and a record that state the same publication are looked up, ranked, judged and compared, as the
checker does it; `PARTS` names the part that is as long as the text.
"""

# ruff: noqa: E501 - the units stand in long lines

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import count

from citecheck.checker import Checker
from citecheck.clustering import cluster_citations
from citecheck.documents import read_bytes
from citecheck.journals import Catalogue
from citecheck.model import (
    Author,
    Citation,
    CitationCluster,
    CitationFields,
    CitationKind,
    Concept,
    Document,
    DocumentFormat,
    JournalMention,
    Lookup,
    Notice,
    PartialDate,
    Person,
    Publication,
    Quantity,
    Query,
    Role,
    SourceInfo,
    SourceKind,
    Span,
)
from citecheck.planning import run_query_plan
from citecheck.sources import Source

# "{}" in a unit is a word that differs at each repetition.
UNITS = (
    "zinc ", "{} ", "{}", "zinc-", "zn", "zn ", "Zinc {} ", "a ", "the ", "(", "1 ", "1.5% ", "{}. ", "{}, ", "; ",
    ",000", "1, ", "of ", "Journal of {} ", "van der {} ", "cardiovascular disease ", "Women with {} had a lower risk of {}. ",
    "10 of {} patients (95% CI 1.1-1.5; p<0.05). ", "not ", "increased ", "no {} increase ", "é", "ß{} ", "\n",
)  # fmt: skip
_TITLE = "Primary prevention of cardiovascular disease in women with a Mediterranean diet"
_FINDING = "women who follow a Mediterranean diet have a lower risk of cardiovascular disease"
_FIELDS = CitationFields(
    journal=JournalMention("Heart"), year=2023, authors=(Person("Pant A", "Pant", "A"),), title=_TITLE,
    finding=_FINDING, concepts=(Concept("Mediterranean diet", Role.INTERVENTION), Concept("women")),
)  # fmt: skip
_RECORD = Publication(
    "36918266", _TITLE, issued=PartialDate(2023), authors=(Author("Pant", "Anushriya", "A"),),
    abstract=f"Background: Little is known. Results: We found that {_FINDING}.",
)  # fmt: skip
# A word for every so many characters of a text: lists of authors, notices, candidates.
_WORD = 8
_CANDIDATE = 400


class _OneAnswer(Source):
    """Answers every query with the same records."""

    def __init__(self, records: Sequence[Publication]) -> None:
        self._records = tuple(records)

    @property
    def info(self) -> SourceInfo:
        return SourceInfo(SourceKind.INDEX, "one answer", records=1000)

    def answer(self, queries: Sequence[Query]) -> list[Lookup]:
        return [Lookup(query, "", len(self._records), self._records[: query.limit]) for query in queries]


def repeat(unit: str, length: int) -> str:
    """The unit, repeated to this length; "{}" in it becomes another word each time."""
    if "{}" not in unit:
        return (unit * (length // len(unit) + 1))[:length]
    numbers = count(1)
    words = (unit.replace("{}", _word(next(numbers))) for _ in range(length // (len(unit) + 1) + 1))
    return "".join(words)[:length]


def _word(number: int) -> str:
    """A word of letters that no other number has."""
    letters = ""
    while number:
        number, at = divmod(number, 60)
        letters += "bdfgklmnprst"[at // 5] + "aeiou"[at % 5]
    return letters


def _words(text: str) -> list[str]:
    """A text cut into words of up to eight characters."""
    return [text[at : at + _WORD].strip() or "x" for at in range(0, len(text), _WORD)]


def _check(fields: CitationFields, *records: Publication, quote: str = _FINDING) -> None:
    kind = CitationKind.REFERENCE
    citation = Citation("c1", kind, quote, Span(0, len(quote), 1, 1, 1, len(quote)), fields)
    cluster = CitationCluster((citation,), fields)
    source = _OneAnswer(records or (_RECORD,))
    checker = Checker(source, Catalogue.load())
    lookups = tuple(_run_whole_plan(cluster, source))
    checker.judge_again(Document("a.md", DocumentFormat.MARKDOWN), (citation,), [(cluster, lookups)])


def _run_whole_plan(cluster: CitationCluster, source: Source) -> Iterator[Lookup]:
    """Answer every step of a query plan, as for a cluster that no step identifies."""
    plan = run_query_plan(cluster, lambda _: False)
    queries = next(plan, None)
    while queries:
        lookups = tuple(source.answer(queries))
        yield from lookups
        try:
            queries = plan.send(lookups)
        except StopIteration:
            return


def _stated_authors(text: str) -> None:
    words = _words(text)
    people = tuple(Person(f"{word} A", word, "A") for word in words)
    record = replace(_RECORD, authors=tuple(Author(f"{word}s", "A", "A") for word in reversed(words)))
    _check(replace(_FIELDS, authors=people), record)


def _same_authors(text: str) -> None:
    words = _words(text)
    people = tuple(Person(f"{word} A", word, "A") for word in words)
    record = replace(_RECORD, authors=tuple(Author(word, "A", "A") for word in reversed(words)))
    _check(replace(_FIELDS, people=people, authors=()), record)


def _candidates(text: str) -> None:
    words = _words(text)[: max(1, len(text) // _CANDIDATE)]
    records = (replace(_RECORD, pmid=str(at), title=f"{_TITLE} {word}") for at, word in enumerate(words, 1))
    _check(_FIELDS, *records)


def _many_citations(text: str) -> None:
    words = _words(text)[: max(1, len(text) // 40)]
    span = Span(0, 1, 1, 1, 1, 1)
    citations = [
        Citation(f"c{at}", CitationKind.ATTRIBUTION, word, span, replace(_FIELDS, finding=word, title=None),
                 same_as="c1" if at > 1 else None)
        for at, word in enumerate(words, 1)
    ]  # fmt: skip
    for cluster in cluster_citations(citations):
        cluster.without_positions()


def _journal(text: str) -> None:
    catalogue = Catalogue.load()
    list(catalogue.find(text))
    catalogue.lookup(text)
    catalogue.nearest(text)
    _check(replace(_FIELDS, journal=JournalMention(text)))


def _locators(text: str) -> None:
    record = replace(_RECORD, volume=text, issue=text[:-1], pages=f"{text}1", article_number=text[:-1])
    _check(replace(_FIELDS, volume=text, issue=text, pages=text), record)


def _institutions(text: str) -> None:
    words = _words(text)
    authors = tuple(Author("Pant", "A", "A", affiliations=(f"University of {word}",)) for word in words)
    _check(replace(_FIELDS, institutions=tuple(words)), replace(_RECORD, authors=authors))


def _notices(text: str) -> None:
    notices = tuple(Notice("ErratumIn", word, str(at)) for at, word in enumerate(_words(text)))
    _check(_FIELDS, replace(_RECORD, notices=notices))


def _concepts(text: str) -> None:
    _check(replace(_FIELDS, concepts=tuple(Concept(word, Role.INTERVENTION) for word in _words(text))))


def _numbers(text: str) -> None:
    figures = tuple(Quantity(str(at), float(at), "people") for at in range(len(text) // _WORD))
    abstract = " ".join(f"{at}.5 {word}" for at, word in enumerate(_words(text)))
    _check(replace(_FIELDS, numbers=figures), replace(_RECORD, abstract=abstract))


def _whole(text: str) -> None:
    source = _OneAnswer([replace(_RECORD, pmid=str(at)) for at in range(1, 21)])
    checker = Checker(source, Catalogue.load())
    list(checker.check([read_bytes(text.encode(), "a.md")]))


PARTS: dict[str, Callable[[str], None]] = {
    "article": _whole,
    "stated title": lambda text: _check(replace(_FIELDS, title=f"{_TITLE} {text}")),
    "record title": lambda text: _check(_FIELDS, replace(_RECORD, title=f"{_TITLE} {text}")),
    "both titles": lambda text: _check(
        replace(_FIELDS, title=f"{_TITLE} {text}"), replace(_RECORD, title=f"{text} {_TITLE}")
    ),
    "finding": lambda text: _check(replace(_FIELDS, finding=f"{_FINDING} {text}"), quote=text),
    "context": lambda text: _check(replace(_FIELDS, context=text)),
    "abstract": lambda text: _check(_FIELDS, replace(_RECORD, abstract=f"{_RECORD.abstract} {text}")),
    "finding and abstract": lambda text: _check(
        replace(_FIELDS, finding=f"{_FINDING} {text}"), replace(_RECORD, abstract=f"{text} {_RECORD.abstract}")
    ),
    "headings": lambda text: _check(_FIELDS, replace(_RECORD, mesh=tuple(_words(text)), keywords=(text,))),
    "authors": _stated_authors,
    "people": _same_authors,
    "institutions": _institutions,
    "journal": _journal,
    "locators": _locators,
    "identifiers": lambda text: _check(replace(_FIELDS, doi=text, pmid=text), replace(_RECORD, doi=text[:-1])),
    "concepts": _concepts,
    "numbers": _numbers,
    "notices": _notices,
    "candidates": _candidates,
    "citations": _many_citations,
}  # fmt: skip
