"""The plain sentences that explain a verdict."""

from __future__ import annotations

from collections.abc import Sequence

from citecheck.journals import Catalogue
from citecheck.journals.nlm_list import DATE
from citecheck.model import (
    CitationFields,
    Flag,
    JournalMention,
    Lookup,
    Publication,
    ScoredCandidate,
    SourceInfo,
)


def found_sentence(start: str, match: ScoredCandidate) -> str:
    """“It fits PMID 1: Title. Gut 2019.”.

    Args:
        start: the words before the PMID ("It fits").
        match: the publication that the sentence names.

    Returns:
        One sentence.
    """
    return f"{start} PMID {match.publication.pmid}: {match.publication.in_short}."


def search_failures(searches: Sequence[Lookup]) -> tuple[str, ...]:
    """Why searches went unanswered, each reason once."""
    errors = dict.fromkeys(lookup.error for lookup in searches if lookup.error)
    return tuple(f"A search could not be answered: {error}" for error in errors)


def journal_failures(mention: JournalMention | None) -> tuple[str, ...]:
    """Why it is unknown whether a periodical of this name exists."""
    if mention is None or not mention.doubt:
        return ()
    return (f"The NLM catalogue could not be asked for a periodical “{mention.text}”: {mention.doubt}",)


def another_work(claimed: CitationFields, publication: Publication) -> str:
    """“PMID 1 is “Title” (Gut 2019), which is about something else.”.

    Args:
        claimed: what the article states; the sentence names the identifier that it gives.
        publication: the publication to which this identifier leads.

    Returns:
        One sentence; it names the publication's PMID in every case.
    """
    stated = (
        f"PMID {claimed.pmid}" if claimed.pmid == publication.pmid
        else f"DOI {claimed.doi} (PMID {publication.pmid})" if claimed.doi
        else f"{claimed.pmcid} (PMID {publication.pmid})" if claimed.pmcid
        else f"{claimed.accession} (PMID {publication.pmid})" if claimed.accession
        else f"PMID {publication.pmid}"
    )  # fmt: skip
    return f"{stated} is “{publication.in_short}”, which is about something else."


def is_all_of_pubmed(source: SourceInfo) -> bool:
    """Whether a source holds all of PubMed, or is to be taken so."""
    return source.complete or source.records is None


def nothing_found(claimed: CitationFields, searches: Sequence[Lookup], source: SourceInfo) -> tuple[str, ...]:
    """What was searched without result, and what that proves.

    Args:
        claimed: what the article states of the cited publication.
        searches: the queries asked, answered or not.
        source: what the source holds: all of PubMed or a part.

    Returns:
        How many searches were answered, then how many records of the stated journal the source holds.
    """
    count = sum(lookup.answered for lookup in searches)
    where = "PubMed" if source.records is None else f"this index ({source.records} records)"
    asked = f"{count} search was answered" if count == 1 else f"{count} searches were answered"
    reasons = [f"No publication in {where} fits; {asked}."]
    if not is_all_of_pubmed(source):
        reasons = [f"Not in this index ({source.records} records): it holds only a part of PubMed; {asked}."]
    return (*reasons, *_journal_in_source(claimed, searches))


def _journal_in_source(claimed: CitationFields, searches: Sequence[Lookup]) -> tuple[str, ...]:
    mention = claimed.journal
    if mention is None or mention.journal is None:
        return ()
    name = mention.journal.title
    inside = [lookup for lookup in searches if lookup.answered and lookup.query.journal]
    held = [lookup.hits for lookup in inside if _asks_for_journal_alone(lookup)]
    touching = [lookup.hits for lookup in inside if lookup.query.words or lookup.query.concepts]
    sentences = []
    if held:
        sentences.append(f"The source holds {max(held)} records of “{name}”.")
    if touching:
        most = max(touching)
        touch = f"1 record of “{name}” touches" if most == 1 else f"{most} records of “{name}” touch"
        sentences.append(f"{touch} the topic; none fits.")
    return tuple(sentences)


def _asks_for_journal_alone(lookup: Lookup) -> bool:
    query = lookup.query
    narrowed = (query.title, query.authors, query.affiliation, query.years, query.volume, query.issue)
    return not any(narrowed) and not (query.first_page or query.concepts or query.words)


def unknown_journal(mention: JournalMention | None, catalogue: Catalogue) -> tuple[str, ...]:
    """Report that no list that was asked has the journal, with the nearest names.

    Args:
        mention: the journal as the article names it; None if it names no journal.
        catalogue: the journals known; it gives the nearest names if the mention has none.

    Returns:
        One sentence; none if the journal is known, is not named, or NLM could not be asked for it.
    """
    if mention is None or mention.journal is not None or mention.doubt:
        return ()
    names = mention.nearest or tuple(journal.title for journal, _ in catalogue.nearest(mention.text))
    asked = "NLM's catalogue, asked live" if mention.nlm_lacks_it else catalogue.asked
    sentence = f"No periodical called “{mention.text}” is in {asked}"
    if not names:
        return (sentence + ".",)
    return (f"{sentence}; the nearest names are {', '.join(f'“{name}”' for name in names)}.",)


def journal_flags(mention: JournalMention | None, catalogue: Catalogue) -> tuple[Flag, ...]:
    """The flags of a journal that no list that was asked has.

    Args:
        mention: the journal as the article names it; None if it names no journal.
        catalogue: the journals known; one that is not NLM's official list adds `SHIPPED_CATALOGUE`, unless
        NLM itself was asked.

    Returns:
        One flag or two; none if the journal is known, is not named, or NLM could not be asked for it.
    """
    if mention is None or mention.journal is not None or mention.doubt:
        return ()
    if mention.nlm_lacks_it or catalogue.official:
        return (Flag.UNKNOWN_JOURNAL,)
    return (Flag.UNKNOWN_JOURNAL, Flag.SHIPPED_CATALOGUE)


def not_indexed(mention: JournalMention | None, catalogue: Catalogue) -> tuple[str, ...]:
    """Report that PubMed does not index the journal, so that a missing article of it means little.

    Args:
        mention: the journal as the article names it; None if it names no journal.
        catalogue: the journals known, and which of them are indexed.

    Returns:
        One sentence; none if the journal is indexed, unknown or not named.
    """
    journal = mention.journal if mention else None
    if journal is None or catalogue.is_indexed(journal):
        return ()
    where = f"neither by MEDLINE nor by PubMed Central (NLM's list of {DATE})"
    follows = "that PubMed lacks the article says little; look for it on the journal's own site"
    return (f"“{journal.title}” is indexed {where}: {follows}.",)
