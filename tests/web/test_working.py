"""Working with a check over HTTP: decisions, asking again, searches by hand, pins, saving."""

import csv
import io
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import jsonschema
import pytest

from citecheck.audit import Store
from citecheck.audit.store.decisions import withdraw
from citecheck.gate.decisions import read_decisions
from citecheck.model import DecisionState
from tests.web.server import ARTICLES, PUBMED, ROOT, Served, serving

NAME = "vitamin-d-references.md"
ARTICLE = (ARTICLES / NAME).read_bytes()
SCHEMA = json.loads((ROOT / "citecheck/reports/report.schema.json").read_text("utf-8"))


@pytest.fixture
def check(server: Served) -> str:
    """A check that is over: c4 states a wrong year, c6 is made up."""
    key = server.begin(files=[(NAME, ARTICLE)])
    server.news(key)
    return f"checks/{key}/"


def citation(server: Served, check: str, name: str) -> Any:
    articles: dict[str, Any] = {}
    for news in server.news(check.split("/")[1]):
        articles |= news["articles"]
    return next(one for one in articles["0"]["citations"] if one["id"] == name)


def decide(server: Served, check: str, name: str = "c4", state: str = "to_fix") -> Any:
    given = {"at": "0", "citation": name, "state": state, "note": "=Ask --> <b>", "name": "Ann"}
    answer = server.post(f"{check}decide", given)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_a_decision_is_in_the_page_and_in_every_saved_file(
    server: Served, check: str, tmp_path: Path
) -> None:
    assert decide(server, check) == {"store": None}
    finding = citation(server, check, "c4")["finding"]
    assert finding in server.get(check).text
    html = server.get(f"{check}save/html")
    assert "attachment" in html.headers["content-disposition"]
    assert "sandbox" in html.headers["content-security-policy"]
    assert "data-served" not in html.text.split("<script>")[0]
    assert f'"finding":"{finding}","decision":"to_fix"' in html.text
    report = server.get(f"{check}save/json").json()
    jsonschema.validate(report, SCHEMA)
    decided = [one for one in report["documents"][0]["citations"] if "decision" in one]
    assert [(one["id"], one["decision"]["decided_by"]) for one in decided] == [("c4", "Ann")]
    table = tmp_path / "saved.csv"
    table.write_bytes(server.get(f"{check}save/csv").content)
    (decision,) = read_decisions(table)
    assert (decision.article, decision.finding, decision.state) == (NAME, finding, DecisionState.TO_FIX)
    markdown = server.get(f"{check}save/markdown").text
    assert "c4: mismatch" in markdown
    assert "Decided: to fix" in markdown
    assert "<b>" not in markdown
    word = docx.Document(io.BytesIO(server.get(f"{check}save/docx").content))
    comments = [one.text for one in word.comments]
    assert len(comments) == 6
    assert "Decided: to fix: =Ask --> <b> (Ann)" in next(one for one in comments if one.startswith("c4"))


def test_a_decision_is_taken_back(server: Served, check: str) -> None:
    decide(server, check)
    decide(server, check, state="")
    report = server.get(f"{check}save/json").json()
    assert not [one for one in report["documents"][0]["citations"] if "decision" in one]
    assert server.post(f"{check}decide", {"at": "0", "citation": "c4"}).status_code == 404


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"at": "0", "citation": "c99", "state": "to_fix"}, 404),
        ({"at": "7", "citation": "c4", "state": "to_fix"}, 404),
        ({"at": "x", "citation": "c4", "state": "to_fix"}, 400),
        ({"at": "0", "citation": "c4", "state": "wonderful"}, 400),
        ({}, 404),
    ],
)
def test_what_cannot_be_decided_is_refused(
    server: Served, check: str, given: dict[str, str], status: int
) -> None:
    assert server.post(f"{check}decide", given).status_code == status


def test_saved_files_without_decisions_are_those_of_check(server: Served, check: str, cache: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(server.get(f"{check}save/csv").text)))
    assert [row["id"] for row in rows] == ["c1", "c2", "c3", "c4", "c5", "c6"]
    assert "decision" not in rows[0]
    done = subprocess.run(
        [sys.executable, "-m", "citecheck", "check", NAME, "--source", str(PUBMED), "--cache-folder",
         str(cache), "--no-config", "--format", "json", "--exit-zero"],
        capture_output=True, text=True, check=True, cwd=ARTICLES,
    )  # fmt: skip
    assert server.get(f"{check}save/json").json()["documents"] == json.loads(done.stdout)["documents"]


def test_references_are_written(server: Served, check: str) -> None:
    answer = server.get(f"{check}references/ris")
    assert "TY  - JOUR" in answer.text
    assert answer.headers["content-type"].startswith("text/plain")
    assert server.get(f"{check}references/nothing").status_code == 404
    assert server.get(f"{check}save/nothing").status_code == 404


