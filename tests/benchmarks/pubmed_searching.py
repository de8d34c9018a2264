"""How fast an index answers, by kind of question, beside SQLite FTS5 on the same records.

    python tests/benchmarks/pubmed_searching.py INDEX [--questions 200] [--fts FILE.sqlite --files FOLDER]

The questions are made of records drawn from the index itself (seeded), as citations would ask for
them. With --fts the same records are put into an FTS5 table (porter stemming, unaccented), once,
and asked the same; keys lie in ordinary indexed columns there, and SQLite may keep 500 MB and map the
whole file. Both sides count all that fit and fetch the first twenty, ranked where words are asked for.
Times are warm; those of the processor hold on a busy machine too.
"""

from __future__ import annotations

import argparse
import random
import re
import sqlite3
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from citecheck.model import Publication, Query
from citecheck.pubmed import PubMedIndex, read_records, record_files
from citecheck.pubmed.index_keys import analyze, first_page, fold_key, stop_words
from citecheck.text import find_variants

_WORD = re.compile(r"\w+")
Kinds = dict[str, list[Query]]


def drawn(index: PubMedIndex, count: int) -> list[Publication]:
    """Records of the index, evenly from all of it."""
    chance = random.Random(11)  # noqa: S311 - nothing secret
    found: list[Publication] = []
    highest = index.search(Query("newest", years=(1600, 2100), limit=1)).publications[0]
    while len(found) < count:
        record = index.get(str(chance.randrange(1, int(highest.pmid) + 1)))
        if record and record.journal and len(distinctive_words(record)) >= 3:
            found.append(record)
    return found


def distinctive_words(record: Publication) -> list[str]:
    """Words of a record's title that say something, the long ones first."""
    words = [word.strip("(),.:;'\"[]") for word in record.title.split()]
    known = [word for word in words if len(word) > 4 and word.isalpha() and word.lower() not in stop_words()]
    return sorted(dict.fromkeys(known), key=len, reverse=True)


def questions(records: Sequence[Publication]) -> Kinds:
    """The same records asked for in every way that a citation may."""
    kinds: Kinds = {}
    for record in records:
        words = distinctive_words(record)
        concepts = tuple(find_variants(word) for word in words[:3])
        year = record.year or 2000
        rows = {
            "by PMID": Query("", pmids=(record.pmid,)),
            "by DOI": Query("", dois=(record.doi or "10.1/x",)),
            "by journal, volume, page": Query(
                "", journal=record.journal, volume=record.volume, first_page=record.pages
            ),
            "by title": Query("", title=record.title),
            "by title, a word wrong": Query("", title=record.title.replace(words[0], "Zebrafish")),
            "journal and concepts": Query("", journal=record.journal, concepts=concepts[:2]),
            "journal, concepts, years": Query(
                "", journal=record.journal, concepts=concepts[:2], years=(year - 1, year + 1)
            ),
            "concepts": Query("", concepts=concepts),
            "two concepts": Query("", concepts=concepts[:2]),
            "author and years": Query(
                "", authors=tuple(a.short for a in record.authors[:1]), years=(year - 1, year + 1)
            ),
            "ranked words": Query("", words=tuple(words[:12])),
        }
        for kind, query in rows.items():
            kinds.setdefault(kind, []).append(query)
    return kinds


def timed(ask: Callable[[Query], object], queries: Iterable[Query]) -> tuple[list[float], list[float]]:
    """Milliseconds for each by the clock and of processor, after a first round that warms up."""
    asked = list(queries)
    for query in asked:
        ask(query)
    clock, processor = [], []
    for query in asked:
        began, worked = time.perf_counter(), time.thread_time()
        ask(query)
        clock.append((time.perf_counter() - began) * 1000)
        processor.append((time.thread_time() - worked) * 1000)
    return sorted(clock), sorted(processor)


