"""NLM's own list of journals, fetched, checked and kept in the user's data folder."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from citecheck.errors import CatalogueError
from citecheck.journals.tables import JournalRow, rows_as_text

J_MEDLINE = "https://ftp.ncbi.nih.gov/pubmed/J_Medline.txt"
FILE_NAME = "journals.tsv"

_RULE = re.compile(r"^-{20,}\s*$")
_KEYS = ("JrId", "JournalTitle", "MedAbbr", "ISSN (Print)", "ISSN (Online)", "IsoAbbr", "NlmId")
_ISSN = re.compile(r"\d{4}-\d{3}[\dXx]")
_NLM_ID = re.compile(r"\d+[A-Z]?")
# The list has had over 20,000 journals since before 2010, and is some seven megabytes long.
_FEWEST = 20_000
_MOST_BYTES = 100_000_000


class UpdateResult(NamedTuple):
    """The result of an update: the number of journals, and the file."""

    journals: int
    path: Path


def user_folder() -> Path:
    """Where the user's own list of journals is kept."""
    import platformdirs

    return platformdirs.user_data_path("citecheck", appauthor=False)


def update_catalogue(
    url: str = J_MEDLINE,
    folder: Path | None = None,
    *,
    fewest: int = _FEWEST,
    timeout: float = 60.0,
) -> UpdateResult:
    """Fetch NLM's list of journals and put it into a folder.

    The file in the folder stays untouched until the new list is whole, in the expected format and has
    at least `fewest` journals.

    Args:
        url: The address of the list.
        folder: Where it is kept; None for the user's data folder.
        fewest: The minimum number of journals that a list must have.
        timeout: How long to wait for the server, in seconds.

    Returns:
        The number of journals and the path of the file.

    Raises:
        CatalogueError: The list cannot be fetched, parsed or written, or is too short.
    """
    rows = parse_j_medline(_fetch(url, timeout))
    if len(rows) < fewest:
        raise CatalogueError(f"{url} lists {len(rows)} journals; NLM's list has at least {fewest}")
    path = (folder or user_folder()) / FILE_NAME
    _write(path, rows_as_text(rows, f"NLM's list of journals, fetched from {url}"))
    return UpdateResult(len(rows), path)


def parse_j_medline(text: str) -> tuple[JournalRow, ...]:
    """The journals of a J_Medline.txt.

    The list has records of seven `Key: value` lines after lines of dashes; values may be empty. Anything else
    (a web page, a truncated list, other keys) raises a CatalogueError that names the line.
    """
    return tuple(_row(number, record) for number, record in _records(text))


def _records(text: str) -> Iterator[tuple[int, list[str]]]:
    """The lines of each record, with the number of the first."""
    record: list[str] = []
    began = 0
    for number, line in enumerate(text.splitlines(), 1):
        if _RULE.match(line):
            if began and record:
                yield began + 1, record
            record, began = [], number
        elif not began and line.strip():
            raise CatalogueError(f"line {number} is not a line of dashes: this is not NLM's list of journals")
        elif line.strip():
            record.append(line)
    if record:
        yield began + 1, record
    if not began:
        raise CatalogueError("the list of journals is empty")


def _row(number: int, record: list[str]) -> JournalRow:
    pairs = [line.partition(":") for line in record]
    if tuple(key.strip() for key, _, _ in pairs) != _KEYS:
        raise CatalogueError(f"the record at line {number} does not have the seven lines {', '.join(_KEYS)}")
    _, title, abbreviation, printed, online, iso, nlm_id = (" ".join(value.split()) for _, _, value in pairs)
    issns = tuple(issn.upper() for issn in (printed, online) if issn)
    if any(not _ISSN.fullmatch(issn) for issn in issns):
        raise CatalogueError(f"the record at line {number} has an invalid ISSN")
    if nlm_id and not _NLM_ID.fullmatch(nlm_id):
        raise CatalogueError(f"the record at line {number} has an invalid NLM id")
    if not title and not abbreviation:
        raise CatalogueError(f"the record at line {number} has neither title nor abbreviation")
    iso = iso.replace(".", "")
    return JournalRow(abbreviation or title, title, "" if iso == abbreviation else iso, issns, nlm_id)


def _fetch(url: str, timeout: float) -> str:
    import requests

    if not url.startswith(("https://", "http://")):
        raise CatalogueError(f"{url} is not a web address")
    try:
        with requests.get(url, timeout=timeout, stream=True) as answer:
            answer.raise_for_status()
            content = bytearray()
            for part in answer.iter_content(1 << 16):
                content += part
                if len(content) > _MOST_BYTES:
                    raise CatalogueError(f"{url} gives more than {_MOST_BYTES // 1_000_000} MB")
            stated = answer.headers.get("Content-Length", "")
    except requests.RequestException as error:
        raise CatalogueError(f"{url} cannot be fetched: {error}") from error
    encoded = answer.headers.get("Content-Encoding")
    if stated.isdigit() and not encoded and int(stated) != len(content):
        raise CatalogueError(f"{url} was cut off after {len(content)} of {stated} bytes")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise CatalogueError(f"{url} is not text in UTF-8") from error


def _write(path: Path, text: str) -> None:
    """Replace the file as a whole, or leave it as it was."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".journals-", suffix=".part")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as stream:
                stream.write(text)
            Path(name).replace(path)
        finally:
            Path(name).unlink(missing_ok=True)
    except OSError as error:
        raise CatalogueError(f"{path} cannot be written: {error}") from error
