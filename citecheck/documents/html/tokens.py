"""HTML into tags and text, every one with its place in the source.

Neither lxml nor html5lib can say at which character a text stands (lxml gives lines, and those
only below 65,536; html5lib is some twenty times slower), and the standard library's parser has
needed repeated mending against inputs that take quadratic time. So this is a tokenizer of our
own: one pass, each step a search or an anchored pattern that cannot go back, and where markup is
broken it reads on as browsers do.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from enum import Enum, auto
from typing import NamedTuple

# A whole tag. Quotes only count behind "="; JSX writes values in braces. Possessive throughout.
_VALUE = r"=\s*+(?:\"[^\"]*+\"|'[^']*+'|\{[^{}]*+(?:\{[^{}]*+\}[^{}]*+)*+\})?+"
_TAG = re.compile(rf"<(/?)([A-Za-z][^\s/>]*+)((?:[^>=]++|{_VALUE})*+)>")
# The same for a file whose tags don't end: no tag reaches past the next "<".
_SHORT_TAG = re.compile(r"<(/?)([A-Za-z][^\s/<>]*+)([^<>]*+)>")
_ATTRIBUTE = re.compile(
    r"([^\s/>=\"'{}][^\s/>=]*+)(?:\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|\{[\"'`]?([^{}\"'`]*+)[\"'`]?\}|([^\s>\"']++)))?+"
)
_RAW_ENDS = {
    name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE)
    for name in ("script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes")
}
_ENTITY = re.compile(r"&(?:#[0-9]{1,8};?|#[xX][0-9a-fA-F]{1,7};?|[A-Za-z][A-Za-z0-9]{1,31};?)")
_ENTITY_IN_VALUE = re.compile(r"&(?:#[0-9]{1,8};?|#[xX][0-9a-fA-F]{1,7};?|[A-Za-z][A-Za-z0-9]{1,31};)")


class TokenKind(Enum):
    """What a stretch of HTML is."""

    TEXT = auto()
    START = auto()
    END = auto()


class Token(NamedTuple):
    """`source[start:end]`; `name` in small letters and the raw `attributes` for tags."""

    kind: TokenKind
    start: int
    end: int
    name: str = ""
    attributes: str = ""


def tokens(source: str, start: int = 0, end: int | None = None) -> Iterator[Token]:
    """The tags and texts of `source[start:end]`, without comments and declarations.

    The content of script, style, title and the like is one text.

    Args:
        source: the text of the page.
        start: the first offset in characters.
        end: the offset behind the last character; None for the end of the page.

    Returns:
        The tokens in order.
    """
    end = len(source) if end is None else end
    at = text_from = start
    tag_form = _TAG
    while (found := source.find("<", at, end)) >= 0:
        tag = tag_form.match(source, found, end)
        if tag is None:
            after = _after_other_markup(source, found, end)
            if after is None:
                at = found + 1
                # From here to the end no tag is closed outside quotes: read on without quotes.
                tag_form = _SHORT_TAG if source[found + 1 : found + 2].isalpha() else tag_form
                continue
        else:
            after = tag.end()
        if found > text_from:
            yield Token(TokenKind.TEXT, text_from, found)
        at = text_from = after
        if tag is None:
            continue
        name = tag[2].lower()
        if tag[1]:
            yield Token(TokenKind.END, found, after, name)
            continue
        yield Token(TokenKind.START, found, after, name, tag[3])
        if name in _RAW_ENDS:
            close = _RAW_ENDS[name].search(source, after, end)
            at = close.start() if close else end
    if end > text_from:
        yield Token(TokenKind.TEXT, text_from, end)


def _after_other_markup(source: str, at: int, end: int) -> int | None:
    """Where a comment, declaration or broken end tag that starts at `at` is over; None if it is text."""
    following = source[at + 1 : at + 2]
    if source.startswith("<!--", at):
        for short in ("<!-->", "<!--->"):
            if source.startswith(short, at):
                return at + len(short)
        close = source.find("-->", at + 4, end)
        return close + 3 if close >= 0 else end
    if following in ("!", "?") or (following == "/" and not source[at + 2 : at + 3].isalpha()):
        close = source.find(">", at, end)
        return close + 1 if close >= 0 else end
    return None


def attributes(raw: str) -> dict[str, str]:
    """The attributes of a start tag; of doubled ones the first counts, as in browsers."""
    found: dict[str, str] = {}
    for name, double, single, braces, bare in _ATTRIBUTE.findall(raw):
        found.setdefault(name.lower(), decode_value(double or single or braces or bare))
    return found


def decode_value(value: str) -> str:
    """An attribute's value with its entities decoded; "&copy=1" in an address is not an entity."""
    return _ENTITY_IN_VALUE.sub(lambda found: html.unescape(found[0]), value) if "&" in value else value


def pieces(source: str, start: int, end: int) -> Iterator[tuple[str, int, bool]]:
    """`source[start:end]` in pieces: stretches as they stand, and decoded entities.

    Args:
        source: the text of the page.
        start: the first offset in characters.
        end: the offset behind the last character.

    Returns:
        Triples of a text, its offset in the source, and whether it is a decoded entity.
    """
    done = start
    if source.find("&", start, end) >= 0:
        for entity in _ENTITY.finditer(source, start, end):
            text = html.unescape(entity[0])
            if text == entity[0]:
                continue
            # "&ampx" is an ampersand and an x: what html.unescape left alone stays in step.
            rest = 0
            while rest < len(text) - 1 and text[-1 - rest] == entity[0][-1 - rest]:
                rest += 1
            if entity.start() > done:
                yield source[done : entity.start()], done, False
            yield text[: len(text) - rest], entity.start(), True
            done = entity.end() - rest
    if end > done:
        yield source[done:end], done, False


def plain_text(source: str, start: int, end: int) -> str:
    """`source[start:end]` with entities decoded and white space folded.

    Args:
        source: the text of the page; no markup is taken out.
        start: the first offset in characters.
        end: the offset behind the last character.

    Returns:
        The text.
    """
    return " ".join("".join(piece for piece, _, _ in pieces(source, start, end)).split())
