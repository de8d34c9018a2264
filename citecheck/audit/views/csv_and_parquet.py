"""The current citations as a table for analysts; samples and decisions as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from citecheck.audit.store.decisions import kept_decisions
from citecheck.audit.store.store import Store
from citecheck.errors import UsageError
from citecheck.gate import decisions
from citecheck.reports.to_csv import cell
from citecheck.safety.files import written_whole

# The order is part of the interface: new columns are added behind.
COLUMNS = (
    "article", "title", "date", "format", "cid", "kind", "line", "verdict", "flags", "score", "journal",
    "known_journal", "pmid", "publication_year", "quote", "shown", "fails",
    "status", "wrong", "reasons", "source_type", "probability",
    "stated_title", "stated_authors", "stated_year", "stated_month", "stated_volume", "stated_issue",
    "stated_pages", "stated_pmid", "stated_doi", "stated_pmcid", "stated_finding",
    "publication_title", "publication_journal", "publication_authors", "publication_volume",
    "publication_issue", "publication_pages", "publication_doi", "publication_url",
    "author", "section", "source", "source_records", "source_as_of", "citecheck_version",
    "finding", "decision", "decision_note", "decided_by", "decided_at",
)  # fmt: skip
_ROWS_AT_ONCE = 20_000


def csv_lines(store: Store) -> Iterator[str]:
    """Iterate over the CSV table in parts of some thousand rows: a header, then a row for each citation."""
    yield _lines([COLUMNS])
    for rows in _chunks(store):
        yield _lines([[cell(value) for value in row] for row in rows])


def _lines(rows: Iterable[Sequence[object]]) -> str:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()


def write_parquet(store: Store, path: Path) -> None:
    """Write the current citations as Parquet, with the columns of the CSV table.

    Args:
        store: The store.
        path: The file, which is replaced once it is complete.

    Raises:
        UsageError: pyarrow is not installed.
    """
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
    with written_whole(path) as stream, pq.ParquetWriter(stream, schema) as writer:
        for rows in _chunks(store):
            columns = dict(zip(COLUMNS, zip(*rows, strict=True), strict=True))
            writer.write_table(pa.table(columns, schema=schema))


def _chunks(store: Store) -> Iterator[list[tuple[Any, ...]]]:
    cursor = store.base.execute(f"SELECT {', '.join(COLUMNS)} FROM current ORDER BY article, line, cid")  # noqa: S608 - our own words
    while rows := cursor.fetchmany(_ROWS_AT_ONCE):
        yield rows


_SAMPLED = (
    "article", "line", "verdict", "quote", "reasons", "publication", "publication_url", "finding",
    "truth", "note", "name",
)  # fmt: skip


def sample_lines(store: Store, keys: Sequence[int]) -> Iterator[str]:
    """Write the CSV lines of a sample, with empty cells for its readers.

    Args:
        store: The store.
        keys: The keys of the sampled citations.

    Returns:
        An iterator over the header and a line for each citation.
    """
    yield _lines([_SAMPLED])
    sql = """
        SELECT article, line, shown, quote, replace(reasons, char(10), ' '),
            trim(coalesce(publication_title, '') || ' ' || coalesce(publication_journal, '') || ' '
                || coalesce(publication_year, '')), publication_url, finding
        FROM current WHERE key = ?"""
    for key in keys:
        yield _lines([[*(cell(value) for value in row), "", "", ""] for row in store.rows(sql, (key,))])


def read_sample(path: Path) -> list[dict[str, str]]:
    """Read the rows of a reviewed sample. Raises UsageError if the file lacks a needed column."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: the sample can't be read: {error}") from error
    reader = csv.DictReader(io.StringIO(text, newline=""))
    needed = {"article", "verdict", "finding", "truth"}
    if missing := needed - set(reader.fieldnames or ()):
        raise UsageError(f"{path}: the sample needs the columns {', '.join(sorted(missing))}")
    return [{name: (value or "").removeprefix("'") for name, value in row.items() if name} for row in reader]


def decision_lines(store: Store) -> Iterator[str]:
    """Iterate over the lines of the store's decisions file, which `citecheck.gate.decisions` describes."""
    yield _lines([decisions.COLUMNS])
    for one in kept_decisions(store):
        yield _lines([[cell(value) for value in decisions.decision_row(one).values()]])
