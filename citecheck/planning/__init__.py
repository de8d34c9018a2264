"""From citations to what is asked of a source: tied places, telling terms, the ladder of queries."""

from citecheck.planning.gather import gather
from citecheck.planning.ladder import climb
from citecheck.planning.terms import concept_groups, telling_terms
from citecheck.planning.vocabulary import variants
from citecheck.planning.words import base, stem, tokens

__all__ = ["base", "climb", "concept_groups", "gather", "stem", "telling_terms", "tokens", "variants"]
