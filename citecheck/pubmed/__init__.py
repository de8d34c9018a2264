"""PubMed records: reading them, holding them in a local index, mirroring NLM's files."""

from citecheck.pubmed.build import OnProgress, Progress, Written, build_index, update_index
from citecheck.pubmed.index import Found, IndexInfo, PubMedIndex
from citecheck.pubmed.index_state import Choices, IndexedFile, IndexState
from citecheck.pubmed.medline import parse_medline
from citecheck.pubmed.mirror import Fetching, Mirrored, Series, download
from citecheck.pubmed.output_formats import FORMATS
from citecheck.pubmed.record_types import BadRecord, Deletion, Record
from citecheck.pubmed.records import read_records, record_files
from citecheck.pubmed.xml import parse_xml

__all__ = [
    "FORMATS",
    "BadRecord",
    "Choices",
    "Deletion",
    "Fetching",
    "Found",
    "IndexInfo",
    "IndexState",
    "IndexedFile",
    "Mirrored",
    "OnProgress",
    "Progress",
    "PubMedIndex",
    "Record",
    "Series",
    "Written",
    "build_index",
    "download",
    "parse_medline",
    "parse_xml",
    "read_records",
    "record_files",
    "update_index",
]