class Fts:
    """The records in SQLite, asked in its own language."""

    def __init__(self, path: Path, files: Sequence[Path]) -> None:
        fresh = not path.exists()
        self.db = sqlite3.connect(path)
        self.db.executescript("PRAGMA cache_size=-500000; PRAGMA mmap_size=100000000000;")
        if fresh:
            self._fill(files)

    def _fill(self, files: Sequence[Path]) -> None:
        self.db.executescript(
            "PRAGMA journal_mode=off; PRAGMA synchronous=off;"
            "CREATE TABLE record(pmid INTEGER PRIMARY KEY, doi, journal, volume, page, year INT);"
            "CREATE VIRTUAL TABLE words USING fts5(title, text, author, tokenize='porter unicode61');"
        )
        for file in files:
            records = [r for r in read_records(file) if isinstance(r, Publication)]
            self.db.executemany(
                "INSERT OR REPLACE INTO record VALUES (?,?,?,?,?,?)",
                (
                    (
                        int(r.pmid),
                        r.doi,
                        fold_key(r.journal.abbreviation) if r.journal else None,
                        r.volume,
                        first_page(r.pages or ""),
                        r.year,
                    )
                    for r in records
                ),
            )
            self.db.executemany(
                "INSERT INTO words(rowid, title, text, author) VALUES (?,?,?,?)",
                (
                    (
                        int(r.pmid),
                        r.title,
                        " ".join([r.title, r.abstract, *r.mesh, *r.keywords]),
                        ", ".join(a.short for a in r.authors),
                    )
                    for r in records
                ),
            )
        self.db.executescript(
            "CREATE INDEX by_doi ON record(doi); CREATE INDEX by_place ON record(journal, volume, page);"
        )
        self.db.commit()

    def ask(self, query: Query) -> list[tuple[object, ...]]:
        """The first twenty, best first, and how many there are in all, as an index answers."""
        match, where, values = self._compiled(query)
        if match is None:
            sql = f"SELECT pmid FROM record WHERE {' AND '.join(where)} LIMIT 20"  # noqa: S608
            return [self._record(number) for (number,) in self.db.execute(sql, values).fetchall()]
        conditions = " AND ".join(["words MATCH ?", *where])
        # People are not ranked: the newest come first, as in an index.
        order = "rank" if query.title or query.concepts or query.words else "words.rowid DESC"
        joined = "words JOIN record ON record.pmid = words.rowid" if where else "words"
        rows = self.db.execute(
            f"SELECT words.rowid FROM {joined} WHERE {conditions} ORDER BY {order} LIMIT 20",  # noqa: S608
            [match, *values],
        ).fetchall()
        self.db.execute(f"SELECT count(*) FROM {joined} WHERE {conditions}", [match, *values]).fetchone()  # noqa: S608
        return [self._record(number) for (number,) in rows]

    def _record(self, number: object) -> tuple[object, ...]:
        found = self.db.execute("SELECT title, text, author FROM words WHERE rowid = ?", [number]).fetchone()
        return tuple(found or ())

    def _compiled(self, query: Query) -> tuple[str | None, list[str], list[object]]:
        where: list[str] = []
        values: list[object] = []
        for column, value in (
            ("pmid", int(query.pmids[0]) if query.pmids else None),
            ("doi", query.dois[0] if query.dois else None),
            ("journal", fold_key(query.journal.abbreviation) if query.journal else None),
            ("volume", query.volume),
            ("page", first_page(query.first_page) if query.first_page else None),
        ):
            if value is not None:
                where.append(f"{column} = ?")
                values.append(value)
        if query.years:
            where.append("year BETWEEN ? AND ?")
            values += query.years
        parts = []
        if query.title:
            parts.append("title : (" + " AND ".join(f'"{w}"' for _, w in analyze(query.title)) + ")")
        parts += ["text : (" + " OR ".join(f"({_every(v)})" for v in known) + ")" for known in query.concepts]
        if query.words:
            parts.append("text : (" + " OR ".join(f'"{word}"' for word in query.words) + ")")
        parts += [f'author : "{author}"' for author in query.authors]
        return (" AND ".join(parts) or None), where, values


def _every(term: str) -> str:
    return " AND ".join(f'"{word}"' for word in _WORD.findall(term))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("index", type=Path)
    parser.add_argument("--questions", type=int, default=200)
    parser.add_argument("--fts", type=Path)
    parser.add_argument("--files", type=Path)
    args = parser.parse_args()
    began = time.perf_counter()
    index = PubMedIndex.open(args.index)
    opened = (time.perf_counter() - began) * 1000
    sys.stdout.write(f"{index.records:,} records, opened in {opened:.1f} ms\n")
    kinds = questions(drawn(index, args.questions))
    fts = (
        Fts(args.fts, record_files([args.files])[: len(index.state.files)])
        if args.fts and args.files
        else None
    )
    for kind, queries in kinds.items():
        clock, processor = timed(index.search, queries)
        last = int(len(clock) * 0.99)
        middle = statistics.median(processor)
        line = f"{kind:<26} p50 {statistics.median(clock):6.2f} ms  p99 {clock[last]:6.2f}"
        line += f"   processor p50 {middle:6.2f}  p99 {processor[last]:6.2f}"
        if fts:
            few = queries[:40]
            other = statistics.median(timed(fts.ask, few)[1])
            middle = statistics.median(timed(index.search, few)[1])
            line += f"   FTS5 p50 {other:8.2f} ({other / middle:.0f} times)"
        sys.stdout.write(line + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
