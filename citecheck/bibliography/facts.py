"""A record's facts in the forms that several formats share."""

from __future__ import annotations

import re

from citecheck.model import Author, Publication
from citecheck.text.page_ranges import full_pages, read_page_range

_GIVEN = re.compile(r"[^\W\d_]+")
_HYPHENS = re.compile(r"[-‐‑]")


def plain_title(publication: Publication) -> str:
    """The title without the stop at its end."""
    title = publication.title or publication.book_title or ""
    return title if title.endswith("...") else title.rstrip(".")


def full_name(author: Author) -> str:
    """Surname and given names, "Stone, Ada B"; a group's name as it is."""
    if author.collective:
        return author.collective
    given = author.fore_name or author.initials
    return f"{author.last_name}, {given}" if given else author.last_name


def dotted_initials(author: Author) -> str:
    """Initials with stops and blanks: "A. B."; hyphens of the given names stay: "J.-P."."""
    hyphened = [part for part in author.fore_name.split() if _HYPHENS.search(part)]
    whole = author.initials or "".join(name[0] for name in _GIVEN.findall(author.fore_name))
    text = " ".join(f"{letter}." for letter in whole if letter.isalpha())
    for part in hyphened:
        letters = [name[0].upper() for name in _GIVEN.findall(part)]
        text = text.replace(
            " ".join(f"{each}." for each in letters), "-".join(f"{each}." for each in letters)
        )
    return text


def ends_of_pages(publication: Publication) -> tuple[str | None, str | None]:
    """First and last page in full; an article number stands alone, as the first."""
    if not publication.pages:
        return publication.article_number, None
    found = read_page_range(full_pages(publication.pages))
    return (found.first, found.last) if found else (publication.pages, None)
