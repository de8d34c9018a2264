"""The records that the server has, with an index of each field's words.

They are not read with citecheck's own reader, so that its mistakes show.
"""

from __future__ import annotations

import gzip
import re
import unicodedata
import zlib
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice, takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Self

import numpy as np
from lxml import etree

from tests.eutils_server.record_set import RecordSet, intersection, union

if TYPE_CHECKING:
    from numpy.typing import NDArray

WORD = re.compile(r"[^\W_]+")


def words(text: str) -> list[str]:
    """A text's words as PubMed indexes them: no accents, no case, no punctuation."""
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return WORD.findall(text.lower())


@dataclass(slots=True)
class Held:
    """One record: its XML, and what of it can be searched."""

    pmid: str
    xml: bytes
    title: str = ""
    original_title: str = ""
    abstract: str = ""
    affiliations: list[str] = field(default_factory=list)
    # "pickering g", in order
    authors: list[str] = field(default_factory=list)
    journal: str = ""
    abbreviation: str = ""
    nlm_id: str = ""
    issns: list[str] = field(default_factory=list)
    years: list[int] = field(default_factory=list)
    volume: str = ""
    issue: str = ""
    page: str = ""
    mesh: list[str] = field(default_factory=list)
    types: list[str] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    doi: str = ""
    pmcid: str = ""


class Index:
    """The numbers of the records that hold a word, ascending, and how often each of them has it."""

    def __init__(self) -> None:
        self._lists: dict[str, array[int]] = {}
        # Counts above one only, by word and record.
        self._repeated: dict[str, dict[int, int]] = {}
        self._sorted_keys: list[str] = []

    def add(self, keys: Iterable[str], number: int) -> None:
        for key, count in Counter(keys).items():
            numbers = self._lists.get(key)
            if numbers is None:
                numbers = self._lists[key] = array("I")
            numbers.append(number)
            if count > 1:
                self._repeated.setdefault(key, {})[number] = count

    def find(self, key: str) -> RecordSet:
        return RecordSet.of(self._lists.get(key, ()))

    def starting(self, stem: str) -> RecordSet:
        if len(self._sorted_keys) != len(self._lists):
            self._sorted_keys = sorted(self._lists)
        keys = islice(self._sorted_keys, bisect_left(self._sorted_keys, stem), None)
        return union(map(self.find, takewhile(lambda key: key.startswith(stem), keys)))

    def __contains__(self, key: str) -> bool:
        return key in self._lists

    def count(self, key: str) -> int:
        return len(self._lists[key]) if key in self._lists else 0

    def times(self, key: str) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """The records that hold a word, ascending, and how often each of them does."""
        numbers = np.array(self._lists.get(key, ()), np.int64)
        counts = np.ones(len(numbers))
        repeated = self._repeated.get(key, {})
        counts[np.searchsorted(numbers, list(repeated))] = list(repeated.values())
        return numbers, counts


FIELDS = (
    *(
        "ti",
        "tiab",
        "tw",
        "all",
        "au",
        "1au",
        "lastau",
        "ta",
        "jid",
        "dp",
        "vi",
        "ip",
        "pg",
        "ad",
        "aid",
        "doi",
        "lid",
    ),
    *("pmid", "mh", "pt", "la", "tt", "pmcid"),
)


class Holdings:
    """All records, their indexes by field, and the journals that they are from."""

    def __init__(self, held: Iterable[Held] = ()) -> None:
        self.records: list[Held] = []
        self.number: dict[str, int] = {}
        self.indexes = {name: Index() for name in FIELDS}
        # Text words (those of title, abstract, keywords and headings), by record.
        self.lengths = array("I")
        self._words = 0
        self.mesh: dict[str, str] = {}
        self.journals: dict[str, Held] = {}
        for record in held:
            self.add(record)

    @classmethod
    def of(cls, paths: Iterable[Path]) -> Self:
        """The records of PubMed XML files, plain or gzip; a folder means the files in it."""
        files = [
            file
            for path in paths
            for file in (sorted(path.glob("*.xml*")) if path.is_dir() else [path])
            if file.name.endswith((".xml", ".xml.gz"))
        ]
        return cls(record for file in files for record in read(file))

    def __len__(self) -> int:
        return len(self.records)

    @property
    def usual_length(self) -> float:
        """How many text words a record has on average."""
        return self._words / max(len(self.records), 1)

    def get(self, pmid: str) -> Held | None:
        number = self.number.get(pmid)
        return None if number is None else self.records[number]

    def add(self, record: Held) -> None:
        if record.pmid in self.number:
            return
        number = len(self.records)
        self.records.append(record)
        self.number[record.pmid] = number
        title, abstract = words(record.title), words(record.abstract)
        places = [word for place in record.affiliations for word in words(place)]
        mesh = [" ".join(words(heading)) for heading in record.mesh]
        text = [*title, *words(record.original_title), *abstract, *" ".join(mesh).split()]
        self.lengths.append(len(text))
        self._words += len(text)
        names = {" ".join(words(name)) for name in (record.journal, record.abbreviation)} | set(record.issns)
        keys: dict[str, Iterable[str]] = {
            "ti": title,
            "tiab": [*title, *abstract],
            "tw": text,
            "all": [*title, *abstract, *places, *" ".join([*record.authors, *mesh, *names]).split()],
            "au": record.authors,
            "1au": record.authors[:1],
            "lastau": record.authors[-1:],
            "ta": names,
            "jid": [record.nlm_id.lower()],
            "dp": map(str, record.years),
            "vi": [record.volume.lower()],
            "ip": [record.issue.lower()],
            "pg": [record.page.lower()],
            "ad": places,
            "aid": [each.lower() for each in record.ids],
            "doi": [record.doi.lower()],
            "lid": [each.lower() for each in record.ids],
            "pmid": [record.pmid],
            "mh": mesh,
            "pt": [" ".join(words(kind)) for kind in record.types],
            "la": record.languages,
            "tt": words(record.original_title),
            "pmcid": [record.pmcid.lower()],
        }
        for name, values in keys.items():
            self.indexes[name].add((value for value in values if value), number)
        for heading in record.mesh:
            self.mesh.setdefault(" ".join(words(heading)), heading)
        if record.abbreviation:
            self.journals.setdefault(record.abbreviation, record)

    def has_phrase(self, phrase: list[str], name: str) -> bool:
        """Whether the phrase index has it: short, and in more than one record. Whole titles never are."""
        if len(phrase) == 1:
            return phrase[0] in self.indexes[name]
        return len(phrase) <= 3 and len(self.with_phrase(phrase, name)) > 1

    def with_phrase(self, phrase: list[str], name: str) -> RecordSet:
        both = intersection(self.indexes[name].find(word) for word in phrase)
        return RecordSet.of([number for number in both if phrase_in(phrase, words(self.text(number, name)))])

    def text(self, number: int, name: str) -> str:
        record = self.records[number]
        if name == "ti":
            return record.title
        if name == "ad":
            return " / ".join(record.affiliations)
        return f"{record.title} / {record.abstract}"


