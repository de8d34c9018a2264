"""Open Library, which knows books by their ISBNs."""

from __future__ import annotations

from typing import Any

from citecheck.model.second_opinion import Identifier, IdentifierKind, SecondOpinion
from citecheck.sources.interface import SourceOptions
from citecheck.sources.second_opinions.interface import OpinionSource
from citecheck.sources.second_opinions.json_client import JsonClient, ServiceError

OPEN_LIBRARY = "https://openlibrary.org"
# Open Library allows so many requests a second.
_PER_SECOND = 1.0


class OpenLibrarySource(OpinionSource):
    """Knows ISBNs. It does not hold every book, so a missing ISBN says little."""

    name = "Open Library"

    def __init__(self, options: SourceOptions, url: str | None = None) -> None:
        self._books = JsonClient(url or OPEN_LIBRARY, options, per_second=_PER_SECOND)

    def answers(self, identifier: Identifier) -> bool:
        """Whether it is an ISBN."""
        return identifier.kind is IdentifierKind.ISBN

    def opinion(self, identifier: Identifier) -> SecondOpinion:
        """What it knows of an ISBN."""
        key = f"ISBN:{identifier.value}"
        parameters = {"bibkeys": key, "format": "json", "jscmd": "data"}
        try:
            answer = self._books.get("/api/books", parameters).value
        except ServiceError as error:
            return SecondOpinion(self.name, identifier, None, error=str(error))
        book = answer.get(key) if isinstance(answer, dict) else None
        if not isinstance(book, dict):
            return SecondOpinion(self.name, identifier, False)
        return SecondOpinion(self.name, identifier, True, describe_book(book))

    def close(self) -> None:
        """Close the connection."""
        self._books.close()


def describe_book(book: dict[str, Any]) -> str:
    """A book in one line: “Title”, by A and B. Publisher 2004."""
    title = str(book.get("title") or "")
    authors = " and ".join(_names(book.get("authors")))
    printed = " ".join([*_names(book.get("publishers")), str(book.get("publish_date") or "")]).strip()
    line = f"“{title}”" if title else "it gives no title"
    line += f", by {authors}" if authors else ""
    return f"{line}. {printed}" if printed else line


def _names(values: Any) -> list[str]:
    if not isinstance(values, list):
        return []
    return [str(value["name"]) for value in values[:3] if isinstance(value, dict) and value.get("name")]
