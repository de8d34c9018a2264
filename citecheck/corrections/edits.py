"""Puts suggestions into the text of a source file."""

from __future__ import annotations

from collections.abc import Iterable

from citecheck.model import Suggestion

__all__ = ["apply_suggestions", "without_conflicts"]


def without_conflicts(suggestions: Iterable[Suggestion]) -> tuple[Suggestion, ...]:
    """The suggestions that can be made together, in the order of the text, each once.

    Several citations of one place may suggest the same. Where two differ on the same characters, neither is
    right for certain, and both are left out.
    """
    ordered = sorted({(s.start, s.end, s.replacement): s for s in suggestions}.values(), key=_place)
    kept: list[Suggestion] = []
    reached, is_clear = -1, True
    for one in ordered:
        if one.start >= reached:
            kept.append(one)
            is_clear = True
        elif is_clear:
            kept.pop()
            is_clear = False
        reached = max(reached, one.end)
    return tuple(kept)


def apply_suggestions(source: str, suggestions: Iterable[Suggestion]) -> str:
    """The text with the suggestions made; those that are in conflict with others are left out.

    Args:
        source: the decoded text of the file, in which the suggestions count.
        suggestions: what to write instead of which characters.

    Returns:
        The text; outside of the suggestions it is the same.

    Raises:
        ValueError: a suggestion lies outside of the text.
    """
    parts: list[str] = []
    done = 0
    for one in without_conflicts(suggestions):
        if not 0 <= one.start <= one.end <= len(source):
            raise ValueError(f"there are no characters {one.start} to {one.end} in the text")
        parts += [source[done : one.start], one.replacement]
        done = one.end
    return "".join((*parts, source[done:]))


def _place(suggestion: Suggestion) -> tuple[int, int]:
    return suggestion.start, suggestion.end
