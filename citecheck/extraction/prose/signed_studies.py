"""Studies that a sentence names by their authors: "Miller et al. (2008)", "the Miller 2017 meta-analysis".

A name alone is not a study. It counts with a year, with "et al.", or with a verb of finding behind it.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from citecheck.extraction.fields.institutions import find_institutions
from citecheck.extraction.fields.people import as_person
from citecheck.extraction.literal_set import LiteralSet
from citecheck.extraction.word_lists import load_words
from citecheck.extraction.word_patterns import WordPattern

__all__ = ["SignedStudy", "signed_study"]

_PARTICLES = r"(?:(?:[Vv]an|[Vv]on|de|[Dd]el|der|den|di|da|la|le|el|al|ten|ter)\s){0,3}"
# Miller · O’Sullivan · Salas-Salvadó · van der Berg
_NAME = rf"{_PARTICLES}(?:[A-ZÀ-Þ]['’])?[A-ZÀ-Þ][^\W\d_]{{1,30}}(?:-[^\W\d_]{{1,30}}){{0,2}}"
_LIST = rf"(?P<first>{_NAME})(?P<more>(?:,\s{_NAME}){{0,5}}(?:,?\s(?:and|&)\s{_NAME}))?"
# et al. · and colleagues · and her team · and others
_OTHERS = (
    r"(?P<others>,?\s(?:et\.?\sal\b\.?|(?:and|&)\s(?:(?:his|her|their)\s)?(?P<company>colleagues|co-?workers"
    r"|collaborators|co-?authors|associates|others|team)\b))"
)
_YEAR = r"(?P<year>(?:19[5-9]|20[0-4])\d)[a-z]?"
# Names and particles begin with few letters; other places are skipped quickly.
_SIGNED = re.compile(
    rf"(?<![\w’'-])(?=[A-ZÀ-Þadeltv]){_LIST}{_OTHERS}?"
    rf"(?P<dated>(?:['’]s?)?,?\s?(?P<open>[(\[])?{_YEAR}(?P<close>[)\]])?(?![\w-]))?"
)
_DATED_FIRST = re.compile(rf"(?<![\w–-]){_YEAR}\s{_LIST}{_OTHERS}?\s")
# Every signed study contains one of these.
_SIGN = re.compile(
    r"(?=[\s12ace])(?:\bet\.?\sal\b|(?:19[5-9]|20[0-4])\d"
    r"|\b(?:colleagues|co-?workers|collaborators|associates)\b"
    r"|\s(?:and|&)\s(?:(?:his|her|their)\s)?(?:others|team)\b)"
)
# Searched first, because it is much faster and hardly any sentence names authors.
_COMPANY_OR_YEAR = LiteralSet(
    "colleagues|workers|collaborators|associates|others|team|195|196|197|198|199|200|201|202|203|204"
)
_ET_AL = re.compile(r"et\.?\sal")
_BY = re.compile(r"\b(?:by|of|from|in|per|see|to|with|and|like|that|as|according to)\s$")
_WORK_OF_ART = re.compile(r"\b(?:film|movie|book|novel|documentary|album|song|series|play)\s[“\"'‘*_]?$")
_SURELY_BY = re.compile(r"\b(?:by|per|see|according to)\s$")


class SignedStudy(NamedTuple):
    """A study named by its authors at `start` to `end` of the sentence.

    `authors` are surnames. `certain` is false where a name may be that of a company or a thing ("Miller's
    2008 trial", "the 2008 Miller trial"): it can support a match, but a record without it does
    not contradict it. `bracketed`: the sentence adds it in brackets, "… (Miller et al., 2008)".
    """

    start: int
    end: int
    authors: tuple[str, ...]
    year: int | None
    certain: bool = True
    bracketed: bool = False


def signed_study(sentence: str) -> SignedStudy | None:
    """Return the first study that the sentence names by its authors, or None."""
    if not (_may_be_signed(sentence) and _SIGN.search(sentence)):
        return None
    bracketed = None
    for found in _SIGNED.finditer(sentence):
        study = _read(sentence, found) if found["others"] or found["dated"] else None
        if study is None:
            continue
        if not study.bracketed:
            return study
        bracketed = bracketed or study
    return _dated_first(sentence) or bracketed


def _may_be_signed(sentence: str) -> bool:
    return bool(_COMPANY_OR_YEAR.find(sentence)) or _ET_AL.search(sentence) is not None


def _read(sentence: str, found: re.Match[str]) -> SignedStudy | None:
    """Return the study that a name with a year or with others stands for, or None."""
    names = _surnames(found)
    if not names:
        return None
    year = int(found["year"]) if found["year"] else None
    start, end = found.span()
    several = found["others"] is not None or len(names) > 1
    before, after = sentence[max(start - 30, 0) : start].lower(), sentence[end : end + 160]
    if year and not found["open"] and found["close"]:  # (Miller et al., 2008)
        opened = sentence.rfind("(", max(start - 120, 0), start)
        if not several or opened < 0 or ")" in sentence[opened:start]:
            return None
        return SignedStudy(start, end, names, year, bracketed=True)
    if _WORK_OF_ART.search(before):
        return None
    if year and found["open"]:  # Miller (2008)
        stands = several or _VERB.match(after) or _SURELY_BY.search(before)
        return SignedStudy(start, end, names, year) if stands else None
    if year and found["others"]:  # Miller et al. 2008
        return SignedStudy(start, end, names, year)
    if year:  # the Miller 2008 trial, Miller's 2008 trial
        owned = "’" in (found["dated"] or "") or "'" in (found["dated"] or "")
        if _STUDY_NOUN.match(after) and not found["dated"].lstrip("'’s").startswith(","):
            return SignedStudy(start, end, names, year, certain=not owned)
        return None
    if found["company"] is None:  # Miller et al.
        return SignedStudy(start, end, names, None)
    titled = _VERB_NEAR.match(after) or (_BY.search(before) and not _PRESENT.match(after))
    return SignedStudy(start, end, names, _year_behind(after)) if titled else None


def _dated_first(sentence: str) -> SignedStudy | None:
    """Return the study of "the 2008 Miller trial"."""
    for found in _DATED_FIRST.finditer(sentence):
        names = _surnames(found)
        if names and _STUDY_NOUN.match(sentence, found.end() - 1):
            return SignedStudy(found.start("first"), found.end(), names, int(found["year"]), certain=False)
    return None


def _surnames(found: re.Match[str]) -> tuple[str, ...]:
    """Return the surnames of a match; none if one of them is not the name of a person."""
    joined = [found["first"], *re.split(r",?\s(?:and|&)\s|,\s", (found["more"] or "").strip(" ,&"))]
    names = [re.sub(r"^(?:and|&)\s", "", name).strip() for name in joined]
    names = [name for name in names if name]
    while names and names[0].lower() in _first_words():
        del names[0]
    return tuple(names) if all(_is_surname(name) for name in names) else ()


def _is_surname(name: str) -> bool:
    lower = name.lower()
    if name.isupper() or lower in _not_names() or find_institutions(name):
        return False
    return as_person(name) is not None


@cache
def _not_names() -> frozenset[str]:
    """Months, weekdays, countries and their people."""
    return frozenset(
        word.lower()
        for word in (
            *load_words("names", "months"),
            *load_words("names", "weekdays"),
            *load_words("places", "countries"),
            *load_words("places", "people of"),
        )
    )


@cache
def _first_words() -> frozenset[str]:
    """First words of sentences, as in "However, Miller and Stone (2008)"."""
    listed = (
        *load_words("names", "no first words"),
        *load_words("sentences", "openers"),
        *load_words("people", "first words"),
    )
    return frozenset(word.lower() for word in listed)


_VERBS = r"{findings:verbs}|{findings:kept verbs}|{findings:tells}|{made}"
# The verb right behind the names of authors
_VERB = WordPattern(
    " recently found that",
    r",?\s(?:(?:{singular nouns})\s)?"
    r"(?:[a-z]+ly\s|also\s|have\s|has\s|first\s)?"
    r"(?:{verbs})\b",
    verbs=_VERBS,
)


# The same, with something between
_VERB_NEAR = WordPattern(
    " at Yale in 2008 reported",
    r"[^.;:!?]{0,80}?\b(?:{verbs})\b",
    verbs=_VERBS,
)


# "Miller and colleagues are", "will", "work at": what they do now, not what a study found
_PRESENT = re.compile(r"\s(?:are|will|work|hope|plan|want)\b")
_YEAR_BEHIND = re.compile(r"[^.;:!?]{0,40}?\b(?:in|from)\s(?P<year>(?:19[5-9]|20[0-4])\d)\b")


def _year_behind(after: str) -> int | None:
    """Return the year of "Miller and colleagues showed in 2008"."""
    found = _YEAR_BEHIND.match(after)
    return int(found["year"]) if found else None


_STUDY_NOUN = WordPattern(" 2017 meta-analysis", r"\s(?:[\w-]+\s){0,3}?(?:{singular nouns})\b")
