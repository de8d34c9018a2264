"""Assigns the hits of one search to the queries that were sent together.

The records themselves show which query they answer. A record that PubMed found by a rule which the record
does not show (a narrower MeSH heading, a spelling) counts for the queries that it fits best.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from citecheck.model import Publication, Query
from citecheck.sources.entrez.query_fit import checkable_locally, matches_query
from citecheck.sources.entrez.query_syntax import alternatives, stopwords, strip_operators
from citecheck.sources.entrez.word_forms import word_stem


@lru_cache(maxsize=8192)
def _content(text: str) -> tuple[str, ...]:
    """The stems of a text's words, without stop words; PubMed was asked for all forms of a word."""
    words = (word for word in strip_operators(text).lower().split() if word not in stopwords())
    return tuple(map(word_stem, words))


def assign_results(
    queries: Sequence[Query], records: Sequence[Publication], *, parted: bool = False
) -> dict[Query, list[Publication]]:
    """Assign records to the queries that they answer.

    A record that seems to answer no query counts for those that it fits best, but not for a query that
    can be checked fully in a record.

    Args:
        queries: The queries that were sent as one search.
        records: The records found, in PubMed's order.
        parted: Whether one part of a title is enough, as in `matches_query`.

    Returns:
        The records of each query, in their order.
    """
    texts = {record.pmid: _text(record) for record in records}
    found = {
        query: [r for r in records if _holds(query, r, texts[r.pmid], parted=parted)] for query in queries
    }
    claimed = {record.pmid for group in found.values() for record in group}
    open_ = [query for query in queries if not checkable_locally(query)]
    for record in records:
        if record.pmid in claimed:
            continue
        shares = {q: _share(q, texts[record.pmid]) for q in open_ if _has_fields(q, record)}
        nearest = [query for query, share in shares.items() if share == max(shares.values())]
        for query in nearest:
            found[query].append(record)
    return found


def _holds(query: Query, record: Publication, text: frozenset[str], *, parted: bool) -> bool:
    return (
        matches_query(query, record, parted=parted)
        and _is_of_place(query, record)
        and _share(query, text) == 1.0
    )


def _has_fields(query: Query, record: Publication) -> bool:
    return matches_query(query, record) and (not query.affiliation or _is_of_place(query, record))


def _is_of_place(query: Query, record: Publication) -> bool:
    return not query.affiliation or _is_from(query.affiliation, record)


def _share(query: Query, text: frozenset[str]) -> float:
    """The share of the query's concepts and words that a record's text has, 0 to 1."""
    wanted = [[_content(variant) for variant in group] for group in query.concepts]
    if query.words:
        wanted.append(_alternatives(query))
    held = sum(any(content and text.issuperset(content) for content in group) for group in wanted)
    return held / len(wanted) if wanted else 1.0


def _alternatives(query: Query) -> list[tuple[str, ...]]:
    return [tuple(map(word_stem, parts)) for term in query.words for parts in alternatives(term)]


def _is_from(place: str, record: Publication) -> bool:
    wanted = frozenset(_content(place))
    return any(wanted <= frozenset(_content(a)) for author in record.authors for a in author.affiliations)


def _text(record: Publication) -> frozenset[str]:
    parts = (record.title, record.abstract, *record.other_abstracts, *record.keywords, *record.mesh)
    return frozenset(word for part in parts for word in _content(part))
