"""From citations to what is asked of a source: tied places, telling terms, the ladder of queries."""

from citecheck.planning.gather import gather
from citecheck.planning.joining import join, to_join
from citecheck.planning.ladder import climb
from citecheck.planning.periodicals import unknown_periodicals, with_periodicals
from citecheck.planning.terms import telling_terms
from citecheck.planning.vocabulary import variants
from citecheck.planning.words import base, stem, tokens

__all__ = [
    "base",
    "climb",
    "gather",
    "join",
    "stem",
    "telling_terms",
    "to_join",
    "tokens",
    "unknown_periodicals",
    "variants",
    "with_periodicals",
]
