"""Reference lists in the styles of AMA, APA and Vancouver (ICMJE), as plain text."""

from __future__ import annotations

from collections.abc import Sequence

from citecheck.bibliography.facts import dotted_initials, plain_title
from citecheck.journals.printed_names import capitalize_words, printed_title, without_place
from citecheck.model import Author, Publication
from citecheck.text.page_ranges import full_pages, read_page_range

__all__ = ["as_ama", "as_apa", "as_vancouver"]

# AMA 11 and ICMJE name up to six authors; of more AMA names three and ICMJE six.
_MOST_NAMED, _NAMED_BY_AMA = 6, 3
# APA 7 names up to twenty; of more the first nineteen and the last.
_MOST_NAMED_BY_APA = 20


def as_vancouver(publications: Sequence[Publication]) -> str:
    """A numbered list: "1. Stone AB, Doe C. Zinc. J Nutr. 2012;142(8):1220-5. doi: 10.1/x. PMID: 1."."""
    return _numbered([_vancouver(each) for each in publications])


def as_ama(publications: Sequence[Publication]) -> str:
    """A numbered list: "1. Stone AB, Doe C. Zinc. J Nutr. 2012;142(8):1220-1225. doi:10.1/x"."""
    return _numbered([_ama(each) for each in publications])


def as_apa(publications: Sequence[Publication]) -> str:
    """Paragraphs: "Stone, A. B., & Doe, C. (2012). Zinc. Journal of Nutrition, 142(8), 1220–1225. https://…"."""
    return "\n".join(f"{_apa(each)}\n" for each in publications)


def _numbered(entries: Sequence[str]) -> str:
    return "".join(f"{number}. {entry}\n" for number, entry in enumerate(entries, 1))


def _vancouver(p: Publication) -> str:
    pages = read_page_range(p.pages or "")
    shown = str(pages.short) if pages else p.pages or p.article_number
    identifiers = [f"doi: {p.doi}" if p.doi else "", f"PMID: {p.pmid}"]
    return _sentences(
        _short_names(p.authors, _MOST_NAMED), plain_title(p), _container(p), _locator(p, shown), *identifiers
    )


def _ama(p: Publication) -> str:
    shown = full_pages(p.pages) if p.pages else p.article_number
    most = _NAMED_BY_AMA if len(p.authors) > _MOST_NAMED else _MOST_NAMED
    text = _sentences(_short_names(p.authors, most), plain_title(p), _container(p), _locator(p, shown))
    return f"{text} doi:{p.doi}" if p.doi else text


def _container(p: Publication) -> str:
    if p.journal:
        return without_place(p.journal.abbreviation)
    return f"In: {p.book_title}" if p.book_title and p.book_title != p.title else ""


def _short_names(authors: Sequence[Author], most: int) -> str:
    names = [author.short for author in authors]
    return ", ".join(names) if len(names) <= most else ", ".join([*names[:most], "et al"])


def _locator(p: Publication, pages: str | None) -> str:
    """Year, volume, issue and pages, as far as known: "2012;142(8):1220-5"."""
    volume = p.volume or ""
    place = f"{volume}({p.issue})" if p.issue else volume
    text = f"{p.year or ''};{place}" if place else str(p.year or "")
    return f"{text}:{pages}" if pages else text


def _sentences(*parts: str) -> str:
    return " ".join(part if part[-1] in ".?!" else f"{part}." for part in parts if part)


def _apa(p: Publication) -> str:
    title, year = plain_title(p), f"({p.year})" if p.year else "(n.d.)"
    names = _apa_names(p.authors)
    start = f"{names} {year}. {_sentences(title)}" if names else f"{_sentences(title)} {year}."
    link = f"https://doi.org/{p.doi}" if p.doi else p.url
    return " ".join(part for part in (start, _apa_source(p), link) if part)


def _apa_source(p: Publication) -> str:
    if p.journal is None:
        return f"In {capitalize_words(p.book_title)}." if p.book_title and p.book_title != p.title else ""
    volume = (p.volume or "") + (f"({p.issue})" if p.issue else "")
    pages = full_pages(p.pages, "–") if p.pages else f"Article {p.article_number}" if p.article_number else ""
    return ", ".join(part for part in (printed_title(p.journal), volume, pages) if part) + "."


def _apa_names(authors: Sequence[Author]) -> str:
    names = [
        author.collective or f"{author.last_name}, {dotted_initials(author)}".rstrip(", ")
        for author in authors
    ]
    if len(names) > _MOST_NAMED_BY_APA:
        return ", ".join(names[: _MOST_NAMED_BY_APA - 1]) + f", . . . {names[-1]}"
    if len(names) < 2:
        return _with_stop(names[0]) if names else ""
    return _with_stop(", ".join(names[:-1]) + f", & {names[-1]}")


def _with_stop(names: str) -> str:
    return names if names.endswith(".") else f"{names}."
