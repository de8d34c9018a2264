"""Whether a record answers a query, where one search was made for many queries.

Only fields are compared on which PubMed and this code cannot differ: identifiers, the title's words, journal,
numbers and dates. Only PubMed knows about words anywhere in a record.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from citecheck.model import Journal, Publication, Query
from citecheck.sources.entrez.query_syntax import strip_operators, title_parts, title_words

# Few records have all words of a title with so many of them.
_DISTINCTIVE_TITLE = 4


def checkable_locally(query: Query) -> bool:
    """Whether `matches_query` can decide from a record alone that it answers this query."""
    if query.concepts or query.words or query.affiliation:
        return False
    if query.title:
        return len(title_words(query.title)) >= _DISTINCTIVE_TITLE
    return bool((query.journal or query.authors) and query.first_page and (query.volume or query.years))


def matches_query(query: Query, record: Publication, *, parted: bool = False) -> bool:
    """Whether the record has the journal, years, numbers, authors and title that the query asks for.

    Args:
        query: The query; nothing else in it is looked at.
        record: The record.
        parted: Whether one part of the title is enough, as in `has_title`.
    """
    return all(_fields(query, record)) and (not query.title or has_title(query.title, record, parted=parted))


def field_agreement(query: Query, record: Publication) -> float:
    """The share of journal, years, numbers, authors and title in the query that the record has.

    Args:
        query: The query; nothing else in it is looked at.
        record: The record.

    Returns:
        The mean over the stated fields, 0 to 1, of a title the share of its words; 0 without such fields.
    """
    shares: list[float] = [*_fields(query, record)]
    if query.title and (asked := title_words(query.title)):
        held = frozenset(strip_operators(f"{record.title} {record.vernacular_title or ''}").lower().split())
        shares.append(sum(word in held for word in asked) / len(asked))
    return sum(shares) / len(shares) if shares else 0.0


def _fields(query: Query, record: Publication) -> Iterator[bool]:
    """For each field but the title that the query states, whether the record has the same."""
    if query.journal:
        yield same_journal(query.journal, record)
    if query.years:
        yield within(query.years, record)
    if query.volume:
        yield same_number(query.volume, record.volume)
    if query.issue:
        yield same_number(query.issue, record.issue)
    if query.first_page:
        yield same_number(query.first_page, first_page(record))
    for author in query.authors:
        yield has_author(record, author)


def same_journal(journal: Journal, record: Publication) -> bool:
    """Whether the record is of this journal, by NLM id or by abbreviation: "Eye (Lond)" may stand as "Eye".

    Args:
        journal: The journal.
        record: The record; one without a journal is not.
    """
    other = record.journal
    if other is None:
        return False
    if journal.nlm_id and journal.nlm_id == other.nlm_id:
        return True
    return _without_place(journal.abbreviation) == _without_place(other.abbreviation)


def _without_place(abbreviation: str) -> str:
    return strip_operators(re.sub(r"\s\([^)]*\)$", "", abbreviation)).lower()


def within(years: tuple[int, int], record: Publication) -> bool:
    """Whether the record was in print or online within these years.

    Args:
        years: The first and the last year; both belong to the range.
        record: The record.
    """
    return any(date and years[0] <= date.year <= years[1] for date in (record.issued, record.online))


def same_number(asked: str, found: str | None) -> bool:
    """Whether a volume, issue or page is the one asked for, case and PubMed's operators aside.

    Args:
        asked: The query's value.
        found: The record's value, None where it has none.
    """
    return strip_operators(asked).lower() == strip_operators(found or "").lower()


def first_page(record: Publication) -> str | None:
    """The page on which the record's article begins: "541" of "541-7"."""
    return re.split(r"[-–,;]", record.pages)[0] if record.pages else None


def has_author(record: Publication, author: str) -> bool:
    """Whether a record has an author of this name.

    Args:
        record: The record.
        author: Last name and initials; fewer initials fit all that begin so.
    """
    asked = strip_operators(author).lower()
    return any(
        f"{strip_operators(a.last_name)} {strip_operators(a.initials)}".lower().startswith(asked)
        for a in record.authors
    )


def has_title(title: str, record: Publication, *, parted: bool = False) -> bool:
    """Whether the record's title has all words of a title, in any order.

    Args:
        title: The title asked for.
        record: The record.
        parted: Whether the words of one part are enough, or all words in the original title.
    """
    words = frozenset(strip_operators(record.title).lower().split())
    if words.issuperset(title_words(title)):
        return True
    original = frozenset(strip_operators(record.vernacular_title or "").lower().split())
    return parted and (
        original.issuperset(title_words(title)) or any(words.issuperset(part) for part in title_parts(title))
    )
