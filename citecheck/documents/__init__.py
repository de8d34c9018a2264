"""Files, pages and exports into Documents, every character with its way back to the source."""

from citecheck.documents.reading import read, read_bytes
from citecheck.documents.records import RecordFields, RecordReader, read_records
from citecheck.documents.walking import walk
from citecheck.documents.web import read_url

__all__ = ["RecordFields", "RecordReader", "read", "read_bytes", "read_records", "read_url", "walk"]
