"""Sentences on what an author has published or edits, which do not cite a single publication.

"She is the author of more than 200 papers in journals such as Gut and Circulation."
"""

from __future__ import annotations

import re

from citecheck.extraction.literal_set import LiteralSet
from citecheck.extraction.trigger_filter import lower_keeping_offsets
from citecheck.extraction.word_patterns import WordPattern

# Every match of the patterns contains one of these.
_NEEDED = LiteralSet(" has | have |author of|authored| board")


def is_author_bio(sentence: str, journals: int) -> bool:
    """Whether a sentence lists where somebody publishes.

    "Her work has appeared in Gut" may mean the study that the text reports; with two journals it is a list.

    Args:
        sentence: the text of the sentence.
        journals: how many journals it names.
    """
    lower = lower_keeping_offsets(sentence)
    if not _NEEDED.find(lower):
        return False
    if _CAREER.search(lower):
        return True
    return journals > 1 and _WORKS.search(lower) is not None


_CAREER = WordPattern(
    "she is the author of more than 200 papers",
    # the author of more than 200 papers
    r"\bauthor\sof\s(?:{careers:many})\s{some}(?:{careers:kinds})\b"
    # has authored over 100 peer-reviewed articles
    r"|\bha(?:s|ve)\s(?:also\s)?(?:co-?)?(?:authored|written)\s(?:{careers:many})\s{some}(?:{careers:kinds})\b"
    # he has published dozens of papers · Dr. Lee has published over 60 articles
    r"|\b(?:he|she|who|(?:dr|prof|professor)\.?\s[\w’'-]+(?:\s[\w’'-]+)?)\shas\s(?:also\s)?published"
    r"\s(?:{careers:many})\s{some}(?:{careers:kinds})\b"
    # serves on the editorial board of · a member of the editorial boards of
    r"|\b(?:serves?|served|sits?|sat|member|members|is|are)\s(?:\w+\s){0,2}?(?:on|of)\s"
    r"(?:the\s|several\s|many\s)?editorial\s(?:advisory\s)?boards?\b"
    # has published much of his work in
    r"|\bha(?:s|ve)\s(?:also\s)?published\s(?:much|many|most|some|all|several|a lot)\sof\s(?:his|her|their)\s"
    # her work has appeared in outlets such as
    r"|\b(?:his|her|whose)\s(?:[\w-]+\s){0,2}?(?:work|research|writings?)\s(?:has|have)\s(?:been\s)?\w+\sin\s"
    r"(?:[\w-]+\s){0,3}?(?:journals|publications|outlets|magazines)\b"
    # she has been featured in
    r"|\b(?:he|she)\shas\s(?:also\s)?been\s(?:featured|quoted|interviewed|profiled)\sin\b",
    some=r"(?:[\w’'-]+,?\s){0,4}?",
)


# "her work has appeared in JAMA and The Lancet", "whose research has been published in"
_WORKS = re.compile(
    r"\b(?:his|her|whose|[\w-]+[’']s)\s(?:[\w-]+\s){0,2}?(?:work|research|writings?|articles|papers|essays)\s"
    r"(?:has|have)\s(?:also\s|often\s|recently\s)?(?:been\s)?(?:appeared|published|featured|printed)\s",
)
