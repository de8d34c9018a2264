"""Sentences that report an opinion on a study: a commentary, an editorial, a letter."""

from __future__ import annotations

import re


def tells_of_comment(sentence: str) -> bool:
    """Whether a sentence reports an opinion and not a study: "Gut published a commentary which argued …"."""
    return _COMMENT.search(sentence) is not None


_COMMENT = re.compile(
    r"\b(?:published|wrote|printed|ran)\s(?:a|an|the)\s(?:[a-z]+\s)?(?:commentary|editorial|letter|comment)\b"
    r"|\b(?:[Aa]n?|[Tt]he)\s(?:(?:accompanying|related|invited|linked)\s(?:commentary|editorial|comment|letter)"
    r"|(?:commentary|editorial)\s(?:accompanying|published|in|on|to|also|by|that)\b)"
)
