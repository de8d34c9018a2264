"""The catalogue's data files: tab-separated, with a comment on top that states their origin."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple


class JournalRow(NamedTuple):
    """A line of a journal table; unknown fields are empty."""

    abbreviation: str
    title: str = ""
    iso_abbreviation: str = ""
    issns: tuple[str, ...] = ()
    nlm_id: str = ""


def read_lines(text: str) -> Iterator[list[str]]:
    """The fields of each line that is neither a comment nor empty."""
    for line in text.splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


def read_packaged(name: str) -> str:
    """The text of a data file of the package."""
    return (files("citecheck.journals") / "data" / name).read_text(encoding="utf-8")


def read_rows(text: str) -> Iterator[JournalRow]:
    """The journals of a table."""
    for fields in read_lines(text):
        abbreviation, title, iso, issns, nlm_id = fields + [""] * (5 - len(fields))
        yield JournalRow(abbreviation, title, iso, tuple(issns.split(",")) if issns else (), nlm_id)


def rows_as_text(rows: Iterable[JournalRow], origin: str) -> str:
    """The journals as a table of tab-separated lines.

    Args:
        rows: The journals, in the order of the lines.
        origin: Where they come from, for the first line.
    """
    head = f"# {origin}\n# abbreviation\ttitle\tISO abbreviation if different\tISSNs\tNLM id\n"
    return head + "".join(
        "\t".join(
            (row.abbreviation, row.title, row.iso_abbreviation, ",".join(row.issns), row.nlm_id)
        ).rstrip()
        + "\n"
        for row in rows
    )


def write_rows(path: Path, rows: Iterable[JournalRow], origin: str) -> None:
    """Write a table of journals, in UTF-8.

    Args:
        path: The file, which is overwritten.
        rows: The journals, in the order of the lines.
        origin: Where they come from, for the first line.

    Raises:
        OSError: The file cannot be written.
    """
    path.write_text(rows_as_text(rows, origin), encoding="utf-8")
