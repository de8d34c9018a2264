"""Retraction Watch's data set: fetched on demand, used offline, and heard beside PubMed."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.cli.test_pubmed_shapes import SLEEP, TITLE, judged, run
from tests.pubmed.made import Made

HEAD = (
    "Record ID,Title,RetractionDate,RetractionDOI,RetractionPubMedID,OriginalPaperDOI,OriginalPaperPubMedID,"
    "RetractionNature\n"
)
ROWS = (
    '1,"Evening light, and sleep",2/6/2010 0:00,10.1000/notice,40,10.1000/Light,25,Retraction\n'
    "2,Zinc,3/1/2011 0:00,,0,10.1000/zinc,0,Expression of concern\n"
    "3,Corrected,3/1/2011 0:00,,0,10.1000/corrected,26,Correction\n"
    "4,No identifier,3/1/2011 0:00,,0,Unavailable,0,Retraction\n"
)
MORE = "".join(f"{n},Other,1/1/2012 0:00,,0,10.1000/other.{n},{n},Retraction\n" for n in range(100, 120))
ENTRY = f"{SLEEP} PLoS One. 2019;14:61-70."


class Site(BaseHTTPRequestHandler):
    body = ""
    status = 200

    def do_GET(self) -> None:
        data = self.body.encode()
        self.send_response(self.status)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def site() -> Iterator[type[Site]]:
    handler = type("Site", (Site,), {"body": HEAD + ROWS + MORE})
    listening = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    handler.url = f"http://127.0.0.1:{listening.server_address[1]}/data.csv"  # type: ignore[attr-defined]
    threading.Thread(target=listening.serve_forever, args=(0.02,), daemon=True).start()
    yield handler
    listening.shutdown()
    listening.server_close()


def update(folder: Path, site: type[Site], code: int = 0) -> str:
    url = site.url  # type: ignore[attr-defined]
    return run(
        folder, "retractions", "update", "--url", url, code=code, CITECHECK_DATA_FOLDER=str(folder / "data")
    )


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CITECHECK_DATA_FOLDER", str(tmp_path / "data"))


@pytest.mark.parametrize(
    "identified", [{"pmid": "25"}, {"pmid": "70", "locations": (("doi", "10.1000/LIGHT"),)}]
)
def test_what_the_data_set_says_and_pubmed_does_not_is_said(
    tmp_path: Path, site: type[Site], identified: dict[str, str]
) -> None:
    record = Made(**{"title": TITLE, "volume": "14", "pages": "61-70", **identified})  # type: ignore[arg-type]
    assert judged(tmp_path, [record], ENTRY)["flags"] == []
    assert "22 retractions and expressions of concern are kept" in update(tmp_path, site)
    site.body = ""
    found = judged(tmp_path, [record], ENTRY)
    assert found["flags"] == ["retracted"]
    said = "It was retracted: so says Retraction Watch (2010-02-06, notice doi:10.1000/notice; as of "
    assert any(reason.startswith(said) and "and PubMed does not" in reason for reason in found["reasons"])
    run(tmp_path, "retractions", "remove", code=0)
    assert judged(tmp_path, [record], ENTRY)["flags"] == []


def test_that_the_data_set_lacks_what_pubmed_says_is_said_too(tmp_path: Path, site: type[Site]) -> None:
    retraction = (("RetractionIn", "Lancet. 2021 Mar;397:2", "31"),)
    update(tmp_path, site)
    record = Made("71", TITLE, volume="14", pages="61-70", relations=retraction)
    reasons = judged(tmp_path, [record], ENTRY)["reasons"]
    assert any(reason.startswith("Retraction Watch does not list it as retracted") for reason in reasons)
    agreed = judged(tmp_path, [Made("25", TITLE, volume="14", pages="61-70", relations=retraction)], ENTRY)
    assert not any("Retraction Watch" in reason for reason in agreed["reasons"])


@pytest.mark.parametrize(
    ("body", "status", "words"),
    [
        ("<html>Busy</html>", 200, "not the Retraction Watch data set"),
        (HEAD, 200, "holds 0 usable rows"),
        ("", 503, "answers 503"),
    ],
)
def test_what_is_not_the_data_set_is_not_kept(
    tmp_path: Path, site: type[Site], body: str, status: int, words: str
) -> None:
    update(tmp_path, site)
    before = (tmp_path / "data" / "retraction_watch.jsonl").read_bytes()
    site.body, site.status = body, status
    assert words in update(tmp_path, site, code=2)
    assert (tmp_path / "data" / "retraction_watch.jsonl").read_bytes() == before
