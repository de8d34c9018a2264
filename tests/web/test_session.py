"""Live PubMed from the page: credentials of a session, outages, asking again."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.eutils_server import EutilsServer, Holdings
from tests.web.server import ARTICLES, PUBMED, Served, serving

KEY = "5ecre7" * 6
EMAIL = "desk@example.org"
ARTICLE = (ARTICLES / "vitamin-d-references.md").read_bytes()


@pytest.fixture(scope="module")
def holdings() -> Holdings:
    return Holdings.of([PUBMED])


@pytest.fixture
def pubmed(holdings: Holdings) -> Iterator[EutilsServer]:
    with EutilsServer(holdings, rate=10, keys=frozenset({KEY})) as running:
        yield running


@pytest.fixture
def live(pubmed: EutilsServer, tmp_path: Path) -> Iterator[Served]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("NCBI_")}
    options = ("--source", "pubmed", "--pubmed-url", pubmed.url)
    with serving(*options, cache=tmp_path, environment=environment) as served:
        yield served


def test_credentials_that_are_typed_are_sent_to_pubmed_and_shown_and_kept_nowhere(
    live: Served, pubmed: EutilsServer, tmp_path: Path
) -> None:
    assert "live PubMed" in live.get().text
    assert live.post("session", {"email": EMAIL, "key": KEY}).json() == {"email": True, "key": True}
    key = live.begin(files=[("a.md", ARTICLE)])
    totals = live.news(key)[-1]["about"]["totals"]
    assert totals["verified"] == 1
    assert totals["mismatch"] == 2
    sent = [hit.parameters for hit in pubmed.log.hits]
    assert {one.get("api_key") for one in sent} == {KEY}
    assert {one.get("email") for one in sent} == {EMAIL}
    pages = (live.get(), live.get(f"checks/{key}/"), live.get(f"checks/{key}/save/html"))
    assert not [page for page in pages if KEY in page.text or EMAIL in page.text]
    kept = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert not [path for path in kept if KEY.encode() in path.read_bytes()]


def test_what_could_not_be_checked_is_asked_again(live: Served) -> None:
    key = live.begin(files=[("a.md", ARTICLE)])
    live.post(f"checks/{key}/stop")
    before = live.news(key)[-1]
    assert live.post(f"checks/{key}/again").status_code == 204
    after = live.news(key)[-1]
    assert after["judged"] == after["citations"] >= before["judged"]
    assert "unchecked" not in after["about"]["totals"]
