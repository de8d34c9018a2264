"""Named authors and other people against the record's authors."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import takewhile

from rapidfuzz import fuzz

from citecheck.matching import lexicons
from citecheck.matching.claim_features import ClaimFeatures
from citecheck.matching.comparison_level import SILENT, ComparisonResult, missing_level
from citecheck.matching.comparisons.field import Evidence, Field, MisprintGroup
from citecheck.matching.record_features import RecordFeatures
from citecheck.matching.surnames import same_surname
from citecheck.matching.term_keys import fold
from citecheck.model import Author, CitationFields, Person, Publication

# A person named in prose may be any of the authors, or a colleague who comments on the study.
_FIRST_IN_PROSE = "first_author_in_prose"
_FIRST_LEVELS = ("first", "first_surname", "listed", "near", "initials_differ", "absent", "unlisted")
_SURNAME_LEVELS = ("rare", "uncommon", "common", "very_common")
# Where levels begin: the number of bearers of the name among 100,000 authors.
_UNCOMMON, _COMMON, _VERY_COMMON = 8, 40, 200
# A surname of so many letters or more may be misspelt, if two are alike by so many of 100 (rapidfuzz ratio).
_LEAST_LETTERS = 5
_ALIKE = 84.0
# The share of the further authors that a record must have for most of them.
_MOST = 0.6


def initials_agree(person: Person, author: Author) -> bool | None:
    """Whether the first initials of two people agree.

    An initial of a middle name agrees as well: "Brandt E" is "Brandt ME", "Brandt MJ" is not "Brandt ME".
    Letters behind a last name are initials, too: "Chengappa S" is "Chengappa S K".

    Args:
        person: somebody whom the article names.
        author: an author of the record.

    Returns:
        True or False; None where one of the two has no initials.
    """
    stated = fold(person.initials).replace(" ", "")
    held = fold(author.initials or author.fore_name[:1]).replace(" ", "")
    if not stated or not held:
        return None
    held = "".join(_letters_behind(author.last_name)) + held
    by_middle_name = (len(stated) == 1 and stated in held) or (len(held) == 1 and held in stated)
    return stated[0] == held[0] or by_middle_name


def _letters_behind(last_name: str) -> list[str]:
    """The single letters at the end of a last name of several words: "Chengappa S", "Shetty B S K"."""
    words = fold(last_name).split()[1:]
    return list(reversed(list(takewhile(lambda word: len(word) == 1, reversed(words)))))


def _names_none_of(claim: ClaimFeatures, record: RecordFeatures) -> bool:
    """Whether none of the people whom the claim names can be among the record's authors."""
    return not record.group_positions and claim.surname_keys.isdisjoint(record.surname_keys)


def _group_position(person: Person, record: RecordFeatures) -> int | None:
    """The place among the authors of a group that has a person's whole name as its name."""
    if not record.group_positions:
        return None
    return record.group_positions.get(fold(f"{person.last_name} {person.initials}"))


def _level(person: Person, record: RecordFeatures) -> str:
    if (position := _group_position(person, record)) is not None:
        return "first" if position == 0 else "listed"
    stated = fold(person.last_name)
    best = "near" if _is_near(stated, record.surnames[0]) else "absent"
    for place in record.places_of_surname(stated):
        agree = initials_agree(person, record.people[place])
        if agree is False:
            level = "initials_differ"
        elif place == 0:
            level = "first" if agree else "first_surname"
        else:
            level = "listed"
        best = min(best, level, key=_FIRST_LEVELS.index)
    return best


def _is_near(stated: str, held: str) -> bool:
    """Whether two different last names are one but for a slip of the pen; equal names are not near."""
    alike = len(stated) >= _LEAST_LETTERS and fuzz.ratio(stated, held, score_cutoff=_ALIKE) >= _ALIKE
    return alike and not same_surname(stated, held)


