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
    likeness only. `doubt` is why NLM could not be asked for a periodical that is in no catalogue
    of ours: nobody knows then whether there is one of this name. `from_address` is true when only the
    address of a link names the journal: the article states nothing, so it cannot be wrong about it.
    `nlm_lacks_it` says that NLM's own catalogue was asked, and has no such title.
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
    """What a source's catalogue says of a name: the periodicals that bear it, and titles that hold it.

    `error` is set, and everything else empty, when the catalogue could not be asked.
    """

    journals: tuple[Journal, ...] = ()
    nearest: tuple[str, ...] = ()
    error: str | None = None