SEARCHES = [
    ({"words": "PMID 29635490"}, "29635490"),
    ({"words": "29635490"}, "29635490"),
    ({"words": "https://doi.org/10.1093/ajcn/nqx047"}, "29635490"),
    ({"words": "cancer vitamin D", "author": "Goulão", "year": "2018"}, "29635490"),
    ({"journal": "Am J Clin Nutr", "year": "2018"}, "29635490"),
]


@pytest.mark.parametrize(("wanted", "pmid"), SEARCHES)
def test_a_search_by_hand_finds_publications(
    server: Served, check: str, wanted: dict[str, str], pmid: str
) -> None:
    result = server.post(f"{check}search", {"at": "0", "citation": "c6", **wanted}).json()
    assert pmid in [one["pmid"] for one in result["found"]]
    assert result["error"] is None
    scores = [one["score"] for one in result["found"]]
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ({}, "Say what is looked for"),
        ({"year": "20x8", "words": "tea"}, "no year"),
        ({"journal": "Xyz"}, "Xyz"),
    ],
)
def test_a_search_for_nothing_is_refused(
    server: Served, check: str, wanted: dict[str, str], said: str
) -> None:
    answer = server.post(f"{check}search", {"at": "0", "citation": "c6", **wanted})
    assert answer.status_code == 400
    assert said in answer.text


def test_a_pin_is_shown_and_makes_nothing_verified(server: Served, check: str) -> None:
    server.post(f"{check}search", {"at": "0", "citation": "c6", "words": "29635490"})
    pin = {"at": "0", "citation": "c6", "pmid": "29635490"}
    before = citation(server, check, "c6")
    assert server.post(f"{check}pin", pin).status_code == 204
    after = citation(server, check, "c6")
    assert after["pinned"]["pmid"] == "29635490"
    assert after["verdict"] != "verified"
    assert "searched by hand: PMID 29635490" in [query for query, _ in after["searches"]]
    report = server.get(f"{check}save/json").json()
    jsonschema.validate(report, SCHEMA)
    assert report["documents"][0]["citations"][5]["pinned"]["pmid"] == "29635490"
    assert "A person says it is: Cancer and vitamin D" in server.get(f"{check}save/markdown").text
    assert server.post(f"{check}pin", {**pin, "pmid": ""}).status_code == 204
    assert citation(server, check, "c6") == before
    assert server.post(f"{check}pin", {**pin, "pmid": "1"}).status_code == 404


def test_asking_again_gives_the_same_where_nothing_changed(server: Served, check: str) -> None:
    before = citation(server, check, "c4")
    assert server.post(f"{check}again", {"at": "0", "citation": "c4"}).status_code == 204
    assert citation(server, check, "c4") == before
    assert server.post(f"{check}again").status_code == 204


def test_certain_corrections_are_shown_and_made_in_nothing_else(server: Served, check: str) -> None:
    shown = server.get(f"{check}corrections/0").json()
    assert shown["made"] >= 1
    removed = [line for line in shown["diff"].splitlines() if line.startswith("-") and line[1:2] != "-"]
    answer = server.get(f"{check}corrected/0")
    assert answer.headers["content-disposition"] == 'attachment; filename="vitamin-d-references-corrected.md"'
    before, after = ARTICLE.decode().splitlines(), answer.content.decode().splitlines()
    changed = [old for old, new in zip(before, after, strict=True) if old != new]
    assert [f"-{line}" for line in changed] == removed
    assert "2018;107(4):652-663" in answer.text
    decide(server, check, "c4", "accepted")
    assert "2018;107(4):652-663" not in server.get(f"{check}corrected/0").text
    assert server.get(f"{check}corrections/7").status_code == 404


def test_the_page_corrects_the_address_of_a_link(server: Served) -> None:
    link = b"[PubMed](https://pubmed.ncbi.nlm.nih.gov/%s/)"
    entry = b"Am J Clin Nutr. 2018;107(4):652-663. " + link % b"31434697"
    key = server.begin(files=[(NAME, ARTICLE.replace(b"Am J Clin Nutr. 2012;107(4):652-663.", entry))])
    server.news(key)
    assert link % b"29635490" in server.get(f"checks/{key}/corrected/0").content


def test_a_word_file_is_not_corrected(server: Served) -> None:
    word = docx.Document()
    word.add_paragraph("A 2011 trial in Magnesium Research found that magnesium eases pain.")
    out = io.BytesIO()
    word.save(out)
    key = server.begin(files=[("a.docx", out.getvalue())])
    server.news(key)
    assert server.get(f"checks/{key}/corrections/0").json()["made"] == 0
    assert server.get(f"checks/{key}/corrected/0").status_code == 404


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory, cache: Path) -> Path:
    """The store of an audit of the fixtures."""
    path = tmp_path_factory.mktemp("audit") / "audit.db"
    subprocess.run(
        [sys.executable, "-m", "citecheck", "audit", "run", str(ARTICLES), "--store", str(path), "--source",
         str(PUBMED), "--cache-folder", str(cache), "--no-config"],
        capture_output=True, check=True,
    )  # fmt: skip
    return path


