"""A check from paste to verdicts, over HTTP."""

import io
import json
from pathlib import Path

import pytest

import citecheck
from citecheck.reports.notices import verdict_name
from citecheck.sources import SourceOptions, open_source
from tests.web.server import ARTICLES, PUBMED, Served

ARTICLE = (ARTICLES / "magnesium-neuropathy.md").read_text("utf-8")


def expected(path: Path, cache: Path) -> list[tuple[str, str]]:
    """(id, verdict) of each citation, as `citecheck check` says."""
    with open_source(str(PUBMED), SourceOptions(cache_folder=cache)) as source:
        found = citecheck.check([path], source).citations
        return [(one.citation.id, verdict_name(one.judgement)) for one in found if one.judgement]


def test_a_pasted_text_gets_the_verdicts_of_check(server: Served, cache: Path) -> None:
    citations = server.checked(ARTICLE)
    assert [(one["id"], one["verdict"]) for one in citations] == expected(
        ARTICLES / "magnesium-neuropathy.md", cache
    )


def test_citations_are_told_before_their_verdicts(server: Served) -> None:
    news = server.news(server.begin(ARTICLE))
    assert news[-1]["state"] == "done"
    assert news[-1]["judged"] == news[-1]["citations"] == 5
    assert all(one["judged"] <= one["citations"] for one in news)
    assert not news[0]["about"]["line"] or len(news) == 1


@pytest.mark.parametrize(
    "name", ["coffee-mortality-news.txt", "heart-health-links.html", "vitamin-d-references.md"]
)
def test_files_get_the_verdicts_of_check(server: Served, cache: Path, name: str) -> None:
    citations = server.checked(files=[(name, (ARTICLES / name).read_bytes())])
    assert [(one["id"], one["verdict"]) for one in citations] == expected(ARTICLES / name, cache)


def test_word_files_bibliographies_and_exports_are_read(server: Served) -> None:
    import docx

    document = docx.Document()
    document.add_paragraph("A 2011 trial in Magnesium Research found that magnesium relieves pain.")
    out = io.BytesIO()
    document.save(out)
    ris = b"TY  - JOUR\nTI  - Oral magnesium treatment\nJO  - Magnes Res\nPY  - 2011\nER  - \n"
    export = json.dumps([{"id": n, "body": ARTICLE} for n in range(2)]).encode()
    lines = b"\n".join(json.dumps({"id": n, "body": ARTICLE}).encode() for n in range(3))
    key = server.begin(
        files=[("a.docx", out.getvalue()), ("b.ris", ris), ("c.json", export), ("d.jsonl", lines)]
    )
    about = server.news(key)[-1]["about"]
    assert [row["path"] for row in about["articles"]] == [
        "a.docx", "b.ris", "c.json#1", "c.json#2", "d.jsonl#1", "d.jsonl#2", "d.jsonl#3",
    ]  # fmt: skip
    assert not [row["error"] for row in about["articles"] if row["error"]]
    assert sum(about["totals"].values()) == 1 + 1 + 5 * 5


@pytest.mark.parametrize(
    ("name", "data", "error"),
    [
        ("a.docx", b"PK\x03\x04 broken", "DOCX"),
        ("a.pdf", b"%PDF-1.4 broken", "PDF"),
        ("a.exe", b"MZ", "can't be read"),
        ("../../etc/a.txt", b"", "empty"),
        ("a.json", b"[" * 100_000, ""),
    ],
)
def test_what_cannot_be_read_says_why(server: Served, name: str, data: bytes, error: str) -> None:
    (row,) = server.news(server.begin(files=[(name, data)]))[-1]["about"]["articles"]
    assert error in row["error"]
    assert "/" not in row["path"]


def test_nothing_is_no_check(server: Served) -> None:
    answer = server.post("checks", {"text": "  "})
    assert (answer.status_code, answer.text) == (400, "Paste a text, choose files, or give an address.")


def test_private_addresses_are_refused(server: Served) -> None:
    (row,) = server.news(server.begin(address=server.address))[-1]["about"]["articles"]
    assert "private network" in row["error"]
    (row,) = server.news(server.begin(address="file:///etc/passwd"))[-1]["about"]["articles"]
    assert "not fetched" in row["error"]


def test_checks_are_linked_while_the_server_runs(server: Served) -> None:
    key = server.begin(ARTICLE)
    assert f'href="checks/{key}/"' in server.get().text
    server.news(key)
    page = server.get(f"checks/{key}/")
    assert page.status_code == 200
    assert "Magnesium for Neuropathy" in page.text
    assert server.get("checks/none/").status_code == 404


def test_a_check_that_is_stopped_while_it_waits_asks_nothing(server: Served) -> None:
    others = [server.begin(ARTICLE) for _ in range(4)]
    last = server.begin(ARTICLE)
    assert server.post(f"checks/{last}/stop").status_code == 204
    assert server.news(last)[-1]["state"] in ("stopped", "done")
    for key in others:
        assert server.news(key)[-1]["state"] == "done"
