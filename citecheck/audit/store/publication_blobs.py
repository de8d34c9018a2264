"""The publications of a store, many to a compressed block.

Compressed together, they take half the space and a third of the time. A block is zlib of lines; each line is
a publication in the packed format of the index, so that a record from an index needs no conversion.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import zlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from citecheck.audit.store.codec import decode
from citecheck.model import Publication
from citecheck.pubmed.packed_record import as_packed, unpack
from citecheck.pubmed.schema import READABLE, VERSION
from citecheck.safety.compression import unpack_bytes

# Higher levels of zlib hardly make abstracts smaller.
_LEVEL = 2


@dataclass(frozen=True, slots=True)
class Block:
    """Packed publications: `names` has (PMID, digest of the record) for each of the `lines`.

    A block is compressed only when it is stored: many publications are in the store already, because another
    process has sent them.
    """

    names: tuple[tuple[str, bytes], ...]
    lines: bytes


def block(publications: Iterable[Publication]) -> Block | None:
    """Pack publications into a block. Returns None if the list is empty."""
    lines = {publication.pmid: as_packed(publication) for publication in publications}
    names = tuple((pmid, hashlib.blake2b(line, digest_size=8).digest()) for pmid, line in lines.items())
    return Block(names, b"\n".join(lines.values())) if lines else None


def write(base: sqlite3.Connection, found: Block) -> None:
    """Write the publications that the store lacks, or of which it has another version.

    Args:
        base: The connection to the store's database, in a transaction.
        found: The publications.
    """
    sql = "SELECT pmid, digest FROM publications WHERE pmid IN (SELECT value FROM json_each(?))"
    known = dict(base.execute(sql, (json.dumps([pmid for pmid, _ in found.names]),)).fetchall())
    new = [line for line, (pmid, digest) in enumerate(found.names) if known.get(pmid) != digest]
    if not new:
        return
    lines = found.lines.split(b"\n")
    packed = zlib.compress(b"\n".join([lines[line] for line in new]), _LEVEL)
    inserted = base.execute("INSERT INTO records (layout, packed) VALUES (?, ?)", (VERSION, packed))
    base.executemany(
        "INSERT OR REPLACE INTO publications (pmid, digest, block, line) VALUES (?, ?, ?, ?)",
        [(*found.names[line], inserted.lastrowid, at) for at, line in enumerate(new)],
    )


def read(base: sqlite3.Connection, pmids: Iterable[str]) -> dict[str, Publication]:
    """Read publications from the store.

    Args:
        base: The connection to the store's database.
        pmids: The PMIDs of the publications.

    Returns:
        Publications by PMID, without those that the store lacks or that were packed in a layout
        which this version of citecheck cannot read.
    """
    sql = "SELECT block, pmid, line FROM publications WHERE pmid IN (SELECT value FROM json_each(?))"
    lines: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for number, pmid, line in base.execute(sql, (json.dumps(list(pmids)),)):
        lines[number].append((pmid, line))
    found: dict[str, Publication] = {}
    for number, wanted in lines.items():
        sql = "SELECT layout, packed FROM records WHERE block = ?"
        layout, packed = base.execute(sql, (number,)).fetchone()
        whole = unpack_bytes(packed)
        if layout is None:
            found |= {pmid: decode(Publication, json.loads(whole)) for pmid, _ in wanted}
        elif layout in READABLE:
            inside = whole.split(b"\n")
            found |= {pmid: unpack(inside[line]) for pmid, line in wanted}
    return found
