"""Retraction Watch's data set as a second source of retractions, used offline once it has been fetched.

Crossref publishes the data set as CSV (columns such as RetractionDate, RetractionNature,
OriginalPaperDOI, OriginalPaperPubMedID). Rows on publications with a PMID or DOI are kept in the
user's data folder. They are compared with PubMed's records: agreement adds nothing, and each difference is a
notice of its own.
"""

from __future__ import annotations

import csv
import datetime as dt
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from citecheck.errors import SourceError
from citecheck.model import JournalLookup, Lookup, Notice, PartialDate, Publication, Query, SourceInfo
from citecheck.model import fold_doi as fold
from citecheck.pubmed.index_state import write_atomically
from citecheck.sources.interface import Source

URL = "https://gitlab.com/crossref/retraction-watch-data/-/raw/main/retraction_watch.csv"
FILE = "retraction_watch.jsonl"
# The data set had 60 megabytes and 60,000 rows in 2025.
LARGEST = 1 << 30
FEWEST_ROWS = 10
TIMEOUT = (10.0, 60.0)
_COLUMNS = ("RetractionDate", "RetractionNature", "OriginalPaperDOI", "OriginalPaperPubMedID")

# The data set's word for a notice, and NLM's relation. Corrections and reinstatements are left out.
_KINDS = {"retraction": "RetractionIn", "expression of concern": "ExpressionOfConcernIn"}
# The notice for a publication that only PubMed marks as retracted.
NOT_LISTED = "NotInRetractionWatch"
_RETRACTED = frozenset({"RetractionIn", "RetractedandRepublishedIn"})


class Entry(NamedTuple):
    """One row: the publication by PMID and DOI ("" where it has none), NLM's relation, day and notice."""

    pmid: str
    doi: str
    kind: str
    day: str
    notice_pmid: str
    notice_doi: str


@dataclass(frozen=True, slots=True)
class RetractionWatch:
    """The data set by PMID and DOI, and the day on which it was fetched."""

    by_pmid: dict[str, tuple[Entry, ...]]
    by_doi: dict[str, tuple[Entry, ...]]
    as_of: str

    @classmethod
    def load(cls, folder: Path) -> RetractionWatch | None:
        """Load the data set from a folder; None if it was never fetched.

        Raises:
            SourceError: The file is damaged.
        """
        try:
            with (folder / FILE).open(encoding="utf-8") as lines:
                as_of = str(json.loads(next(lines))["as_of"])
                return cls.of_entries((Entry(*json.loads(line)) for line in lines), as_of)
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError, StopIteration) as error:
            raise SourceError(
                f"{folder / FILE} is damaged ({error}): run `citecheck retractions update` again."
            ) from None

    @classmethod
    def of_entries(cls, entries: Iterable[Entry], as_of: str) -> RetractionWatch:
        """The data set of these rows.

        Args:
            entries: The rows; several may have the same PMID or DOI.
            as_of: The day on which they were fetched, as YYYY-MM-DD.
        """
        by_pmid: dict[str, tuple[Entry, ...]] = {}
        by_doi: dict[str, tuple[Entry, ...]] = {}
        for entry in entries:
            if entry.pmid:
                by_pmid[entry.pmid] = (*by_pmid.get(entry.pmid, ()), entry)
            if entry.doi:
                by_doi[entry.doi] = (*by_doi.get(entry.doi, ()), entry)
        return cls(by_pmid, by_doi, as_of)

    def witnessed(self, publication: Publication) -> Publication:
        """The publication with a notice for each difference between the data set and PubMed."""
        found = [entry for pmid in publication.pmids for entry in self.by_pmid.get(pmid, ())]
        found = found or [entry for doi in publication.dois for entry in self.by_doi.get(fold(doi), ())]
        kinds = {notice.kind for notice in publication.notices}
        marked = bool(kinds & _RETRACTED) or "Retracted Publication" in publication.publication_types
        more = [
            _notice(entry, self.as_of)
            for entry in dict.fromkeys(found)
            if entry.kind not in kinds and not (marked and entry.kind == "RetractionIn")
        ]
        if marked and not any(entry.kind == "RetractionIn" for entry in found):
            more.append(Notice(NOT_LISTED, f"as of {self.as_of}"))
        return replace(publication, notices=(*publication.notices, *more)) if more else publication


def _notice(entry: Entry, as_of: str) -> Notice:
    year, month, day = (int(part) for part in entry.day.split("-")) if entry.day else (0, 0, 0)
    where = f", notice doi:{entry.notice_doi}" if entry.notice_doi else ""
    date = PartialDate(year, month, day) if year else None
    said = f"so says Retraction Watch ({entry.day or 'no date'}{where}; as of {as_of}), and PubMed does not"
    return Notice(entry.kind, said, None, date)


