"""Words for every room: tokens, stems, stop words, lay and medical synonyms, term weights."""

from citecheck.text.synonyms import variants
from citecheck.text.term_weighting import telling_terms
from citecheck.text.tokens_and_stems import base, stem, tokens

__all__ = ["base", "stem", "telling_terms", "tokens", "variants"]
