"""The shapes of one publication: several DOIs, PII or article number for pages, ranges of dates, versions."""

from __future__ import annotations

import datetime as dt
from io import BytesIO

import pytest

from citecheck.model import DateRange, Notice, PartialDate, Publication, doi_version
from citecheck.pubmed import parse_medline, parse_xml
from citecheck.pubmed.dates import free_dates
from citecheck.pubmed.locators import locators


def read(article: str, data: str = "", version: int = 1) -> Publication:
    text = (
        f'<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID Version="{version}">12</PMID>'
        f"{article}</MedlineCitation><PubmedData><ArticleIdList>{data}</ArticleIdList></PubmedData>"
        "</PubmedArticle></PubmedArticleSet>"
    )
    (record,) = parse_xml(BytesIO(text.encode()))
    assert isinstance(record, Publication)
    return record


@pytest.mark.parametrize(
    ("pages", "pii", "expected"),
    [
        ("541-7", None, ("541-7", None, None)),
        ("541-7", "S0140-6736(19)30001-2", ("541-7", None, "S0140-6736(19)30001-2")),
        ("S0140-6736(19)30001-2", None, (None, None, "S0140-6736(19)30001-2")),
        ("S0140-6736(19)30001-X", "S0140-6736(19)30001-X", (None, None, "S0140-6736(19)30001-X")),
        ("S0140673619300012", None, (None, None, "S0140673619300012")),
        ("S2359-39972020005006214", None, (None, None, "S2359-39972020005006214")),
        ("ijgc-2020-001682", None, (None, None, "ijgc-2020-001682")),
        ("EJE-20-0296", None, (None, None, "EJE-20-0296")),
        ("respcare", None, (None, None, "respcare")),
        ("iii", None, ("iii", None, None)),
        ("e0123456", "e0123456", ("e0123456", "e0123456", "e0123456")),
        (None, "e0123456", (None, "e0123456", "e0123456")),
        (None, "S0140-6736(19)30001-2", (None, None, "S0140-6736(19)30001-2")),
        ("104567", None, ("104567", "104567", None)),
        ("CD012345", None, ("CD012345", "CD012345", None)),
        ("2050313X17692938", None, ("2050313X17692938", "2050313X17692938", None)),
        ("154ra135", None, ("154ra135", "154ra135", None)),
        ("S12", None, ("S12", None, None)),
        ("E214-E223", None, ("E214-E223", None, None)),
        ("1043", None, ("1043", None, None)),
    ],
)
def test_pages_article_number_and_pii_are_separated(
    pages: str | None, pii: str | None, expected: tuple[str | None, ...]
) -> None:
    assert locators(pages, pii) == expected


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2007-2010", PartialDate(2007), PartialDate(2010)),
        ("1998 Dec-1999 Jan", PartialDate(1998, 12), PartialDate(1999, 1)),
        ("2019 May-Jun", PartialDate(2019, 5), PartialDate(2019, 6)),
        ("2003 Mar 1-15", PartialDate(2003, 3, 1), PartialDate(2003, 3, 15)),
        ("2003 Dec 28-Jan 3", PartialDate(2003, 12, 28), None),
        ("2009-10", PartialDate(2009), PartialDate(2010)),
        ("2019 May 12", PartialDate(2019, 5, 12), None),
        ("2000 Spring-Summer", PartialDate(2000), None),
        ("2010-2007", PartialDate(2010), None),
        ("no date", None, None),
    ],
)
def test_a_medline_date_is_read_as_a_range(
    text: str, first: PartialDate | None, last: PartialDate | None
) -> None:
    assert free_dates(text) == (first, last)
    record = read(
        f"<Article><Journal><JournalIssue><PubDate><MedlineDate>{text}</MedlineDate></PubDate></JournalIssue>"
        "</Journal></Article>"
    )
    assert (record.issued, record.issued_until) == (first, last)


def test_a_partial_date_covers_all_days_that_it_may_be() -> None:
    assert PartialDate(2007).days == DateRange(dt.date(2007, 1, 1), dt.date(2007, 12, 31))
    assert PartialDate(1999, 2).days == DateRange(dt.date(1999, 2, 1), dt.date(1999, 2, 28))
    assert PartialDate(1998, 11, 31).days == DateRange(dt.date(1998, 11, 30), dt.date(1998, 11, 30))


@pytest.mark.parametrize(
    ("doi", "work", "version"),
    [
        ("10.12688/f1000research.9090.2", "10.12688/f1000research.9090", 2),
        ("https://doi.org/10.12688/WellcomeOpenRes.15191.10", "10.12688/wellcomeopenres.15191", 10),
        ("10.7554/eLife.86126.2", "10.7554/elife.86126", 2),
        ("10.21203/rs.3.rs-12345/v1", "10.21203/rs.3.rs-12345", 1),
        ("10.20944/preprints202001.0001.v3", "10.20944/preprints202001.0001", 3),
        ("10.26434/chemrxiv-2021-abcde-v2", "10.26434/chemrxiv-2021-abcde", 2),
        ("10.31234/osf.io/abcde_v1", "10.31234/osf.io/abcde", 1),
        ("10.31234/osf.io/ab3v2", "10.31234/osf.io/ab3v2", None),
        ("10.1101/2020.04.14.20062463v2", "10.1101/2020.04.14.20062463", 2),
        ("10.1101/2020.04.14.20062463", "10.1101/2020.04.14.20062463", None),
        ("10.1056/NEJMoa1112010.2", "10.1056/nejmoa1112010.2", None),
        ("10.1016/j.cell.2019.01.2", "10.1016/j.cell.2019.01.2", None),
    ],
)
def test_a_doi_names_a_version_of_a_work_only_where_the_platform_writes_it(
    doi: str, work: str, version: int | None
) -> None:
    assert doi_version(doi) == (work, version)


