"""Identifiers and journals in addresses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.extraction.publisher_urls import read_url

IDENTIFYING = [
    ("https://pubmed.ncbi.nlm.nih.gov/23853635/", "pmid:23853635"),
    ("http://www.ncbi.nlm.nih.gov/pubmed/23853635", "pmid:23853635"),
    ("https://www.ncbi.nlm.nih.gov/m/pubmed/23853635/", "pmid:23853635"),
    ("https://www.ncbi.nlm.nih.gov/pubmed/?term=23853635%5Buid%5D", "pmid:23853635"),
    ("https://pubmed.ncbi.nlm.nih.gov/?term=10.1000%2Fabc", "doi:10.1000/abc"),
    (
        "http://www.ncbi.nlm.nih.gov/entrez/query.fcgi?cmd=Retrieve&db=PubMed&list_uids=23853635",
        "pmid:23853635",
    ),
    ("https://www.ncbi.nlm.nih.gov/pmc/articles/PMC128915/", "pmcid:pmc128915"),
    ("https://pmc.ncbi.nlm.nih.gov/articles/PMC128915/#S13", "pmcid:pmc128915"),
    ("https://www.ncbi.nlm.nih.gov/pmc/articles/pmid/23853635/", "pmid:23853635"),
    ("http://www.pubmedcentral.nih.gov/articlerender.fcgi?artid=128915", "pmcid:pmc128915"),
    ("https://europepmc.org/article/MED/23853635", "pmid:23853635"),
    ("https://europepmc.org/article/PMC/PMC128915", "pmcid:pmc128915"),
    ("https://pubmed-ncbi-nlm-nih-gov.proxy.example.edu/23853635/", "pmid:23853635"),
    ("https://www.google.com/url?q=https://pubmed.ncbi.nlm.nih.gov/23853635/&sa=D", "pmid:23853635"),
    ("https://web.archive.org/web/2019/https://doi.org/10.1000/abc", "doi:10.1000/abc"),
    ("https://doi.org/10.1016/S0140-6736(19)30041-8", "doi:10.1016/s0140-6736(19)30041-8"),
    ("dx.doi.org/10.1016%2Fj.sleep.2020.03.012", "doi:10.1016/j.sleep.2020.03.012"),
    ("https://www.nejm.org/doi/full/10.1056/NEJMoa2034577?query=featured", "doi:10.1056/nejmoa2034577"),
    ("https://onlinelibrary.wiley.com/doi/10.1002/ptr.1234/abstract", "doi:10.1002/ptr.1234"),
    (
        "https://onlinelibrary.wiley.com/doi/10.1002/(SICI)1097-0142(19960315)77:6%3C1060::AID-CNCR4%3E3.0.CO;2-1/full",
        "doi:10.1002/(sici)1097-0142(19960315)77:6<1060::aid-cncr4>3.0.co;2-1",
    ),
    ("https://link.springer.com/content/pdf/10.1007/s00394-013-0570-1.pdf", "doi:10.1007/s00394-013-0570-1"),
    (
        "https://journals.plos.org/plosone/article?id=10.1371/journal.pone.0123456&type=x",
        "doi:10.1371/journal.pone.0123456",
    ),
    ("https://www.frontiersin.org/articles/10.3389/fimmu.2018.01302/full", "doi:10.3389/fimmu.2018.01302"),
    (
        "https://academic.oup.com/nutritionreviews/doi/10.1093/nutrit/nuab012/6210000",
        "doi:10.1093/nutrit/nuab012",
    ),
    (
        "https://www.medrxiv.org/content/10.1101/2020.01.01.20123456v2.full.pdf",
        "doi:10.1101/2020.01.01.20123456",
    ),
    (
        "https://www.cochranelibrary.com/cdsr/doi/10.1002/14651858.CD001234.pub2/full",
        "doi:10.1002/14651858.cd001234.pub2",
    ),
    ("https://www.nature.com/articles/s41598-018-34571-9", "doi:10.1038/s41598-018-34571-9"),
    ("https://www.nature.com/nature/journal/v505/n7484/full/nature12820.html", "doi:10.1038/nature12820"),
    ("https://www.mdpi.com/2072-6643/12/5/1287/htm", "doi:10.3390/nu12051287"),
    (
        "https://www.thelancet.com/journals/lancet/article/PIIS0140-6736(19)30041-8/fulltext",
        "doi:10.1016/s0140-6736(19)30041-8",
    ),
    (
        "https://www.sciencedirect.com/science/article/pii/S0022534701630133",
        "doi:10.1016/s0022-5347(01)63013-3",
    ),
    ("https://www.bmj.com/content/350/bmj.h1234", "doi:10.1136/bmj.h1234"),
    ("https://elifesciences.org/articles/12345", "doi:10.7554/elife.12345"),
    ("https://www.ncbi.nlm.nih.gov/labs/articles/24703049/", "pmid:24703049"),
    ("https://www.ncbi.nlm.nih.gov/labs/pmc/articles/PMC3976205/", "pmcid:pmc3976205"),
    ("https://identifiers.org/pubmed:30909640", "pmid:30909640"),
    ("http://identifiers.org/pubmed/30909640", "pmid:30909640"),
    ("https://europepmc.org/article/MED/30909640", "pmid:30909640"),
    ("https://europepmc.org/article/PMC/PMC3976205", "pmcid:pmc3976205"),
    ("https://arxiv.org/pdf/2101.12345v2.pdf", "doi:10.48550/arxiv.2101.12345"),
    (
        "https://www.medrxiv.org/content/10.1101/2020.08.26.20182709v1.full.pdf",
        "doi:10.1101/2020.08.26.20182709",
    ),
    ("https://doi.org/10.1101/2020.09.11.20192773v1", "doi:10.1101/2020.09.11.20192773"),
    ("https://www.researchsquare.com/article/10.21203/rs.3.rs-123/v1", "doi:10.21203/rs.3.rs-123/v1"),
    (
        "https://www.preprints.org/manuscript/10.20944/preprints202001.0001.v1",
        "doi:10.20944/preprints202001.0001.v1",
    ),
    (
        "https://doi.org/10.1002/(SICI)1097-0215(1998)76:5%3C757::AID-IJC22%3E3.0.CO;2-%23",
        "doi:10.1002/(sici)1097-0215(1998)76:5<757::aid-ijc22>3.0.co;2-#",
    ),
    (
        "https://doi.org/10.1002/(SICI)1097-0215(1998)76:5<757::AID-IJC22>3.0.CO;2-#",
        "doi:10.1002/(sici)1097-0215(1998)76:5<757::aid-ijc22>3.0.co;2-#",
    ),
    ("https://doi.org/10.1093/pubmed/fdr033", "doi:10.1093/pubmed/fdr033"),
    ("https://www.jci.org/articles/view/88640", "doi:10.1172/jci88640"),
    ("https://peerj.com/articles/1234/", "doi:10.7717/peerj.1234"),
    ("https://www.ncbi.nlm.nih.gov/books/NBK569873/", "accession:nbk569873"),
    ("http://ncbi.nlm.nih.gov/books/nbk1116/?report=reader", "accession:nbk1116"),
]

LOCATING = [
    ("https://academic.oup.com/jn/article/145/3/572/4743711", "J Nutr", "145", "3", "572"),
    ("https://www.jlr.org/content/54/7/1884.full", "J Lipid Res", "54", "7", "1884"),
    ("https://heart.bmj.com/content/101/5/341", "Heart", "101", "5", "341"),
    (
        "https://ashpublications.org/blood/article/118/12/3191/28774/Ironing-out-fatigue",
        "Blood",
        "118",
        "12",
        "3191",
    ),
    ("https://www.mdpi.com/9999-9990/3/2/17", None, "3", "2", "17"),
    ("https://jamanetwork.com/journals/jama/fullarticle/2664450", "JAMA", None, None, None),
    (
        "https://www.sciencedirect.com/science/article/abs/pii/S1040842809000766?via%3Dihub",
        None,
        None,
        None,
        None,
    ),
]

LEADING_NOWHERE = [
    "https://www.ncbi.nlm.nih.gov/pubmed?term=magnesium",
    "https://pubmed.ncbi.nlm.nih.gov/",
    "https://www.nejm.org/",
    "https://www.who.int/news/item/10-12-2020",
    "https://my.clevelandclinic.org/health/diagnostics/17820-ferritin-test",
    "https://www.nature.com/naturejournal",
    "mailto:someone@example.org",
    "#ref3",
    "",
    "http://[broken",
]


@pytest.mark.parametrize(("url", "expected"), IDENTIFYING)
def test_an_address_that_carries_an_identifier(url: str, expected: str) -> None:
    assert read_url(url).identifiers.keys == (expected,)


@pytest.mark.parametrize(("url", "journal", "volume", "issue", "page"), LOCATING)
def test_an_address_that_only_says_where(
    url: str, journal: str | None, volume: str | None, issue: str | None, page: str | None
) -> None:
    address = read_url(url)
    assert not address.identifiers
    assert address.leads_to_publication
    assert (address.journal, address.volume, address.issue, address.first_page) == (
        journal,
        volume,
        issue,
        page,
    )


@pytest.mark.parametrize("url", LEADING_NOWHERE)
def test_an_address_without_publication(url: str) -> None:
    assert not read_url(url).leads_to_publication


@given(st.text(alphabet="htps:/.?=&#%10()<>PMCIabc-\x00\ud800", max_size=200))
def test_no_address_breaks_it(url: str) -> None:
    assert read_url(url).key is not None
