"""Answers are parsed without trust."""

from collections.abc import Callable

import pytest
from lxml import etree

from citecheck.model import Journal
from citecheck.sources.entrez.errors import EntrezError
from citecheck.sources.entrez.response_parsers import (
    CitationMatch,
    SearchResponse,
    journal_of,
    names_of,
    read_matches,
    read_records,
    read_search,
    read_summaries,
)
from tests.eutils_server.shapes import EFETCH, ESEARCH, MAINTENANCE, PROLOG, PUBMED

HEAD = PROLOG + ESEARCH
READERS = [read_search, read_records, read_summaries, lambda body: read_matches(body, frozenset("1"))]


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize(
    ("body", "again"),
    [
        ("", True),
        ("   \n", True),
        (PROLOG, True),
        (MAINTENANCE, True),
        ("<html><body>Please log in", True),
        ('{"error":"Sorry, something went wrong"}', True),
        ('{"error":"API rate limit exceeded","api-key":"10.0.0.1","count":"4","limit":"3"}', True),
        ('{"error":"API key invalid","api-key":"0123abcd","type":"invalid","status":"unknown"}', False),
        ('{"esearchresult":{"ERROR":"Search Backend failed:\nno answer"}}', True),
        (f"{HEAD}<eSearchResult><ERROR>Search Backend failed: it broke</ERROR></eSearchResult>", True),
        (f"{HEAD}<eSearchResult><ERROR>Invalid db name specified: pubmde</ERROR></eSearchResult>", False),
        (f"{PROLOG}{EFETCH}<eFetchResult><ERROR>External viewer error: Timeout</ERROR></eFetchResult>", True),
        (f"{HEAD}<eSearchResult><Count>3</Count><IdList><Id>1</I", True),
        (f"{PROLOG}<Something/>", True),
    ],
)  # fmt: skip
def test_anything_but_an_answer_is_an_error(read: Callable[[bytes], object], body: str, again: bool) -> None:
    with pytest.raises(EntrezError) as caught:
        read(body.encode())
    assert caught.value.again is again
    assert "0123abcd" not in str(caught.value)


@pytest.mark.parametrize(
    "body",
    [
        "<eSearchResult/>",
        "<eSearchResult><Count>many</Count><IdList/></eSearchResult>",
        "<eSearchResult><Count>1</Count><IdList><Id>1</Id><Id>2</Id></IdList></eSearchResult>",
        "<eSearchResult><Count>1</Count><IdList><Id>abc</Id></IdList></eSearchResult>",
    ],
)
def test_a_nonsensical_search_answer_is_an_error(body: str) -> None:
    with pytest.raises(EntrezError, match="makes no sense"):
        read_search((HEAD + body).encode())


def test_a_count_without_ids_is_an_error_unless_only_the_count_was_requested() -> None:
    body = "<eSearchResult><Count>7</Count><RetMax>{}</RetMax><IdList/></eSearchResult>"
    with pytest.raises(EntrezError, match="named none"):
        read_search((HEAD + body.format(20)).encode())
    assert read_search((HEAD + body.format(0)).encode()).count == 7


def test_a_search_answer_names_what_was_left_out() -> None:
    body = (
        "<eSearchResult><Count>2</Count><RetMax>1</RetMax><IdList><Id>7</Id></IdList><QueryTranslation>a\nb</QueryTranslation>"
        "<ErrorList><PhraseNotFound>x</PhraseNotFound><FieldNotFound>zz</FieldNotFound></ErrorList><WarningList>"
        "<PhraseIgnored>of</PhraseIgnored><QuotedPhraseNotFound>\"q\"</QuotedPhraseNotFound>"
        "<OutputMessage>No items found.</OutputMessage><OutputMessage>Restrictions achieved</OutputMessage>"
        "</WarningList></eSearchResult>"
    )  # fmt: skip
    assert read_search((HEAD + body).encode()) == SearchResponse(
        2, ("7",), "a b", ("zz",), ('"q"', "x"), ("of",), ("Restrictions achieved",)
    )


def test_records_are_cut_out_by_pmid_and_missing_ones_left_out() -> None:
    body = (
        f"{PROLOG}{PUBMED}<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID Version='1'>12</PMID>"
        "</MedlineCitation></PubmedArticle>\n<PubmedBookArticle><BookDocument><PMID>13</PMID></BookDocument>"
        "</PubmedBookArticle></PubmedArticleSet>"
    )
    records = read_records(body.encode())
    assert sorted(records) == ["12", "13"]
    assert records["12"].startswith(b"<PubmedArticle>")
    assert read_records(f"{PROLOG}{PUBMED}<PubmedArticleSet></PubmedArticleSet>".encode()) == {}


def test_citations_are_matched_by_their_key_alone() -> None:
    body = (
        "science|1987|235|182|palmenberg ac|1|3026048\n"
        "fake journal|2000|1|1||2|NOT_FOUND;INVALID_JOURNAL\n"
        "gut|2000|1|1|x|3|AMBIGUOUS 33057196,32076266\n"
        "gut|2000|1|1|x|4|AMBIGUOUS\n"
        "gut|2000|1|1|x|5|\n"
        "gut|2000|1|1|x|99|12345\n"
    )
    assert read_matches(body.encode(), frozenset("123456")) == {
        "1": CitationMatch(("3026048",)),
        "2": CitationMatch((), "NOT_FOUND;INVALID_JOURNAL"),
        "3": CitationMatch(("33057196", "32076266")),
        "4": CitationMatch((), "AMBIGUOUS"),
        "5": CitationMatch((), ""),
    }


def test_summaries_beside_errors_are_kept() -> None:
    body = (
        f"{PROLOG}<eSummaryResult><DocSum><Id>5</Id></DocSum>"
        "<ERROR>UID=6: cannot get document summary</ERROR></eSummaryResult>"
    )
    assert list(read_summaries(body.encode())) == ["5"]


def test_a_catalogue_entry_has_several_names_and_may_lack_an_abbreviation() -> None:
    summary = etree.fromstring(
        '<DocSum><Id>7</Id><Item Name="NLMUniqueID" Type="String">101</Item>'
        '<Item Name="TitleMainList" Type="List"><Item Name="TitleMain" Type="Structure">'
        '<Item Name="Title" Type="String">The Coffee letters : a review (Oslo).</Item></Item></Item>'
        '<Item Name="ISSNList" Type="List"><Item Name="issn" Type="String">1234-567X</Item></Item>'
        '<Item Name="MedlineTA" Type="String"></Item></DocSum>'
    )
    title = "The Coffee letters : a review (Oslo)"
    assert journal_of(summary) == Journal(title, title, None, "101", ("1234-567X",))
    assert {"coffee letters", "the coffee letters", "1234 567x"} <= names_of(summary)
