"""The loopback server is as strict as the real one, and Biopython can read it."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
import zlib
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.eutils_server import EutilsServer, FaultKind, Holdings
from tests.eutils_server.holdings import Held

HEART = "Myocardial Infarction"


def held(pmid: int, title: str, **fields: Any) -> Held:
    names: dict[str, Any] = {
        "journal": "Gut",
        "abbreviation": "Gut",
        "nlm_id": "2985108R",
        "years": [2019],
        "volume": str(pmid),
        "page": "1",
        "authors": ["obrien ja", "smith j"],
    }
    xml = f"<PubmedArticle><MedlineCitation><PMID>{pmid}</PMID></MedlineCitation></PubmedArticle>"
    return Held(str(pmid), zlib.compress(xml.encode()), title, **(names | fields))


RECORDS = [
    held(1, "Heart attack after coffee", abstract="A cohort of 5000 adults.", mesh=[HEART, "Coffee"]),
    held(2, "Myocardial infarction and tea in older adults", mesh=[HEART], years=[2018, 2019]),
    held(3, "Coffee, tea and the liver: a two-year trial", doi="10.1/Ab(3)", ids=["10.1/Ab(3)", "PII-3"]),
    held(
        4, "Vitamin D in older adults", authors=["smith ja"], affiliations=["Tea Group, University of Oslo"]
    ),
    held(5, "Vitamin D and falls in older adults", journal="The Journal of nutrition", abbreviation="J Nutr"),
]


@pytest.fixture(scope="module")
def server() -> Iterator[EutilsServer]:
    with EutilsServer(Holdings(RECORDS)) as running:
        yield running


def get(server: EutilsServer, utility: str, **parameters: str) -> bytes:
    with urllib.request.urlopen(f"{server.url}{utility}?{urlencode(parameters)}", timeout=5) as answer:  # noqa: S310
        body: bytes = answer.read()
        return body


def found(server: EutilsServer, term: str) -> dict[str, Any]:
    result: dict[str, Any] = json.loads(get(server, "esearch.fcgi", db="pubmed", term=term, retmode="json"))
    return dict(result["esearchresult"])


@pytest.mark.parametrize(
    ("term", "pmids"),
    [
        ("coffee[ti]", ["3", "1"]),
        ("COFFEE [Title] AND tea[ti]", ["3"]),
        ("coffee[ti] OR tea[ti] AND liver[ti]", ["3"]),  # from left to right
        ("coffee[ti] OR (tea[ti] AND liver[ti])", ["3", "1"]),
        ("coffee[ti] NOT liver[ti]", ["1"]),
        ("heart attack", ["2", "1"]),  # mapped to MeSH
        ("older adults", ["5", "4", "2"]),
        ("older adult", ["5", "4", "2"]),  # plurals
        ('"older adults"[ti]', ["5", "4", "2"]),
        ('"heart attack after coffee"[ti]', []),  # the phrase index has no whole titles
        ('"heart attack after coffee"[ti:~0]', ["1"]),
        ('"coffee attack"[ti:~0]', []),
        ('"coffee attack"[ti:~1]', ["1"]),
        ('"University Oslo"[ad:~1]', ["4"]),
        ("vitamin d[ti]", ["5", "4"]),
        ("coff*[ti]", ["3", "1"]),
        ("Gut[ta] AND 2018:2018[dp]", ["2"]),
        ('"J Nutr"[ta]', ["5"]),
        ("Journal of Nutrition[ta]", ["5"]),
        ("smith j[au]", ["5", "4", "3", "2", "1"]),
        ("smith ja[au]", ["4"]),
        ('"smith j"[au]', ["5", "3", "2", "1"]),
        ("smith[lastau] AND Gut[ta]", ["4", "3", "2", "1"]),
        ('"10.1/ab(3)"[doi]', ["3"]),
        ("pii-3[aid]", ["3"]),
        ("3[vi] AND 1[pg]", ["3"]),
        ("1:2[uid]", ["2", "1"]),
        ("4[pmid] 5[pmid]", []),
        ("two-year", []),  # a hyphen asks for a phrase
    ],
)
def test_the_language(server: EutilsServer, term: str, pmids: list[str]) -> None:
    assert found(server, term)["idlist"] == pmids


@pytest.mark.parametrize(
    ("term", "where", "what"),
    [
        ("coffee[NoSuchField]", ("errorlist", "fieldsnotfound"), ["NoSuchField"]),
        ("qzxwv", ("warninglist", "quotedphrasesnotfound"), ['"qzxwv"']),
        ("qzxwv[ti]", ("errorlist", "phrasesnotfound"), ["qzxwv[Title]"]),
        ('"coffee liver"[ti]', ("warninglist", "quotedphrasesnotfound"), ['"coffee liver"[Title]']),
        ("the of", ("warninglist", "phrasesignored"), ["the", "of"]),
        ("qzxwv", ("warninglist", "outputmessages"), ["No items found."]),
    ],
)
def test_it_names_what_it_leaves_out(
    server: EutilsServer, term: str, where: tuple[str, str], what: list[str]
) -> None:
    assert found(server, term)[where[0]][where[1]] == what


def test_an_unknown_field_is_searched_without_it(server: EutilsServer) -> None:
    assert found(server, "coffee[NoSuchField]")["count"] == "2"


def test_records_with_most_words_come_first(server: EutilsServer) -> None:
    term = "falls[tiab] OR vitamin[tiab] OR adults[tiab]"
    body = get(server, "esearch.fcgi", db="pubmed", term=term, retmode="json", sort="relevance")
    assert json.loads(body)["esearchresult"]["idlist"][0] == "5"


def test_no_search_goes_beyond_9999_records() -> None:
    many = Holdings(held(n, "coffee") for n in range(1, 10_051))
    with EutilsServer(many) as server:
        ask = {"db": "pubmed", "term": "coffee[ti]"}
        clamped = json.loads(get(server, "esearch.fcgi", **ask, retmax="20000", retmode="json"))[
            "esearchresult"
        ]
        assert (clamped["count"], len(clamped["idlist"])) == ("10050", 9999)
        assert clamped["warninglist"]["outputmessages"][0].startswith("Restrictions achieved")
        assert b"<ERROR>Search Backend failed" in get(server, "esearch.fcgi", **ask, retstart="9999")
        with pytest.raises(ValueError, match="control character"):
            json.loads(get(server, "esearch.fcgi", **ask, retstart="9999", retmode="json"))


def test_missing_records_are_silently_left_out(server: EutilsServer) -> None:
    body = get(server, "efetch.fcgi", db="pubmed", id="3,77,1", retmode="xml")
    assert body.count(b"<PubmedArticle>") == 2
    assert b"<PubmedArticle>" not in get(server, "efetch.fcgi", db="pubmed", id="77", retmode="xml")
    assert b"not available: 77" in get(
        server, "efetch.fcgi", db="pubmed", id="77", retmode="text", rettype="medline"
    )
    assert get(server, "efetch.fcgi", db="pubmed", id="3,77", retmode="text", rettype="uilist") == b"3\n"
    for malformed in ("0", "", "x"):
        with pytest.raises(urllib.error.HTTPError) as caught:
            get(server, "efetch.fcgi", db="pubmed", id=malformed, retmode="xml")
        with caught.value as error:
            assert error.code == 400
            assert b"ID list is empty" in error.read()


def test_ecitmatch_is_lenient_and_leaves_rows_out(server: EutilsServer) -> None:
    rows = [
        "gut|2019|3|1|nobody x|a|",  # a wrong author is forgiven
        "no such journal|2000|1|1|x|b|",
        "gut|2019||1|obrien ja|c|",
        "gut|2019|99|1|obrien ja|d|",
        "|2019|||obrien ja|e|",  # left out
    ]
    body = get(server, "ecitmatch.cgi", db="pubmed", retmode="xml", bdata="\r".join(rows)).decode()
    assert body.splitlines() == [
        "gut|2019|3|1|nobody x|a|3",
        "no such journal|2000|1|1||b|NOT_FOUND;INVALID_JOURNAL",
        "gut|2019||1|obrien ja|c|AMBIGUOUS 1,2,3,4",
        "gut|2019|99|1|obrien ja|d|NOT_FOUND",
    ]


def test_biopython_reads_every_answer(
    server: EutilsServer, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    # Its parser makes a folder in the home folder.
    monkeypatch.setenv("HOME", str(tmp_path_factory.mktemp("home")))
    from Bio import Entrez

    def ask(utility: str, **parameters: str) -> Any:
        with urllib.request.urlopen(f"{server.url}{utility}?{urlencode(parameters)}", timeout=5) as answer:  # noqa: S310
            return Entrez.read(answer)  # type: ignore[no-untyped-call]

    search = ask("esearch.fcgi", db="pubmed", term="coffee[ti]", usehistory="y")
    assert (search["Count"], search["IdList"], search["QueryKey"]) == ("2", ["3", "1"], "1")
    nothing = ask("esearch.fcgi", db="pubmed", term="qzxwv")
    assert nothing["WarningList"]["QuotedPhraseNotFound"] == ['"qzxwv"']
    assert nothing["WarningList"]["OutputMessage"] == ["No items found."]
    posted = ask("epost.fcgi", db="pubmed", id="3,4")
    summaries = ask(
        "esummary.fcgi", db="pubmed", query_key=posted["QueryKey"], WebEnv=posted["WebEnv"], retmax="9"
    )
    assert [summary["Id"] for summary in summaries] == ["3", "4"]
    assert summaries[0]["ArticleIds"]["doi"] == "10.1/Ab(3)"
    records = ask("efetch.fcgi", db="pubmed", id="3", retmode="xml")
    assert records["PubmedArticle"][0]["MedlineCitation"]["PMID"] == "3"
    with pytest.raises(RuntimeError, match="cannot get document summary"):
        ask("esummary.fcgi", db="pubmed", id="77")
    with pytest.raises(RuntimeError, match="Invalid db name"):
        ask("epost.fcgi", db="nothing", id="3")


def test_the_rate_limit_is_counted_by_arrival_in_a_rolling_second() -> None:
    with EutilsServer(Holdings(RECORDS), rate=3, keys=frozenset({"good"})) as server:
        ask = {"db": "pubmed", "term": "coffee"}
        for _ in range(3):
            get(server, "esearch.fcgi", **ask)
        with pytest.raises(urllib.error.HTTPError) as caught:
            get(server, "esearch.fcgi", **ask)
        with caught.value as error:
            assert (error.code, error.headers["Retry-After"], error.headers["X-RateLimit-Limit"]) == (
                429,
                "2",
                "3",
            )
            assert json.loads(error.read()) == {
                "error": "API rate limit exceeded", "api-key": "127.0.0.1", "count": "4", "limit": "3"
            }  # fmt: skip
        for _ in range(10):
            get(server, "esearch.fcgi", **ask, api_key="good")
        with pytest.raises(urllib.error.HTTPError) as caught:
            get(server, "esearch.fcgi", **ask, api_key="bad")
        with caught.value as error:
            assert error.code == 400
            assert json.loads(error.read())["api-key"] == "bad"
        time.sleep(1.0)
        get(server, "esearch.fcgi", **ask)
        assert server.log.busiest() >= 10


def test_faults_come_as_ordered_and_then_no_more(server: EutilsServer) -> None:
    server.faults.order(FaultKind.SERVER_ERROR_500, times=1, utility="esearch")
    assert get(server, "efetch.fcgi", db="pubmed", id="1", retmode="xml")
    with pytest.raises(urllib.error.HTTPError) as caught:
        get(server, "esearch.fcgi", db="pubmed", term="coffee")
    caught.value.close()
    assert get(server, "esearch.fcgi", db="pubmed", term="coffee")
    assert server.log.hits[-2].fault is FaultKind.SERVER_ERROR_500
