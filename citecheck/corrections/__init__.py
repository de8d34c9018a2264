"""Corrections of what articles state wrongly of publications.

The replacements themselves are a judgement's `suggestions`, for just the characters that are wrong; they
count in the decoded text of the source file. This room puts them into a text.
"""

from citecheck.corrections.edits import apply_suggestions, without_conflicts

__all__ = ["apply_suggestions", "without_conflicts"]