def compare_first(claim: ClaimFeatures, record: RecordFeatures) -> ComparisonResult:
    """Compare the first named author with the record's authors.

    A reference lists authors in their order, so `absent` contradicts it. Prose names authors in any order,
    and other people too: there, a person who is not an author is `unlisted`. A news story says Bob for R.

    Args:
        claim: what the article states of the cited publication, with its derived terms.
        record: the candidate's record, with its derived terms.

    Returns:
        A level of `FIRST`. Not stated if the claim names no author; not recorded if the record has no
        authors, or lacks this one and its list of authors is incomplete.
    """
    if not claim.claimed.authors:
        return SILENT
    person = claim.claimed.authors[0]
    if not record.surnames:
        return missing_level(person.text)
    level = _level(person, record)
    if level == "absent" and not record.publication.authors_complete:
        return missing_level(person.text)
    is_namesake = level == "initials_differ" and claim.claimed.story
    if (level == "absent" or is_namesake) and not claim.like_a_reference:
        level = "unlisted"
    at = {"first": 0, "first_surname": 0, "near": 0}.get(level)
    table = None if claim.like_a_reference else _FIRST_IN_PROSE
    return ComparisonResult(
        level, person.text, record.show_authors if at is None else record.show_first, table=table
    )


def compare_others(claim: ClaimFeatures, record: RecordFeatures) -> ComparisonResult:
    """Compare the further named authors, after the first, with the record's authors.

    Args:
        claim: what the article states of the cited publication, with its derived terms.
        record: the candidate's record, with its derived terms.

    Returns:
        A level of `OTHERS`, by the share of the further authors that the record lists: `most` from 0.6 on.
        `first_only`, with 0 bits, if the record has a single author and the claim names several more.
        `unlisted`, with 0 bits, instead of `none` where a story about one study names them: other people
        speak of it, too.
        Not stated without further authors; not recorded if the record's list is empty, or incomplete and has
        none of them.
    """
    others = claim.claimed.authors[1:]
    if not others:
        return SILENT
    text = ", ".join(person.text for person in others)
    if not record.surnames:
        return missing_level(text)
    found = 0 if _names_none_of(claim, record) else sum(_listed(person, record) for person in others)
    share = found / len(others)
    level = "all" if found == len(others) else "most" if share >= _MOST else "some" if found else "none"
    if level == "none" and not record.publication.authors_complete:
        return missing_level(text)
    if level == "none" and len(record.surnames) == 1 and len(others) > 1:
        # Records that were made from reference lists often keep the first author only.
        return ComparisonResult("first_only", text, record.show_authors, value=0.0)
    if level == "none" and claim.claimed.story and not claim.like_a_reference:
        return ComparisonResult("unlisted", text, record.show_authors, value=0.0)
    return ComparisonResult(level, text, record.show_authors)


def compare_people(claim: ClaimFeatures, record: RecordFeatures) -> ComparisonResult:
    """Compare the people whom the article names around the study with the record's authors.

    A person among the authors speaks for the record; a person who is not one of them says little.

    Args:
        claim: what the article states of the cited publication, with its derived terms.
        record: the candidate's record, with its derived terms.

    Returns:
        A level of `PEOPLE`: `several` people are authors, `one_full` with initials that agree, `one` by last
        name, or `none`. Not stated if the claim names no people; not recorded if the record has no authors.
    """
    people = claim.claimed.people
    if not people:
        return SILENT
    text = ", ".join(person.text for person in people)
    if not record.surnames:
        return missing_level(text)
    if _names_none_of(claim, record):
        return ComparisonResult("none", text, record.show_authors)
    levels = [level for person in people if (level := _level(person, record)) not in ("absent", "near")]
    kept = [level for level in levels if level != "initials_differ"]
    full = any(initials_agree(person, author) for person in people for author in _namesakes(person, record))
    level = "several" if len(kept) > 1 else "one_full" if kept and full else "one" if kept else "none"
    return ComparisonResult(level, text, record.show_authors)


