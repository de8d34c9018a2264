"""The authors at the start of a reference entry: "Petkov VD, Yonkov D, …", "Hilliard, M. E., & Jaser, S."."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from citecheck.extraction.word_lists import load_words
from citecheck.extraction.word_patterns import WordPattern
from citecheck.model import Person

__all__ = ["AuthorList", "author_readings", "read_authors"]

_RANGE = [chr(code) for code in (*range(0x41, 0x250), *range(0x1E00, 0x1F00))]
_UPPER = "".join(c for c in _RANGE if c.isalpha() and not c.islower())
_LETTER = r"[^\W\d_]"
_WORD = rf"{_LETTER}[^\W\d_'’‘`ʼ´-]{{0,30}}(?:['’‘`ʼ´‐‑-]{{1,2}}[^\W\d_]{{1,30}}){{0,4}}"
# A surname of up to six words: "De Bock", "González Hernández", "van 't Hof"
_SURNAME = rf"(?P<last>(?:St\. )?['’]?{_WORD}(?: ['’]?{_WORD}){{0,5}}?)"
_SUFFIX = r"(?:,? (?:Jr|Sr|II|III|IV|[234](?:nd|rd|th))\b\.?)?"
_CAPITAL = rf"[{_UPPER}]"
# Behind initials that are printed with blanks a sign, a year or a title may stand. A small letter may
# not: "Smith J. C. elegans as a model" is signed by "Smith J."
_TITLE_BEHIND = rf"[\[(\"“‘'«*]|(?:{_CAPITAL}|\d)[\w’'‐-]|[AI] |$"
# "VD", "V.D.", "V. D.", "V. D", "J-P", "Y.-M.", "J- P", "M"
_INITIALS = (
    rf"(?P<initials>{_CAPITAL}(?:\.[-‐‑]?{_CAPITAL}){{1,5}}\.?(?! ?{_CAPITAL}\.{{1,2}} )"
    rf"|(?:{_CAPITAL}\. ?[-‐‑]?){{2,5}}(?=\s*[,;&:]|\s+and\b|\s+et\b)"
    rf"|(?:{_CAPITAL}\. ?[-‐‑]?){{1,5}}{_CAPITAL}"
    rf"(?=\.{{1,2}}\s*(?:{_TITLE_BEHIND})|\.{{0,2}}\s*[,;&(]|\.?\s+(?:and|et)\b)"
    rf"|{_CAPITAL}(?:(?:[‐‑-] ?|[  ])?{_CAPITAL}){{0,5}}(?![^\W\d_])[-‐‑]?\.?)\d?"
)
_DOTTED = rf"(?P<initials>(?:{_CAPITAL}[^\W\d_]{{0,2}}\.(?: ?[-‐‑]?\.? ?)){{1,6}})"
_END = r"(?=\s*(?:[,;.:…&(\[*]|\band\b|\bon behalf of\b|\bfor the\b|\bet\.?\s?al\b|$)|(?<=\.)\S)"
_BEFORE_TITLE = r"(?=\s*(?:[,;.:…&(\[*“\"'‘]|\band\b|\bet\.?\s?al\b|$)|(?<=\.)\s?\S)"

# A particle behind the initials: "Geus EJC de", "Hout HPJ van den"
_PARTICLE_BEHIND = (
    r"(?: (?P<particle>(?:van|von|de|del|della|di|da|dos|du|la|ten|ter|’t|'t)(?: (?:van|de|den|der|het|la))?)"
    r"(?=[,;.:]))?"
)
# "Petkov VD", "De Bock K", "Randolph JF Jr", "Geus EJC de"
_VANCOUVER = WordPattern("Petkov VD", rf"{_SURNAME} {_INITIALS}{_SUFFIX}{_PARTICLE_BEHIND}{_END}")
# "Hilliard, M. E.", "Lin, Y.-M.", "Wright, E. E., Jr"
_APA = WordPattern("Hilliard, M. E.", rf"{_SURNAME}{_SUFFIX}, ?{_DOTTED}{_SUFFIX}{_BEFORE_TITLE}")
# "Smith, JP, et al.", "Smith, J 2011, 'Title'"
_UNDOTTED = WordPattern(
    "Smith, JP, et al.",
    rf"{_SURNAME}, {_INITIALS}{_SUFFIX}(?=\s*(?:[,;&(]|\band\b|\bet\.?\s?al\b|\.\s|(?:19|20)\d\d[,.] |$))",
)
# "T. J. Hazell", "S Gallo"
_FIRST = WordPattern(
    "T. J. Hazell",
    rf"(?P<initials>(?:{_CAPITAL}\. ?[-‐‑]?){{1,4}}|{_CAPITAL}(?:[ -]?{_CAPITAL}){{0,2}} ) ?"
    rf"{_SURNAME}{_SUFFIX}"
    r"(?=\s*(?:[,;.:…&(\[*]|\band\b|\bet\.?\s?al\b|$))",
)
_GIVEN = rf"{_CAPITAL}[^\W\d_]{{1,20}}"
# "Sheri R. Colberg", "Mark Hyman Rapaport"
_NAMED = WordPattern(
    "Sheri R. Colberg",
    rf"(?P<given>{_GIVEN}(?:-[^\W\d_]{{1,20}})?(?: (?:{_CAPITAL}\.?|{_GIVEN})){{0,2}})"
    rf" (?P<last>(?:(?:van|von|de|del|der|den|di|da|la|le|dos|al|el) ){{0,3}}"
    rf"{_CAPITAL}{_WORD[len(_LETTER) :]})"
    r"(?P<degree>(?:,? (?:Ph\.?D\b\.?|M\.?D\b\.?|MPH|MSc?|MA|MBBS|MBChB|BSc?|R[DN]|DO|D(?:r|)PH|[DS]c[DS]?"
    r"|DPhil|PharmD|EdD|PsyD|FACP|FACC)(?=[ ,.;]))*)(?P<initials>)"
    r"(?=\s*(?:[,;.:…&(\[*]|\band\b|\bet\.?\s?al\b|$))",
)
# "Rapaport, Mark Hyman"
_INVERTED = WordPattern(
    "Rapaport, Mark Hyman.",
    rf"{_SURNAME}, (?P<given>{_GIVEN}(?:[- ](?:{_CAPITAL}\.?|{_GIVEN})){{0,2}})"
    r"(?P<initials>)(?=\s*(?:[,;.(]|\band\b|&|\bet\.?\s?al\b))",
)
# A given name and a surname where a surname alone should stand: "Karimi" in "Moradi, Sajjad, Atieh Karimi, …"
_GIVEN_FIRST = re.compile(rf"{_GIVEN} (?:{_CAPITAL}|(?:van|von|de|del|der|den|di|da|la|le|dos|al|el) )")
# "Smith et al.", "Smith and others", "Smith (2019)", "Smith & Jones, 2019"
_ALONE = WordPattern(
    "Smith et al.",
    rf"{_SURNAME}(?P<initials>)"
    r"(?=,?\s?(?:et\.?\s?al\b|(?:&|and)\s(?:colleagues|others|co-?workers)\b))",
)
_SEPARATOR = re.compile(
    r"\s{0,2}(?:[,;]\s{0,2}(?:and\b|&|(?:…|\.{3}|\. \. \.)(?:\s{0,2}(?:&|and\b))?)?\s{0,2}(?:…|\.{3})?"
    r"|&|\band\b|…|\.{3}|(?<=\.)\s?…|(?<=[A-Z]\.)(?=\s[^\W\d_]{2,20}, [A-Z]{1,3}\.))"
    r"\s{0,2}(?:[*†‡§#]\s?)?"
)
_ET_AL = re.compile(
    r"\s{0,2}[,;]?\s{0,2}(?:\[?\(?\bet\.?\s?al(?:ii|ia)?\b\.?\]?\)?"
    r"|(?:&|and)\s(?:colleagues|others|co-?workers)\b)(?:\s?[.,;:])*\s*",
    re.IGNORECASE,
)
# "Graebel" or "KV" between others with their initials: "Zirke N, Graebel, Mazurek B."
_SURNAME_ONLY = re.compile(
    rf"({_CAPITAL}(?:[^\W\d_]{{2,20}}|{_CAPITAL})), (?={_CAPITAL}[^\W\d_]{{1,20}} {_CAPITAL}{{1,3}}[,.])"
)
_GROUP_AMONG = re.compile(r"(?P<name>[A-Z][^.;,()]{5,90}[a-z)])[;,]\s{1,2}")
# "Northern Asthma Study Group, Lindqvist A, …"
_GROUP_FIRST = re.compile(r"(?P<name>[A-Z][^.;,]{5,120}[a-z)])[;,]\s{1,2}(?=[^\W\d_])")
_EDITORS = re.compile(r"\s?,?\s?\(?\b[Ee]d(?:itor)?s?\b\.?\)?[.,]?\s*")
_AFTER = re.compile(r"[\s.,;:*]*")
# What follows whole given names: a title, or a year
_TITLE_OR_YEAR = re.compile(r"[(\[“\"'‘A-Z\d]")
_YEAR = re.compile(r"\(?(?:19|20)\d\d\b")
_CAPITALS = re.compile(r"[A-Z]{1,3}\b")
_GROWN_TOGETHER = re.compile(r"(?:d|l|dell|al|el|ul|van|de|von|abd|ibn|bin)['’‘`-]?[A-ZÀ-Þ]")
_NUMERAL = re.compile(r" (?:II|III|IV)\.?$")
_BETWEEN_GIVEN = re.compile(r"[ .-]+")
# Behind people: "; DESIR Study Group. Title", ",.; NORTH Study Group. Title", "; A-4 Working Party (2012)"
_GROUP_BEHIND = re.compile(
    r"[\s,;.]{0,4}(?:&\s|and\s)?(?:\((?:19|20)\d\d[a-z]?\) (?=[^()]{4,120} \((?:19|20)\d\d))?"
    r"(?P<joined>(?:on behalf of|for) (?:the )?|Members of (?:the )?)?"
    r"(?P<name>(?:U\.S\. )?[A-Z][^.;()]{3,170}(?:\([^()]{1,20}\)(?=\s?[A-Z.;(])[^.;()]{0,120}){0,2})"
    r"(?:[.;]+\s*|\s?(?=\((?:19|20)\d\d))"
)
# "Centers for Disease Control and Prevention. Title", "World Health Organization (2022)", "U.S. Department …"
_GROUP = re.compile(
    r"((?:U\. ?S\. )?[A-Z][^.(“\"?]{3,120}(?:\([A-Z][\w-]{1,12}\))?)"
    r"\s?\.\s{0,2}(?=[A-Z“\"'‘(]|\d{1,2}\. [A-Z])"
)
_GROUP_DATED = re.compile(r"((?:U\. ?S\. )?[A-Z][^.(“\"]{3,120}?)\.?\s(?=\((?:19|20)\d\d\b)")
_MOST = 200


class AuthorList(NamedTuple):
    """The authors at the start of an entry, people and groups, and where the names end.

    `weight`, from -3 to 1, is the evidence for these names without what follows them.
    """

    people: tuple[Person, ...] = ()
    groups: tuple[str, ...] = ()
    end: int = 0
    et_al: bool = False
    weight: int = 0


@cache
def _particles() -> frozenset[str]:
    return load_words("references", "particles")


@cache
def _not_surnames() -> frozenset[str]:
    return load_words("references", "not surnames")


@cache
def _suffixes() -> frozenset[str]:
    return load_words("references", "suffixes")


_WORDS = re.compile(r"[a-z]{4,}")


@cache
def _collective_words() -> frozenset[str]:
    return load_words("references", "collective")


_COLLECTIVE = WordPattern("Study Group", r"\b(?:{references:collective})\b", flags=re.IGNORECASE)


def read_authors(text: str) -> AuthorList:
    """The most likely authors at the start of an entry; empty if it starts with its title."""
    return next(iter(author_readings(text)), AuthorList())


def author_readings(text: str) -> Iterator[AuthorList]:
    """The possible author lists, the most likely first: people with groups, people alone, or a group alone.

    Full given names count only in a list, or with "et al" or a year behind them.
    """
    group = _GROUP_FIRST.match(text)
    if group and names_a_group(group["name"]):
        people = _people(text[group.end() :])
        if people and all(person.initials for person in people.people):
            yield people._replace(groups=(group["name"].strip(),), end=people.end + group.end())
    people = _people(text)
    if people and not _ends_like_a_group(people.people[-1]):
        yield from _with_groups(text, people._replace(weight=min(0, _MOST_INITIALS - len(_units(people)))))
        yield from _with_fewer_initials(text, people)
    yield from _groups_alone(text)


def _ends_like_a_group(person: Person) -> bool:
    """Whether a name is the end of an organisation's: "US Food and | Drug Administration"."""
    given = person.text.removesuffix(person.last_name).strip()
    return len(given) > 2 and given.isalpha() and person.last_name.lower() in _collective_words()


