"""Named authors and other people against the record's authors."""

from __future__ import annotations

from rapidfuzz import fuzz

from citecheck.matching import lexicons
from citecheck.matching.claim_features import ClaimFeatures
from citecheck.matching.comparison_level import SILENT, ComparisonResult, missing_level
from citecheck.matching.record_features import RecordFeatures
from citecheck.matching.surnames import same_surname, surname_keys
from citecheck.matching.term_keys import fold
from citecheck.model import Author, Person

FIRST = "first_author"
# Whom prose names may stand anywhere among the authors, or be a colleague who comments.
FIRST_IN_PROSE = "first_author_in_prose"
OTHERS = "authors"
PEOPLE = "people"
FIRST_LEVELS = ("first", "first_surname", "listed", "near", "initials_differ", "absent", "unlisted")
OTHERS_LEVELS = ("all", "most", "some", "none", "first_only")
PEOPLE_LEVELS = ("several", "one_full", "one", "none")
SURNAME = "surname"
SURNAME_LEVELS = ("rare", "uncommon", "common", "very_common")
# Where levels begin: of 100,000 authors so many bear the name.
_UNCOMMON, _COMMON, _VERY_COMMON = 8, 40, 200
_ALIKE = 84.0


def initials_agree(person: Person, author: Author) -> bool | None:
    """Whether the first initials agree; None where one side has none.

    Who goes by a middle name agrees as well: "Brandt E" is "Brandt ME", "Brandt MJ" is not "Brandt ME".
    """
    stated = fold(person.initials).replace(" ", "")
    held = fold(author.initials or author.fore_name[:1]).replace(" ", "")
    if not stated or not held:
        return None
    by_middle_name = (len(stated) == 1 and stated in held) or (len(held) == 1 and held in stated)
    return stated[0] == held[0] or by_middle_name


def _may_be_listed(stated: str, record: RecordFeatures) -> bool:
    """Whether one of the record's surnames can be this folded one: most records are ruled out so."""
    return not surname_keys(stated).isdisjoint(record.surname_keys)


def _strangers(claim: ClaimFeatures, record: RecordFeatures) -> bool:
    """Whether nobody whom the claim names can be among the record's authors."""
    return claim.surname_keys.isdisjoint(record.surname_keys)


def _level(person: Person, record: RecordFeatures) -> str:
    stated = fold(person.last_name)
    best = "near" if _is_near(stated, record.surnames[0]) else "absent"
    if not _may_be_listed(stated, record):
        return best
    for place, held in enumerate(record.surnames):
        if not same_surname(stated, held):
            continue
        agree = initials_agree(person, record.people[place])
        if agree is False:
            level = "initials_differ"
        elif place == 0:
            level = "first" if agree else "first_surname"
        else:
            level = "listed"
        best = min(best, level, key=FIRST_LEVELS.index)
    return best


def _is_near(stated: str, held: str) -> bool:
    """Whether a last name is another one but for a slip of the pen; the same one is not near."""
    alike = len(stated) > 4 and fuzz.ratio(stated, held, score_cutoff=_ALIKE) >= _ALIKE
    return alike and not same_surname(stated, held)


def compare_first(claim: ClaimFeatures, record: RecordFeatures) -> ComparisonResult:
    """The first named author: a reference lists authors in order, prose names whom it likes.

    `absent` contradicts a reference; `unlisted` is somebody named in prose who may be anybody.
    """
    if not claim.claimed.authors:
        return SILENT
    person = claim.claimed.authors[0]
    if not record.surnames:
        return missing_level(person.text)
    level = _level(person, record)
    if level == "absent" and not record.publication.authors_complete:
        return missing_level(person.text)
    if level == "absent" and not claim.like_a_reference:
        level = "unlisted"
    at = {"first": 0, "first_surname": 0, "near": 0}.get(level)
    table = None if claim.like_a_reference else FIRST_IN_PROSE
    return ComparisonResult(
        level, person.text, record.show_authors if at is None else record.show_first, table=table
    )


def compare_others(claim: ClaimFeatures, record: RecordFeatures) -> ComparisonResult:
    """The further named authors, as a share of those that the record lists."""
    others = claim.claimed.authors[1:]
    if not others:
        return SILENT
    text = ", ".join(person.text for person in others)
    if not record.surnames:
        return missing_level(text)
    found = 0 if _strangers(claim, record) else sum(_listed(person, record) for person in others)
    share = found / len(others)
    level = "all" if found == len(others) else "most" if share >= 0.6 else "some" if found else "none"
    if level == "none" and not record.publication.authors_complete:
        return missing_level(text)
    if level == "none" and len(record.surnames) == 1 and len(others) > 1:
        # Records that were made from reference lists often keep the first author only.
        return ComparisonResult("first_only", text, record.show_authors, value=0.0)
    return ComparisonResult(level, text, record.show_authors)


def compare_people(claim: ClaimFeatures, record: RecordFeatures) -> ComparisonResult:
    """People named around the study: one of them among the authors speaks for it, none against it."""
    people = claim.claimed.people
    if not people:
        return SILENT
    text = ", ".join(person.text for person in people)
    if not record.surnames:
        return missing_level(text)
    if _strangers(claim, record):
        return ComparisonResult("none", text, record.show_authors)
    levels = [level for person in people if (level := _level(person, record)) not in ("absent", "near")]
    kept = [level for level in levels if level != "initials_differ"]
    full = any(
        initials_agree(person, author)
        for person in people
        if _may_be_listed(fold(person.last_name), record)
        for author, held in zip(record.people, record.surnames, strict=True)
        if same_surname(fold(person.last_name), held)
    )
    level = "several" if len(kept) > 1 else "one_full" if kept and full else "one" if kept else "none"
    return ComparisonResult(level, text, record.show_authors)


def compare_surname(claim: ClaimFeatures, record: RecordFeatures) -> ComparisonResult:
    """How common the last names are that agree; silent where none does. One in a hundred is called Wang."""
    named = (*claim.claimed.authors, *claim.claimed.people)
    if not named or not record.surnames or _strangers(claim, record):
        return SILENT
    agreeing = [person for person in named if _listed(person, record)]
    if not agreeing:
        return SILENT
    bearers, person = min(((_bearers(p), p) for p in agreeing), key=lambda pair: pair[0])
    edges = (_UNCOMMON, _COMMON, _VERY_COMMON)
    return ComparisonResult(
        SURNAME_LEVELS[sum(bearers >= edge for edge in edges)], person.text, person.last_name
    )


def _bearers(person: Person) -> int:
    return lexicons.surname_frequencies().get(fold(person.last_name), 0)


def _listed(person: Person, record: RecordFeatures) -> bool:
    stated = fold(person.last_name)
    return _may_be_listed(stated, record) and any(
        same_surname(stated, held) and initials_agree(person, author) is not False
        for author, held in zip(record.people, record.surnames, strict=True)
    )
