"""Reads the relations that a clause states: "low vitamin D was not associated with severe asthma"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from citecheck.claims.direction import Signal, Way, find_signals, stems_of
from citecheck.claims.lexicons import pattern, words
from citecheck.claims.sentences import content_stems

_PARENTHESES = re.compile(r"\s*\([^()]*\)")
# "between vitamin D and mortality", "linking ibuprofen to worsening of asthma"
_BETWEEN_TWO = re.compile(r"\b(?:between|linking)\s+(?P<one>.{3,80}?)\s+(?:and|to|with)\s+(?P<other>.{3,})")
_PART_END = re.compile(r",|\b(?:and|or|with)\b")
# "deficiency that is not treated was associated with …": the link of a relative clause is not the sentence's.
_RELATIVE = re.compile(r"\b(?:that|which|who) (?:is|are|was|were|has|have)(?: been)?(?: not)?(?: \w+ly)? $")
# "did not reduce pain or improve sleep": what is denied goes on.
_ALTERNATIVE = re.compile(r"\b(?:n?or)\b(?! more| less)")
# A denial stands at most so many words before what it denies, and a direction so many behind its link.
_DENIAL_REACH = 4
_DIRECTION_REACH = 4


@dataclass(frozen=True)
class Relation:
    """An exposure, an outcome, and how they are related; parts as stems.

    `way` says whether there is more or less of the outcome with the exposure; `SAME` where the clause does
    not say which. `lacking` are the stems of the exposure of which it speaks as little or absent ("low",
    "lack of"), `comparator` those that the exposure is compared with. `is_denied`: the clause says that there
    is no such relation, or no evidence of one.
    """

    exposure: frozenset[str]
    outcome: frozenset[str]
    way: Way
    is_denied: bool = False
    lacking: frozenset[str] = frozenset()
    comparator: frozenset[str] = frozenset()


def read_relations(text: str) -> tuple[Relation, ...]:
    """Read which exposure a clause relates to which outcomes; empty if it states no relation.

    What stands before the first link ("associated with", "prevents", "lower") is the exposure. Each word of
    direction after it begins an outcome of its own: "reduced pain and increased mobility".

    Args:
        text: A clause, with abbreviations written out. What stands in parentheses is left out.
    """
    text = _PARENTHESES.sub(" ", text)
    lacking = pattern("missing_evidence").search(text)
    body = text[lacking.end() :] if lacking else text
    two = _BETWEEN_TWO.search(body)
    if two and pattern("relations").search(body):
        return _between(body, two, lacking is not None)
    links = _links(body)
    if not links:
        both = topic_stems(body)
        return (Relation(both, both, Way.SAME, True),) if lacking else ()
    return tuple(_relations(body, links, lacking is not None))


def topic_stems(text: str) -> frozenset[str]:
    """The content stems of a text without those of measures, arms, studies and numbers."""
    return frozenset(stem for stem in content_stems(text) if not stem.isdigit()) - _empty_stems()


@cache
def _empty_stems() -> frozenset[str]:
    return stems_of(words("measures") | words("any_arm") | words("empty_words"))


def _between(body: str, two: re.Match[str], is_lacking: bool) -> tuple[Relation, ...]:
    is_denied = is_lacking or bool(pattern("denied_relations").search(body))
    is_inverse = bool(pattern("inverse_relations").search(body))
    ways = [signal.way for signal in find_signals(two["other"]) if signal.way is not Way.SAME]
    if not (is_denied or is_inverse or ways):
        return ()
    way = Way.DOWN if is_inverse else ways[0] if ways else Way.SAME
    exposure = two["one"]
    outcome = topic_stems(two["other"])
    return (Relation(topic_stems(exposure), outcome, way, is_denied, _lacking(exposure)),)


def _links(body: str) -> list[Signal]:
    """The first link or direction with an exposure before it, and the directions after it.

    A link is a signal whose way is `SAME`, whatever follows it.
    """
    signals = find_signals(body)
    found = [Signal(one.start(), one.end(), Way.SAME) for one in pattern("links").finditer(body)]
    links = sorted([*found, *signals], key=lambda one: (one.start, -one.end))
    first = next(
        (
            link
            for link in links
            if topic_stems(body[: link.start]) and not _RELATIVE.search(body, 0, link.start)
        ),
        None,
    )
    return [first, *(signal for signal in signals if signal.start >= first.end)] if first else []


def _relations(body: str, links: Sequence[Signal], is_lacking: bool) -> Iterator[Relation]:
    """The relations of one exposure with the outcome behind each link."""
    exposure = body[: links[0].start]
    stems, lacking = topic_stems(exposure), _lacking(exposure)
    is_inverse = bool(pattern("inverse_relations").search(body))
    was_denied, at, before = False, 0, exposure
    while at < len(links):
        link = links[at]
        following = links[at + 1] if at + 1 < len(links) else None
        written = body[link.start : link.end]
        if following and _is_link(written) and _is_near(body, link, following):
            at, link = at + 1, following
        end = links[at + 1].start if at + 1 < len(links) else len(body)
        way, is_denied = _way_of(written, body[link.start : link.end], link.way)
        is_denied = is_denied or is_lacking or _ends_in_denial(before, written)
        is_denied = is_denied or (was_denied and bool(_ALTERNATIVE.search(before)))
        than = pattern("comparators").search(body, link.end)
        outcome = body[link.end : min(end, than.start()) if than else end]
        named = topic_stems(written) if pattern("outcome_links").fullmatch(written) else frozenset()
        comparator = topic_stems(body[than.end() :]) if than else frozenset()
        if is_denied or way is not Way.SAME or _is_link(written):
            yield Relation(
                stems,
                topic_stems(outcome) | named,
                Way.DOWN if is_inverse else way,
                is_denied,
                lacking,
                comparator,
            )
        was_denied, at, before = is_denied, at + 1, outcome


def _is_link(written: str) -> bool:
    return bool(pattern("links").fullmatch(written))


def _is_near(body: str, link: Signal, following: Signal) -> bool:
    return len(body[link.end : following.start].split()) <= _DIRECTION_REACH


def _way_of(link: str, written: str, way: Way) -> tuple[Way, bool]:
    """Return the way of a link, `SAME` if it states neither way, and whether the link is denied.

    Args:
        link: The link; the direction where a sentence states no link.
        written: The direction behind the link, or the link.
        way: The way of what is written.
    """
    if pattern("preventing").fullmatch(link):
        return Way.DOWN, False
    if way is not Way.SAME:
        return way, False
    if _is_link(written):
        return (Way.SAME if pattern("unsigned_links").fullmatch(written) else Way.UP), False
    if not (pattern("denials").match(written) or pattern("lacks").match(written)):
        return Way.SAME, False
    denied = [signal.way for signal in find_signals(written.partition(" ")[2])]
    return (denied[0] if denied else Way.SAME), True


def _ends_in_denial(before: str, link: str) -> bool:
    """Whether a denial of the link stands shortly before it: "was not significantly | associated"."""
    denials = list(pattern("denials").finditer(before))
    if not denials or len(before[denials[-1].end() :].split()) > _DENIAL_REACH:
        return False
    return not pattern("no_denials").search(before[max(0, denials[-1].start() - 8) :] + link)


def _lacking(exposure: str) -> frozenset[str]:
    """The stems of the parts of an exposure that is low or absent: "low weight | and smoking"."""
    parts = _PART_END.split(exposure)
    return frozenset().union(*(topic_stems(part) for part in parts if pattern("lacks").search(part)))
