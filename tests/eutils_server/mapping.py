"""Automatic term mapping: which bare words PubMed takes for a MeSH heading."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tests.eutils_server.holdings import Holdings, words

ENTRY_TERMS = Path(__file__).with_name("entry_terms.txt")


@dataclass(frozen=True)
class Piece:
    """Some of the words of a search, and the heading that they stand for, if any."""

    words: list[str]
    heading: str | None


class Mapping:
    """Headings by their names and entry terms, journals by their names."""

    def __init__(self, holdings: Holdings) -> None:
        self._headings = dict(holdings.mesh)
        for line in ENTRY_TERMS.read_text("utf-8").splitlines():
            heading, *others = [part.strip() for part in line.split("|")]
            if not line.startswith("#") and " ".join(words(heading)) in holdings.mesh:
                for other in others:
                    self._headings.setdefault(" ".join(words(other)), heading)
        for key, heading in list(self._headings.items()):
            self._headings.setdefault(key.removesuffix("s") if key.endswith("s") else f"{key}s", heading)
        self._journals: dict[str, str] = {}
        for abbreviation, record in holdings.journals.items():
            head = record.journal.split(" : ")[0].split(" (")[0].removeprefix("The ")
            for name in (record.journal, head):
                self._journals.setdefault(" ".join(words(name)), " ".join(words(abbreviation)))
        self._longest = max((key.count(" ") + 1 for key in self._headings), default=1)

    def heading(self, key: str) -> str | None:
        """The heading that a name or entry term leads to."""
        return self._headings.get(key)

    def journal(self, key: str) -> str | None:
        """The abbreviation of the journal of this name."""
        return self._journals.get(key)

    def pieces(self, parts: list[str]) -> list[Piece]:
        """The words cut into headings and other words, the longest heading first, from the left."""
        pieces: list[Piece] = []
        at = 0
        while at < len(parts):
            for size in range(min(self._longest, len(parts) - at), 0, -1):
                heading = self.heading(" ".join(parts[at : at + size]))
                if heading is not None:
                    pieces.append(Piece(parts[at : at + size], heading))
                    at += size
                    break
            else:
                pieces.append(Piece([parts[at]], None))
                at += 1
        return pieces
