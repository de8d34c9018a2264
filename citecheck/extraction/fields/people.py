"""The people whom a text names around a study, as its authors or otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cache

from citecheck.extraction.word_lists import load_words
from citecheck.extraction.word_patterns import WordPattern
from citecheck.model import Person

_CAPITAL = "[A-ZÀ-ÖØ-Þ]"
# One part of a name, behind its capital: Smith · O'Sullivan · Coleman-Minahan · McGinn
_REST = rf"(?:['’]{_CAPITAL})?[\w’']{{1,20}}+(?:-[A-ZÀ-Þa-z]\w{{1,20}}+){{0,2}}+"
_INITIALS = r"(?<=[A-Z])(?:\.|(?=\s))(?:[- ]?[A-Z]\.){0,2}"
_PARTICLES = (
    "van", "von", "de", "der", "den", "del", "della", "di", "da", "la", "le", "el", "bin", "al", "ten", "ter"
)  # fmt: skip
_PARTICLE = rf"(?:(?:{'|'.join(_PARTICLES)})[ ]){{1,3}}"
# Susanna Larsson · Benjamin H. Levi · J.J. Cutuli · Peter van der Berg, behind the first capital
_NAME = (
    rf"(?:{_REST}|{_INITIALS})"
    rf"(?:[ ](?:{_CAPITAL}{_INITIALS}|{_PARTICLE}{_CAPITAL}{_REST}|{_CAPITAL}{_REST})){{1,3}}"
)
_LETTERS = (
    r"(?:,?[ ](?:Ph\.?\s?D|M\.?D|Dr\.?P\.?H|M\.?P\.?H|Sc\.?D"
    r"|D\.?Phil|R\.?D|R\.?N|FRCP|MBBS|M\.?S|DO|(?!USA\b|UAE\b)[A-Z]{3,5})\b\.?){1,4}"
)

_OFFICE = (
    r"(?:of|from|at|a|an|the|who|another|[Pp]rofessor|director|head|chair"
    r"|associate|assistant|reader|lecturer|one)"
)
_PLACE = r"(?:University|College|Institut|Hospital|School|Medic|Clinic|Cent(?:er|re)|Academy|Foundation)"
_OF_PLACE = r"(?:,?[ ](?:of|at|from)[ ](?:the[ ])?[A-Z][\w ’',-]{3,60}?)?"
# A study by Suez et al. found · Collier and colleagues · James Brown of Leeds University and his colleagues
_WITH_OTHERS = (
    rf"(?P<author2>(?:[’']s)?(?:{_LETTERS})?{_OF_PLACE},?[ ]"
    r"(?:et[ ]al\b|and[ ](?:his[ ]|her[ ]|their[ ]|other[ ]|co-?)?"
    r"(?:colleagues|coauthors|co-authors|team|co-?workers|collaborators)\b))"
)
# Ian Douglas, who led the study · Kate X, Ph.D., lead author of the study
_WHO_LED = (
    rf"(?P<author3>(?:{_LETTERS})?{_OF_PLACE},[ ](?:(?:the|a|one[ ]of[ ]the)[ ])?"
    r"(?:(?:study|paper|report|research|trial)(?:[’']s)?[ ])?"
    r"(?:who[ ](?:co-)?(?:led|conducted|headed|directed|carried[ ]out|wrote|authored|ran|worked[ ]on)"
    r"|(?:lead|senior|principal|chief|first|co-?|study|corresponding)[ ]?(?:study[ ])?"
    r"(?:author|investigator|researcher|scientist)|(?:co-?)?author\b))"
)
# Dr. Kate Marsh’s research · Ann Lee's 2016 trial
_OWNS_STUDY = (
    r"(?P<author4>(?:(?<=[’']s)|[’']s?)[ ]"
    r"(?:own[ ]|new[ ]|recent[ ]|latest[ ]|earlier[ ]|(?:19|20)\d\d[ ]){0,2}"
    r"(?:research|study|studies|trial|work|findings|analysis|paper|experiments?)\b)"
)
# Susanne Henning, Ph.D. · Caroline Watt, of Edinburgh's school · Stuart Elborn from Queen's · Watt said
_IN_OFFICE = (
    rf"(?P<named>{_LETTERS}|,[ ]{_OFFICE}[ ]|[ ](?:of|from|at)[ ](?:the[ ])?(?=[A-Z][^.,;]{{0,50}}?{_PLACE})"
    r"|[ ](?:said|says|added|adds|explained|explains|told|writes|wrote|noted|notes)\b)"
)
_REMARK = re.compile(f"{_WITH_OTHERS}|{_WHO_LED}|{_OWNS_STUDY}|{_IN_OFFICE}")
# A single word is a name only before "et al.", "and colleagues" or a comma, or behind a possible title.
_BEFORE_OTHERS = r"(?=[ ][eao]|,[ ]|[’']s)"
_BEHIND_TITLE = r"(?:(?<=[rfeRFE][ ].)|(?<=[rfRF]\.[ ].))"
# "Chief Investigator Professor Ann Lee": the name begins behind the office.
_OFFICES = ("Investigator", "Researcher", "Author", "Scientist", "Leader")
_REST_OF_OFFICE = "|".join(rf"(?<={office[0]}){office[1:]}[ ]" for office in _OFFICES)
_NO_OFFICE = rf"(?!(?<=[A-Z])[a-z]{{1,12}}[ ](?:{'|'.join(_OFFICES)})[ ]|{_REST_OF_OFFICE})"
# The pattern begins with the capital itself: Python's matcher then jumps from one capital to the next.
_CAPITAL_LED = (
    rf"{_CAPITAL}(?<![\w’'-].){_NO_OFFICE}(?:{_NAME}|{_REST}{_BEFORE_OTHERS}|{_BEHIND_TITLE}{_REST})"
)
_PARTICLE_LED = (
    rf"(?<![\w’'-])(?:{_PARTICLE}{_CAPITAL}{_REST}{_BEFORE_OTHERS}"
    rf"|(?:(?<=[rfeRFE][ ])|(?<=[rfRF]\.[ ])){_PARTICLE}{_CAPITAL}{_REST})"
)
_NAME_WITHOUT_PARTICLE_FIRST = re.compile(_CAPITAL_LED)
_ANY_NAME = re.compile(rf"(?=[A-ZÀ-ÖØ-Þabdeltv])(?:{_CAPITAL_LED}|{_PARTICLE_LED})")
# A capital behind a particle; few texts have one.
_BEHIND_ANY_PARTICLE = "|".join(rf"(?<=\b{particle}[ ].)" for particle in _PARTICLES)
_BEHIND_PARTICLE = re.compile(rf"{_CAPITAL}(?<=[aeilnr][ ].)(?:{_BEHIND_ANY_PARTICLE})")
_SPOKEN = re.compile(r",|[ ](?:of|from|at|who)\b")
# "Smith et al.", "Smith and colleagues", "Smith’s team"; other single words are ignored.
_AFTER_ALONE = frozenset((" e", " a", " o", ", ", "’s", "'s"))
# In letters; acronyms of places, degrees and institutions are no longer than this.
_LONGEST_ACRONYM = 5
# In characters: the text before a name that is read for titles and roles.
_BEFORE = 48


class _PersonRole(Enum):
    """The role in which somebody is named."""

    AUTHOR = "one who made the study"
    TITLED = "Dr or Professor"
    NAMED = "somebody with an office, or who speaks"


@dataclass(frozen=True, slots=True)
class PersonMention:
    """A person named at `start` of the text; `author`: the text says that this person made the study."""

    start: int
    person: Person
    author: bool


def find_people(text: str, start: int = 0, end: int | None = None) -> tuple[PersonMention, ...]:
    """The people whom `text[start:end]` names as authors of a study or as commentators.

    Args:
        text: the text of the document.
        start: the first offset in characters.
        end: the offset behind the last character; None for the end of the text.

    Returns:
        The people in order, each last name once.
    """
    found: dict[str, PersonMention] = {}
    for mention in _mentions(text, start, len(text) if end is None else end):
        person = mention.person
        known = found.setdefault(person.last_name, mention)
        if known is not mention:
            fuller = person if len(person.text) > len(known.person.text) else known.person
            author = known.author or mention.author
            found[person.last_name] = PersonMention(known.start, fuller, author)
    return tuple(found.values())


def names_somebody(text: str) -> bool:
    """Whether `find_people` finds anybody in a text; reading stops at the first person."""
    return next(_mentions(text, 0, len(text)), None) is not None


def names_author(text: str) -> bool:
    """Whether a text names an author of a study; reading stops at the first author."""
    return any(mention.author for mention in _mentions(text, 0, len(text)))


def _mentions(text: str, start: int, end: int) -> Iterator[PersonMention]:
    """Every mention of a person in `text[start:end]`, also of one who was named before."""
    names = _ANY_NAME if _BEHIND_PARTICLE.search(text, start, end) else _NAME_WITHOUT_PARTICLE_FIRST
    for match in names.finditer(text, start, end):
        standing = _standing(text, match, start, end)
        if standing is None:
            continue
        person = as_person(match[0])
        if person is not None and (standing is not _PersonRole.NAMED or person.initials):
            yield PersonMention(match.start(), person, standing is _PersonRole.AUTHOR)


def _standing(text: str, match: re.Match[str], start: int, end: int) -> _PersonRole | None:
    """The role that the words around a name give it, or None if they give it no role."""
    alone = " " not in match[0]
    if alone and text[match.end() : match.end() + 2] not in _AFTER_ALONE and not _led(text, match.start()):
        return None
    before = text[max(start, match.start() - _BEFORE) : match.start()].lower()
    word = before.rpartition(" ")[0].rpartition(" ")[2].strip('(“"')
    remarked = text[match.end() : match.end() + 1] in _BEHIND
    if not remarked and word not in _announcing():  # most names
        title = match[0].split(" ", 1)[0].rstrip(".") in load_words("people", "titles")
        return _PersonRole.TITLED if title else None
    titled = False
    while before.endswith(_endings("before titles")):
        titled = True
        before = before.rstrip().rpartition(" ")[0] + " "
    remark = _REMARK.match(text, match.end(), end) if remarked else None
    author = before.endswith(_endings("before authors")) or (
        remark is not None and (remark.lastgroup or "").startswith("author")
    )
    with_others = remark is not None and remark.lastgroup == "author2"
    if (
        author
        and alone
        and not titled
        and (not with_others or before.endswith((" of ", " in ", " at ", "the ")))
    ):
        return None
    if author:
        after = text[match.end() : match.end() + 140].split(".", maxsplit=1)[0]
        last = _SENIOR.search(before) or (remark and _SENIOR.search(remark[0].lower()))
        return _PersonRole.NAMED if last or _OUTSIDER.search(after) else _PersonRole.AUTHOR
    if titled or match[0].split(" ", 1)[0].rstrip(".") in load_words("people", "titles"):
        return _PersonRole.TITLED
    if remark is not None:
        return _PersonRole.NAMED
    if before.endswith(_endings("before speakers")) and _SPOKEN.match(text, match.end(), end):
        return _PersonRole.NAMED
    return None


# The senior author is named, but a publication is cited by its first author.
_SENIOR = re.compile(
    r"\b(?:senior|corresponding)\s(?:study\s)?(?:author|investigator|researcher|scientist),?\s?$"
)
# A remark behind a name begins with one of these.
_BEHIND = frozenset((",", " ", "’", "'"))


@cache
def _announcing() -> frozenset[str]:
    """The last words of all titles and roles that can stand before a name."""
    sections = ("before titles", "before authors", "before speakers")
    return frozenset(
        entry.split()[-1].lower() for section in sections for entry in load_words("people", section)
    )


def _led(text: str, at: int) -> bool:
    """Whether a title may stand right before."""
    return (
        text[max(0, at - 6) : at]
        .lower()
        .endswith(("dr ", "dr. ", "prof ", "prof. ", "essor ", "sir ", "dame "))
    )


@cache
def _endings(section: str) -> tuple[str, ...]:
    return tuple(f"{word} " for word in sorted(load_words("people", section)))


def as_person(name: str) -> Person | None:
    """The person of that name; None if the words do not name a person ("Harvard Medical", "New York")."""
    name = name.strip().removesuffix("’s").removesuffix("'s")
    if name.isupper() and len(name) <= _LONGEST_ACRONYM and " " not in name:
        return None  # USA, MD, RDN
    parts = name.split()
    strange = max((at for at, part in enumerate(parts) if _is_strange(part)), default=-1)
    if 0 < strange == len(parts) - 1 and _is_surname(parts[strange]) and not _is_strange(parts[strange - 1]):
        strange = max((at for at, part in enumerate(parts[:-1]) if _is_strange(part)), default=-1)
    stranger = parts[strange].lower().rstrip(".") if strange >= 0 else ""
    parts = parts[strange + 1 :]
    if not parts or (len(parts) == 1 and stranger in load_words("people", "no names")):
        return None
    last = len(parts) - 1
    while last > 0 and parts[last - 1].lower() in load_words("people", "particles"):
        last -= 1
    given = parts[:last]
    initials = "".join(
        piece[0] for part in given for piece in re.split(r"[-.]", part) if piece and piece[0].isupper()
    )
    last_name = " ".join(parts[last:])
    return Person(" ".join(parts), last_name, initials) if len(last_name) > 1 else None


def _is_strange(part: str) -> bool:
    """Whether a word cannot be part of a name.

    It is a possessive ("Cambridge's"), a title, or a word for places and offices.
    """
    if part.endswith(("'s", "’s")) or part.rstrip(".") in load_words("people", "titles"):
        return True
    return part.lower().strip(".") in load_words("people", "no names")


def _is_surname(part: str) -> bool:
    """Whether a title is a last name, too: "Professor Janet Lord"."""
    return part in load_words("people", "titles and surnames")


# Also "author of an editorial accompanying the study"
_OUTSIDER = WordPattern("who was not involved in the study", r"{people:outsiders}")
