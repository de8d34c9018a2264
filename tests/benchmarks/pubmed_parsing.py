"""How fast PubMed XML is read, on one core, beside a bare lxml iterparse and pubmed_parser.

    python tests/benchmarks/pubmed_parsing.py FILE.xml.gz [--pubmed-parser PYTHON]

PYTHON is an interpreter of an environment in which pubmed_parser is installed. The bare iterparse
only walks to each record and lets it go; the one "with fields" reads the same fields by their paths.
Times are processor seconds, the best of three.
"""

from __future__ import annotations

import argparse
import gzip
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from lxml import etree

from citecheck.model import Publication
from citecheck.pubmed import read_records

_PATHS = [  # what citecheck reads
    "MedlineCitation/PMID",
    "MedlineCitation/Article/ArticleTitle",
    "MedlineCitation/Article/Journal/Title",
    "MedlineCitation/Article/Journal/ISOAbbreviation",
    "MedlineCitation/MedlineJournalInfo/MedlineTA",
    "MedlineCitation/Article/Journal/JournalIssue/Volume",
    "MedlineCitation/Article/Journal/JournalIssue/Issue",
    "MedlineCitation/Article/Journal/JournalIssue/PubDate",
    "MedlineCitation/Article/Pagination/MedlinePgn",
    "MedlineCitation/Article/ELocationID",
    "MedlineCitation/Article/Abstract/AbstractText",
    "MedlineCitation/Article/PublicationTypeList/PublicationType",
    "MedlineCitation/Article/Language",
    "MedlineCitation/MeshHeadingList/MeshHeading/DescriptorName",
    "MedlineCitation/DateRevised/Year",
    "PubmedData/ArticleIdList/ArticleId",
    "MedlineCitation/KeywordList/Keyword",
    "MedlineCitation/Article/AuthorList/Author/LastName",
    "MedlineCitation/Article/AuthorList/Author/Initials",
    "MedlineCitation/Article/AuthorList/Author/ForeName",
    "MedlineCitation/Article/AuthorList/Author/AffiliationInfo/Affiliation",
]
_PARSER = """
import sys, time, pubmed_parser
began = time.process_time()
count = sum(1 for _ in pubmed_parser.parse_medline_xml(sys.argv[1], year_info_only=True))
print(count, time.process_time() - began)
"""


def walked(path: Path) -> Iterator[etree._Element]:
    """Every record element of a file, each freed afterwards."""
    with gzip.open(path) as stream:
        for _, element in etree.iterparse(stream, events=("end",), tag="PubmedArticle", no_network=True):
            yield element
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]


def bare(path: Path) -> int:
    """Only walk."""
    return sum(1 for _ in walked(path))


def with_fields(path: Path) -> int:
    """Walk, and read what citecheck reads, with nothing made of it."""
    count = 0
    for element in walked(path):
        for where in _PATHS:
            for found in element.iterfind(where):
                "".join(map(str, found.itertext()))
        count += 1
    return count


def ours(path: Path) -> int:
    """Read publications."""
    return sum(1 for record in read_records(path) if isinstance(record, Publication))


def timed(work: Callable[[Path], int], path: Path) -> tuple[int, float]:
    """Records, and the best of three times."""
    times = []
    for _ in range(3):
        began = time.process_time()
        count = work(path)
        times.append(time.process_time() - began)
    return count, min(times)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", type=Path)
    parser.add_argument("--pubmed-parser", metavar="PYTHON")
    args = parser.parse_args()
    rates: dict[str, float] = {}
    for name, work in (("bare iterparse", bare), ("iterparse with fields", with_fields), ("citecheck", ours)):
        count, seconds = timed(work, args.file)
        rates[name] = count / seconds
    if args.pubmed_parser:
        done = subprocess.run(
            [args.pubmed_parser, "-c", _PARSER, str(args.file)], capture_output=True, text=True, check=True
        )
        number, seconds_text = done.stdout.split()
        rates["pubmed_parser"] = int(number) / float(seconds_text)
    for name, rate in rates.items():
        sys.stdout.write(
            f"{name:<22} {rate:>8.0f} records/s   {rates['citecheck'] / rate:5.2f} times by citecheck\n"
        )


if __name__ == "__main__":
    main()
