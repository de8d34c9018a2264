"""Second opinions: Crossref, doi.org and Open Library are asked once, and never trusted."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from citecheck.errors import SettingsError
from citecheck.model.second_opinion import Identifier, IdentifierKind
from citecheck.sources import SourceOptions
from citecheck.sources.second_opinions import open_opinion_sources
from citecheck.sources.second_opinions.crossref import CrossrefSource
from citecheck.sources.second_opinions.openlibrary import OpenLibrarySource

from .services import ISBN, Services, running

FIXTURES = Path(__file__).parents[3] / "fixtures"


@pytest.fixture
def services() -> Services:
    return Services()


@pytest.fixture
def url(services: Services) -> Iterator[str]:
    with running(services) as base:
        yield base


def options(folder: Path, **changed: object) -> SourceOptions:
    return SourceOptions(cache_folder=folder, timeout=5, budget=20, **changed)  # type: ignore[arg-type]


def doi(value: str) -> Identifier:
    return Identifier(IdentifierKind.DOI, value)


def isbn(value: str) -> Identifier:
    return Identifier(IdentifierKind.ISBN, value)


@pytest.mark.parametrize(
    ("value", "says"),
    [
        (
            "10.5555/known",
            "Crossref knows DOI 10.5555/known: “Naps and the tide”. Imaginary Shores 2019 (journal article).",
        ),
        (
            "10.5555/elsewhere",
            "doi.org knows DOI 10.5555/elsewhere: it is registered, though not with Crossref.",
        ),
        ("10.5555/none", "doi.org, and so every registration agency, does not know DOI 10.5555/none."),
    ],
)
def test_whether_a_doi_exists(value: str, says: str, url: str, tmp_path: Path) -> None:
    source = CrossrefSource(options(tmp_path), url, url)
    opinion = source.opinion(doi(value))
    source.close()
    assert opinion.sentence == says


def test_whether_an_isbn_exists(url: str, tmp_path: Path) -> None:
    source = OpenLibrarySource(options(tmp_path), url)
    known, unknown = source.opinion(isbn(ISBN)), source.opinion(isbn("9780000000002"))
    source.close()
    assert known.sentence == (
        f"Open Library knows ISBN {ISBN}: “Diffusion”, by A. Lindqvist and B. Hay. Shore Press 2003."
    )
    assert unknown.known is False


def test_answers_are_cached_and_failures_are_not(services: Services, url: str, tmp_path: Path) -> None:
    services.failures = 3
    source = OpenLibrarySource(options(tmp_path), url)
    assert source.opinion(isbn(ISBN)).known is None
    assert source.opinion(isbn(ISBN)).known is True
    source.close()
    asked = len(services.asked)
    again = OpenLibrarySource(options(tmp_path, offline=True), url)
    assert again.opinion(isbn(ISBN)).known is True
    other = again.opinion(isbn("9780000000002"))
    again.close()
    assert len(services.asked) == asked
    assert other.known is None
    assert "--offline" in (other.error or "")


def test_requests_name_the_client(services: Services, url: str, tmp_path: Path) -> None:
    source = CrossrefSource(options(tmp_path, email="a@example.org"), url, url)
    source.opinion(doi("10.5555/known"))
    source.close()
    assert services.agents[0].startswith("citecheck/")
    assert "mailto:a@example.org" in services.agents[0]


def test_a_nonsensical_or_missing_answer_gives_no_opinion(
    services: Services, url: str, tmp_path: Path
) -> None:
    services.body = b"<html>busy</html>"
    source = CrossrefSource(options(tmp_path), url, url)
    assert source.opinion(doi("10.5555/known")).known is None
    source.close()
    silent = CrossrefSource(
        options(tmp_path / "other", use_cache=False), "http://127.0.0.1:9", "http://127.0.0.1:9"
    )
    opinion = silent.opinion(doi("10.5555/known"))
    silent.close()
    assert opinion.known is None
    assert "could not be asked" in opinion.sentence


def test_only_known_services_and_web_addresses_are_taken(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="crossref and openlibrary"):
        open_opinion_sources(["scopus"], options(tmp_path), {})
    with pytest.raises(SettingsError, match="not a web address"):
        open_opinion_sources(["crossref"], options(tmp_path), {"crossref_url": "file:///etc/passwd"})


def test_a_check_has_the_opinions_as_notes_and_the_same_verdicts(
    services: Services, url: str, tmp_path: Path
) -> None:
    article = tmp_path / "article.md"
    article.write_text(
        "# Naps\n\n## References\n\n"
        "1. Okafor C, Berg J. Naps and the tide. Imaginary Shores. 2019;4(2):101-9. doi:10.5555/known\n"
        f"2. Lindqvist A, Hay B. Diffusion at low tide. 2nd ed. London: Shore Press; 2003. ISBN {ISBN}\n",
        encoding="utf-8",
    )
    urls = {f"CITECHECK_{name}_URL": url for name in ("CROSSREF", "DOI", "OPENLIBRARY")}
    citations_by_option = {}
    for also in ([], ["--also", "crossref,openlibrary"]):
        source = ["--source", str(FIXTURES / "pubmed"), "--cache-folder", str(tmp_path / "cache")]
        command = [
            sys.executable,
            "-m",
            "citecheck",
            "check",
            str(article),
            *source,
            "--format",
            "json",
            *also,
        ]
        ran = subprocess.run(
            [*command, "--exit-zero"], env={**os.environ, **urls}, capture_output=True, check=True
        )
        citations_by_option[len(also)] = json.loads(ran.stdout)["documents"][0]["citations"]
    plain, asked = citations_by_option.values()
    assert [one["verdict"] for one in plain] == [one["verdict"] for one in asked]
    assert not any("knows" in note for one in plain for note in one["notes"])
    assert [any("knows" in note for note in one["notes"]) for one in asked] == [True, True]
    assert len(services.asked) == len(set(services.asked))
