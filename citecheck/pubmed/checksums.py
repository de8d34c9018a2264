"""The MD5 sums that NLM puts beside its files."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

# "MD5(pubmed26n0001.xml.gz)= 0123…" or the plain output of md5sum
_MD5 = re.compile(r"\b([0-9a-fA-F]{32})\b")


def checksum_faults(files: Sequence[Path]) -> Iterator[str]:
    """What is wrong with files by the checksums beside them."""
    for file in files:
        beside = file.with_name(f"{file.name}.md5")
        stated = stated_checksum(beside.read_text("ascii", "replace")) if beside.exists() else None
        if stated is None:
            yield f"{file.name} has no checksum beside it"
        elif md5_of(file) != stated:
            yield f"{file.name} is not what its checksum says"


def md5_of(path: Path) -> str:
    """The MD5 sum of a file, in hexadecimal; that of nothing if the file does not exist."""
    digest = hashlib.md5(usedforsecurity=False)
    if path.exists():
        with path.open("rb") as opened:
            while block := opened.read(1 << 20):
                digest.update(block)
    return digest.hexdigest()


def stated_checksum(text: str) -> str | None:
    """The sum that the text of an .md5 file states; None if it states none."""
    found = _MD5.search(text)
    return found.group(1).lower() if found else None
