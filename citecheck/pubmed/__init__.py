"""PubMed records: reading them, holding them in a local index, mirroring NLM's files."""

from citecheck.pubmed.medline import parse_medline
from citecheck.pubmed.records import BadRecord, Deletion, Record, read_records, record_files
from citecheck.pubmed.xml import parse_xml

__all__ = [
    "BadRecord",
    "Deletion",
    "Record",
    "parse_medline",
    "parse_xml",
    "read_records",
    "record_files",
]
