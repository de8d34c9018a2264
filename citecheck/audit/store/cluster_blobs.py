"""Clusters of citations as the store keeps them, without their positions in an article.

A blob is zlib of one JSON object:
    citations   the fields of each citation, without its quote and position
    claimed     the fields of the cluster, if they differ from those of its first citation
    lookups     each query with its answer and the PMIDs found
    judgements  the judgement of each citation; `grounds` is an index into the list `grounds`
    grounds     the nearest publications with the compared fields
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from citecheck.audit.store.codec import as_json, decode
from citecheck.model import (
    CheckedCitation,
    Citation,
    CitationCluster,
    CitationFields,
    ClusterResult,
    Judgement,
    Lookup,
    Publication,
    Query,
    Verdict,
)
from citecheck.reports.to_json import citation_object, grounds_object, search_object, verdict_object
from citecheck.safety.compression import unpack_bytes

# Half the time of zlib's default level, 6, for a tenth more space.
_LEVEL = 3


@dataclass(frozen=True, slots=True)
class ClusterBlob:
    """A packed cluster, and the digest of its content."""

    digest: bytes
    packed: bytes


def pack_cluster(cluster: CitationCluster, result: ClusterResult) -> ClusterBlob:
    """Pack a cluster with its lookups, candidates and judgements.

    Args:
        cluster: The cluster; the positions and quotes of its citations are left out.
        result: Its lookups and judgements.

    Returns:
        The packed cluster with its digest.
    """
    stated = cluster.without_positions()
    grounds: dict[tuple[int, int], int] = {}
    found: list[dict[str, Any]] = []
    judgements = []
    for one in result.judgements:
        shared = (id(one.candidates), id(one.searches))
        if shared not in grounds:
            grounds[shared] = len(found)
            found.append({"candidates": grounds_object(one, only_stated=True)["candidates"]})
        judgements.append({**verdict_object(one), "grounds": grounds[shared]})
    held: dict[str, Any] = {
        "citations": [replace(citation, quote="") for citation in stated.citations],
        "lookups": [
            _lookup_row(lookup, pmids) for lookup, pmids in zip(result.lookups, result.found, strict=True)
        ],
        "judgements": judgements,
        "grounds": found,
    }
    if cluster.claimed != cluster.citations[0].claimed:
        held["claimed"] = cluster.claimed
    return packed_blob(held)


def packed_blob(held: dict[str, Any]) -> ClusterBlob:
    """Pack the content of a blob."""
    data = as_json(held).encode("utf-8", "replace")
    return ClusterBlob(hashlib.blake2b(data, digest_size=12).digest(), zlib.compress(data, _LEVEL))


def unpack_cluster(packed: bytes) -> dict[str, Any]:
    """Unpack the content of a blob."""
    held: dict[str, Any] = json.loads(unpack_bytes(packed))
    return held


def _lookup_row(lookup: Lookup, pmids: Sequence[str]) -> dict[str, Any]:
    row = {
        "query": lookup.query,
        "text": lookup.text,
        "hits": lookup.hits,
        "error": lookup.error,
        "pmids": pmids,
    }
    return row | ({"notes": lookup.notes} if lookup.notes else {})


def is_whole(held: Mapping[str, Any]) -> bool:
    """Whether the cluster can be judged again. A cluster that was migrated from an older store cannot."""
    return "citations" in held


def pmids_of(held: Mapping[str, Any]) -> set[str]:
    """Return the PMIDs of the publications that were found for a cluster."""
    return {pmid for lookup in held["lookups"] for pmid in lookup.get("pmids", ())}


def stated_citation(held: Mapping[str, Any], place: int, shell: Citation) -> Citation:
    """Restore a citation of an unpacked cluster.

    Args:
        held: The unpacked cluster.
        place: The index of the citation in the cluster.
        shell: A citation with the position and the quote.

    Returns:
        The shell with the fields and the notes of the stored citation.
    """
    stored = decode(Citation, held["citations"][place])
    return replace(shell, claimed=stored.claimed, notes=stored.notes)


def restore_cluster(
    held: Mapping[str, Any], citations: Sequence[Citation], records: Mapping[str, Publication]
) -> tuple[CitationCluster, tuple[Lookup, ...]]:
    """Restore a cluster and its lookups, so that it can be judged again.

    Args:
        held: The unpacked cluster.
        citations: Its citations, in order, as `stated_citation` returns them.
        records: The stored publications that were found for it, by PMID.

    Returns:
        The cluster and its lookups.
    """
    claimed = decode(CitationFields, held["claimed"]) if "claimed" in held else citations[0].claimed
    lookups = tuple(
        Lookup(
            decode(Query, row["query"]),
            row["text"],
            row["hits"],
            tuple(records[pmid] for pmid in row["pmids"] if pmid in records),
            row["error"],
            tuple(row.get("notes", ())),
        )
        for row in held["lookups"]
    )
    return CitationCluster(tuple(citations), claimed), lookups


def citation_details(held: Mapping[str, Any], place: int, shell: Citation) -> dict[str, Any]:
    """Return a citation as the JSON report has it, but without comparisons of fields that it does not state.

    Args:
        held: The unpacked cluster.
        place: The index of the citation in the cluster.
        shell: A citation with the position, the quote and the references to other citations.
    """
    judgement = dict(held["judgements"][place])
    grounds = held["grounds"][judgement.pop("grounds")]
    details = {**judgement, **grounds, "searches": [_search(row) for row in held["lookups"]]}
    if not is_whole(held):
        return {"quote": shell.quote, "span": {"line": shell.span.line}, **details}
    if shell.span.end - shell.span.start != len(shell.quote):
        # Markup stands among the words: without the document nobody knows where.
        details["suggestions"] = []
    offset = shell.span.start - held["citations"][place]["span"].get("start", 0)
    for suggestion in details["suggestions"]:
        suggestion["span"] = {name: at + offset for name, at in suggestion["span"].items()}
    return {**citation_object(CheckedCitation(stated_citation(held, place, shell))), **details}


def _search(row: Mapping[str, Any]) -> dict[str, Any]:
    purpose = row["query"]["purpose"]
    return search_object(
        Lookup(Query(purpose), row["text"], row["hits"], (), row["error"], tuple(row.get("notes", ())))
    )


def unsourced_details(shell: Citation, reasons: str) -> dict[str, Any]:
    """Return an unsourced citation as the JSON report has it, without what it states.

    Args:
        shell: The citation, for which nothing was looked up.
        reasons: The reasons of its verdict, one a line.

    Returns:
        The JSON object of the citation; its "claimed" is None.
    """
    judgement = Judgement(Verdict.UNSOURCED, tuple(reasons.split("\n")))
    return {**citation_object(CheckedCitation(shell, judgement)), "claimed": None}
