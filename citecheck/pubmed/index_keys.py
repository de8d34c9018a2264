"""How words and keys are written in the index: the same folding for records and for queries."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import tantivy

# Greek letters in names of substances: articles write "beta-carotene", records "β-carotene".
_GREEK = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ζ": "zeta", "η": "eta",
    "θ": "theta", "κ": "kappa", "λ": "lambda", "μ": "mu", "µ": "mu", "ν": "nu", "π": "pi", "ρ": "rho",
    "σ": "sigma", "τ": "tau", "φ": "phi", "χ": "chi", "ψ": "psi", "ω": "omega",
}  # fmt: skip
_NAMES = _GREEK | {letter.upper(): name for letter, name in _GREEK.items()}
_GREEK_LETTER = re.compile(f"[{''.join(_NAMES)}]")
_NOT_A_KEY = re.compile(r"[^0-9a-z]+")
_APOSTROPHES = re.compile(r"['’‘`´]")
_PARTICLES = frozenset(
    ("van", "von", "der", "den", "de", "del", "della", "di", "da", "dos", "das", "du", "la", "le", "ten",
     "ter", "el", "al", "bin", "ibn", "zu", "af")
)  # fmt: skip
_POSSESSIVE = re.compile(r"['’]s\b")
_INITIALS = re.compile(r"^(\S.*?)\s+([A-Z]{1,3})$")


@lru_cache(maxsize=65536)
def fold_key(text: str) -> str:
    """Lower case, no accents, "&" as "and", other signs as blanks, no leading "the"."""
    if text.isascii():
        if text.isalnum():
            return text.lower()
    else:
        text = unicodedata.normalize("NFKD", spell_out_symbols(text))
        text = "".join(c for c in text if not unicodedata.combining(c))
    text = _APOSTROPHES.sub("", text.lower().replace("&", " and ").replace("ß", "ss").replace("ø", "o"))
    return _NOT_A_KEY.sub(" ", text).strip().removeprefix("the ")


def fold_pmcid(pmcid: str) -> str:
    """The digits of a PMCID."""
    return pmcid.strip().upper().removeprefix("PMC").partition(".")[0]


def first_page(pages: str) -> str:
    """The page before the dash, in lower case: "541" of "541-7", "e12" of "E12-E15"."""
    return re.split(r"[-–—,;:\s]", pages.strip(), maxsplit=1)[0].lower()


@lru_cache(maxsize=65536)
def author_keys(last_name: str, initials: str) -> tuple[str, ...]:
    """Return the keys of an author: the last name, its parts, and each with the first initial.

    Args:
        last_name: The last name. Parts of one or two letters are not keys.
        initials: The initials, of which the first counts; may be empty.
    """
    whole = fold_key(last_name)
    names = (whole, *[part for part in whole.split() if len(part) > 2]) if " " in whole else (whole,)
    if not whole or not initials:
        return names if whole else ()
    first = fold_key(initials[0])
    return (*names, *[f"{name} {first}" for name in names])


def asked_author_keys(name: str) -> tuple[str, ...]:
    """Return the keys to search a name by: "Smith", "Smith JA" (the first initial counts).

    A name with particles ("van der Berg") is also searched without them: some records have particles with
    the last name, others with the first name.
    """
    named = _INITIALS.match(name.strip())
    last = fold_key(named.group(1) if named else name)
    initial = f" {named.group(2)[0].lower()}" if named else ""
    words = last.split()
    while len(words) > 1 and words[0] in _PARTICLES:
        words = words[1:]
    return tuple(dict.fromkeys(whole + initial for whole in (last, " ".join(words)) if whole))


def spell_out_symbols(text: str) -> str:
    """The text with Greek letters as their names."""
    return text if text.isascii() else _GREEK_LETTER.sub(_name_of_letter, text)


def _name_of_letter(found: re.Match[str]) -> str:
    return _NAMES[found.group()]


@lru_cache(maxsize=1)
def stop_words() -> tuple[str, ...]:
    """The words that are not indexed."""
    lines = (
        resources.files("citecheck.pubmed").joinpath("data/stop_words.txt").read_text("utf-8").splitlines()
    )
    return tuple(word for line in lines if not line.startswith("#") for word in line.split())


@lru_cache(maxsize=1)
def word_analyzer() -> tantivy.TextAnalyzer:
    """Splits text into words: lower case, no accents, no stop words, English stems."""
    import tantivy

    return (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        .filter(tantivy.Filter.remove_long(48))
        .filter(tantivy.Filter.lowercase())
        .filter(tantivy.Filter.ascii_fold())
        .filter(tantivy.Filter.custom_stopword(list(stop_words())))
        .filter(tantivy.Filter.stemmer("english"))
        .build()
    )


def key_analyzer() -> tantivy.TextAnalyzer:
    """Takes each line as one key, as it stands."""
    import tantivy

    return tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.regex(r"[^\n]+")).build()


@lru_cache(maxsize=8192)
def analyze(text: str) -> tuple[tuple[int, str], ...]:
    """Return the words of a text as the index holds them, each with its position.

    A possessive ending is left out: Alzheimer's disease is Alzheimer disease to MeSH.
    """
    tokens = word_analyzer().pre_tokenize(spell_out_symbols(_POSSESSIVE.sub("", text))).tokens
    return tuple((token.position, token.text) for token in tokens)
