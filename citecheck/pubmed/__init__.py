"""PubMed records: reading them, holding them in a local index, mirroring NLM's files."""

from citecheck.pubmed.build import BuildResult, build_index, replace_index, update_index
from citecheck.pubmed.build_run import BuildProgress, OnProgress
from citecheck.pubmed.index import IndexHits, IndexInfo, PubMedIndex
from citecheck.pubmed.index_state import BuildOptions, IndexedFile, IndexState
from citecheck.pubmed.medline import parse_medline
from citecheck.pubmed.mirror import DownloadProgress, DownloadResult, Series, download
from citecheck.pubmed.output_formats import FORMATS
from citecheck.pubmed.record_types import BadRecord, Deletion, ParsedRecord
from citecheck.pubmed.records import read_records, record_files
from citecheck.pubmed.verify import verify
from citecheck.pubmed.xml import parse_xml

__all__ = [
    "FORMATS",
    "BadRecord",
    "BuildOptions",
    "BuildProgress",
    "BuildResult",
    "Deletion",
    "DownloadProgress",
    "DownloadResult",
    "IndexHits",
    "IndexInfo",
    "IndexState",
    "IndexedFile",
    "OnProgress",
    "ParsedRecord",
    "PubMedIndex",
    "Series",
    "build_index",
    "download",
    "parse_medline",
    "parse_xml",
    "read_records",
    "record_files",
    "replace_index",
    "update_index",
    "verify",
]
