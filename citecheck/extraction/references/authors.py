"""Whom a reference entry names at its start: "Petkov VD, Yonkov D, …", "Hilliard, M. E., & Jaser, S."."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from citecheck.extraction.word_lists import alternatives, words
from citecheck.model import Person

__all__ = ["Authors", "read_authors"]

_RANGE = [chr(code) for code in (*range(0x41, 0x250), *range(0x1E00, 0x1F00))]
_UPPER = "".join(c for c in _RANGE if c.isalpha() and not c.islower())
_LETTER = r"[^\W\d_]"
_WORD = rf"{_LETTER}[^\W\d_'’‘`ʼ´-]{{0,30}}(?:['’‘`ʼ´‐‑-]{{1,2}}[^\W\d_]{{1,30}}){{0,4}}"
# A surname of up to six words: "De Bock", "González Hernández", "van 't Hof"
_SURNAME = rf"(?P<last>(?:St\. )?['’]?{_WORD}(?: ['’]?{_WORD}){{0,5}}?)"
_SUFFIX = r"(?:,? (?:Jr|Sr|II|III|IV|[234](?:nd|rd|th))\b\.?)?"
_CAPITAL = rf"[{_UPPER}]"
# "VD", "V.D.", "V. D.", "J-P", "Y.-M.", "M"
_INITIALS = (
    rf"(?P<initials>{_CAPITAL}(?:\.[-‐‑]?{_CAPITAL}){{1,5}}\.?"
    rf"|(?:{_CAPITAL}\. ?[-‐‑]?){{2,5}}(?=\s*[,;&]|\s+and\b|\s+et\b)"
    rf"|{_CAPITAL}(?:[  ‐‑-]?{_CAPITAL}){{0,5}}(?![^\W\d_])[-‐‑]?\.?)"
)
_DOTTED = rf"(?P<initials>(?:{_CAPITAL}[^\W\d_]{{0,2}}\.(?: ?[-‐‑]?\.? ?)){{1,6}})"
_END = r"(?=\s*(?:[,;.:…&(\[*]|\band\b|\bet\.?\s?al\b|$)|(?<=\.)\S)"
_BEFORE_TITLE = r"(?=\s*(?:[,;.:…&(\[*“\"'‘]|\band\b|\bet\.?\s?al\b|$)|(?<=\.)\s?\S)"

# "Petkov VD", "De Bock K", "Randolph JF Jr"
_VANCOUVER = re.compile(rf"{_SURNAME} {_INITIALS}{_SUFFIX}{_END}")
# "Hilliard, M. E.", "Lin, Y.-M.", "Wright, E. E., Jr"
_APA = re.compile(rf"{_SURNAME}{_SUFFIX}, ?{_DOTTED}{_SUFFIX}{_BEFORE_TITLE}")
# "Smith, JP, et al."
_UNDOTTED = re.compile(rf"{_SURNAME}, {_INITIALS}{_SUFFIX}(?=\s*(?:[,;&(]|\band\b|\bet\.?\s?al\b|\.\s|$))")
# "T. J. Hazell", "S Gallo"
_FIRST = re.compile(
    rf"(?P<initials>(?:{_CAPITAL}\. ?[-‐‑]?){{1,4}}|{_CAPITAL}(?:[ -]?{_CAPITAL}){{0,2}} ) ?"
    rf"{_SURNAME}{_SUFFIX}"
    r"(?=\s*(?:[,;.:…&(\[*]|\band\b|\bet\.?\s?al\b|$))"
)
_GIVEN = rf"{_CAPITAL}[^\W\d_]{{1,20}}"
# "Sheri R. Colberg", "Mark Hyman Rapaport"
_NAMED = re.compile(
    rf"(?P<given>{_GIVEN}(?:-[^\W\d_]{{1,20}})?(?: (?:{_CAPITAL}\.?|{_GIVEN})){{0,2}})"
    rf" (?P<last>(?:(?:van|von|de|del|der|den|di|da|la|le|dos|al|el) ){{0,3}}"
    rf"{_CAPITAL}{_WORD[len(_LETTER) :]})"
    r"(?P<degree>,? (?:PhD|Ph\.D\.|MD|M\.D\.|MPH|MSc|RD|DO|DSc|FACP))?(?P<initials>)"
    r"(?=\s*(?:[,;.:…&(\[*]|\band\b|\bet\.?\s?al\b|$))"
)
# "Rapaport, Mark Hyman"
_INVERTED = re.compile(
    rf"{_SURNAME}, (?P<given>{_GIVEN}(?:[- ](?:{_CAPITAL}\.?|{_GIVEN})){{0,2}})"
    r"(?P<initials>)(?=\s*(?:[,;.(]|\band\b|&|\bet\.?\s?al\b))"
)
# "Smith et al.", "Smith and others", "Smith (2019)", "Smith & Jones, 2019"
_ALONE = re.compile(
    rf"{_SURNAME}(?P<initials>)"
    r"(?=,?\s?(?:et\.?\s?al\b|(?:&|and)\s(?:colleagues|others|co-?workers)\b))"
)
_SEPARATOR = re.compile(
    r"\s{0,2}(?:[,;]\s{0,2}(?:and\b|&|(?:…|\.{3}|\. \. \.)(?:\s{0,2}(?:&|and\b))?)?\s{0,2}(?:…|\.{3})?"
    r"|&|\band\b|…|\.{3}|(?<=\.)\s?…)"
    r"\s{0,2}(?:[*†‡§#]\s?)?"
)
_ET_AL = re.compile(
    r"\s{0,2}[,;]?\s{0,2}(?:\[?\(?\bet\.?\s?al(?:ii|ia)?\b\.?\]?\)?"
    r"|(?:&|and)\s(?:colleagues|others|co-?workers)\b)(?:\s?[.,;:])*\s*",
    re.IGNORECASE,
)
_GROUP_AMONG = re.compile(r"(?P<name>[A-Z][^.;,()]{4,90})[;,]\s{1,2}")
_EDITORS = re.compile(r"\s?,?\s?\(?\b[Ee]d(?:itor)?s?\b\.?\)?[.,]?\s*")
_AFTER = re.compile(r"[\s.,;:*]*")
# What follows whole given names: a title, or a year
_TITLE_OR_YEAR = re.compile(r"[(\[“\"'‘A-Z\d]")
_YEAR = re.compile(r"\(?(?:19|20)\d\d\b")
_CAPITALS = re.compile(r"[A-Z]{1,3}\b")
_GROWN_TOGETHER = re.compile(r"(?:d|l|dell|al|el|ul|van|de|von|abd|ibn|bin)['’‘`-]?[A-ZÀ-Þ]")
_NUMERAL = re.compile(r" (?:II|III|IV)\.?$")
_BETWEEN_GIVEN = re.compile(r"[ .-]+")
# "; DESIR Study Group. Title"
_GROUP_BEHIND = re.compile(r"[\s,;]{1,3}(?:(?:on behalf of|for) )?([^.;]{4,140}?)(?=[.;(]\s?)")
# "Centers for Disease Control and Prevention. Title", "World Health Organization (2022)"
_GROUP = re.compile(r"([A-Z][^.(“\"?]{3,120}(?:\([A-Z][\w-]{1,12}\))?)\s?\.\s{0,2}(?=[A-Z“\"'‘(])")
_GROUP_DATED = re.compile(r"([A-Z][^.(“\"]{3,120}?)\.?\s(?=\((?:19|20)\d\d\b)")
_MOST = 200


class Authors(NamedTuple):
    """The people at the start of an entry, the group that signs instead, and where the names end."""

    people: tuple[Person, ...] = ()
    group: str | None = None
    end: int = 0
    et_al: bool = False


@cache
def _particles() -> frozenset[str]:
    return words("references", "particles")


@cache
def _not_surnames() -> frozenset[str]:
    return words("references", "not surnames")


@cache
def _collective() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{alternatives('references', 'collective')})\b", re.IGNORECASE)


def read_authors(text: str) -> Authors:
    """The names at the start of an entry; none where it starts with its title.

    Whole given names are taken only where a list of them, "et al" or a year makes them names.
    """
    found = _listed(text, _NAMED)
    if found and len(found.people) > 1 and _TITLE_OR_YEAR.match(text, found.end):
        return found
    for pattern in (_APA, _VANCOUVER, _UNDOTTED, _FIRST, _ALONE):
        found = _listed(text, pattern)
        if found and not _begins_a_title(found):
            return found
    for pattern in (_INVERTED, _NAMED):
        found = _listed(text, pattern)
        if found and (len(found.people) > 1 or found.et_al or _YEAR.match(text, found.end)):
            return found
    return _group(text)


def _begins_a_title(found: Authors) -> bool:
    """Whether a lone name may be none: "Vitamin D. …"."""
    if len(found.people) > 1 or found.et_al:
        return False
    (person,) = found.people
    return len(person.initials) < 2 and person.last_name.partition(" ")[0] in _not_surnames()


def _listed(text: str, pattern: re.Pattern[str]) -> Authors | None:
    """As many names as stand in a row in this style."""
    people: list[Person] = []
    at = 0
    hit = _name(text, at, pattern, first=True)
    while hit is not None and len(people) < _MOST:
        people.append(_person(hit))
        at = hit.end()
        gap = _SEPARATOR.match(text, at)
        if gap is None or gap.end() >= len(text):
            break
        if group := _GROUP_AMONG.match(text, gap.end()):  # "…, BIOS Consortium, Hannon EJ, …"
            behind = group.end()
            if _collective().search(group["name"]) and (hit := _name(text, behind, pattern, first=False)):
                at = behind
                continue
        hit = _name(text, gap.end(), pattern, first=False)
        if hit is None:
            # MLA and Harvard turn only the first name round: "Smith, John, and Jane Doe"
            others = ((p, _name(text, gap.end(), p, first=False)) for p in (_FIRST, _NAMED, _VANCOUVER))
            other, hit = next((found for found in others if found[1]), (pattern, None))
            if hit is None or (
                pattern is not _INVERTED and other is _NAMED and "and" not in gap[0] and "&" not in gap[0]
            ):
                break
            pattern = other
        at = gap.end()
    if not people:
        return None
    et_al = _ET_AL.match(text, at)
    end = et_al.end() if et_al else at
    end = _past_group(text, end)
    if editors := _EDITORS.match(text, end):
        end = editors.end()
    after = _AFTER.match(text, end)
    return Authors(tuple(people), None, after.end() if after else end, bool(et_al))


def _name(text: str, at: int, pattern: re.Pattern[str], *, first: bool) -> re.Match[str] | None:
    hit = pattern.match(text, at)
    if hit is None:
        return None
    parts = hit["last"].split(" ")
    small = [part for part in parts if part[:1].islower() and part.rstrip(".").lower() not in _particles()]
    # Some surnames are written small; then nothing but initials can follow.
    if small and (len(parts) > 1 or first or not _CAPITALS.match(hit["initials"])) and not _joined(small):
        return None
    if any(
        len(part.rstrip(".")) == 1 and part[:1].isupper() and part != "O"
        for part in {parts[0] if first else "", parts[-1]}
    ):
        return None  # an initial, not a name
    if pattern is _NAMED and hit["last"].isupper() and not hit["given"].isupper():
        return None  # "Petkov VD" is a surname with its initials
    if parts[-1][:1].islower() and len(parts) > 1 and parts[-1].lower() in _particles():
        return None
    if len(parts) > 2 and _collective().search(hit["last"]):
        return None
    return hit


def _joined(small: list[str]) -> bool:
    """Particles grown together with the name: "d'Angelo", "al-Ani", "vanVeen"."""
    return all(_GROWN_TOGETHER.match(part) for part in small)


def _person(hit: re.Match[str]) -> Person:
    groups = hit.groupdict()
    given = groups.get("given") or ""
    initials = _NUMERAL.sub("", hit["initials"] or "")
    initials = "".join(c for c in initials if c.isalpha() and c.isupper())
    if given:
        initials = "".join(part[0] for part in _BETWEEN_GIVEN.split(given) if part)
    return Person(hit[0].strip(" .,"), hit["last"].rstrip("."), initials)


def _past_group(text: str, at: int) -> int:
    """Past a group that signs with the people: "Smith J, Doe A; DESIR Study Group. Title"."""
    if text[at : at + 3].lstrip()[:1] not in (",", ";"):
        return at
    rest = _GROUP_BEHIND.match(text[at : at + 160])
    if rest and _collective().search(rest[1]) and rest[1][:1] != "(":
        return at + rest.end()
    return at


def _group(text: str) -> Authors:
    """An organisation that signs alone: "Centers for Disease Control and Prevention. (2022)."."""
    hit = _GROUP.match(text)
    if hit and _collective().search(hit[1]):
        group, with_people, _ = hit[1].partition(";")
        people = read_authors(text[len(group) + 1 :].lstrip()).people if with_people else ()
        return Authors(people, group.strip(), hit.end())
    dated = _GROUP_DATED.match(text)
    if dated and _collective().search(dated[1]):
        return Authors((), dated[1].strip(), dated.end())
    return Authors()
