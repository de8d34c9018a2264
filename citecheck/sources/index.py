"""A local index as a source, and indexes built on the fly from PubMed files."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from citecheck.errors import SourceError
from citecheck.model import Lookup, Query, SourceInfo, SourceKind
from citecheck.pubmed.index import PubMedIndex
from citecheck.pubmed.index_state import STATE_FILE, BuildOptions, read_state
from citecheck.pubmed.records import record_files
from citecheck.pubmed.schema import VERSION
from citecheck.sources.interface import Source, SourceOptions

_NAMED_GAPS = 3


class IndexSource(Source):
    """Answers from a local index in the state in which it was opened."""

    def __init__(self, index: PubMedIndex, name: str) -> None:
        self._index = index
        state = index.state
        self._info = SourceInfo(
            SourceKind.INDEX,
            name,
            index.records,
            state.complete,
            state.as_of,
            lacks_books=not index.has_books,
        )
        self._notes = (*query_limits(state.choices), *gaps_note(state.gaps))

    @property
    def info(self) -> SourceInfo:
        """Kind, name as it was given, number of records, whether complete, and as of when."""
        return self._info

    def answer(self, queries: Sequence[Query]) -> list[Lookup]:
        """One lookup for each query, in the same order; `notes` say what the index leaves out."""
        return [self._answer(query) for query in queries]

    def _answer(self, query: Query) -> Lookup:
        try:
            hits, publications, text = self._index.search(query)
        except (ValueError, OSError, SourceError) as error:
            return Lookup(query, query.purpose, error=f"The index could not answer: {error}")
        gone = tuple(f"PubMed has deleted record {p}" for p in query.pmids if self._index.has_deleted(p))
        merged = tuple(
            f"PubMed has merged {pmid} into {found.pmid}"
            for pmid in query.pmids
            for found in publications
            if pmid in found.former_pmids
        )
        return Lookup(query, text, hits, publications, notes=(*gone, *merged, *self._notes))


def query_limits(choices: BuildOptions) -> list[str]:
    """Sentences on what an index built with these choices lacks."""
    notes = []
    if not choices.abstracts:
        notes.append("The index holds no abstracts.")
    if choices.years:
        notes.append(f"The index holds the years {choices.years[0]} to {choices.years[1]} only.")
    if choices.journals:
        count = len(choices.journals)
        notes.append(f"The index holds {count} journal{'s' if count > 1 else ''} only.")
    return notes


def gaps_note(gaps: Sequence[str]) -> list[str]:
    """A sentence on files of NLM's series that are missing from an index."""
    if not gaps:
        return []
    named = ", ".join(gaps[:_NAMED_GAPS]) + (" …" if len(gaps) > _NAMED_GAPS else "")
    count = f"{len(gaps)} file{'s' if len(gaps) > 1 else ''} of NLM's series"
    return [f"The index lacks {count} ({named}): their records, retractions among them, are not known."]


def open_index_source(spec: str, options: SourceOptions) -> IndexSource:
    """The source at a path: an index, or PubMed files, from which one is built in the cache folder.

    Args:
        spec: The path.
        options: Where the cache folder is.

    Raises:
        SourceError: The path holds neither (PubMedIndexError for an index that can't be opened).
    """
    path = Path(spec)
    if path.is_dir() and (path / STATE_FILE).exists():
        return IndexSource(PubMedIndex.open(path), spec)
    if not path.exists():
        raise SourceError(
            f"There is no index, folder or file {spec} (and the live service is called pubmed)."
        )
    return IndexSource(PubMedIndex.open(cached_index(path, options)), spec)


def cached_index(path: Path, options: SourceOptions) -> Path:
    """The index of PubMed files in the cache folder, built if it is not there.

    Its name follows from the files' paths, sizes and times, so a changed file makes another
    index. Several processes may ask at once: one builds, the others wait for it.

    Args:
        path: A file, or a folder of files.
        options: Where the cache folder is.

    Returns:
        The index's folder.
    """
    files = record_files([path])
    digest = hashlib.blake2b(f"version {VERSION}".encode(), digest_size=12)
    for file in files:
        known = file.stat()
        digest.update(f"\n{file.resolve()}\t{known.st_size}\t{known.st_mtime_ns}".encode())
    folder = _cache_folder(options) / "indexes" / digest.hexdigest()
    if not (folder / STATE_FILE).exists() or not read_state(folder).ready:
        PubMedIndex.build(folder, files, wait=True)
    return folder


def _cache_folder(options: SourceOptions) -> Path:
    if options.cache_folder is not None:
        return options.cache_folder
    import platformdirs

    return Path(platformdirs.user_cache_dir("citecheck"))