def _people(text: str) -> AuthorList | None:
    """The people at the start of the text, in the first style that matches."""
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
    return None


def _with_groups(text: str, people: AuthorList) -> Iterator[AuthorList]:
    """The people with their co-signing groups, and the people alone.

    "Smith J, Doe A; DESIR Study Group. Title" names a group, "Smith J. The Approaches Trial. Lancet" may not.
    """
    found = [people]
    while len(found) <= _MOST_GROUPS:
        last = found[-1]
        hit = _GROUP_BEHIND.match(text, last.end)
        if hit is None or not (hit["joined"] or names_a_group(hit["name"])):
            break
        parted = hit["joined"] or _PARTED.search(text, max(last.end - 3, 0), hit.start("name"))
        weight = 1 if parted else 0 if _SIGNING.search(hit["name"]) else -3
        groups = (*last.groups, hit["name"].strip())
        found.append(last._replace(groups=groups, end=hit.end(), weight=last.weight + weight))
    yield from reversed(found)


def _with_fewer_initials(text: str, people: AuthorList) -> Iterator[AuthorList]:
    """The people without last initials that may belong to a journal: "Ito, B. J. J. Med. Chem. 2011"."""
    last = people.people[-1]
    at = text.rfind(last.text, 0, people.end)
    units = _units(people)
    if len(units) <= _MOST_INITIALS or at < 0:
        return
    for number, unit in reversed(list(enumerate(units[:-1], 1))):
        initials = "".join(filter(str.isupper, last.text[len(last.last_name) : unit.end()]))
        shorter = Person(last.text[: unit.end()], last.last_name, initials)
        behind = _AFTER.match(text, at + unit.end())
        end = behind.end() if behind else at + unit.end()
        weight = min(0, _MOST_INITIALS - number)
        yield people._replace(people=(*people.people[:-1], shorter), end=end, et_al=False, weight=weight)


