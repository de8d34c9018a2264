"""All citations that hold, as a table for analysts."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from citecheck.audit.store.store import Store
from citecheck.errors import UsageError
from citecheck.reports.to_csv import cell

# Those that were there first stay in front, in their order.
COLUMNS = (
    "article", "title", "date", "format", "cid", "kind", "line", "verdict", "flags", "score", "journal",
    "known_journal", "pmid", "publication_year", "quote", "shown", "fails",
    "status", "wrong", "reasons", "source_type", "probability",
    "stated_title", "stated_authors", "stated_year", "stated_month", "stated_volume", "stated_issue",
    "stated_pages", "stated_pmid", "stated_doi", "stated_pmcid", "stated_finding",
    "publication_title", "publication_journal", "publication_authors", "publication_volume",
    "publication_issue", "publication_pages", "publication_doi", "publication_url",
    "source", "source_records", "source_as_of", "citecheck_version",
    "finding", "decision", "decision_note", "decided_by", "decided_at",
)  # fmt: skip
_ROWS_AT_ONCE = 20_000


def csv_lines(store: Store) -> Iterator[str]:
    """A row a citation, after a header; some thousand at a time."""
    yield _lines([COLUMNS])
    for rows in _chunks(store):
        yield _lines([[cell(value) for value in row] for row in rows])


def _lines(rows: Iterable[Sequence[object]]) -> str:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()


def write_parquet(store: Store, path: Path) -> None:
    """The same as Parquet, written with pyarrow (extra `citecheck-pubmed[parquet]`)."""
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ModuleNotFoundError:
        raise UsageError("Parquet needs pyarrow: pip install 'citecheck-pubmed[parquet]'") from None
    kinds = {
        "line": pa.int64(),
        "score": pa.float64(),
        "probability": pa.float64(),
        "publication_year": pa.int64(),
        "stated_year": pa.int64(),
        "stated_month": pa.int64(),
        "source_records": pa.int64(),
        "known_journal": pa.int8(),
        "fails": pa.int8(),
    }
    schema = pa.schema([(name, kinds.get(name, pa.string())) for name in COLUMNS])
    partial = path.with_name(f".{path.name}.partial")
    with pq.ParquetWriter(partial, schema) as writer:
        for rows in _chunks(store):
            columns = dict(zip(COLUMNS, zip(*rows, strict=True), strict=True))
            writer.write_table(pa.table(columns, schema=schema))
    partial.replace(path)


def _chunks(store: Store) -> Iterator[list[tuple[Any, ...]]]:
    cursor = store.base.execute(f"SELECT {', '.join(COLUMNS)} FROM current ORDER BY article, line, cid")  # noqa: S608 - our own words
    while rows := cursor.fetchmany(_ROWS_AT_ONCE):
        yield rows
