"""CSL-JSON: what citation processors read."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from citecheck.bibliography.facts import plain_title
from citecheck.journals.printed_names import printed_title
from citecheck.model import Author, PartialDate, Publication
from citecheck.text.page_ranges import full_pages

__all__ = ["as_csl_json"]


def as_csl_json(publications: Sequence[Publication]) -> str:
    """The publications as a list of CSL items."""
    return json.dumps([_item(each) for each in publications], ensure_ascii=False, indent=2) + "\n"


def _item(p: Publication) -> dict[str, Any]:
    journal, in_book = p.journal, p.book_title is not None and p.book_title != p.title
    facts = {
        "id": f"pmid-{p.pmid}",
        "type": "article-journal" if journal else "chapter" if in_book else "book",
        "title": plain_title(p),
        "author": [_name(author) for author in p.authors],
        "container-title": printed_title(journal) if journal else p.book_title if in_book else None,
        "container-title-short": journal.abbreviation if journal else None,
        "issued": _date(p.issued or p.online),
        "volume": p.volume,
        "issue": p.issue,
        "page": full_pages(p.pages) if p.pages else p.article_number,
        "ISSN": journal.issns[0] if journal and journal.issns else None,
        "DOI": p.doi,
        "PMID": p.pmid,
        "PMCID": p.pmcid,
        "URL": p.url,
    }
    return {name: value for name, value in facts.items() if value}


def _name(author: Author) -> dict[str, str]:
    if author.collective:
        return {"literal": author.collective}
    given = author.fore_name or author.initials
    return {"family": author.last_name} | ({"given": given} if given else {})


def _date(date: PartialDate | None) -> dict[str, list[list[int]]] | None:
    if date is None:
        return None
    parts = [
        date.year,
        *([date.month] if date.month else []),
        *([date.day] if date.month and date.day else []),
    ]
    return {"date-parts": [parts]}
