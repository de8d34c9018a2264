"""Files, pages and exports into Documents, every character with its way back to the source."""

from citecheck.documents.reading import read, read_bytes
from citecheck.documents.walking import walk
from citecheck.documents.web import read_url

__all__ = ["read", "read_bytes", "read_url", "walk"]
