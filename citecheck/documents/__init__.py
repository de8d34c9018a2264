"""Files, pages and exports into Documents, every character with its way back to the source."""

from citecheck.documents.reading import read, read_bytes
from citecheck.documents.record_fields import FieldNames, RecordFields
from citecheck.documents.records import RecordReader, read_records
from citecheck.documents.walking import walk
from citecheck.documents.web import read_url

__all__ = [
    "FieldNames",
    "RecordFields",
    "RecordReader",
    "read",
    "read_bytes",
    "read_records",
    "read_url",
    "walk",
]
