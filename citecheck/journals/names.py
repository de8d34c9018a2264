"""The names that a journal goes by: titles, shortened titles, acronyms, damaged forms."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache

from citecheck.journals.folding import fold

# "BMJ (Clinical research ed.)", "Cancers (Basel)", "Journal of Pain (JP)": place, edition, acronym.
_PARENTHESES = re.compile(r" *\([^()]*(?:\([^()]*\))?[^()]*\)| *\[[^\[\]]*\]")
# "Sleep : official publication of …", "Neurocase / …", "Blood = Sang", "CJC; journal of …"
_HEAD = re.compile(r" : | / | = |; ")
# In an article the colon stands close: "Sleep Medicine: the official journal of …". A series is no subtitle:
# "Circulation: Heart Failure" must not become Circulation.
_SUBTITLE = re.compile(
    r"^(?P<head>[^:—–]{2,}?)\s*[:—–]\s*(?:(?:an?|the|official|international|peer.reviewed)\b.*"
    r"|.*\b(?:official|organ|publication|journal of the|society|association|academy)\b.*)$",
    re.IGNORECASE | re.DOTALL,
)
# "the journal Nature", "Nature magazine", "Stroke journal", "The Lancet Online", "BMJ's".
_AROUND = re.compile(
    r"^(?:the )?(?:medical |scientific |peer reviewed |online |open access )*journal (?!of |for |on |club)"
    r"|(?<!\bjournal) (?:journal|magazine|online|online edition|online first|print edition|s)$"
)
# The patterns above can match only if one of these is present.
_COLONS = (":", "—", "–")
_ENDS = (" journal", " magazine", " online", " edition", " first", " s")
# Not a name without what followed: "Journal" of "Journal (Canadian Dental Association)".
NO_NAMES = frozenset(
    ("", "acta", "annals", "archives", "bulletin", "journal", "magazine", "memoirs", "newsletter", "news",
     "proceedings", "publications", "report", "reports", "research", "review", "reviews", "series",
     "supplement", "transactions", "works", "yearbook")
)  # fmt: skip
# "… : JEADV", "… : EJHG". Those without a J are words as often ("PACE", "HERA").
_ACRONYM = re.compile(r" : (?=[A-Za-z]*J)([A-Z][A-Za-z]{2,7}[A-Z])(?= : | / | = |$)")
_POSSESSIVE = re.compile(r" s(?= )(?<=[a-z]{3} s)")
_SMALL_WORDS = frozenset(("and", "of", "the"))
_BRITISH = (
    ("paed", "ped"), ("haem", "hem"), ("anaesth", "anesth"), ("gynaec", "gynec"), ("orthopaed", "orthoped"),
    ("oesoph", "esoph"), ("oedema", "edema"), ("foet", "fet"), ("tumour", "tumor"), ("behaviour", "behavior"),
    ("ageing", "aging"), ("labour", "labor"), ("colour", "color"), ("paleo", "palaeo"), ("leukaem", "leukem"),
    ("diarrhoea", "diarrhea"), ("neighbour", "neighbor"), ("aetiolog", "etiolog"), ("organis", "organiz"),
    ("faec", "fec"), ("caec", "cec"), ("aesthet", "esthet"), ("sulph", "sulf"), ("fibre", "fiber"),
    ("centre", "center"), ("defence", "defense"), ("programme", "program"), ("counselling", "counseling"),
    ("judgement", "judgment"), ("analyse", "analyze"), ("catalogue", "catalog"), ("metre", "meter"),
)  # fmt: skip


def expand_abbreviations(title: str) -> list[str]:
    """The folded forms in which articles may give a title: whole, without place, without subtitle."""
    forms = [fold(title)]
    if (
        "(" not in title
        and " : " not in title
        and " = " not in title
        and " / " not in title
        and "; " not in title
    ):
        return forms
    bare = _PARENTHESES.sub("", title)
    return [*forms, *(form for form in (fold(bare), fold(_HEAD.split(bare)[0])) if form not in NO_NAMES)]


def parallel_titles(title: str) -> list[str]:
    """The parallel titles of a catalogued title, folded: "Canadian journal on aging = La revue …"."""
    return [fold(_HEAD.split(part)[0]) for part in title.split(" = ")[1:]]


# Words that an abbreviation leaves out.
_LEFT_OUT = frozenset(
    ("a", "an", "and", "the", "of", "in", "for", "on", "to", "de", "des", "der", "die", "das", "du", "la",
     "le", "les", "l", "d", "di", "da", "do", "dos", "del", "della", "las", "los", "und", "et", "e", "y", "i",
     "og", "och", "fur", "zur", "v", "na", "van", "voor", "het")
)  # fmt: skip
_SHORT_WORD = re.compile(r"[^\W_]+")
# A parallel title has at least so many words; a shorter one is a series ("Supplement").
_PARALLEL_WORDS = 3


def leading_title(title: str, abbreviation: str) -> list[str]:
    """The part of a title that its abbreviation stands for, and a parallel title after it, folded.

    "Canadian family physician Médecin de famille canadien" with "Can Fam Physician" is "canadian family
    physician". The abbreviation of a series ("Circ Heart Fail") stands for its title as a whole.

    Args:
        title: The full title.
        abbreviation: The abbreviation of the same journal.

    Returns:
        The folded names; empty if the abbreviation is one word or stands for the whole title.
    """
    short = [word.lower() for word in fold(_PARENTHESES.sub("", abbreviation)).split()]
    words = list(_SHORT_WORD.finditer(title))
    at = 0
    for part in short:
        while at < len(words) and not _abbreviates(part, fold(words[at][0])):
            if fold(words[at][0]) not in _LEFT_OUT:
                return []
            at += 1
        at += 1
    if len(short) < 2 or at >= len(words):  # one word is seldom a name of its own
        return []
    end = words[at - 1].end()
    behind = title[end:].lstrip(" .")
    is_parallel = title[end:].startswith(". ") and len(behind.split()) >= _PARALLEL_WORDS
    return [fold(title[:end]), *([fold(behind)] if is_parallel else [])]


def _abbreviates(part: str, word: str) -> bool:
    """Whether an abbreviation's word stands for a title's word: "natl" for "national"."""
    if not word or part[0] != word[0]:
        return False
    letters = iter(word)
    return all(letter in letters for letter in part)


def acronyms(title: str) -> list[str]:
    """The acronyms that a catalogued title gives, folded: "Journal of magnetic resonance imaging : JMRI"."""
    return [fold(found) for found in _ACRONYM.findall(title)]


def damaged_forms(folded: str) -> Iterator[str]:
    """Folded forms of a name that lost its "&" or its apostrophes: "Medicine Science in Sports Exercise"."""
    if " and " in folded:
        yield folded.replace(" and ", " ")
    if _POSSESSIVE.search(folded):
        yield _POSSESSIVE.sub("s", folded)


def name_readings(name: str) -> Iterator[str]:
    """Folded readings of a name as an article writes it, the most literal first."""
    literal = fold(name)
    yield literal
    bare = _PARENTHESES.sub("", name) if "(" in name or "[" in name else name
    if bare != name:
        yield fold(bare)
    if any(map(bare.__contains__, _COLONS)) and (subtitled := _SUBTITLE.match(bare)):
        yield fold(subtitled["head"])
    is_surrounded = literal.endswith(_ENDS) or "journal " in literal
    plain = _AROUND.sub("", literal) if is_surrounded else literal
    if plain != literal:
        yield plain.removeprefix("the ")


def fold_loosely(folded: str) -> str:
    """The folded name in American spelling, without "and", "of" and "the", possessives joined.

    "journal of american medical association", "anaesthesia and analgesia", "alzheimers and dementia".
    """
    padded = f" {_in_american_spelling(folded)} "
    if " s " in padded:
        padded = _POSSESSIVE.sub("s", padded)
    return " ".join([word for word in padded.split() if word not in _SMALL_WORDS])


def fold_all_loosely(names: Sequence[str]) -> list[str]:
    """Many folded names as `fold_loosely` has them, in a third of the time.

    Each word is converted once, however many names have it.
    """
    words = list(set(" ".join(names).split()))
    american = dict(zip(words, _in_american_spelling(" ".join(words)).split(" "), strict=True))
    return [
        fold_loosely(name)  # a possessive is joined
        if " s" in name
        else " ".join([american[word] for word in name.split() if word not in _SMALL_WORDS])
        for name in names
    ]


@cache
def _find_british() -> Callable[[str], list[tuple[int, int, int]]]:
    """Find British spellings in a text, all in one pass."""
    from ahocorasick_rs import AhoCorasick

    return AhoCorasick([british for british, _ in _BRITISH]).find_matches_as_indexes


def _in_american_spelling(text: str) -> str:
    if _find_british()(text):
        for british, spelling in _BRITISH:
            text = text.replace(british, spelling)
    return text
