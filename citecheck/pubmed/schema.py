"""What the index holds of a record.

    number        the PMID as a number, for a stable order
    key           one line a key: identifiers, journal, authors, years, volume, issue, first page
    title         the title's words
    text          the words of title, abstracts, MeSH headings, keywords and collective authors
    affiliation   the words of affiliations
    record        the record itself, packed

Keys begin with a letter that states their kind, so that one short dictionary serves them all.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from citecheck.model import Journal, Publication, doi_version, fold_doi
from citecheck.pubmed.index_keys import (
    author_keys,
    first_page,
    fold_key,
    fold_pmcid,
    key_analyzer,
    spell_out_symbols,
    word_analyzer,
)
from citecheck.pubmed.packed_record import pack

if TYPE_CHECKING:
    import tantivy

# Raised whenever an older program would misread an index made by this one.
VERSION = 4
# Indexes of these versions are read. In those of version 3 a record has one DOI, and a date range its
# first date only.
READABLE = frozenset({3, VERSION})
# The key of every record of NCBI's Bookshelf; a record's own accession follows it in another key.
BOOK_KEY = "b"


class IndexEntry(NamedTuple):
    """One record, ready for the index."""

    number: int
    keys: str
    title: str
    text: str
    affiliation: str
    record: bytes
    version: int = 1


@lru_cache(maxsize=1)
def schema() -> tantivy.Schema:
    """The fields above."""
    import tantivy

    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("number", fast=True)
    builder.add_text_field("key", tokenizer_name="key", index_option="basic")
    builder.add_text_field("title", tokenizer_name="words", index_option="freq")
    builder.add_text_field("text", tokenizer_name="words", index_option="position")
    builder.add_text_field("affiliation", tokenizer_name="words", index_option="basic")
    builder.add_bytes_field("record", stored=True)
    return builder.build()


def register_analyzers(index: tantivy.Index) -> None:
    """Tell an open index how its words and keys are written."""
    index.register_tokenizer("words", word_analyzer())
    index.register_tokenizer("key", key_analyzer())


def index_entry(publication: Publication, *, abstracts: bool = True) -> IndexEntry:
    """Return the fields that the index holds of a record.

    Args:
        publication: The record.
        abstracts: Whether its abstracts are searchable and kept.
    """
    p = publication
    titles = [title for title in (p.title, p.vernacular_title, p.book_title) if title]
    parts = [*titles, *p.mesh, *p.keywords]
    if abstracts:
        parts += [p.abstract, *p.other_abstracts]
    parts += [author.collective for author in p.authors if author.collective]
    places = dict.fromkeys(place for author in p.authors for place in author.affiliations)
    return IndexEntry(
        int(p.pmid),
        "\n".join(keys_of(p)),
        spell_out_symbols("\n".join(titles[:2])),
        spell_out_symbols("\n".join(parts)),
        "\n".join(places),
        pack(p, abstracts=abstracts),
        p.version,
    )


def keys_of(publication: Publication) -> dict[str, None]:
    """All keys under which a record is found, each once."""
    p = publication
    keys = _identifier_keys(p)
    if p.journal:
        keys |= dict.fromkeys(journal_keys(p.journal))
    for author in p.authors:
        if author.collective:
            keys["a" + fold_key(author.collective)] = None
            continue
        for name in author_keys(author.last_name, author.initials):
            keys["a" + name] = None
    for date in (p.issued, p.online):
        if date:
            keys[f"y{date.year}"] = None
    if p.volume:
        volume = fold_key(p.volume)
        # "12 Suppl 1" is cited as volume 12.
        keys["v" + volume] = None
        keys["v" + volume.partition(" ")[0]] = None
    if p.issue:
        keys["i" + fold_key(p.issue)] = None
    for place in (p.pages, p.article_number):
        if place:
            keys["f" + first_page(place)] = None
    return keys


def _identifier_keys(publication: Publication) -> dict[str, None]:
    p = publication
    keys = {f"p{int(p.pmid)}": None}
    for former in p.former_pmids:
        keys[f"p{int(former)}"] = None
    for doi in p.dois:
        keys.update(dict.fromkeys(doi_keys(doi)))
    if p.pmcid:
        keys["c" + fold_pmcid(p.pmcid)] = None
    if p.accession or p.book_title:
        keys[BOOK_KEY] = None
    if p.accession:
        keys[BOOK_KEY + fold_key(p.accession)] = None
    return keys


def doi_keys(doi: str) -> tuple[str, ...]:
    """The keys of a DOI: its own, and where it names a version of a work, that of the work."""
    folded = fold_doi(doi)
    work, version = doi_version(folded)
    return ("d" + folded,) if version is None else ("d" + folded, "d" + work)


@lru_cache(maxsize=65536)
def journal_keys(journal: Journal) -> tuple[str, ...]:
    """The keys of a journal: its NLM id, MedAbbr and title; any of them finds it."""
    names = (journal.abbreviation, journal.title)
    keys = dict.fromkeys("j" + folded for name in names if (folded := fold_key(name)))
    if journal.nlm_id:
        keys["n" + journal.nlm_id.lower()] = None
    return tuple(keys)


def index_document(record: IndexEntry) -> tantivy.Document:
    """A record as Tantivy takes it."""
    import tantivy

    made = tantivy.Document()
    # Tantivy takes a plain int for a signed one, which kills the writer's thread.
    made.add_unsigned("number", record.number)
    made.add_text("key", record.keys)
    made.add_text("title", record.title)
    made.add_text("text", record.text)
    if record.affiliation:
        made.add_text("affiliation", record.affiliation)
    made.add_bytes("record", record.record)
    return made
