"""The status of a publication by its record: retracted, withdrawn, corrected; and animal studies."""

from __future__ import annotations

import re
from dataclasses import dataclass

from citecheck.matching import lexicons
from citecheck.matching.comparisons.study_design import designs_of
from citecheck.matching.record_features import RecordFeatures
from citecheck.model import Citation, Design, Flag, Notice, Publication

# "RETRACTED: Effect of …", "[Retracted] MicroRNA …", "Retracted Article: …": what publishers write before the
# title of the article itself. "Retraction: …" and "Retraction notice to …" are notices.
_RETRACTED_TITLE = re.compile(r"\W*retracted\b(?:\s+article|\s+paper)?\s*[\]:–—-]", re.IGNORECASE)
# "WITHDRAWN: Interventions for …", "REMOVED: …", "[Withdrawn] …"
_WITHDRAWN_TITLE = re.compile(
    r"\W*(?:withdrawn|(?:temporary |permanent )?removal|removed)\b(?:\s+article)?\s*[\]:–—-]", re.IGNORECASE
)
_NOTICE_TYPES = frozenset({"Retraction Notice", "Retraction of Publication", "Published Erratum"})
_NOTICE_RELATIONS = frozenset({"RetractionOf", "PartialRetractionOf", "ErratumFor", "ExpressionOfConcernFor"})

# NLM's relation to a record's notice, the flag that it raises, and what it says. The order is that of weight.
_RELATIONS: tuple[tuple[frozenset[str], Flag | None, str], ...] = (
    (frozenset({"RetractionIn"}), Flag.RETRACTED, "It was retracted"),
    (frozenset({"RetractedandRepublishedIn"}), Flag.RETRACTED, "It was retracted and republished"),
    (frozenset({"PartialRetractionIn"}), Flag.CORRECTED, "It was retracted in part"),
    (
        frozenset({"ExpressionOfConcernIn"}),
        Flag.EXPRESSION_OF_CONCERN,
        "An expression of concern stands against it",
    ),
    (
        frozenset({"CorrectedandRepublishedIn", "CorrectedRepublishedIn"}),
        Flag.CORRECTED,
        "It was corrected and republished",
    ),
    (frozenset({"ErratumIn"}), Flag.CORRECTED, "It was corrected"),
    (frozenset({"UpdateIn"}), Flag.SUPERSEDED, "A newer version has taken its place"),
    (frozenset({"NotInRetractionWatch"}), None, "Retraction Watch does not list it as retracted"),
    (
        frozenset({"RetractedandRepublishedFrom"}),
        None,
        "It takes the place of a publication that was retracted",
    ),
)


@dataclass(frozen=True, slots=True)
class PublicationStatus:
    """The status of a publication: `flags` for the gate, and `reasons` that name the notices."""

    flags: tuple[Flag, ...] = ()
    reasons: tuple[str, ...] = ()


def publication_status(publication: Publication) -> PublicationStatus:
    """The status by publication types, by relations to notices, and by the title's prefix.

    A retraction notice is not itself retracted, and the relation "ErratumFor" of an erratum does not mean
    that the erratum was corrected.
    """
    flags: dict[Flag, None] = {}
    reasons: list[str] = []
    for kinds, flag, statement in _RELATIONS:
        notices = [notice for notice in publication.notices if notice.kind in kinds]
        if notices:
            reasons.append(f"{statement}: {'; '.join(map(_named, notices))}.")
            flags |= {flag: None} if flag else {}
    marked, why = _marked(publication)
    if marked and marked not in flags:
        flags[marked] = None
        reasons.append(why)
    if "Preprint" in publication.publication_types:
        flags[Flag.PREPRINT] = None
    return PublicationStatus(tuple(sorted(flags, key=_ORDER.index)), tuple(reasons))


_ORDER = tuple(Flag)


