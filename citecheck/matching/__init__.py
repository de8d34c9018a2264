"""A citation laid against publications: one comparison a field, each with its weight in bits."""

from citecheck.matching.matcher import Matcher

__all__ = ["Matcher"]
