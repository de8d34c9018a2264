"""Small stores written by hand."""

from __future__ import annotations

from typing import Any

from citecheck.audit import Store
from citecheck.audit.store.cluster_blobs import ClusterBlob, packed_blob
from citecheck.audit.store.publication_blobs import block
from citecheck.audit.store.rows import (
    COLUMNS,
    CitationRow,
    Findings,
    NamedPublication,
    Outcome,
    fingerprint_in,
)
from citecheck.audit.store.runs import begin_run, finish_run
from citecheck.audit.store.write_articles import write_outcomes
from citecheck.model import Journal, PartialDate, Publication, SourceInfo, SourceKind

INFO = SourceInfo(SourceKind.INDEX, "my.index", records=10)
RETRACTED = Publication("7", "Ice cream and bone", journal=Journal("Bone", "Bone"), issued=PartialDate(2014))


def blob_of(verdict: str, flags: str = "", pmid: str | None = None) -> ClusterBlob:
    """A cluster of one citation with what was found for it."""
    match = {"pmid": pmid, "title": "A <b>title</b>", "journal": "Gut", "year": 2014} if pmid else None
    near: dict[str, object] = {
        "pmid": "9", "title": "Near", "journal": None, "year": None, "score": -1.5, "comparisons": [],
    }  # fmt: skip
    judgement = {
        "verdict": verdict, "flags": flags.split(), "reasons": ["Because."], "match": match, "grounds": 0,
    }  # fmt: skip
    lookup = {"query": {"purpose": "journal"}, "text": "gut AND bread", "hits": 3, "error": None}
    return packed_blob({"judgements": [judgement], "grounds": [{"candidates": [near]}], "lookups": [lookup]})


def cited(
    article: str,
    quote: str,
    verdict: str,
    flags: str = "",
    *,
    pmid: str | None = None,
    cid: str = "c1",
    reasons: str = "Because.",
) -> CitationRow:
    """A citation on line 3 of an article."""
    row: dict[str, Any] = dict.fromkeys(COLUMNS) | {
        "cid": cid, "kind": "attribution", "line": 3, "col": 1, "end_line": 3, "end_col": 9,
        "start_offset": 20, "end_offset": 28, "quote": quote, "journal": "Gut", "known_journal": True,
        "verdict": verdict, "flags": flags, "wrong": "", "reasons": reasons, "score": -1.5,
        "probability": 0.3, "pmid": pmid, "publication_year": 2014 if pmid else None,
        "cluster": blob_of(verdict, flags, pmid).digest, "cluster_number": 0, "place": 0,
    }  # fmt: skip
    row |= {"finding": fingerprint_in("", row), "fingerprint": fingerprint_in(article, row)}
    return CitationRow(**row)


def article(
    name: str, *rows: CitationRow, error: str | None = None, date: str | None = None, digest: str = ""
) -> Outcome:
    """An article with its citations; its file does not exist."""
    blobs = {row.cluster: blob_of(row.verdict, row.flags, row.pmid) for row in rows}
    named = NamedPublication("7", RETRACTED.title, "Bone", 2014, "", None, None, None, None, None)
    findings = Findings(rows, tuple(blobs.values()), (named,))
    about = (digest or name, 1, "text", f"On {name}", date, error)
    return Outcome(name, name, name, *about, findings, block([RETRACTED]))


def write(store: Store, *outcomes: Outcome) -> int:
    """A finished run with these articles; its number."""
    number, _ = begin_run(store, ["x"], INFO)
    write_outcomes(store, number, outcomes)
    finish_run(store, number)
    return number