def _marked(publication: Publication) -> tuple[Flag | None, str]:
    """The flag by type or title if the record names no notice, and the reason."""
    types = set(publication.publication_types)
    if "Retracted Publication" in types:
        return Flag.RETRACTED, "PubMed marks it as retracted; the record names no notice."
    relations = {notice.kind for notice in publication.notices}
    if types & _NOTICE_TYPES or relations & _NOTICE_RELATIONS:
        return None, ""
    if _RETRACTED_TITLE.match(publication.title):
        return Flag.RETRACTED, "Its title in PubMed says that it was retracted."
    if _WITHDRAWN_TITLE.match(publication.title):
        return Flag.WITHDRAWN, "Its title in PubMed says that it was withdrawn."
    return None, ""


def _named(notice: Notice) -> str:
    """A notice as a reader finds it: "PMID 20137807 (2010-02-06)"."""
    date = notice.date
    day = "-".join(f"{part:02}" for part in (date.year, date.month, date.day) if part) if date else ""
    if notice.pmid:
        return f"PMID {notice.pmid} ({day})" if day else f"PMID {notice.pmid}"
    return notice.text.rstrip(".") or "PubMed names no notice"


# "Erratum to: …", "Author Correction: …", "Retraction notice to “…”", "Reply to: …", "Comment on: …", "Re: …"
_NOTICE_TITLE = re.compile(
    r"\W*(?P<kind>(?:author |publisher )?(?:erratum|errata|corrigendum|correction)"
    r"|retraction(?: notice| note)?"
    r"|expression of concern|reply|response|comments?|commentary|re)\b(?:\s+(?:to|on|for|of|by)\b|\s*:)",
    re.IGNORECASE,
)
_NOTICE_KINDS = {
    "ErratumFor": "an erratum for it",
    "RetractionOf": "the notice of its retraction",
    "PartialRetractionOf": "the notice of its partial retraction",
    "ExpressionOfConcernFor": "an expression of concern about it",
    "CommentOn": "a comment on it",
}


def about_another(publication: Publication, stated_title: str | None) -> str | None:
    """Return a sentence if a record is only about the cited publication (an erratum, a reply), else None.

    Args:
        publication: The record that fits best.
        stated_title: The title that the citation states; if it is a notice's, the notice itself is cited.
    """
    if stated_title and _NOTICE_TITLE.match(stated_title):
        return None
    about = [notice for notice in publication.notices if notice.kind in _NOTICE_KINDS]
    titled = _NOTICE_TITLE.match(publication.title)
    if not titled and not (about and _NOTICE_TYPES & set(publication.publication_types)):
        return None
    what = _NOTICE_KINDS[about[0].kind] if about else f"{titled['kind'].lower()} to it" if titled else ""
    which = f", which is PMID {about[0].pmid}" if about and about[0].pmid else ""
    return (
        f"What was found, PMID {publication.pmid}, is not the publication that is cited{which}, but {what}; "
        "the publication itself was not found."
    )


def is_animal_study(record: RecordFeatures) -> bool:
    """Whether a study is on animals or cells and not on people, by its headings, else by its words."""
    mesh = set(record.publication.mesh)
    if mesh:
        return "Animals" in mesh and "Humans" not in mesh
    return bool({"animal", "in_vitro"} & designs_of(record)) and not _mentions_people(record)


def _mentions_people(record: RecordFeatures) -> bool:
    text = f" {' '.join(record.titles)} {record.body.lower()} "
    return any(f" {word} " in text or f" {word}s " in text for word in lexicons.load_words("people"))


def reported_on_people(citation: Citation) -> bool:
    """Whether a place reports a study as if it were on people, without a word of animals or cells."""
    claimed = citation.claimed
    if claimed.design in (Design.ANIMAL, Design.IN_VITRO):
        return False
    text = f" {citation.quote} {claimed.context} ".lower()
    return not any(f" {animal}" in text for animal in lexicons.load_words("animals"))