def read_rows(lines: Iterable[str]) -> Iterator[Entry]:
    """The rows of the CSV that concern a publication with a PMID or DOI.

    Raises:
        SourceError: It is not this data set: columns are missing.
    """
    rows = csv.DictReader(lines)
    missing = [name for name in _COLUMNS if name not in (rows.fieldnames or ())]
    if missing:
        raise SourceError(f"This is not the Retraction Watch data set: it has no column {missing[0]}.")
    for row in rows:
        kind = _KINDS.get((row["RetractionNature"] or "").strip().lower())
        pmid = _pmid(row["OriginalPaperPubMedID"])
        doi = _doi(row["OriginalPaperDOI"])
        if kind and (pmid or doi):
            notice = (_pmid(row.get("RetractionPubMedID")), _doi(row.get("RetractionDOI")))
            yield Entry(pmid, doi, kind, _day(row["RetractionDate"]), *notice)


def _pmid(text: str | None) -> str:
    digits = (text or "").strip().removesuffix(".0").lstrip("0")
    return digits if digits.isascii() and digits.isdigit() else ""


def _doi(text: str | None) -> str:
    doi = fold(text or "")
    return doi if doi.startswith("10.") else ""


def _day(text: str | None) -> str:
    """A day in ISO's form: "2/6/2010 0:00" and "2010-02-06" are 2010-02-06; "" if it is not a date."""
    written = (text or "").strip().partition(" ")[0]
    for form in ("%m/%d/%Y", "%Y-%m-%d"):
        try:
            return dt.datetime.strptime(written, form).replace(tzinfo=dt.UTC).date().isoformat()
        except ValueError:
            continue
    return ""


def fetch(folder: Path, url: str = URL) -> int:
    """Fetch the data set and keep it in a folder; the former data set stays where that fails.

    Args:
        folder: The folder, made if it does not exist.
        url: The address of the data set.

    Returns:
        The number of rows kept.

    Raises:
        SourceError: It cannot be fetched, is not this data set, or the folder cannot be written.
    """
    entries = [*read_rows(_fetched_lines(url))]
    if len(entries) < FEWEST_ROWS:
        raise SourceError(f"The data set at {url} holds {len(entries)} usable rows: it is not kept.")
    as_of = dt.datetime.now(tz=dt.UTC).date().isoformat()
    lines = [json.dumps({"as_of": as_of, "url": url}), *(json.dumps(entry) for entry in entries)]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_atomically(folder / FILE, ("\n".join(lines) + "\n").encode())
    except OSError as error:
        raise SourceError(f"{folder} cannot be written: {error.strerror or error}.") from None
    return len(entries)


def _fetched_lines(url: str) -> Iterator[str]:
    import requests

    try:
        with requests.get(url, timeout=TIMEOUT, stream=True) as response:
            if response.status_code != requests.codes.ok:
                raise SourceError(f"{url} answers {response.status_code} {response.reason}.")
            response.encoding = "utf-8"
            size = 0
            for line in response.iter_lines(1 << 16, decode_unicode=True, delimiter="\n"):
                size += len(line)
                if size > LARGEST:
                    raise SourceError(f"{url} gives more than {LARGEST >> 20} megabytes: it is not kept.")
                yield f"{line}\n"
    except requests.RequestException as error:
        raise SourceError(f"{url} cannot be had ({type(error).__name__}).") from None


class WitnessedSource(Source):
    """A source that adds to publications the differences between Retraction Watch and PubMed."""

    def __init__(self, source: Source, witness: RetractionWatch) -> None:
        self._source = source
        self._witness = witness

    @property
    def info(self) -> SourceInfo:
        """The source behind."""
        return self._source.info

    def answer(self, queries: Sequence[Query]) -> list[Lookup]:
        """One lookup for each query, in the same order."""
        return [self._heard(lookup) for lookup in self._source.answer(queries)]

    def _heard(self, lookup: Lookup) -> Lookup:
        publications = tuple(map(self._witness.witnessed, lookup.publications))
        if all(new is old for new, old in zip(publications, lookup.publications, strict=True)):
            return lookup
        return replace(lookup, publications=publications)

    def journals(self, names: Sequence[str]) -> dict[str, JournalLookup]:
        """As the source behind says."""
        return self._source.journals(names)

    @property
    def trouble(self) -> str | None:
        """As the source behind says."""
        return self._source.trouble

    def close(self) -> None:
        """Close the source behind."""
        self._source.close()