def _units(people: AuthorList) -> list[re.Match[str]]:
    """The initials of the last author that are printed with stops."""
    last = people.people[-1]
    return list(_UNIT.finditer(last.text, len(last.last_name)))


# More initials are so rare that the last one may belong to the words behind
_MOST_INITIALS = 2
# "J. ", "Med. "
_UNIT = re.compile(r"[A-ZÀ-Þ][^\W\d_]{0,2}(?=\.|$)")
_MOST_GROUPS = 2
# A sign that separates authors from each other, but not from the title
_PARTED = re.compile(r"[,;&]")
# Words of groups that seldom stand in titles
_SIGNING = re.compile(
    r"\b(?:Groups?|GROUP|[Gg]roup|[Ii]nvestigators|[Cc]ollaborat(?:ors|ion|ive)|[Cc]onsortium|Committee|Association|Society"
    r"|Network|Academy|Council|Federation|Working Party|Task Force|Writing|[Tt]eam)\b"
)
_CAPITALISED = re.compile(r"\b(?:[^\W\d_]*[A-ZÀ-Þ]\w*|(?P<small>[^\W\d_]{4,}))")
_MOST_SMALL = 0.34


def names_a_group(name: str) -> bool:
    """Whether words name a group or an organisation: "Group" or the like is among them, most are capitalised.

    "The committee of the society on the criteria" is one in small letters, "Effect of treatment on nerves in
    the Diabetes Control and Complications Trial" is a title.
    """
    if _collective_words().isdisjoint(_WORDS.findall(name.lower())):
        return False
    if _BODY_OF.match(name) or (_SIGNING_LAST.search(name) and name.count(" ") < _SHORT_NAME):
        return True
    words_here = list(_CAPITALISED.finditer(name))
    small = sum(word["small"] is not None and word["small"] not in _LINKING for word in words_here)
    return small <= _MOST_SMALL * len(words_here)


