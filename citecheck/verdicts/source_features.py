"""The features that indicate what kind of source a citation names: signs, words, and parsed fields."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Collection, Set
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from citecheck.model import CitationFields
from citecheck.model.source_type import SourceType

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick

# "https://www.who.int/x", "www.nhs.uk", "cdc.gov/flu": addresses are weighed by the end of their host alone.
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\b[a-z0-9-]{1,63}\.(?:gov|org|com|int)/\S*", re.IGNORECASE)
# Every such address contains one of these.
_IN_ADDRESSES = ("://", "www.", ".gov/", ".org/", ".com/", ".int/")
_HOST = re.compile(r"^(?:https?://)?(?:www\.)?([^/?#]*)", re.IGNORECASE)
_WORD = re.compile(r"[a-z]{2,40}")
_DIGIT = re.compile(r"\d")
# The last characters of an entry: "; 2014.", ": 22-9."
_TAILS = (3, 5, 8)
# In characters: no entry is longer.
_LONGEST = 2500
_MOST_AUTHORS = 4


@dataclass(frozen=True)
class SourcePattern:
    """A pattern that is evidence of the kind of source; it is compiled when it is first searched for.

    Every match contains one of `needs`, in lower case. It is empty where matches have no letters in common.
    """

    name: str
    pattern: str
    needs: tuple[str, ...]

    @cached_property
    def _search(self) -> Callable[[str], re.Match[str] | None]:
        return re.compile(self.pattern).search

    def occurs_in(self, text: str, held: Set[str]) -> bool:
        """Whether the pattern occurs in a text.

        Args:
            text: the text.
            held: those of the `needs` of all patterns that the text has, see `_needs_in`.
        """
        if self.needs and held.isdisjoint(self.needs):
            return False
        return self._search(text) is not None


@dataclass(frozen=True)
class Sign(SourcePattern):
    """A pattern that indicates a type; `name` is what reports call it, `example` a text that contains it."""

    type: SourceType
    example: str


@cache
def signs() -> tuple[Sign, ...]:
    """The signs of the types, the most discriminative first."""
    return tuple(
        Sign(*_pattern_of(entry), type=SourceType(entry["type"]), example=entry["example"])
        for entry in _table()["sign"]
    )


@cache
def weighed_only() -> tuple[SourcePattern, ...]:
    """The patterns that only the model weighs."""
    return tuple(SourcePattern(*_pattern_of(entry)) for entry in _table()["feature"])


def _pattern_of(entry: dict[str, Any]) -> tuple[str, str, tuple[str, ...]]:
    return entry["name"], entry["pattern"], tuple(entry.get("needs", ()))


@cache
def _table() -> dict[str, list[dict[str, Any]]]:
    raw = files("citecheck.verdicts").joinpath("data", "source_signs.toml").read_text(encoding="utf-8")
    table: dict[str, list[dict[str, Any]]] = tomllib.loads(raw)
    return table


# Letters that a case-insensitive pattern takes for others, and `str.lower` does not
_ALIKE = str.maketrans("İıſ", "iis")


def _in_lower_case(text: str) -> str:
    """The text in lower case, as case-insensitive patterns see it."""
    return text.lower() if text.isascii() else text.translate(_ALIKE).lower()


@cache
def _all_needs() -> AhoCorasick:
    from ahocorasick_rs import AhoCorasick

    return AhoCorasick(sorted({need for one in (*signs(), *weighed_only()) for need in one.needs}))


def _needs_in(text: str) -> frozenset[str]:
    """Those of the `needs` of all patterns that a text has, also those within others."""
    return frozenset(_all_needs().find_matches_as_strings(_in_lower_case(text), overlapping=True))


# The rules read the signs of an entry first, the model reads them again.
@lru_cache(maxsize=64)
def signs_in(text: str) -> tuple[Sign, ...]:
    """The signs that occur in a citation's words."""
    text = text[:_LONGEST]
    held = _needs_in(text)
    return tuple([sign for sign in signs() if sign.occurs_in(text, held)])


def first_sign(text: str, types: Collection[SourceType]) -> Sign | None:
    """The first of the signs of these types that occurs in a text; None if no sign occurs."""
    text = text[:_LONGEST]
    held = _needs_in(text)
    return next((sign for sign in signs() if sign.type in types and sign.occurs_in(text, held)), None)


def features(text: str, claimed: CitationFields) -> frozenset[str]:
    """The features of a citation that the model weighs.

    Args:
        text: the citation as it stands in the article.
        claimed: what was read from it.

    Returns:
        Names of binary features: "s:" a sign, "f:" a field, "h:" the end of a host, "w:" a word, "t:" the
        last characters.
    """
    text = text[:_LONGEST]
    lower = _in_lower_case(text)
    addresses = _ADDRESS.findall(text) if any(letters in lower for letters in _IN_ADDRESSES) else ()
    found = {f"h:{_host_end(address)}" for address in addresses}
    body = " ".join((_ADDRESS.sub(" ", text) if addresses else text).split())
    found.update(f"w:{word}" for word in _WORD.findall(body.lower()))
    tail = _DIGIT.sub("9", body)
    found.update(f"t:{tail[-length:]}" for length in _TAILS)
    found.update(f"s:{sign.name}" for sign in signs_in(text))
    held = _needs_in(text)
    found.update(f"s:{one.name}" for one in weighed_only() if one.occurs_in(text, held))
    found.update(f"f:{field}" for field in _fields(claimed))
    return frozenset(found)


def _host_end(address: str) -> str:
    host = _HOST.match(address.lower())
    return host[1].rpartition(".")[2][:6] if host else ""


def _fields(claimed: CitationFields) -> list[str]:
    """The fields that distinguish a journal article from other kinds of sources."""
    fields = [f"journal {_standing_of_journal(claimed)}"]
    stated = {
        "volume": claimed.volume,
        "issue": claimed.issue,
        "pages": claimed.pages,
        "volume and pages": claimed.volume and claimed.pages,
        "place in a known journal": is_in_known_journal(claimed) and (claimed.volume or claimed.pages),
        "PMID or PMCID": claimed.pmid or claimed.pmcid,
    }
    fields += [name for name, value in stated.items() if value]
    fields.append(f"{min(len(claimed.authors), _MOST_AUTHORS)} authors")
    return fields


def _standing_of_journal(claimed: CitationFields) -> str:
    mention = claimed.journal
    if mention is None:
        return "not stated"
    if mention.journal is None:
        return "unknown"
    return "misspelt" if mention.misspelt else "known"


def is_in_known_journal(claimed: CitationFields) -> bool:
    """Whether a journal of the catalogue is named, spelt rightly."""
    mention = claimed.journal
    return mention is not None and mention.journal is not None and not mention.misspelt