@pytest.fixture(scope="module")
def with_store(store: Path, cache: Path) -> Iterator[Served]:
    with serving("--store", str(store), cache=cache) as served:
        yield served


def test_decisions_go_into_the_store_of_an_audit(with_store: Served, store: Path, tmp_path: Path) -> None:
    key = with_store.begin(files=[(NAME, ARTICLE)])
    with_store.news(key)
    assert decide(with_store, f"checks/{key}/") == {"store": True}
    table = tmp_path / "decisions.csv"
    words = ["audit", "decisions", "--store", str(store), "--output", str(table)]
    subprocess.run([sys.executable, "-m", "citecheck", *words], check=True)
    (decision,) = read_decisions(table)
    assert decision.article.endswith(NAME)
    assert (decision.state, decision.name) == (DecisionState.TO_FIX, "Ann")
    decide(with_store, f"checks/{key}/", state="")
    subprocess.run([sys.executable, "-m", "citecheck", *words], check=True)
    assert read_decisions(table) == ()
    other = with_store.begin("A 2019 study in The Lancet found that tea helps.")
    with_store.news(other)
    assert decide(with_store, f"checks/{other}/", "c1") == {"store": False}


@pytest.mark.parametrize("form", ["html", "json", "csv"])
def test_saved_decisions_come_back_with_the_article(server: Served, check: str, form: str) -> None:
    decide(server, check)
    saved = server.get(f"{check}save/{form}").content
    key = server.begin(files=[(f"checked.{form}", saved), (NAME, ARTICLE)])
    last = server.news(key)[-1]
    assert last["message"] == "1 saved decision taken over."
    assert [(one["decision"], one["decision_note"]) for one in last["decisions"]] == [
        ("to_fix", "=Ask --> <b>")
    ]
    report = server.get(f"checks/{key}/save/json").json()
    (document,) = report["documents"]
    decided = [one for one in document["citations"] if "decision" in one]
    assert [(one["id"], one["decision"]["decided_by"]) for one in decided] == [("c4", "Ann")]


def test_a_decision_about_what_is_no_longer_there_is_counted(server: Served, check: str) -> None:
    decide(server, check)
    saved = server.get(f"{check}save/json").content
    mended = ARTICLE.replace(b"2012;107(4)", b"2018;107(4)")
    assert mended != ARTICLE
    news = server.news(server.begin(files=[("checked.json", saved), (NAME, mended)]))
    assert news[-1]["message"] == "0 saved decisions taken over; 1 about what is no longer found."


def test_saved_decisions_without_their_article_say_what_they_need(server: Served, check: str) -> None:
    saved = server.get(f"{check}save/json").content
    key = server.begin(files=[("nothing.json", saved)])
    server.news(key)
    assert "nothing was decided" in server.get(f"checks/{key}/").text
    decide(server, check)
    key = server.begin(files=[("checked.json", server.get(f"{check}save/json").content)])
    server.news(key)
    assert f"It holds 1 decision about {NAME}: give it together with that article." in (
        server.get(f"checks/{key}/").text
    )


@pytest.mark.parametrize(
    "data",
    [
        b'{"schema_version": 1, "tool": {"name": "citecheck"}, "documents": 1}',
        b'{"schema_version": 1, "tool": {"name": "citecheck"}, "documents": [' + b"[" * 100_000,
        b'<script type="application/json" id="decisions">[{"article": 3}, 7]</script>',
        b"finding,decision\nabc,perhaps\n",
    ],
)
def test_broken_decisions_are_an_error_of_their_file(server: Served, data: bytes) -> None:
    suffix = {b"{": "json", b"<": "html"}.get(data[:1], "csv")
    key = server.begin(files=[(f"checked.{suffix}", data), (NAME, ARTICLE)])
    assert server.news(key)[-1]["state"] == "done"
    documents = server.get(f"checks/{key}/save/json").json()["documents"]
    assert [document["error"] is None for document in documents] == [False, True]


@pytest.mark.parametrize("form", ["html", "json"])
def test_a_saved_check_is_given_to_the_store_of_an_audit(
    server: Served, check: str, store: Path, tmp_path: Path, form: str
) -> None:
    """The page knows the article by its bare name, the store by its path."""
    decide(server, check, state="accepted")
    saved, table = tmp_path / f"checked.{form}", tmp_path / "decisions.csv"
    saved.write_bytes(server.get(f"{check}save/{form}").content)
    words = [sys.executable, "-m", "citecheck", "audit"]
    subprocess.run([*words, "decide", "--from", str(saved), "--store", str(store)], check=True)
    subprocess.run([*words, "decisions", "--store", str(store), "--output", str(table)], check=True)
    (decision,) = read_decisions(table)
    assert decision.article.endswith(f"/{NAME}")
    assert (decision.state, decision.note, decision.name) == (
        DecisionState.ACCEPTED, "=Ask --> <b>", "Ann",
    )  # fmt: skip
    with Store(store) as opened:
        withdraw(opened, [decision])