def compare_surname(claim: ClaimFeatures, record: RecordFeatures) -> ComparisonResult:
    """Measure how common the rarest last name is on which claim and record agree.

    A common name agrees by chance: one author in a hundred is called Wang.

    Args:
        claim: what the article states of the cited publication, with its derived terms.
        record: the candidate's record, with its derived terms.

    Returns:
        A level of `SURNAME`, by the number of bearers among 100,000 authors. Not stated if no last name
        agrees.
    """
    named = (*claim.claimed.authors, *claim.claimed.people)
    if not named or not record.surnames or _names_none_of(claim, record):
        return SILENT
    agreeing = [person for person in named if _listed(person, record)]
    if not agreeing:
        return SILENT
    bearers, person = min(((_bearers(p), p) for p in agreeing), key=lambda pair: pair[0])
    edges = (_UNCOMMON, _COMMON, _VERY_COMMON)
    return ComparisonResult(
        _SURNAME_LEVELS[sum(bearers >= edge for edge in edges)], person.text, person.last_name
    )


def _bearers(person: Person) -> int:
    return lexicons.surname_frequencies().get(fold(person.last_name), 0)


def _namesakes(person: Person, record: RecordFeatures) -> Iterator[Author]:
    """The record's authors of this person's surname, in order."""
    return (record.people[place] for place in record.places_of_surname(fold(person.last_name)))


def _listed(person: Person, record: RecordFeatures) -> bool:
    by_surname = any(initials_agree(person, author) is not False for author in _namesakes(person, record))
    return by_surname or _group_position(person, record) is not None


def _condition(publication: Publication) -> str | None:
    first = publication.authors[0].short if publication.authors else ""
    return f"named the author {first}" if first else None


def _recorded(claimed: CitationFields, publication: Publication) -> CitationFields:
    """The statements with as many of the record's authors as the article names, but at least the first."""
    persons = [Person(author.short, author.last_name, author.initials) for author in publication.authors]
    return replace(claimed, authors=tuple(persons[: max(1, len(claimed.authors))]))


FIRST = Field(
    name="first_author",
    levels=_FIRST_LEVELS,
    compare=lambda claim, record, _: compare_first(claim, record),
    level_tables={_FIRST_IN_PROSE: _FIRST_LEVELS},
    agreeing=frozenset({"first", "first_surname"}),
    contradictions=dict.fromkeys(
        ("absent", "initials_differ"),
        "The article names {claimed} as author; the publication's authors are {found}.",
    ),
    notes={"near": "The article writes the author {claimed}; the record has {found}."},
    condition=_condition,
    statements=("authors",),
    recorded=_recorded,
    misprinted_with=MisprintGroup.AUTHORS,
    evidence=Evidence.PEOPLE,
)
OTHERS = Field(
    name="authors",
    levels=("all", "most", "some", "none"),
    compare=lambda claim, record, _: compare_others(claim, record),
    contradictions={
        "none": "The article names the further authors {claimed}; the publication's authors are {found}."
    },
    notes={
        "first_only": "The record lists {found} alone, so that the further authors could not be compared."
    },
    recorded=_recorded,
    misprinted_with=MisprintGroup.AUTHORS,
    evidence=Evidence.PEOPLE,
)
PEOPLE = Field(
    name="people",
    levels=("several", "one_full", "one", "none"),
    compare=lambda claim, record, _: compare_people(claim, record),
    agreeing=frozenset({"several", "one_full"}),
    statements=("people",),
    misprinted_with=MisprintGroup.AUTHORS,
    evidence=Evidence.PEOPLE,
)
SURNAME = Field(
    name="surname",
    levels=_SURNAME_LEVELS,
    compare=lambda claim, record, _: compare_surname(claim, record),
    misprinted_with=MisprintGroup.AUTHORS,
    evidence=Evidence.PEOPLE,
    silent_by_record=True,
)
