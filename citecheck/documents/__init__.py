"""Files, pages and exports into Documents, every character with its way back to the source."""

from citecheck.documents.reading import read, read_bytes
from citecheck.documents.walking import walk

__all__ = ["read", "read_bytes", "walk"]
