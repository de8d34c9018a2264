"""Words as planning and matching compare them: tokens, one spelling, and stems."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from importlib import resources

# "beta-carotene", "COVID-19", "Crohn's", "n-3", "10,000" are one token each; possessives end it.
_TOKEN = re.compile(r"[^\W_]+(?:[-‐‑'’.][^\W_]+)*")
_POSSESSIVE = re.compile(r"['’]s?$")
_VOWEL = re.compile(r"[aeiouy]")


def tokenize(text: str) -> list[str]:
    """The words of a text as they stand, possessive endings removed: "Crohn's" is "Crohn"."""
    found: list[str] = _TOKEN.findall(text)
    if "'" in text or "’" in text:
        return [_POSSESSIVE.sub("", word) for word in found]
    return found


def data_lines(name: str) -> list[str]:
    """The lines of a packaged vocabulary, without comments and blank ones."""
    text = (resources.files("citecheck.text") / "data" / name).read_text(encoding="utf-8")
    return [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]


class _SpellingRules:
    """One spelling to another: whole words by a table, families of words by their start, middle or end."""

    def __init__(self, pairs: list[tuple[str, str]]) -> None:
        self.words = {one: other for one, other in pairs if "-" not in one}
        families = [(one, other) for one, other in pairs if "-" in one]
        self.parts = {one.strip("-"): other.strip("-") for one, other in families}
        shapes = [
            ("" if one.startswith("-") else "^") + one.strip("-") + ("" if one.endswith("-") else "(?=s?$)")
            for one, _ in families
        ]
        self.pattern = re.compile("|".join(sorted(shapes, key=len, reverse=True)))

    def of(self, word: str) -> str:
        """A lower-case word in the other spelling; the word itself where there is none."""
        known = self.words.get(word)
        return known or self.pattern.sub(lambda found: self.parts[found.group()], word)

    def of_any_number(self, word: str) -> str:
        """The same for a word in whatever case and number."""
        folded = word.lower()
        found = self.of(folded)
        if found == folded and folded.endswith("s"):
            found = self.of(folded[:-1]) + "s"
        return word if found == folded else found


@lru_cache(maxsize=1)
def _spelling() -> tuple[_SpellingRules, _SpellingRules]:
    """From British to American, and back as far as that is certain."""
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
    """Plurals that no rule forms, to their singular."""
    pairs = (line.partition("=") for line in data_lines("plurals.txt"))
    return {plural.strip(): singular.strip() for plural, _, singular in pairs}


@lru_cache(maxsize=16384)
def base_form(word: str) -> str:
    """A word in one form: lower case, no accents, American spelling, singular.

    "Tumours" is "tumor", "children" is "child", "diabetes" stays.
    """
    word = word.casefold().replace("’", "'").replace("‐", "-").replace("‑", "-")
    if not word.isascii():
        plain = unicodedata.normalize("NFKD", word)
        word = "".join(c for c in plain if not unicodedata.combining(c))
    return _spelling()[0].of(_singular(word))


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
    other = (spelling.of_any_number(word) for spelling in _spelling())
    return tuple(dict.fromkeys(found for found in other if found != word))


_ENDINGS = tuple(
    sorted(
        (
            *("ational", "ation", "ations", "ative", "ators", "ator", "ating", "ated", "ates", "ate"),
            *("ications", "ication", "ized", "izing", "izes", "ize", "ization"),
            *(
                "nesses",
                "ness",
                "ities",
                "ity",
                "ically",
                "ical",
                "ically",
                "ics",
                "ic",
                "ings",
                "ing",
                "edly",
                "ed",
            ),
            *(
                "ers",
                "er",
                "ors",
                "or",
                "ions",
                "ion",
                "ous",
                "ously",
                "ives",
                "ive",
                "ally",
                "al",
                "als",
                "ly",
                "es",
            ),
            *(
                "e",
                "y",
                "s",
                "ant",
                "ants",
                "ance",
                "ences",
                "ence",
                "ency",
                "ent",
                "ents",
                "able",
                "ible",
                "ial",
            ),
            *("ies", "ied", "iers", "ier", "ia", "ias", "a", "ists", "ist", "ism", "isms", "iness"),
        ),
        key=len,
        reverse=True,
    )
)


_LONGEST_ENDING = len(_ENDINGS[0])
_IS_ENDING = frozenset(_ENDINGS)


@lru_cache(maxsize=16384)
def stem_token(word: str) -> str:
    """What the forms of a word share: "vaccinated", "vaccination" and "vaccine" are "vaccin".

    A key for comparing, never shown. Short words are only put into their base form, for the
    shorter the word the more unrelated words share its start.
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
    """A word without its longest ending, if what is left is long enough to be distinctive."""
    for size in range(min(_LONGEST_ENDING, len(word)), 0, -1):
        if word[-size:] in _IS_ENDING:
            short = word[:-size]
            return short if len(short) >= 4 and _VOWEL.search(short) else word
    return word
