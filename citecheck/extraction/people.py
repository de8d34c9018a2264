"""People named around a study: who is said to have made it, and who is merely named."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from citecheck.extraction.vocabulary import alternatives, words
from citecheck.model import Person

# One part of a name: Smith · O'Sullivan · Coleman-Minahan · McGinn
_PART = r"(?:[A-ZÀ-ÖØ-Þ]['’])?[A-ZÀ-ÖØ-Þ][\w’']{1,20}(?:-[A-ZÀ-Þa-z]\w{1,20}){0,2}"
_INITIAL = r"[A-Z](?:\.|(?=\s))(?:[- ]?[A-Z]\.){0,2}"
_PARTICLE = r"(?:(?:van|von|de|der|den|del|della|di|da|la|le|el|bin|al|ten|ter)[ ]){1,3}"
# Susanna Larsson · Benjamin H. Levi · J.J. Cutuli · Peter van der Berg
_NAME = rf"(?:{_PART}|{_INITIAL})(?:[ ](?:{_INITIAL}|{_PARTICLE}{_PART}|{_PART})){{1,3}}"
_SURNAME = rf"(?:{_PARTICLE})?{_PART}"
_TITLE = r"(?:Drs?\.?|Prof\.?|Professors?|Associate Professor|Assistant Professor|Sir|Dame|Lord|Baroness)"
_LETTERS = r"(?:,?[ ](?:Ph\.?\s?D|M\.?D|Dr\.?P\.?H|M\.?P\.?H|Sc\.?D|D\.?Phil|R\.?D|R\.?N|FRCP|MBBS|M\.?S|DO)\b\.?){1,4}"

# Each with a sentence in which it stands; `author` where the words make the person one of the study's makers.
_PATTERNS = (
    # A study by Suez et al. found · Collier and colleagues · Smith and her team · DePalma et al.’s review
    rf"(?:\b{_TITLE}[ ])?(?P<author1>(?:{_NAME}|{_SURNAME}))(?:[’']s)?(?:,?[ ](?:of|at|from)[ ](?:the[ ])?[A-Z][\w ’',]{{3,60}}?)?,?[ ](?:et[ ]al\b|and[ ](?:his[ ]|her[ ]|their[ ]|other[ ]|co-?)?(?:colleagues|coauthors|co-authors|team|co-?workers|collaborators)\b)",
    # lead author Dr. Hongying Dai · study leader Zan Gao · led by Professor X
    rf"\b(?:(?:lead|senior|principal|chief|first|study|corresponding|report|co-?)[ ]?(?:study[ ])?(?:co-)?(?:authors?|researchers?|investigators?|leader|scientist)|[Pp]roject leader|[Aa]uthors?|[Cc]o-?authors?|led[ ]by|headed[ ]by|conducted[ ]by|authored[ ]by|co-led[ ]by|carried[ ]out[ ]by|directed[ ]by|study[ ]by|paper[ ]by|research[ ]by|report[ ]by|developed[ ]by),?[ ](?:{_TITLE}[ ]|researchers?[ ])?(?P<author2>{_NAME}|(?<=Dr[ ]){_SURNAME}|(?<=Dr\.[ ]){_SURNAME}|(?<=Professor[ ]){_SURNAME})",
    # Ian Douglas, who led the study · Kate X, Ph.D., lead author of the study
    rf"(?:\b{_TITLE}[ ])?(?P<author3>{_NAME})(?:{_LETTERS})?,?(?:[ ]of[ ][A-Z][\w ’'-]{{3,60}})?,[ ](?:(?:the|a|one[ ]of[ ]the)[ ])?(?:(?:study|paper|report|research|trial)(?:[’']s)?[ ])?(?:who[ ](?:co-)?(?:led|conducted|headed|directed|carried[ ]out|wrote|authored|ran|worked[ ]on)|(?:lead|senior|principal|chief|first|co-?|study|corresponding)[ ]?(?:study[ ])?(?:author|investigator|researcher|scientist)|(?:co-?)?author\b)",
    # Dr Jon Simons · Professor Stuart Elborn
    rf"\b{_TITLE}[ ](?P<titled>{_NAME}|{_SURNAME})",
    # Susanne Henning, Ph.D. · Lenworth Jacobs, MD
    rf"(?P<lettered>{_NAME}){_LETTERS}",
    # said Roger Ng, another researcher · said J.J. Cutuli, who studies · Caroline Watt, of Edinburgh's school
    rf"\b(?:said|says|added|adds|explained|explains|told|according[ ]to|wrote|writes|commented)[ ](?P<spoke>{_NAME})(?=,|[ ](?:of|from|at|who)\b)",
    rf"(?P<of>{_NAME}),[ ](?:of|from|at|a|an|the|who|another|[Pp]rofessor|director|head|chair|associate|assistant|reader|lecturer|one)[ ]",
    # Stuart Elborn from Queen's University
    rf"(?P<from>{_NAME})[ ](?:of|from|at)[ ](?:the[ ])?(?=[A-Z][^.,;]{{0,50}}?(?:University|College|Institut|Hospital|School|Medic|Clinic|Cent(?:er|re)|Academy|Foundation))",
    # Caroline Watt said
    rf"(?P<speaks>{_NAME})[ ](?:said|says|added|adds|explained|explains|told|writes|wrote|noted|notes)\b",
)
_PERSON = re.compile("|".join(_PATTERNS))


@dataclass(frozen=True, slots=True)
class Named:
    """A person named at `start` of the text; `author` when said to have made the study."""

    start: int
    person: Person
    author: bool


def people(text: str, start: int = 0, end: int | None = None) -> tuple[Named, ...]:
    """Everybody who is named as one who studies or speaks of a study, in order, each once."""
    found: dict[str, Named] = {}
    for match in _PERSON.finditer(text, start, len(text) if end is None else end):
        group = match.lastgroup or ""
        person = as_person(match[group])
        if person is None:
            continue
        author = group.startswith("author") and not _outsider().search(
            text[match.end() : match.end() + 120].split(".", maxsplit=1)[0]
        )
        known = found.get(person.last_name)
        if known is None:
            found[person.last_name] = Named(match.start(group), person, author)
        else:
            fuller = person if len(person.text) > len(known.person.text) else known.person
            found[person.last_name] = Named(known.start, fuller, known.author or author)
    return tuple(found.values())


def as_person(name: str) -> Person | None:
    """The person of that name; None where the words are no person's ("Harvard Medical", "New York")."""
    name = re.sub(r"[’']s$", "", name.strip())
    parts = name.split()
    strange = max((at for at, part in enumerate(parts) if _is_strange(part)), default=-1)
    parts = parts[strange + 1 :]
    if not parts:
        return None
    last = len(parts) - 1
    while last > 0 and parts[last - 1].lower() in words("people", "particles"):
        last -= 1
    given = parts[:last]
    initials = "".join(
        piece[0] for part in given for piece in re.split(r"[-.]", part) if piece and piece[0].isupper()
    )
    last_name = " ".join(parts[last:])
    return Person(" ".join(parts), last_name, initials) if len(last_name) > 1 else None


def _is_strange(part: str) -> bool:
    """Whether a word is no part of a name: an owner ("Cambridge's"), a title, a word of places and offices."""
    if part.endswith(("'s", "’s")) or part.rstrip(".") in words("people", "titles"):
        return True
    return part.lower().strip(".") in words("people", "no names")


@cache
def _outsider() -> re.Pattern[str]:
    """ "who was not involved in the study", "author of an editorial accompanying the study"."""
    return re.compile(alternatives("people", "outsiders"))
