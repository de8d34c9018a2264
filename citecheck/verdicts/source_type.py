"""What kind of source a citation names: a journal article, a book, a web page …, and how probably.

Signs in the words ("publisher and place", "ISBN", an address) indicate the kind; a linear model over signs,
words and fields gives the probability that it is not a journal article. `tools/train_source_type.py` fits the
weights.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files

from citecheck.model import Citation, CitationCluster, CitationFields, CitationKind
from citecheck.model.source_type import SourceType, SourceTypeEstimate
from citecheck.verdicts.source_features import Sign, features, first_sign, is_in_known_journal, signs_in

# If this is the probability or more that it is not an article, what was not found is `outside_pubmed`.
OUTSIDE = 0.6
# If this is the probability or more, what was not found is `possible`: a person should look.
MAYBE_OUTSIDE = 0.1
# With volume or pages in a known journal, which made-up articles state too, the probability is at most this.
_MOST_IN_A_JOURNAL = 0.02
# With a known journal's name, and no sign of another kind, it is at most this.
_MOST_WITH_A_JOURNAL = 0.09
# An entry with a DOI is an article unless it has so many signs of a book or report.
_SIGNS_BESIDE_A_DOI = 2
# Running text calls an article "a study", and names other kinds of sources.
_OTHER_IN_PROSE = 0.05
# Kinds that resemble articles of PubMed: a sign decides, whatever the model says.
_ALWAYS_BY_SIGN = frozenset((SourceType.PREPRINT, SourceType.PATENT))
# The probability of a type whose sign has no other meaning.
_BY_SIGN = 0.97
# The probability that an identifier, a named journal, a journal's address or a talk is what it seems.
_BY_PMID, _BY_DOI, _BY_JOURNAL, _BY_ADDRESS, _BY_TALK = 0.97, 0.95, 0.95, 0.9, 0.95
# Kinds whose sign may be a word of an article's title.
_BY_A_WORD = frozenset((SourceType.REPORT, SourceType.GUIDELINE, SourceType.DATASET, SourceType.CONFERENCE))
# The names of the signs for NCBI's Bookshelf, and for its books whose chapters are all in PubMed.
BOOKSHELF = "NCBI Bookshelf"
INDEXED_BOOK = "a book of the Bookshelf that PubMed indexes"
_ARTICLES = frozenset((SourceType.JOURNAL_ARTICLE,))


def estimate_source_type(citation: Citation) -> SourceTypeEstimate | None:
    """Estimate what kind of thing a citation names; None where it names no source at all."""
    claimed = citation.claimed
    if citation.kind is CitationKind.UNSOURCED:
        return None
    if citation.kind is CitationKind.REFERENCE:
        return estimate_of_entry(citation.quote, claimed)
    if citation.kind is CitationKind.LINK:
        return _of_identifier(claimed) or SourceTypeEstimate(SourceType.UNKNOWN, _OTHER_IN_PROSE)
    return _of_prose(citation)


def estimate_for_cluster(evidence: CitationCluster) -> SourceTypeEstimate | None:
    """Estimate what the citations of one publication name; a reference entry counts before prose."""
    return _estimate_together(evidence.citations)


def _estimate_together(citations: Sequence[Citation]) -> SourceTypeEstimate | None:
    by_kind = sorted(citations, key=lambda citation: citation.kind is not CitationKind.REFERENCE)
    return next(filter(None, map(estimate_source_type, by_kind)), None)


def estimates_by_citation(groups: Iterable[Sequence[Citation]]) -> dict[str, SourceTypeEstimate]:
    """Estimate what each citation names, by its id: all citations of one publication name the same thing."""
    estimated = ((citations, _estimate_together(citations)) for citations in groups)
    return {citation.id: one for citations, one in estimated if one for citation in citations}


def estimate_of_entry(text: str, claimed: CitationFields) -> SourceTypeEstimate:
    """Estimate what kind of thing a reference entry names.

    Args:
        text: the entry as it stands in the article.
        claimed: what was read from it.

    Returns:
        The type, the probability (0-1) of its side (articles, or anything else) and the signs for it.
    """
    shown = signs_in(text)
    if books := tuple(sign.name for sign in shown if sign.name in (BOOKSHELF, INDEXED_BOOK)):
        return SourceTypeEstimate(SourceType.CHAPTER, _BY_SIGN, books)
    by_sign = next((sign for sign in shown if sign.type in _ALWAYS_BY_SIGN), None)
    if by_sign and not _is_placed(claimed):
        return SourceTypeEstimate(by_sign.type, _BY_SIGN, (by_sign.name,))
    other = min(probability_of_other(text, claimed), _most_of_other(claimed, shown))
    if other < 0.5:
        return SourceTypeEstimate(SourceType.JOURNAL_ARTICLE, 1 - other, _signs_of_article(claimed))
    return _other(other, _discriminative(shown, claimed))


def probability_of_other(text: str, claimed: CitationFields) -> float:
    """The probability that a reference entry names anything but a journal article.

    Args:
        text: the entry as it stands in the article.
        claimed: what was read from it.

    Returns:
        A probability (0-1), by the features of the text and of its fields.
    """
    weights = _weights()
    total = weights[""] + sum(weights.get(feature, 0.0) for feature in features(text, claimed))
    return 1 / (1 + math.exp(-total))


def is_outside_pubmed(estimate: SourceTypeEstimate | None) -> bool:
    """Whether the source is probably of a kind that PubMed does not hold; at least one sign must say so."""
    if estimate is None or not estimate.evidence or names_bookshelf(estimate):
        return False
    return _other_side(estimate) >= OUTSIDE


def is_article(estimate: SourceTypeEstimate | None) -> bool:
    """Whether nothing indicates another kind than an article, so that its journal must exist."""
    return estimate is None or estimate.type in _ARTICLES or not estimate.evidence


def may_be_outside_pubmed(estimate: SourceTypeEstimate | None) -> bool:
    """Whether another kind is so probable that the report must not say that the source does not exist."""
    return estimate is not None and _other_side(estimate) >= MAYBE_OUTSIDE


def _most_of_other(claimed: CitationFields, shown: tuple[Sign, ...]) -> float:
    """The most that the probability of anything but an article can be, whatever the words."""
    if claimed.pmid or claimed.pmcid:
        return _MOST_IN_A_JOURNAL
    if claimed.doi and sum(sign.type is not SourceType.WEB_PAGE for sign in shown) < _SIGNS_BESIDE_A_DOI:
        by_doi = _of_identifier(claimed)
        return _MOST_WITH_A_JOURNAL if by_doi is None or by_doi.type in _ARTICLES else 1.0
    if not is_in_known_journal(claimed):
        return 1.0
    if _is_placed(claimed):
        return _MOST_IN_A_JOURNAL
    return 1.0 if shown else _MOST_WITH_A_JOURNAL


def names_bookshelf(estimate: SourceTypeEstimate | None) -> bool:
    """Whether a book of NCBI's Bookshelf is named, which PubMed may hold."""
    return estimate is not None and not {BOOKSHELF, INDEXED_BOOK}.isdisjoint(estimate.evidence)


