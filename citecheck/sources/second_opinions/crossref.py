"""Crossref, and behind it doi.org, which knows the DOIs of every registration agency."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from citecheck.model.second_opinion import Identifier, IdentifierKind, SecondOpinion
from citecheck.sources.interface import SourceOptions
from citecheck.sources.second_opinions.interface import OpinionSource
from citecheck.sources.second_opinions.json_client import JsonClient, ServiceError

CROSSREF = "https://api.crossref.org"
DOI_ORG = "https://doi.org"
# Crossref allows so many requests a second to clients that identify themselves.
_PER_SECOND = 5.0
# The handle system's code for "this handle exists".
_EXISTS = 1
_NO_SUCH_HANDLE = 100
_EVERY_AGENCY = "doi.org, and so every registration agency,"


class CrossrefSource(OpinionSource):
    """Knows DOIs."""

    name = "Crossref"

    def __init__(self, options: SourceOptions, url: str | None = None, doi_url: str | None = None) -> None:
        self._works = JsonClient(url or CROSSREF, options, per_second=_PER_SECOND)
        self._handles = JsonClient(doi_url or DOI_ORG, options, per_second=_PER_SECOND)

    def answers(self, identifier: Identifier) -> bool:
        """Whether it is a DOI."""
        return identifier.kind is IdentifierKind.DOI

    def opinion(self, identifier: Identifier) -> SecondOpinion:
        """What Crossref knows of a DOI; where it knows nothing, whether any agency does."""
        doi = quote(identifier.value, safe="/")
        try:
            work = self._works.get(f"/works/{doi}").value
            if work is not None:
                return SecondOpinion(self.name, identifier, True, describe_work(work))
            handle = self._handles.get(f"/api/handles/{doi}").value
        except ServiceError as error:
            return SecondOpinion(self.name, identifier, None, error=str(error))
        code = handle.get("responseCode") if isinstance(handle, dict) else _NO_SUCH_HANDLE
        if code == _EXISTS:
            return SecondOpinion("doi.org", identifier, True, "it is registered, though not with Crossref")
        return SecondOpinion(_EVERY_AGENCY, identifier, False)

    def close(self) -> None:
        """Close both connections."""
        self._works.close()
        self._handles.close()


def describe_work(answer: Any) -> str:
    """A work of Crossref's in one line: “Title”. Container 2019 (journal article)."""
    message = answer.get("message") if isinstance(answer, dict) else None
    work = message if isinstance(message, dict) else {}
    title, container = _first(work.get("title")), _first(work.get("container-title"))
    kind = str(work.get("type") or "").replace("-", " ")
    where = " ".join(filter(None, (container, _year(work.get("issued")))))
    line = ". ".join(filter(None, (f"“{title}”" if title else "", where))) or "it gives no title"
    return f"{line} ({kind})" if kind else line


def _first(values: Any) -> str:
    return str(values[0]) if isinstance(values, list) and values else ""


def _year(issued: Any) -> str:
    parts = issued.get("date-parts") if isinstance(issued, dict) else None
    first = parts[0] if isinstance(parts, list) and parts else None
    return str(first[0]) if isinstance(first, list) and first and first[0] else ""
