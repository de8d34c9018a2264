"""Grow any number of realistic PubMed files from real records, for the benchmarks beside this file.

    python tests/benchmarks/pubmed_records.py OUT RECORDS --seed-records FOLDER

Journals, years, MeSH headings, names and title words are drawn from the seed records and so keep
their frequencies; abstracts are put together of whole sentences of real abstracts, with numbers
and rare words changed so that the vocabulary grows as it does in PubMed; affiliations and
reference lists have the length that they have in recent baseline files. Every number is seeded:
the same call writes the same files.
"""

from __future__ import annotations

import argparse
import gzip
import random
import re
import sys
import time
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from xml.sax.saxutils import escape

from citecheck.model import Publication
from citecheck.pubmed import read_records, record_files

RECORDS_PER_FILE = 30_000
SEED_RECORDS = 120_000
# Shares in recent baselines.
WITH_ABSTRACT, WITH_REFERENCES = 0.72, 0.35
REFERENCES = 40
_NUMBER = re.compile(r"\d{2,}")
_SENTENCE_END = re.compile(r"(?<=[a-z0-9)])\. (?=[A-Z])")


@dataclass
class Seeds:
    """What real records are made of."""

    records: list[Publication] = field(default_factory=list)
    sentences: list[str] = field(default_factory=list)
    titles: list[list[str]] = field(default_factory=list)


