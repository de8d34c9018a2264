"""A citation compared with publications: one comparison for each field, with its weight in bits."""

from citecheck.matching.matcher import Matcher

__all__ = ["Matcher"]
