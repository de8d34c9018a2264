"""Tokens, base forms and stems of words, for comparing texts."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from importlib import resources

# "beta-carotene", "COVID-19", "Crohn's", "n-3" and "1.5" are one token each.
_TOKEN = re.compile(r"[^\W_]+(?:[-‐‑'’.][^\W_]+)*")
_POSSESSIVE = re.compile(r"['’]s?$")
_VOWEL = re.compile(r"[aeiouy]")


def tokenize(text: str) -> list[str]:
    """The words of a text, unchanged except for possessive endings: "Crohn's" is "Crohn"."""
    found: list[str] = _TOKEN.findall(text)
    if "'" in text or "’" in text:
        return [_POSSESSIVE.sub("", word) for word in found]
    return found


def data_lines(name: str) -> list[str]:
    """The lines of a packaged vocabulary, without comments and blank lines."""
    text = (resources.files("citecheck.text") / "data" / name).read_text(encoding="utf-8")
    return [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]


class _SpellingRules:
    """Rules from one spelling to another: a table of words, and word parts at the start, middle or end."""

    def __init__(self, pairs: list[tuple[str, str]]) -> None:
        self.words = {one: other for one, other in pairs if "-" not in one}
        parts = [(one, other) for one, other in pairs if "-" in one]
        self.parts = {one.strip("-"): other.strip("-") for one, other in parts}
        patterns = [
            ("" if one.startswith("-") else "^") + one.strip("-") + ("" if one.endswith("-") else "(?=s?$)")
            for one, _ in parts
        ]
        self.pattern = re.compile("|".join(sorted(patterns, key=len, reverse=True)))

    def respell(self, word: str) -> str:
        """A lower-case word in the other spelling; the word itself if it has only one spelling."""
        known = self.words.get(word)
        return known or self.pattern.sub(lambda found: self.parts[found.group()], word)

    def respell_any_form(self, word: str) -> str:
        """The same for a word in any case, in the singular or plural."""
        folded = word.lower()
        found = self.respell(folded)
        if found == folded and folded.endswith("s"):
            found = self.respell(folded[:-1]) + "s"
        return word if found == folded else found


@lru_cache(maxsize=1)
def _spelling() -> tuple[_SpellingRules, _SpellingRules]:
    """The rules from British to American spelling, and those back that are always right."""
    to_american: list[tuple[str, str]] = []
    to_british: list[tuple[str, str]] = []
    for line in data_lines("spelling.txt"):
        british, sign, american = line.split(" ")
        to_american.append((british, american))
        if sign == "==":
            to_british.append((american, british))
    return _SpellingRules(to_american), _SpellingRules(to_british)


@lru_cache(maxsize=1)
def _irregular() -> dict[str, str]:
    """Irregular plurals with their singular."""
    pairs = (line.partition("=") for line in data_lines("plurals.txt"))
    return {plural.strip(): singular.strip() for plural, _, singular in pairs}


@lru_cache(maxsize=16384)
def base_form(word: str) -> str:
    """The base form of a word: lower case, no accents, American spelling, singular.

    "Tumours" is "tumor", "children" is "child", "diabetes" stays.
    """
    word = word.casefold().replace("’", "'").replace("‐", "-").replace("‑", "-")
    if not word.isascii():
        plain = unicodedata.normalize("NFKD", word)
        word = "".join(c for c in plain if not unicodedata.combining(c))
    return _spelling()[0].respell(_singular(word))


def _singular(word: str) -> str:
    known = _irregular().get(word)
    if known:
        return known
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y" if len(word) > 4 else word[:-1]
    if word.endswith(("sses", "shes", "ches", "xes", "zzes")):
        return word[:-2]
    return word[:-1]


@lru_cache(maxsize=1)
def _adjectives() -> tuple[tuple[str, str], ...]:
    pairs = [tuple(line.split(" = ")) for line in data_lines("adjectives.txt")]
    return tuple((noun, adjective) for noun, adjective in pairs)


def sibling_stem(word: str) -> str | None:
    """The adjective of a noun or the noun of an adjective: "neuropathy" gives "neuropathic"."""
    for noun, adjective in _adjectives():
        if word.endswith(noun) and len(word) > len(noun) + 1:
            return word.removesuffix(noun) + adjective
        if word.endswith(adjective) and len(word) > len(adjective) + 1:
            return word.removesuffix(adjective) + noun
    return None


@lru_cache(maxsize=16384)
def spelling_variants(word: str) -> tuple[str, ...]:
    """A word's other spellings, number kept: "tumours" gives "tumors", "estrogen" gives "oestrogen"."""
    other = (spelling.respell_any_form(word) for spelling in _spelling())
    return tuple(dict.fromkeys(found for found in other if found != word))


_ENDING_LIST = (
    "a able al ally als ance ant ants ate ated ates ating ation ational ations ative ator ators e ed "
    "edly ence ences ency ent ents er ers es ia ial ias ible ic ical ically ication ications ics ied "
    "ier iers ies iness ing ings ion ions ism isms ist ists ities ity ive ives ization ize ized izes "
    "izing ly ness nesses or ors ous ously s y "
)
_ENDINGS = frozenset(_ENDING_LIST.split())
_LONGEST_ENDING = max(map(len, _ENDINGS))


@lru_cache(maxsize=16384)
def stem_token(word: str) -> str:
    """The stem that the forms of a word share: "vaccinated", "vaccination" and "vaccine" have "vaccin".

    A key for comparing, never shown. The stem of a short word is its base form, as many unrelated words
    share a short start.
    """
    root = base_form(word)
    if len(root) < 5 or not root.isalpha():
        return root
    for _ in range(2):
        root = _shortened(root)
    if len(root) > 4 and root[-1] == root[-2] and root[-1] not in "ls":
        root = root[:-1]
    return root.rstrip("i") if len(root) > 4 else root


def _shortened(word: str) -> str:
    """A word without its longest ending, if at least four letters with a vowel remain."""
    for size in range(min(_LONGEST_ENDING, len(word)), 0, -1):
        if word[-size:] in _ENDINGS:
            short = word[:-size]
            return short if len(short) >= 4 and _VOWEL.search(short) else word
    return word