def phrase_in(phrase: list[str], text: list[str]) -> bool:
    size = len(phrase)
    return any(text[at : at + size] == phrase for at in range(len(text) - size + 1))


def read(path: Path) -> Iterator[Held]:
    """The records of one file."""
    with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as stream:
        for _, element in etree.iterparse(
            stream,
            events=("end",),
            tag=("PubmedArticle", "PubmedBookArticle"),
            load_dtd=False,
            no_network=True,
            resolve_entities=False,
        ):
            record = held(element)
            if record:
                yield record
            element.clear()


def text_of(element: etree._Element | None) -> str:
    return " ".join("".join(map(str, element.itertext())).split()) if element is not None else ""


def held(element: etree._Element) -> Held | None:
    """One record of the server, None for an element without a PMID."""
    citation = element.find("MedlineCitation")
    if citation is None:
        citation = element.find("BookDocument")
    pmid = citation.findtext("PMID") if citation is not None else None
    if citation is None or not pmid:
        return None
    xml = zlib.compress(etree.tostring(element, encoding="utf-8", with_tail=False), 3)
    article = citation.find("Article")
    if article is None:
        article = citation
    record = Held(pmid.strip(), xml)
    record.title = text_of(article.find("ArticleTitle")) or text_of(citation.find("Book/BookTitle"))
    record.original_title = text_of(article.find("VernacularTitle"))
    abstracts = [*article.iterfind("Abstract/AbstractText"), *citation.iterfind("OtherAbstract/AbstractText")]
    record.abstract = " / ".join(map(text_of, [*abstracts, *citation.iterfind("KeywordList/Keyword")]))
    record.affiliations = [
        text_of(place) for place in article.iterfind("AuthorList/Author/AffiliationInfo/Affiliation")
    ]
    for author in article.iterfind("AuthorList/Author"):
        name = f"{author.findtext('LastName') or ''} {author.findtext('Initials') or ''}"
        record.authors.append(
            " ".join(words(name)) or " ".join(words(text_of(author.find("CollectiveName"))))
        )
    record.journal = text_of(article.find("Journal/Title"))
    record.abbreviation = text_of(citation.find("MedlineJournalInfo/MedlineTA")) or text_of(
        article.find("Journal/ISOAbbreviation")
    )
    record.nlm_id = text_of(citation.find("MedlineJournalInfo/NlmUniqueID"))
    record.issns = [text_of(each).lower() for each in article.iterfind("Journal/ISSN")]
    dates = [
        text_of(date)
        for path in ("Journal/JournalIssue/PubDate", "ArticleDate", "Book/PubDate", "ContributionDate")
        for date in article.iterfind(path)
    ]
    record.years = sorted({int(year) for date in dates for year in re.findall(r"\b(?:1[89]|20)\d\d", date)})
    record.volume = text_of(article.find("Journal/JournalIssue/Volume"))
    record.issue = text_of(article.find("Journal/JournalIssue/Issue"))
    pages = text_of(article.find("Pagination/StartPage")) or text_of(article.find("Pagination/MedlinePgn"))
    record.page = re.split(r"[-,;]", pages)[0].strip()
    record.mesh = [text_of(each) for each in citation.iterfind("MeshHeadingList/MeshHeading/DescriptorName")]
    record.types = [text_of(each) for each in article.iterfind("PublicationTypeList/PublicationType")]
    record.languages = [text_of(each) for each in article.iterfind("Language")]
    listed = [
        *article.iterfind("ELocationID"),
        *element.iterfind("PubmedData/ArticleIdList/ArticleId"),
        *element.iterfind("BookDocument/ArticleIdList/ArticleId"),
    ]
    for each in listed:
        kind = each.get("EIdType") or each.get("IdType")
        record.ids.append(text_of(each))
        if kind == "doi" and not record.doi:
            record.doi = text_of(each)
        elif kind == "pmc":
            record.pmcid = text_of(each)
    return record
