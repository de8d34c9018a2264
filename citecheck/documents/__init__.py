"""Files, pages and exports into Documents, every character with its way back to the source."""

from citecheck.documents.file_discovery import find_files
from citecheck.documents.json_export.fields import FieldNames, RecordFields
from citecheck.documents.json_export.reader import RecordReader, read_records
from citecheck.documents.read import read, read_bytes
from citecheck.documents.web.fetch import read_url

__all__ = [
    "FieldNames",
    "RecordFields",
    "RecordReader",
    "find_files",
    "read",
    "read_bytes",
    "read_records",
    "read_url",
]
