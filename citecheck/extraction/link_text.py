"""The text around a link or an identifier, without addresses, identifiers and labels."""

from __future__ import annotations

import re
from functools import lru_cache

from citecheck.extraction.word_lists import load_words

__all__ = ["is_label", "stated_words"]

# "https://pubmed.ncbi.nlm.nih.gov/20219962/", "www.nejm.org/doi/…", "doi.org/10.1000/abc"
_ADDRESS = re.compile(
    r"<?(?:https?://|www\.)[^\s<>\"“”]{3,1500}>?"
    r"|\b(?:[a-z0-9-]{1,63}\.){1,5}(?:gov|org|com|edu|net|int|io|uk|ly)\b(?:/[^\s<>\"“”]{0,300})?",
    re.IGNORECASE,
)
# "doi: 10.1000/abc", "PMID: 20219962", "PMC2851321"
_IDENTIFIER = re.compile(
    r"\b(?:doi\s?:?\s*)?10\.\d{4,9}/[^\s<>\"“”]{0,250}[^\s<>\"“”.,;:)\]]"
    r"|\bPM(?:C\s?)?ID\s?:?\s*(?:PMC)?\d{1,9}\b|\bPMC\d{3,9}\b",
    re.IGNORECASE,
)
# Every address contains a stop inside; most sentences have a full stop only at their end.
_INNER_STOP = re.compile(r"\.\S|://")
_EMPTY_BRACKETS = re.compile(r"\s?[(\[]\s*[)\]]")
_WORD = re.compile(r"[^\W\d_]+")


def is_label(text: str) -> bool:
    """Whether the text consists of label words only: "Click here", "(Source)", "View in PubMed", "[4]"."""
    labels = load_words("link_labels")
    return all(word[0].lower() in labels for word in _WORD.finditer(text))


# A sentence with links to several publications is read once for each of them.
@lru_cache(maxsize=64)
def stated_words(text: str) -> str:
    """The text without addresses and identifiers; empty if the rest is only a label."""
    if _INNER_STOP.search(text):
        text = _ADDRESS.sub(" ", text)
    if "10." in text or "pm" in text.lower():
        text = _IDENTIFIER.sub(" ", text)
    if "(" in text or "[" in text:
        text = _EMPTY_BRACKETS.sub(" ", text)
    return "" if is_label(text) else " ".join(text.split())
