"""The features that indicate what kind of source a citation names: signs, words, and parsed fields."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from citecheck.model import CitationFields
from citecheck.model.source_type import SourceType

# "https://www.who.int/x", "www.nhs.uk", "cdc.gov/flu": addresses are weighed by the end of their host alone.
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\b[a-z0-9-]{1,63}\.(?:gov|org|com|int)/\S*", re.IGNORECASE)
_HOST = re.compile(r"^(?:https?://)?(?:www\.)?([^/?#]*)", re.IGNORECASE)
_WORD = re.compile(r"[a-z]{2,40}")
_DIGIT = re.compile(r"\d")
# The last characters of an entry: "; 2014.", ": 22-9."
_TAILS = (3, 5, 8)
# In characters: no entry is longer.
_LONGEST = 2500
_MOST_AUTHORS = 4


@dataclass(frozen=True, slots=True)
class Sign:
    """A pattern that indicates a type; `name` is what reports call it, `example` a text that contains it."""

    type: SourceType
    name: str
    pattern: re.Pattern[str]
    example: str


@cache
def signs() -> tuple[Sign, ...]:
    """The signs of the types, the most discriminative first."""
    return tuple(
        Sign(SourceType(entry["type"]), entry["name"], re.compile(entry["pattern"]), entry["example"])
        for entry in _table()["sign"]
    )


@cache
def _weighed_only() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((entry["name"], re.compile(entry["pattern"])) for entry in _table()["feature"])


@cache
def _table() -> dict[str, list[dict[str, str]]]:
    raw = files("citecheck.verdicts").joinpath("data", "source_signs.toml").read_text(encoding="utf-8")
    table: dict[str, list[dict[str, str]]] = tomllib.loads(raw)
    return table


# The rules read the signs of an entry first, the model reads them again.
@lru_cache(maxsize=64)
def signs_in(text: str) -> tuple[Sign, ...]:
    """The signs that occur in a citation's words."""
    text = text[:_LONGEST]
    return tuple(sign for sign in signs() if sign.pattern.search(text))


def first_sign(text: str, types: Collection[SourceType]) -> Sign | None:
    """The first of the signs of these types that occurs in a text; None if no sign occurs."""
    text = text[:_LONGEST]
    return next((sign for sign in signs() if sign.type in types and sign.pattern.search(text)), None)


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
    found = {f"h:{_host_end(address)}" for address in _ADDRESS.findall(text)}
    body = " ".join(_ADDRESS.sub(" ", text).split())
    found.update(f"w:{word}" for word in _WORD.findall(body.lower()))
    tail = _DIGIT.sub("9", body)
    found.update(f"t:{tail[-length:]}" for length in _TAILS)
    found.update(f"s:{sign.name}" for sign in signs_in(text))
    found.update(f"s:{name}" for name, pattern in _weighed_only() if pattern.search(text))
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
