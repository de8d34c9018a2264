"""MEDLINE text, and both parsers beside Biopython's."""

import io
from typing import Any

import pytest
from Bio import Entrez, Medline

from citecheck.errors import RecordsError
from citecheck.model import Notice, PartialDate, Publication
from citecheck.pubmed import BadRecord, ParsedRecord, parse_medline, parse_xml
from tests.pubmed.records import article, article_set, rows

NBIB = """
PMID- 30415629
OWN - NLM
STAT- MEDLINE
LR  - 20210110
IS  - 1533-4406 (Electronic)
IS  - 0028-4793 (Linking)
VI  - 380
IP  - 1
DP  - 2019 Jan 3
TI  - Vitamin D Supplements and Prevention of Cancer and
      Cardiovascular Disease.
PG  - 33-44
LID - 10.1056/NEJMoa1809944 [doi]
AB  - Daily vitamin D did not lower the rate of invasive cancer
      or of cardiovascular events.
FAU - Manson, JoAnn E
AU  - Manson JE
AD  - From Brigham and Women's Hospital.
AD  - Harvard Medical School.
FAU - Cook, Nancy R
AU  - Cook NR
CN  - VITAL Research Group
LA  - eng
PT  - Journal Article
PT  - Randomized Controlled Trial
DEP - 20181110
TA  - N Engl J Med
JT  - The New England journal of medicine
JID - 0255562
MH  - Aged
MH  - *Dietary Supplements
MH  - Vitamin D/*therapeutic use/adverse effects
OT  - cancer
PMC - PMC6425757
EIN - N Engl J Med. 2019 Feb 14;380(7):700. PMID: 30000000
AID - 10.1056/NEJMoa1809944 [doi]
SO  - N Engl J Med. 2019 Jan 3;380(1):33-44.

PMID- 21659058
TI  - Oral magnesium treatment in patients with neuropathic pain: a randomized clinical trial.
DP  - 2011 Jun
AID - S0000(11)1 [pii]
AID - 10.1684/mrh.2011.0282 [doi]
AU  - van der Berg
"""


def parsed(text: str) -> list[ParsedRecord]:
    return list(parse_medline(io.StringIO(text)))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("pmid", "30415629"),
        ("title", "Vitamin D Supplements and Prevention of Cancer and Cardiovascular Disease."),
        ("volume", "380"),
        ("pages", "33-44"),
        ("issued", PartialDate(2019, 1, 3)),
        ("online", PartialDate(2018, 11, 10)),
        (
            "abstract",
            "Daily vitamin D did not lower the rate of invasive cancer or of cardiovascular events.",
        ),
        ("publication_types", ("Journal Article", "Randomized Controlled Trial")),
        ("mesh", ("Aged", "Dietary Supplements", "Vitamin D")),
        ("keywords", ("cancer",)),
        (
            "notices",
            (
                Notice(
                    "ErratumIn", "N Engl J Med. 2019 Feb 14;380(7):700.", "30000000", PartialDate(2019, 2, 14)
                ),
            ),
        ),
        ("doi", "10.1056/NEJMoa1809944"),
        ("pmcid", "PMC6425757"),
    ],
)
def test_every_field(field: str, value: Any) -> None:
    assert getattr(parsed(NBIB)[0], field) == value


def test_authors_and_their_affiliations() -> None:
    record = parsed(NBIB)[0]
    assert isinstance(record, Publication)
    assert [author.short for author in record.authors] == ["Manson JE", "Cook NR", "VITAL Research Group"]
    assert record.authors[0].fore_name == "JoAnn E"
    assert record.authors[0].affiliations == ("From Brigham and Women's Hospital.", "Harvard Medical School.")


def test_a_second_record() -> None:
    record = parsed(NBIB)[1]
    assert isinstance(record, Publication)
    assert (record.pmid, record.doi, record.pii) == ("21659058", "10.1684/mrh.2011.0282", "S0000(11)1")
    assert record.authors[0].last_name == "van der Berg"


def test_records_without_a_blank_line_between_them() -> None:
    found = parsed(NBIB.strip().replace("\n\nPMID", "\nPMID"))
    assert [record.pmid for record in found] == ["30415629", "21659058"]


def test_text_that_is_not_medline_is_refused() -> None:
    assert parsed("TI  - A title and no number.\n\n") == [BadRecord("a record without a PMID")]
    for text in ("", "<p>nothing</p>", '{"error": "API rate limit exceeded"}'):
        with pytest.raises(RecordsError):
            parsed(text)


def test_a_record_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("citecheck.pubmed.medline.LARGEST_RECORD", 2 << 20)
    endless = "PMID- 5\nAB  - x\n" + "      and so on\n" * 200_000
    bad, good = parsed(endless + "\n" + NBIB.strip().partition("\n\n")[2])
    assert isinstance(bad, BadRecord)
    assert (bad.pmid, good.pmid) == ("5", "21659058")


def test_the_same_as_biopython_reads_in_medline() -> None:
    theirs = list(Medline.parse(io.StringIO(NBIB.lstrip())))  # type: ignore[no-untyped-call]
    ours = [record for record in parsed(NBIB) if isinstance(record, Publication)]
    assert [record.pmid for record in ours] == [record["PMID"] for record in theirs]
    assert [record.title for record in ours] == [record["TI"] for record in theirs]
    assert ours[0].abstract == theirs[0]["AB"]
    assert ours[0].journal is not None
    assert (ours[0].journal.abbreviation, ours[0].journal.nlm_id) == (theirs[0]["TA"], theirs[0]["JID"])
    assert ours[0].publication_types == tuple(theirs[0]["PT"])


def test_the_same_as_biopython_reads_in_xml() -> None:
    data = article_set(article(row) for row in rows())
    theirs = Entrez.read(io.BytesIO(data), validate=False)["PubmedArticle"]  # type: ignore[no-untyped-call]
    ours = [record for record in parse_xml(io.BytesIO(data)) if isinstance(record, Publication)]
    assert len(ours) == len(theirs) == len(rows())
    for mine, their in zip(ours, theirs, strict=True):
        citation = their["MedlineCitation"]
        listed = citation["Article"]
        assert mine.pmid == citation["PMID"]
        assert mine.title == listed["ArticleTitle"]
        assert mine.abstract == (listed["Abstract"]["AbstractText"][0] if "Abstract" in listed else "")
        assert [a.last_name for a in mine.authors] == [a["LastName"] for a in listed["AuthorList"]]
        assert mine.journal is not None
        assert mine.journal.nlm_id == citation["MedlineJournalInfo"]["NlmUniqueID"]
        assert mine.volume == listed["Journal"]["JournalIssue"]["Volume"]
        dois = [i for i in their["PubmedData"]["ArticleIdList"] if i.attributes["IdType"] == "doi"]
        assert ([mine.doi] if mine.doi else []) == dois