_BODY_OF = re.compile(
    r"(?:The )?(?:[Cc]ommittee|[Ss]ociety|[Aa]ssociation|[Mm]inistry|[Dd]epartment|[Ii]nstitute|[Cc]ouncil)"
    r" (?:of|on|for) "
)
# "STAR*D study team", "Writing group members"
_SIGNING_LAST = re.compile(r"(?:group|team|investigators|members|collaborators)$", re.IGNORECASE)
_SHORT_NAME = 4
_LINKING = frozenset({"with", "from", "upon", "para", "pour"})


def _begins_a_title(found: AuthorList) -> bool:
    """Whether a single name may be the beginning of the title: "Vitamin D. …"."""
    if len(found.people) > 1 or found.et_al:
        return False
    (person,) = found.people
    return len(person.initials) < 2 and person.last_name.partition(" ")[0] in _not_surnames()


def _listed(text: str, pattern: WordPattern) -> AuthorList | None:
    """All consecutive names in this style."""
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
            if names_a_group(group["name"]) and (hit := _name(text, behind, pattern, first=False)):
                at = behind
                continue
        hit = _name(text, gap.end(), pattern, first=False)
        if hit and pattern is _INVERTED and _GIVEN_FIRST.match(hit["last"]):
            hit = _name(text, gap.end(), _NAMED, first=False) or hit
            pattern = _NAMED if hit.re is _NAMED.compiled else pattern
        if hit is None:
            # MLA and Harvard invert only the first name: "Smith, John, and Jane Doe"
            others = (
                (p, _name(text, gap.end(), p, first=False)) for p in (_FIRST, _NAMED, _VANCOUVER, _UNDOTTED)
            )
            other, hit = next((found for found in others if found[1]), (pattern, None))
            if hit is None and (surname := _SURNAME_ONLY.match(text, gap.end())):
                people.append(Person(surname[1], surname[1]))
                at = surname.end()
                other, hit = pattern, _name(text, surname.end(), pattern, first=False)
                gap = surname
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
    if editors := _EDITORS.match(text, end):
        end = editors.end()
    after = _AFTER.match(text, end)
    return AuthorList(tuple(people), (), after.end() if after else end, bool(et_al))