def names_indexed_book(estimate: SourceTypeEstimate | None) -> bool:
    """Whether a book of NCBI's Bookshelf is named whose chapters are all in PubMed."""
    return estimate is not None and INDEXED_BOOK in estimate.evidence


def _other_side(estimate: SourceTypeEstimate) -> float:
    """The probability that it is anything but a journal article."""
    return 1 - estimate.probability if estimate.type in _ARTICLES else estimate.probability


def _discriminative(shown: tuple[Sign, ...], claimed: CitationFields) -> tuple[Sign, ...]:
    """The discriminative signs: a word of a title ("report") says nothing where persons are named."""
    is_word_alone = all(sign.type in _BY_A_WORD for sign in shown)
    return () if claimed.authors and is_word_alone and len(shown) == 1 else shown


def _other(probability: float, shown: tuple[Sign, ...]) -> SourceTypeEstimate:
    if not shown:
        return SourceTypeEstimate(SourceType.UNKNOWN, probability)
    kind = shown[0].type
    evidence = tuple(dict.fromkeys(sign.name for sign in shown))
    return SourceTypeEstimate(kind, probability, evidence)


def _signs_of_article(claimed: CitationFields) -> tuple[str, ...]:
    mention = claimed.journal
    known = mention is not None and mention.journal is not None
    stated = {
        "a journal of the catalogue": known,
        "a periodical's name": mention is not None and not known,
        "a volume": claimed.volume,
        "pages": claimed.pages,
        "a PMID": claimed.pmid,
        "a PMCID": claimed.pmcid,
        "a DOI": claimed.doi,
    }
    return tuple(name for name, value in stated.items() if value)


