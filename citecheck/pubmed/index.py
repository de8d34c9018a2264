"""The local index: opened in milliseconds, read by many processes, never changed under a reader."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from weakref import ref

from citecheck.errors import PubMedIndexError
from citecheck.model import Publication, Query
from citecheck.pubmed.build import build_index, half_built
from citecheck.pubmed.build_folder import PmidBitmap
from citecheck.pubmed.build_run import OnProgress
from citecheck.pubmed.file_ledger import deleted_pmids
from citecheck.pubmed.identifiers import read_identifier
from citecheck.pubmed.index_keys import analyze, fold_key, fold_pmcid
from citecheck.pubmed.index_state import TANTIVY_FOLDER, BuildOptions, IndexState, last_commit, read_state
from citecheck.pubmed.packed_record import StoredPublication, unpack
from citecheck.pubmed.query_compiler import (
    CompiledQuery,
    compile_query,
    has_most,
    key_query,
    near_title_query,
    term_query,
    title_words,
    unscored,
)
from citecheck.pubmed.schema import BOOK_KEY, doi_keys, register_analyzers, schema

if TYPE_CHECKING:
    import tantivy

# Scores are rounded to so many digits: deleted records that are not yet merged away shift them a little.
SCORE_DIGITS = 3
# A search reads so many records beyond its limit, and up to so many while scores are equal at the cut. So
# the same records come first, whatever the order in which they were added.
MARGIN = 20
FARTHEST = 5000
# Up to so many records with equal scores are sorted here; among more the index finds the newest.
FEW = 500
# When a word of a title is wrong: the most words searched for, and the most records compared.
LONGEST_TITLE = 14
CANDIDATES = 200
# An update commits within far less time than so many tries take.
TRIES = 40
# The most frequencies kept at a time.
REMEMBERED = 200_000
# The most addresses kept of unpacked records, which callers may still hold.
MET = 20_000


Scored = tuple[float, "tantivy.DocAddress"]


class IndexHits(NamedTuple):
    """The result of a search: how many records fit, the first of them, and the query in words."""

    hits: int
    publications: tuple[Publication, ...]
    text: str


@dataclass(frozen=True, slots=True)
class IndexInfo:
    """Where an index is, how large it is, and its state."""

    path: Path
    records: int
    bytes: int
    state: IndexState


class PubMedIndex:
    """A local index of PubMed records in the state in which it was opened."""

    def __init__(self, path: Path, index: tantivy.Index, state: IndexState) -> None:
        self.path = path
        self.state = state
        self._searcher = index.searcher()
        self._deleted: PmidBitmap | None = None
        self._frequencies: dict[str, int] = {}
        self._met: dict[tuple[int, int], ref[StoredPublication]] = {}
        # Deleted records count in the dictionary until they are merged away.
        self._pristine = sum(file.records for file in state.files) == self._searcher.num_docs

    @classmethod
    def build(
        cls,
        path: Path,
        files: Sequence[Path],
        choices: BuildOptions | None = None,
        *,
        processes: int | None = None,
        progress: OnProgress | None = None,
        wait: bool = False,
    ) -> PubMedIndex:
        """Build an index, or finish a half-built one, and open it: see `build_index`.

        Args:
            path: The folder of the index, which is made if need be.
            files: Files of records, and folders of such files.
            choices: Which records and fields the index holds; all by default.
            processes: The number of parsing processes; None chooses by the cores.
            progress: Called with the progress of the build.
            wait: Wait for another process that writes to the folder.

        Returns:
            The open index.

        Raises:
            PubMedIndexError, RecordsError: As in `build_index`.
        """
        build_index(path, files, choices, processes=processes, progress=progress, wait=wait)
        return cls.open(path)

    @classmethod
    def open(cls, path: Path) -> PubMedIndex:
        """Open a finished index for reading.

        Raises PubMedIndexError for a folder that is not an index, is half built, was made by another
        version, or is damaged.
        """
        import tantivy

        for _ in range(TRIES):
            state = read_state(path)
            if not state.ready:
                raise PubMedIndexError(half_built(path, state))
            before = last_commit(path)
            place = str(path / TANTIVY_FOLDER)
            try:
                # Files without a single record make an index without a commit.
                index = tantivy.Index.open(place) if before else tantivy.Index(schema())
            except ValueError as error:
                raise PubMedIndexError(f"{path} is damaged: {error}.") from None
            register_analyzers(index)
            index.config_reader("manual")
            index.reload()
            opened = cls(path, index, state)
            # Where an update has committed in between, state and records do not belong together.
            if before == last_commit(path) == state.commit:
                return opened
            time.sleep(0.05)
        raise PubMedIndexError(f"{path} is damaged: its records are not those that it says it holds.")

    @property
    def records(self) -> int:
        """How many records it holds."""
        return self._searcher.num_docs

    @property
    def info(self) -> IndexInfo:
        """Its path, number of records, size on disk and state."""
        size = sum(file.stat().st_size for file in self.path.rglob("*") if file.is_file())
        return IndexInfo(self.path, self.records, size, self.state)

    def search(self, query: Query) -> IndexHits:
        """Search: the best ranked records come first; without words to rank by, the newest.

        Records that were asked for by identifier all come, whatever the limit.
        """
        asked = len(query.pmids) + len(query.dois) + len(query.pmcids) + len(query.accessions)
        limit = max(query.limit, asked) if query.limit else 0
        compiled = compile_query(query)
        hits, publications = self._run(compiled, limit)
        if query.title and not hits:
            hits, publications = self._near(query, query.title, limit)
        return IndexHits(hits, publications, compiled.text)

    def _near(self, query: Query, title: str, limit: int) -> tuple[int, tuple[Publication, ...]]:
        """Search for titles that have most of the words, where no title has all; most words first."""
        words = sorted(title_words(title), key=lambda word: (self._searcher.doc_freq("title", word), word))
        # For a very long title the rarest words are enough.
        words = words[:LONGEST_TITLE]
        near = near_title_query(words)
        if near is None:
            return 0, ()
        _, candidates = self._run(compile_query(query, near), CANDIDATES)
        fitting = [p for p in candidates if has_most(f"{p.title}\n{p.vernacular_title or ''}", words)]
        return len(fitting), tuple(fitting[:limit])

    def _run(self, compiled: CompiledQuery, limit: int) -> tuple[int, tuple[Publication, ...]]:
        if not limit:
            return _count(self._searcher.search(compiled.query, 1)), ()
        if compiled.ranked:
            hits, scored = self._best(compiled.query, limit)
        else:
            hits, scored = self._newest(compiled.query, limit)
        found = [(score, self._publication(address)) for score, address in scored]
        found.sort(key=lambda one: (-one[0], -int(one[1].pmid)))
        return hits, tuple(publication for _, publication in found)

    def _best(self, query: tantivy.Query, limit: int) -> tuple[int, list[Scored]]:
        """The best by score; of records with equal scores at the cut, the newest."""
        reach = limit + MARGIN
        while True:
            result = self._searcher.search(query, reach)
            hits = _count(result)
            scored = [(round(score, SCORE_DIGITS), address) for score, address in result.hits]
            cut_among_equals = hits > reach and scored[limit - 1][0] == scored[-1][0]
            if not cut_among_equals or reach >= FARTHEST:
                break
            reach *= 4
        if len(scored) > limit and scored[limit - 1][0] == scored[limit][0]:
            scored = self._newest_first(scored)
        return hits, scored[:limit]

    def _newest(self, query: tantivy.Query, limit: int) -> tuple[int, list[Scored]]:
        """The newest of all records that fit, where all fit equally well."""
        result = self._searcher.search(query, max(limit, FEW))
        hits = _count(result)
        if hits > max(limit, FEW):
            result = self._searcher.search(query, limit, count=False, order_by_field="number")
        scored = [(0.0, address) for _, address in result.hits]
        if limit < hits <= FEW:
            scored = self._newest_first(scored)
        return hits, scored[:limit]

    def _newest_first(self, scored: list[Scored]) -> list[Scored]:
        """Sort by score, and records with equal scores by PMID, the newest first.

        Reading PMIDs from the index takes time that grows with it, a tenth of a millisecond for three million
        records. Where a record is unpacked anyway its own PMID is cheaper.
        """
        numbers = self._searcher.fast_field_values("number", [address for _, address in scored])
        order = sorted(range(len(scored)), key=lambda at: (-scored[at][0], -(numbers[at] or 0)))
        return [scored[at] for at in order]

    def _publication(self, address: tantivy.DocAddress) -> Publication:
        """Unpack the record at an address. While a caller holds it, the same object is returned again."""
        place = (address.segment_ord, address.doc)
        met = self._met.get(place)
        known = met() if met else None
        if known is None:
            if len(self._met) >= MET:
                self._met.clear()
            known = unpack(bytes(self._searcher.doc(address).get_first("record") or b""))
            self._met[place] = ref(known)
        return known

    def get(self, identifier: str) -> Publication | None:
        """Return the record with an identifier in any form; None where the index has no such record.

        Args:
            identifier: A PMID, DOI, PMCID or Bookshelf accession, bare, labelled or as an address.
        """
        named = read_identifier(identifier)
        if named is None:
            return None
        keys: tuple[str, ...]
        match named.kind:
            case "pmid":
                keys = ("p" + named.value,)
            case "pmcid":
                keys = ("c" + fold_pmcid(named.value),)
            case "accession":
                keys = (BOOK_KEY + fold_key(named.value),)
            case _:
                keys = doi_keys(named.value)
        _, found = self._run(CompiledQuery(key_query(keys), ranked=False, text=identifier), 1)
        return found[0] if found else None

    def count_unreadable(self) -> int:
        """How many of the stored records cannot be read; reads every one of them."""
        import tantivy

        every = tantivy.Query.all_query()
        result = self._searcher.search(every, max(self.records, 1))
        unreadable = 0
        for _, address in result.hits:
            try:
                unpack(bytes(self._searcher.doc(address).get_first("record") or b""))
            except (ValueError, KeyError, TypeError):
                unreadable += 1
        return unreadable

    @property
    def has_books(self) -> bool:
        """Whether it holds records of NCBI's Bookshelf, which NLM's files leave out."""
        return self._searcher.doc_freq("key", BOOK_KEY) > 0

    def has_deleted(self, pmid: str) -> bool:
        """Whether PubMed has deleted the record with this PMID, as the index's files say."""
        if self._deleted is None:
            self._deleted = deleted_pmids(self.path)
        return pmid.isdigit() and int(pmid) in self._deleted

    def frequency(self, term: str) -> int:
        """How many records hold all words of a term."""
        known = self._frequencies.get(term)
        if known is None:
            if len(self._frequencies) >= REMEMBERED:
                self._frequencies.clear()
            known = self._frequencies[term] = self._counted(term)
        return known

    def _counted(self, term: str) -> int:
        words = analyze(term)
        if len(words) == 1 and self._pristine:
            return self._searcher.doc_freq("text", words[0][1])
        return _count(self._searcher.search(unscored(term_query(term)), 1))


def _count(result: tantivy.SearchResult) -> int:
    return int(getattr(result, "count", None) or 0)
