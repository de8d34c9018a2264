"""Words for every room: tokens, stems, stop words, lay and medical synonyms, term weights."""

from citecheck.text.synonyms import find_variants
from citecheck.text.term_weighting import discriminative_terms
from citecheck.text.tokens_and_stems import base_form, stem_token, tokenize

__all__ = ["base_form", "discriminative_terms", "find_variants", "stem_token", "tokenize"]