def _is_placed(claimed: CitationFields) -> bool:
    return bool(claimed.volume or claimed.pages)


def _of_identifier(claimed: CitationFields) -> SourceTypeEstimate | None:
    """The kind by the identifier: the DOI of a preprint server, a book or a repository; else an article."""
    if claimed.pmid or claimed.pmcid:
        return SourceTypeEstimate(SourceType.JOURNAL_ARTICLE, _BY_PMID, _signs_of_article(claimed))
    if claimed.accession:
        return SourceTypeEstimate(SourceType.CHAPTER, _BY_SIGN, (BOOKSHELF,))
    if claimed.doi is None:
        journal = claimed.journal is not None
        return (
            SourceTypeEstimate(SourceType.JOURNAL_ARTICLE, _BY_ADDRESS, ("a journal's page",))
            if journal
            else None
        )
    kinds = (SourceType.PREPRINT, SourceType.DATASET, SourceType.BOOK)
    by_doi = first_sign(claimed.doi, kinds)
    if by_doi is not None:
        return SourceTypeEstimate(by_doi.type, _BY_SIGN, ("the prefix of its DOI",))
    return SourceTypeEstimate(SourceType.JOURNAL_ARTICLE, _BY_DOI, ("a DOI",))


def _of_prose(citation: Citation) -> SourceTypeEstimate:
    """The kind by running text: a talk, or a study in a journal."""
    claimed = citation.claimed
    if claimed.has_identifier and (named := _of_identifier(claimed)):
        return named
    if claimed.journal is not None:
        return SourceTypeEstimate(SourceType.JOURNAL_ARTICLE, _BY_JOURNAL, _signs_of_article(claimed))
    if claimed.meeting is not None and not _PUBLISHED.search(citation.quote):
        return SourceTypeEstimate(SourceType.CONFERENCE, _BY_TALK, ("a meeting",))
    talk = first_sign(citation.quote, (SourceType.CONFERENCE,))
    if talk is not None and not _PUBLISHED.search(citation.quote):
        return SourceTypeEstimate(SourceType.CONFERENCE, _BY_TALK, (talk.name,))
    return SourceTypeEstimate(SourceType.UNKNOWN, _OTHER_IN_PROSE)


# "published in", "appears in the journal": then a talk is not all that there is
_PUBLISHED = re.compile(r"\b(?:published|appear(?:s|ed)|reported)\s+(?:online\s+)?(?:in|by)\b", re.IGNORECASE)


@cache
def _weights() -> dict[str, float]:
    """The weight of each feature in natural log-odds of not being a journal article; "" is the constant."""
    raw = files("citecheck.verdicts").joinpath("data", "source_type_weights.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in raw.splitlines() if line and not line.startswith("#"))
    return {"" if name == "(constant)" else name: float(weight) for name, weight in rows}