def _name(text: str, at: int, pattern: WordPattern, *, first: bool) -> re.Match[str] | None:
    hit = pattern.match(text, at)
    if hit is None:
        return None
    parts = hit["last"].split(" ")
    small = [part for part in parts if part[:1].islower() and part.rstrip(".").lower() not in _particles()]
    # Some surnames are in small letters; then only initials can follow.
    if small and (len(parts) > 1 or first or not _CAPITALS.match(hit["initials"])) and not _joined(small):
        return None
    if _is_initial(parts[-1]) or (first and _is_initial(parts[0])):
        return None
    if pattern is _NAMED and hit["last"].isupper() and not hit["given"].isupper():
        return None  # "Petkov VD" is a surname with its initials
    if parts[-1][:1].islower() and len(parts) > 1 and parts[-1].lower() in _particles():
        return None
    if len(parts) > 2 and _COLLECTIVE.search(hit["last"]):
        return None
    if parts[-1] in _suffixes():
        return None
    return hit


def _is_initial(part: str) -> bool:
    """Whether a part is an initial and not a name: "B", "B."; "O" may be a part of a name."""
    return len(part.rstrip(".")) == 1 and part[:1].isupper() and part != "O"


def _joined(small: list[str]) -> bool:
    """Particles joined to the name: "d'Angelo", "al-Ani", "vanVeen"."""
    return all(_GROWN_TOGETHER.match(part) for part in small)


def _person(hit: re.Match[str]) -> Person:
    groups = hit.groupdict()
    given = groups.get("given") or ""
    initials = _NUMERAL.sub("", hit["initials"] or "")
    initials = "".join(c for c in initials if c.isalpha() and c.isupper())
    if given:
        initials = "".join(part[0] for part in _BETWEEN_GIVEN.split(given) if part)
    particle = groups.get("particle")
    last = hit["last"].rstrip(".")
    return Person(hit[0].strip(" .,"), f"{particle} {last}" if particle else last, initials)


def _groups_alone(text: str) -> Iterator[AuthorList]:
    """An organisation that signs alone: "Centers for Disease Control and Prevention. (2022)."."""
    for pattern in (_GROUP, _GROUP_DATED):
        hit = pattern.match(text)
        if hit is None or not names_a_group(hit[1]):
            continue
        group, with_people, _ = hit[1].partition(";")
        people = _people(text[len(group) + 1 :].lstrip()) if with_people else None
        yield AuthorList(people.people if people else (), (group.strip(),), hit.end())