def gather(paths: list[Path], most: int) -> Seeds:
    """Read seed records, evenly from all files."""
    seeds = Seeds()
    files = record_files(paths)
    for file in files:
        for record in islice(read_records(file), -(-most // len(files))):
            if isinstance(record, Publication) and record.journal and record.title:
                seeds.sentences += [s for s in _SENTENCE_END.split(record.abstract) if 20 < len(s) < 600]
                seeds.titles.append(record.title.rstrip(".").split())
                seeds.records.append(record)
    return seeds


class Grower:
    """Makes records, one after the other."""

    def __init__(self, seeds: Seeds, seed: int) -> None:
        self.seeds = seeds
        self.chance = random.Random(seed)  # noqa: S311 - nothing secret

    def record(self, pmid: int) -> str:
        """One PubmedArticle."""
        chance, model = self.chance, self.chance.choice(self.seeds.records)
        year, doi = model.year or 2000, f"10.{1000 + pmid % 9000}/j.{pmid}"
        name = escape(model.journal.title if model.journal else "")
        short = escape(model.journal.abbreviation if model.journal else "")
        page = pmid % 1900
        return "".join(
            [
                '<PubmedArticle><MedlineCitation Status="MEDLINE" Owner="NLM" IndexingMethod="Automated">',
                f'<PMID Version="1">{pmid}</PMID>{_date("DateCompleted", year, 5)}',
                _date("DateRevised", min(year + 1, 2025), pmid % 12 + 1),
                '<Article PubModel="Print-Electronic"><Journal><ISSN IssnType="Electronic">',
                f'{1000 + pmid % 7000}-123X</ISSN><JournalIssue CitedMedium="Internet"><Volume>',
                f"{model.volume or pmid % 90}</Volume><Issue>{pmid % 12 + 1}</Issue><PubDate><Year>{year}",
                f"</Year><Month>Mar</Month></PubDate></JournalIssue><Title>{name}</Title>",
                f"<ISOAbbreviation>{short}</ISOAbbreviation></Journal>",
                f"<ArticleTitle>{escape(self.title(model))}.</ArticleTitle><Pagination><StartPage>{page}",
                f"</StartPage><EndPage>{page + 9}</EndPage><MedlinePgn>{page}-{page + 9}</MedlinePgn>",
                f'</Pagination><ELocationID EIdType="doi" ValidYN="Y">{doi}</ELocationID>',
                f"{self.abstract()}{self.authors(model)}<Language>eng</Language><PublicationTypeList>",
                '<PublicationType UI="D016428">Journal Article</PublicationType></PublicationTypeList>',
                "</Article><MedlineJournalInfo><Country>United States</Country>",
                f"<MedlineTA>{short}</MedlineTA></MedlineJournalInfo><MeshHeadingList>",
                *map(_heading, model.mesh),
                "</MeshHeadingList></MedlineCitation><PubmedData><ArticleIdList>",
                f'<ArticleId IdType="pubmed">{pmid}</ArticleId><ArticleId IdType="doi">{doi}</ArticleId>',
                "</ArticleIdList>",
                self.references() if chance.random() < WITH_REFERENCES else "",
                "</PubmedData></PubmedArticle>\n",
            ]
        )

    def title(self, model: Publication) -> str:
        """The beginning of one title and the end of another."""
        other = self.chance.choice(self.seeds.titles)
        words = model.title.rstrip(".").split()
        return " ".join([*words[: len(words) // 2 + 1], *other[len(other) // 2 :]])

    def abstract(self) -> str:
        """Five to twelve real sentences, numbers changed, a rare word here and there."""
        chance = self.chance
        if chance.random() > WITH_ABSTRACT:
            return ""
        sentences = chance.choices(self.seeds.sentences, k=chance.randint(5, 12))
        text = _NUMBER.sub(
            lambda found: str(int(found.group()[:6]) ^ chance.getrandbits(5)), ". ".join(sentences)
        )
        if chance.random() < 0.3:
            text += f" (compound {chance.getrandbits(24):x})"
        return f"<Abstract><AbstractText>{escape(text)}.</AbstractText></Abstract>"

    def authors(self, model: Publication) -> str:
        """Names of one record, given names and affiliations in the usual number."""
        names = model.authors or self.chance.choice(self.seeds.records).authors
        affiliation = ""
        if (model.year or 0) > 2000:
            place = " ".join(self.chance.choice(self.seeds.titles)[:4])
            number = self.chance.randint(10_000, 99_999)
            affiliation = (
                "<AffiliationInfo><Affiliation>Department of Medicine, University of "
                f"{escape(place)}, {number} Springfield.</Affiliation></AffiliationInfo>"
            )
        people = "".join(
            f'<Author ValidYN="Y"><LastName>{escape(a.last_name or "Li")}</LastName><ForeName>'
            f"{a.initials}anna</ForeName><Initials>{a.initials}</Initials>{affiliation}</Author>"
            for a in names
        )
        return f'<AuthorList CompleteYN="Y">{people}</AuthorList>'

    def references(self) -> str:
        """A reference list, which readers must pass over."""
        lines = "".join(
            f"<Reference><Citation>{escape(record.title)} {record.year};{record.volume}:{record.pages}."
            f'</Citation><ArticleIdList><ArticleId IdType="pubmed">{record.pmid}</ArticleId>'
            "</ArticleIdList></Reference>"
            for record in self.chance.choices(self.seeds.records, k=REFERENCES)
        )
        return f"<ReferenceList>{lines}</ReferenceList>"


def _heading(name: str) -> str:
    descriptor = f'<DescriptorName UI="D000001" MajorTopicYN="N">{escape(name)}</DescriptorName>'
    return f"<MeshHeading>{descriptor}</MeshHeading>"


def _date(tag: str, year: int, month: int) -> str:
    return f"<{tag}><Year>{year}</Year><Month>{month:02}</Month><Day>11</Day></{tag}>"


def write_files(out: Path, records: int, seeds: Seeds, first: int = 1) -> list[Path]:
    """Write numbered baseline files of so many records in all; those that are there already stay."""
    out.mkdir(parents=True, exist_ok=True)
    files = []
    for number, start in enumerate(range(first, first + records, RECORDS_PER_FILE), start=1):
        file = out / f"pubmed26n{number:04}.xml.gz"
        files.append(file)
        if file.exists():
            continue
        grower = Grower(seeds, number)
        count = min(RECORDS_PER_FILE, first + records - start)
        with gzip.open(file.with_suffix(".new"), "wt", encoding="utf-8", compresslevel=4) as packed:
            packed.write('<?xml version="1.0" encoding="utf-8"?>\n<PubmedArticleSet>\n')
            packed.writelines(grower.record(pmid) for pmid in range(start, start + count))
            packed.write("</PubmedArticleSet>\n")
        file.with_suffix(".new").replace(file)
    return files


def main() -> None:
    """Write the files that the command line asks for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("out", type=Path)
    parser.add_argument("records", type=int)
    parser.add_argument("--seed-records", type=Path, required=True)
    args = parser.parse_args()
    began = time.perf_counter()
    seeds = gather([args.seed_records], SEED_RECORDS)
    files = write_files(args.out, args.records, seeds)
    size = sum(file.stat().st_size for file in files)
    took = time.perf_counter() - began
    sys.stdout.write(f"{len(files)} files, {size / 1e6:.0f} MB packed, {took:.0f} s\n")


if __name__ == "__main__":
    main()
