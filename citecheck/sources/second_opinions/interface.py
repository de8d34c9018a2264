"""The interface of a service of second opinions."""

from __future__ import annotations

from abc import ABC, abstractmethod

from citecheck.model.second_opinion import Identifier, SecondOpinion


class OpinionSource(ABC):
    """A service that knows whether identifiers of some kind exist."""

    name: str

    @abstractmethod
    def answers(self, identifier: Identifier) -> bool:
        """Whether it knows identifiers of this kind at all."""

    @abstractmethod
    def opinion(self, identifier: Identifier) -> SecondOpinion:
        """Look an identifier up. Nothing is raised for a service that fails."""

    def close(self) -> None:  # noqa: B027 - a service without connections has nothing to close
        """Close connections and files; may be called twice."""
