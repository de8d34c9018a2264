"""Assigns the hits of one search to the queries of one citation that were sent together.

The queries of one plan step overlap almost completely, so they are sent as one OR search. PubMed sorts the
hits by relevance, which puts records first that most of the queries find. The records themselves show which
query they answer. A record that PubMed found by a rule which the record does not show (a narrower MeSH
heading, a spelling) counts for the queries that it fits best. A query has no hits only if all hits were
fetched and none fits it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from math import log

from citecheck.model import Publication, Query
from citecheck.sources.entrez.query_fit import checkable_locally, matches_query
from citecheck.sources.entrez.query_syntax import alternatives, only_stopwords, stopwords, strip_operators
from citecheck.sources.entrez.word_forms import word_stem

# The most queries in one search, and how many records of its answer are fetched. For 97 of 99 citations of
# press releases the true match was among them, as it was among 200; two such answers fill one request.
MOST_TOGETHER = 8
MOST_RECORDS = 100
# Two queries are of one citation if the other one has this share of the shorter one's words.
_SHARED = 0.2


def group_related_queries(queries: Sequence[Query]) -> Iterator[list[Query]]:
    """Group neighbouring queries that ask for the same publication; a citation's queries come in a row."""
    family: list[Query] = []
    for query in queries:
        if family and len(family) < MOST_TOGETHER and all(_related(other, query) for other in family):
            family.append(query)
            continue
        if family:
            yield family
        family = [query]
    if family:
        yield family


def _related(a: Query, b: Query) -> bool:
    """Whether two queries are of one citation, and neither has far more hits than the other."""
    # A citation has one query of each purpose.
    if (a.purpose and a.purpose == b.purpose) or only_stopwords(a) or only_stopwords(b):
        return False
    if a.has_identifier or b.has_identifier or a.title or b.title:
        return False
    # Few records have this author, and among all records with these words they would not come first.
    if is_selective(a) != is_selective(b) and (a.journal is None or b.journal is None):
        return False
    if a.journal != b.journal and not is_selective(a) and a.words != b.words:
        return False
    first, second = _words(a), _words(b)
    if not first or not second:
        return False
    return len(first & second) >= _SHARED * min(len(first), len(second))


def is_selective(query: Query) -> bool:
    """Whether few records fit: those of somebody, or of some place."""
    return bool(query.authors or query.affiliation or query.volume or query.first_page)


def _words(query: Query) -> frozenset[str]:
    # The first variant of a concept is the article's own word.
    texts = (*query.words, *(group[0] for group in query.concepts if group))
    return frozenset(word for text in texts for word in _content(text))


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
        The records of each query, those with most of its words first, else in their order.
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
    order = {record.pmid: place for place, record in enumerate(records)}
    return {query: _best_first(query, group, texts, order) for query, group in found.items()}


def _best_first(
    query: Query,
    group: Sequence[Publication],
    texts: Mapping[str, frozenset[str]],
    order: Mapping[str, int],
) -> list[Publication]:
    """Sort records by the query's words that they have; words that few records have count more.

    PubMed has sorted them by the words of all queries together, and one query may have a rare word.
    """
    terms = list(dict.fromkeys(_alternatives(query)))
    held = [{pmid for pmid, text in texts.items() if text.issuperset(content)} for content in terms]
    weights = [log(1 + len(texts) / (1 + len(pmids))) for pmids in held]
    worth = {
        r.pmid: sum(weight for weight, pmids in zip(weights, held, strict=True) if r.pmid in pmids)
        for r in group
    }
    return sorted(group, key=lambda r: (-round(worth[r.pmid], 6), order[r.pmid]))


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
