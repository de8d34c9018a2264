"""What services other than PubMed know about an identifier."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class IdentifierKind(StrEnum):
    """The kinds of identifiers that other services know."""

    DOI = "doi"
    ISBN = "isbn"


@dataclass(frozen=True, slots=True)
class Identifier:
    """An identifier that a citation states: a DOI in small letters, an ISBN in digits without hyphens."""

    kind: IdentifierKind
    value: str

    @property
    def label(self) -> str:
        """The identifier as reports print it."""
        return f"{self.kind.name} {self.value}"


@dataclass(frozen=True, slots=True)
class SecondOpinion:
    """What one service knows about an identifier.

    `known` is None if the service could not be asked; `error` is the reason. `record` describes the service's
    record in one line: title, container, year, kind.
    """

    service: str
    identifier: Identifier
    known: bool | None
    record: str = ""
    error: str | None = None

    @property
    def sentence(self) -> str:
        """The opinion as one sentence of a report."""
        if self.known is None:
            return f"{self.service} could not be asked for {self.identifier.label}: {self.error}"
        if self.known:
            return f"{self.service} knows {self.identifier.label}: {self.record}."
        return f"{self.service} does not know {self.identifier.label}."
