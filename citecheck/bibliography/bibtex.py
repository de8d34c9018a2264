"""BibTeX in UTF-8, with LaTeX's own signs escaped."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from citecheck.bibliography.facts import full_name, plain_title
from citecheck.journals.printed_names import printed_title
from citecheck.model import Author, Publication
from citecheck.text.page_ranges import full_pages

__all__ = ["as_bibtex"]

_ESCAPED = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#",
    "_": r"\_", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}",
}  # fmt: skip
_SPECIAL = re.compile(r"[\\{}&%$#_^~]")
_NOT_IN_KEYS = re.compile(r"[^A-Za-z0-9]+")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def as_bibtex(publications: Sequence[Publication]) -> str:
    """The publications as entries of a BibTeX file, each under a key such as "stone2019"."""
    keys: dict[str, str] = {}
    for each in publications:
        _add_key(keys, each)
    return "\n".join(_entry(each, keys[each.pmid]) for each in publications)


def _add_key(keys: dict[str, str], publication: Publication) -> None:
    """Give a publication a key that no other has: "stone2019", then "stone2019b"."""
    first = next((a.last_name or a.collective or "" for a in publication.authors), "")
    ascii_only = unicodedata.normalize("NFKD", first).encode("ascii", "ignore").decode()
    stem = f"{_NOT_IN_KEYS.sub('', ascii_only).lower() or 'pmid'}{publication.year or publication.pmid}"
    taken, key, number = set(keys.values()), stem, 1
    while key in taken:
        number += 1
        key = f"{stem}{chr(ord('a') + number - 1)}" if number <= 26 else f"{stem}-{publication.pmid}"
    keys[publication.pmid] = key


def _entry(publication: Publication, key: str) -> str:
    kind = "article" if publication.journal else "incollection" if _in_book(publication) else "book"
    lines = (f"  {name} = {value},\n" for name, value in _fields(publication) if value)
    return f"@{kind}{{{key},\n{''.join(lines)}}}\n"


def _fields(p: Publication) -> Iterator[tuple[str, str | None]]:
    yield "author", _braced(" and ".join(_author(author) for author in p.authors), escaped=True)
    # Styles of BibTeX would put words of a title into small letters, "DNA" among them.
    yield "title", f"{{{{{_escape(plain_title(p))}}}}}"
    if p.journal:
        yield "journal", _braced(printed_title(p.journal))
    elif _in_book(p):
        yield "booktitle", _braced(p.book_title)
    date = p.issued or p.online
    yield "year", _braced(str(date.year)) if date else None
    yield "month", _MONTHS[date.month - 1] if date and date.month else None
    yield from (("volume", _braced(p.volume)), ("number", _braced(p.issue)))
    yield "pages", _braced(full_pages(p.pages, "--") if p.pages else p.article_number)
    yield "issn", _braced(p.journal.issns[0]) if p.journal and p.journal.issns else None
    # Readers take DOIs and addresses as they stand.
    yield "doi", _braced(p.doi, escaped=True)
    yield from (("pmid", _braced(p.pmid)), ("pmcid", _braced(p.pmcid)))
    yield "url", _braced(p.url, escaped=True)


def _in_book(publication: Publication) -> bool:
    return publication.book_title is not None and publication.book_title != publication.title


def _author(author: Author) -> str:
    """A group's name stands in braces of its own, so that it is not read as given names and surname."""
    name = _escape(full_name(author))
    return f"{{{name}}}" if author.collective else name


def _braced(value: str | None, *, escaped: bool = False) -> str | None:
    return f"{{{' '.join(value.split()) if escaped else _escape(value)}}}" if value else None


def _escape(text: str) -> str:
    return _SPECIAL.sub(lambda sign: _ESCAPED[sign[0]], " ".join(text.split()))
