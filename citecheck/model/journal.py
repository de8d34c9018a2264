"""Periodicals, and how an article names them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Journal:
    """A periodical in the NLM catalogue.

    `abbreviation` is NLM's MedAbbr, which is unique and serves as the journal's key.
    `nlm_id` is None where only the abbreviation is known from records.
    """

    title: str
    abbreviation: str
    iso_abbreviation: str | None = None
    nlm_id: str | None = None
    issns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class JournalMention:
    """A journal as an article names it.

    `text` stands in the article letter for letter, without quotes, "the journal" or edition
    words. `journal` is None for a periodical in no catalogue; then `nearest` are NLM titles of
    journals with a similar name, best first. `misspelt` is true when the journal was found by
    likeness only.
    """

    text: str
    journal: Journal | None = None
    nearest: tuple[str, ...] = ()
    misspelt: bool = False