def test_both_places_of_a_record_are_looked_at_for_dois() -> None:
    record = read(
        '<Article><ELocationID EIdType="doi" ValidYN="Y">10.1/New</ELocationID>'
        '<ELocationID EIdType="doi" ValidYN="N">10.1/wrong</ELocationID></Article>',
        '<ArticleId IdType="doi">10.1/old</ArticleId><ArticleId IdType="doi">10.1/NEW</ArticleId>'
        '<ArticleId IdType="pubmed">12</ArticleId><ArticleId IdType="pubmed">11</ArticleId>',
    )
    assert (record.doi, record.other_dois, record.dois) == (
        "10.1/New",
        ("10.1/old",),
        ("10.1/New", "10.1/old"),
    )
    assert record.has_doi("https://doi.org/10.1/OLD")
    assert not record.has_doi("10.1/wrong")
    assert record.pmids == ("12", "11")


def test_another_version_of_a_work_is_the_same_work() -> None:
    record = Publication("1", doi="10.12688/f1000research.9090.2")
    assert record.has_doi("10.12688/f1000research.9090.1")
    assert record.has_doi("10.12688/f1000research.9090")
    assert not record.has_doi("10.12688/f1000research.9091.2")


@pytest.mark.parametrize(
    ("escaped", "title"),
    [
        ("Levels of &amp;#947;-globin", "Levels of γ-globin"),
        ("Growth of &amp;lt;i&amp;gt;E. coli&amp;lt;/i&amp;gt; in milk", "Growth of E. coli in milk"),
        ("&amp;amp;lt;sub&amp;amp;gt;2&amp;amp;lt;/sub&amp;amp;gt; of CO", "2 of CO"),
        ("Pain &amp;amp; sleep", "Pain & sleep"),
        ("R&amp;D; and AT&amp;T", "R&D; and AT&T"),
        ("Ages &amp;lt;65 and p &lt; 0.05", "Ages <65 and p < 0.05"),
    ],
)
def test_a_title_that_was_escaped_twice_is_read(escaped: str, title: str) -> None:
    assert read(f"<Article><ArticleTitle>{escaped}</ArticleTitle></Article>").title == title


def test_relations_have_direction_pmid_and_date() -> None:
    record = read(
        '<CommentsCorrectionsList><CommentsCorrections RefType="RetractionIn"><RefSource>Lancet. 2010 Feb '
        '6;375(9713):445. doi: 10.1/x</RefSource><PMID Version="1">20137807</PMID></CommentsCorrections>'
        '<CommentsCorrections RefType="ErratumFor"><RefSource>Gut. 2009;1:2</RefSource></CommentsCorrections>'
        "</CommentsCorrectionsList>"
    )
    retraction, erratum = record.notices
    assert (retraction.pmid, retraction.date) == ("20137807", PartialDate(2010, 2, 6))
    assert erratum == Notice("ErratumFor", "Gut. 2009;1:2", None, PartialDate(2009))


def test_versions_and_bookshelf_accessions_are_read() -> None:
    assert read("", version=3).version == 3
    assert read("", '<ArticleId IdType="bookaccession">NBK430685</ArticleId>').accession == "NBK430685"


def test_medline_text_has_the_same_shapes() -> None:
    lines = [
        "PMID- 12", "DP  - 1998 Dec-1999 Jan", "TI  - Pain &#947; &lt;i&gt;x&lt;/i&gt;",
        "PG  - S0140-6736(19)30001-2",
        "LID - 10.1/new [doi]", "AID - 10.1/old [doi]", "AID - NBK1116 [bookaccession]",
        "RIN - Lancet. 2010 Feb 6;375:445. PMID: 20137807",
    ]  # fmt: skip
    (record,) = parse_medline(lines)
    assert isinstance(record, Publication)
    assert (record.issued, record.issued_until) == (PartialDate(1998, 12), PartialDate(1999, 1))
    assert (record.title, record.pages, record.pii) == ("Pain γ x", None, "S0140-6736(19)30001-2")
    assert (record.dois, record.accession) == (("10.1/new", "10.1/old"), "NBK1116")
    assert (record.notices[0].pmid, record.notices[0].date) == ("20137807", PartialDate(2010, 2, 6))


def test_additions_of_citations_to_a_journals_name_are_removed() -> None:
    record = read("<MedlineJournalInfo><MedlineTA>Res Sq [Preprint]</MedlineTA></MedlineJournalInfo>")
    assert record.journal is not None
    assert (record.journal.abbreviation, record.journal.title) == ("Res Sq", "Res Sq")
