"""Journals, and how an article names them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Journal:
    """A periodical in the NLM catalogue.

    `abbreviation` is NLM's MedAbbr, which is unique and serves as the journal's key.
    `nlm_id` is None if records give the abbreviation only.
    """

    title: str
    abbreviation: str
    iso_abbreviation: str | None = None
    nlm_id: str | None = None
    issns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class JournalMention:
    """A journal as an article names it.

    `text` is the article's own wording, without quotes, "the journal" or edition words. `journal` is None
    if no catalogue has the name; then `nearest` are NLM titles of journals with a similar name, best first.
    `misspelt` is true if the journal was found by similarity only. `doubt` is the reason why NLM could not be
    asked for a name that our catalogue lacks, so that nobody knows whether the journal exists. `from_address`
    is true if only the address of a link names the journal: the article states nothing that could be wrong.
    `nlm_lacks_it` is true if NLM's own catalogue was asked and has no such title.
    """

    text: str
    journal: Journal | None = None
    nearest: tuple[str, ...] = ()
    misspelt: bool = False
    doubt: str | None = None
    from_address: bool = False
    nlm_lacks_it: bool = False


@dataclass(frozen=True, slots=True)
class JournalLookup:
    """What a source's catalogue answers to a name: journals with this name, and titles that contain it.

    `error` is set, and everything else is empty, if the catalogue could not be asked.
    """

    journals: tuple[Journal, ...] = ()
    nearest: tuple[str, ...] = ()
    error: str | None = None
