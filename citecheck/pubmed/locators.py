"""What a record's field for pages holds: pages, an article number, or a publisher's identifier."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

# Publishers' item identifiers (PII) and manuscript numbers, which no article prints as pages:
# "S0140-6736(19)30001-2", "S0140673619300012", "S2359-39972020005006214", "ijgc-2020-001682",
# "EJE-20-0296", "10.3402/fnr.v59.25976", "/j/hmbci", "respcare".
_PII = re.compile(
    r"""[SB]\d{4}-?\d{3}[\dX]\(\d\d\)\d{5}-?[\dX]
    |[SB]\d{15,16}[\dX]
    |S\d{4}-?\d{3}[\dX]-?\d{13}
    |[A-Z]{2,}-(?:\d{4}|\d\d)-\d{3,6}(?:[.-]?R\d)?
    |10\.\d{4,9}/\S+
    |/\S+
    |(?![IVXLCDM]+$)[A-Z]{2,}""",
    re.VERBOSE | re.IGNORECASE,
)
# "e0123456", "104567", "CD012345", "BSR20171350", "2050313X17692938", "154ra135", "19r12877", "Article17":
# an article number, by which the publisher cites the article instead of pages.
_ARTICLE_NUMBER = re.compile(
    r"[A-Z]{0,12}\d{5,}[A-Z0-9]*|e\d+|[A-Z]{2,12}\d{2,}[A-Z0-9]*|[A-Z]\d{4,}|\d+[a-z]{1,2}\d{2,}",
    re.IGNORECASE,
)
# The identifiers of Elsevier and SciELO, of 16 characters and more: these are not article numbers.
_LONG_PII = re.compile(r"[SB]\d{4}-?\d{3}[\dX].*", re.IGNORECASE)


class Locators(NamedTuple):
    """Where in its volume an article stands. `pages` may be the article number, never the PII."""

    pages: str | None
    article_number: str | None
    pii: str | None


def locators(pages: str | None, pii: str | None) -> Locators:
    """Separate pages, article number and PII.

    Args:
        pages: The record's field for pages, as it stands.
        pii: The record's PII, as it stands. Without one, a PII in the field for pages counts.
    """
    if pages and "-" in pages and pages.replace("-", "").isdigit():
        return Locators(pages, None, pii)  # nearly all records come like this
    return _told_apart(pages, pii)


@lru_cache(maxsize=4096)
def _told_apart(pages: str | None, pii: str | None) -> Locators:
    number = None
    if pages:
        if _PII.fullmatch(pages):
            pages, pii = None, pii or pages
        elif _ARTICLE_NUMBER.fullmatch(pages):
            number = pages
    elif pii and _ARTICLE_NUMBER.fullmatch(pii) and not _LONG_PII.match(pii):
        number = pii
    return Locators(pages, number, pii)
