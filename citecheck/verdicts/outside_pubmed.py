"""The verdict on a citation whose source PubMed may not hold, and the reasons for it."""

from __future__ import annotations

from citecheck.model import ScoredCandidate, Verdict
from citecheck.model.source_type import SourceType, SourceTypeEstimate
from citecheck.verdicts.source_type import (
    is_article,
    is_outside_pubmed,
    may_be_outside_pubmed,
    names_bookshelf,
    names_indexed_book,
)

# The comparisons that say who wrote a publication.
_AUTHOR_FIELDS = ("first_author", "people")
# What a person could look at, for each kind of source.
_CHECKS = {
    SourceType.BOOK: "look for it in a library catalogue, by title or ISBN",
    SourceType.CHAPTER: "look for the book in a library catalogue, by title or ISBN",
    SourceType.REPORT: "look for it on the site of the organisation that published it",
    SourceType.GUIDELINE: "look for it on the site of the body that issued it",
    SourceType.WEB_PAGE: "open the address, or its copy in a web archive",
    SourceType.NEWS: "look for it in the paper's or agency's archive",
    SourceType.DATASET: "look for it in the repository that keeps it",
    SourceType.THESIS: "look for it in the university's repository",
    SourceType.CONFERENCE: "look for it in the meeting's programme or book of abstracts",
    SourceType.LAW: "look for it in the official gazette",
    SourceType.PATENT: "look for its number in a patent register",
    SourceType.SOFTWARE: "look for it on its maker's site",
    SourceType.PREPRINT: "look for it on the preprint server",
}


def verdict_for_source_type(
    verdict: Verdict,
    match: ScoredCandidate | None,
    estimate: SourceTypeEstimate | None,
    *,
    unanswered: bool = False,
    lacks_books: bool = False,
) -> Verdict:
    """Adjust the verdict to the kind of source that the citation names.

    Args:
        verdict: the verdict by the records alone.
        match: the publication that the verdict is about.
        estimate: the kind of source that the citation names.
        unanswered: whether a search for it failed.
        lacks_books: whether the source was built from files that lack NCBI's Bookshelf.

    Returns:
        `outside_pubmed` if PubMed does not hold such a source, `possible` if that is likely enough to
        withhold an accusation, `unchecked` for a book of the Bookshelf if the source lacks those, else the
        verdict as it was.
    """
    if names_bookshelf(estimate):
        if lacks_books and verdict in (Verdict.NOT_FOUND, Verdict.POSSIBLE, Verdict.AMBIGUOUS):
            return Verdict.UNCHECKED
        absent = verdict is Verdict.NOT_FOUND and not names_indexed_book(estimate)
        return Verdict.OUTSIDE_PUBMED if absent else verdict
    if estimate is not None and estimate.type is SourceType.CONFERENCE and is_outside_pubmed(estimate):
        return _of_talk(verdict, match, unanswered=unanswered)
    if verdict is Verdict.VERIFIED and is_outside_pubmed(estimate) and not _may_be_held(match):
        return Verdict.POSSIBLE
    if verdict is Verdict.MISMATCH and not is_article(estimate) and not _is_settled(match):
        return _instead(verdict, estimate)
    nothing_to_search = verdict is Verdict.UNCHECKED and not unanswered
    if nothing_to_search and is_outside_pubmed(estimate):
        return Verdict.OUTSIDE_PUBMED
    return _instead(verdict, estimate) if verdict is Verdict.NOT_FOUND else verdict


def _of_talk(verdict: Verdict, match: ScoredCandidate | None, *, unanswered: bool) -> Verdict:
    """The verdict on a talk: only a publication by its author may be the same work."""
    if unanswered or verdict is Verdict.UNSOURCED or _is_settled(match):
        return verdict
    return Verdict.POSSIBLE if is_of_same_author(match) else Verdict.OUTSIDE_PUBMED


def is_of_same_author(match: ScoredCandidate | None) -> bool:
    """Whether somebody whom the article names wrote the publication."""
    return match is not None and any(match.bits(field) > 0 for field in _AUTHOR_FIELDS)


def _instead(verdict: Verdict, estimate: SourceTypeEstimate | None) -> Verdict:
    """The verdict instead of `not_found` or `mismatch`, by the kind of source."""
    if is_outside_pubmed(estimate):
        return Verdict.OUTSIDE_PUBMED
    return Verdict.POSSIBLE if may_be_outside_pubmed(estimate) else verdict


def _may_be_held(match: ScoredCandidate | None) -> bool:
    """Whether a publication can be the cited one although the citation does not name an article.

    That holds for a book or chapter of PubMed, for the record that an identifier leads to, and for a work by
    the same author: guidelines and monographs appear in journals too. A title alone may also be that of an
    article about the book.
    """
    if match is None:
        return True
    return _is_settled(match) or is_of_same_author(match) or match.publication.book_title is not None


def _is_settled(match: ScoredCandidate | None) -> bool:
    """Whether a stated identifier leads to the publication, so that it is the cited one."""
    return match is not None and match.level("identifier") == "same"


def outside_reason(estimate: SourceTypeEstimate) -> str:
    """Why its absence from PubMed means nothing, and what a person could check."""
    if names_bookshelf(estimate):
        return (
            "It names a book or chapter of NCBI's Bookshelf: PubMed holds only some of these, and not this "
            "one; open its address."
        )
    shown = ", ".join(estimate.evidence)
    check = _CHECKS.get(estimate.type, "a person should look for it elsewhere")
    return (
        f"It names {estimate.type.label} ({shown}; probability {estimate.probability:.2f}), "
        f"which PubMed does not hold: {check}."
    )


def maybe_outside_reason(estimate: SourceTypeEstimate, match: ScoredCandidate | None = None) -> str:
    """Why a person should look: nothing was found, or only a publication that may have followed a talk.

    Args:
        estimate: the kind of thing that the citation names.
        match: the publication that the verdict is about, if there is one.

    Returns:
        One sentence: on NCBI's Bookshelf, on the talk and the publication, or on the probability (0-1) that
        PubMed does not hold what is named.
    """
    if names_bookshelf(estimate):
        return (
            "It names a book or chapter of NCBI's Bookshelf. NLM's files hold none of these, and this index "
            "was built without them; live PubMed can be asked (--source pubmed)."
        )
    if estimate.type is SourceType.CONFERENCE and match is not None:
        return (
            f"It speaks of a talk ({', '.join(estimate.evidence)}): it may have been published later as "
            f"PMID {match.publication.pmid}: {match.publication.in_short}."
        )
    other = 1 - estimate.probability if estimate.type is SourceType.JOURNAL_ARTICLE else estimate.probability
    return (
        "Nothing fits, but it may name something that PubMed does not hold "
        f"(probability {other:.2f}): a person should look."
    )
