"""Bookshelf accessions are looked up live and in an index; an index without books says that it lacks them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.eutils_server import EutilsServer, Holdings

ROOT = Path(__file__).parents[2]
COMMAND = Path(sys.executable).with_name("citecheck")
ARTICLES = ROOT / "fixtures" / "pubmed" / "records-1.xml"
BOOK = (ROOT / "tests" / "pubmed" / "book_chapter.xml").read_text(encoding="utf-8")
TEXT = """# Storage diseases

One of them is described in [this chapter](https://www.ncbi.nlm.nih.gov/books/NBK1000/#fabry.Summary).

Another is described [elsewhere](https://www.ncbi.nlm.nih.gov/books/NBK99999999/).

## References

1. Mehta A. Fabry Disease. In: GeneReviews [Internet]. Seattle (WA): University of Washington; 1993.
   Bookshelf ID: NBK1000.
2. Mehta A. Fabry Disease. In: GeneReviews [Internet]. https://www.ncbi.nlm.nih.gov/books/NBK1000/
3. Okafor C. Fatigue of nurses. In: StatPearls [Internet]. Treasure Island (FL): StatPearls Publishing; 2023.
   Bookshelf ID: NBK99999998.
"""


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "article.md"
    path.write_text(TEXT, encoding="utf-8")
    return path


@pytest.fixture
def books(tmp_path: Path) -> Path:
    path = tmp_path / "books.xml"
    path.write_text(f"<PubmedArticleSet>{BOOK}</PubmedArticleSet>", encoding="utf-8")
    return path


@pytest.fixture
def server(books: Path) -> Iterator[EutilsServer]:
    with EutilsServer(Holdings.of([ARTICLES, books])) as running:
        yield running


def run(folder: Path, *words: str | Path) -> subprocess.CompletedProcess[str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("CITECHECK_", "NCBI_"))}
    return subprocess.run(
        [COMMAND, *words],
        env=kept | {"CITECHECK_CACHE_FOLDER": str(folder / "cache")},
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def citations(done: subprocess.CompletedProcess[str]) -> list[dict[str, Any]]:
    assert done.stdout, done.stderr
    found: list[dict[str, Any]] = json.loads(done.stdout)["documents"][0]["citations"]
    return [one for one in found if one["kind"] in ("link", "reference")]


def test_accessions_are_read_from_addresses_and_entries(article: Path, tmp_path: Path) -> None:
    read = citations(run(tmp_path, "extract", article, "--format", "json"))
    assert [one["claimed"]["accession"] for one in read] == [
        "NBK1000", "NBK99999999", "NBK1000", "NBK1000", "NBK99999998",
    ]  # fmt: skip


def test_live_pubmed_is_searched_by_accession(article: Path, tmp_path: Path, server: EutilsServer) -> None:
    done = run(tmp_path, "check", article, "--pubmed-url", server.url, "--format", "json")
    found = citations(done)
    assert [one["verdict"] for one in found] == [
        "verified", "outside_pubmed", "verified", "verified", "not_found",
    ]  # fmt: skip
    assert [one["match"]["pmid"] for one in found if one["match"]] == ["20301546"] * 3
    assert "PubMed holds only some of these" in found[1]["reasons"][0]


def test_an_index_with_books_is_searched_by_accession(article: Path, tmp_path: Path, books: Path) -> None:
    index = tmp_path / "index"
    assert run(tmp_path, "pubmed", "build", index, books, ARTICLES).returncode == 0
    found = citations(run(tmp_path, "check", article, "--source", index, "--complete", "--format", "json"))
    assert [one["verdict"] for one in found] == [
        "verified", "outside_pubmed", "verified", "verified", "not_found",
    ]  # fmt: skip
    for named in ("NBK1000", "Bookshelf ID: nbk1000", "https://www.ncbi.nlm.nih.gov/books/NBK1000/?report=1"):
        got = run(tmp_path, "pubmed", "get", index, named)
        assert "Fabry Disease" in got.stdout, got.stderr


def test_an_index_without_books_says_that_it_lacks_them(article: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    assert run(tmp_path, "pubmed", "build", index, ARTICLES).returncode == 0
    done = run(tmp_path, "check", article, "--source", index, "--complete", "--format", "json")
    found = citations(done)
    assert {one["verdict"] for one in found} == {"unchecked"}
    assert all("NLM's files hold none of these" in one["reasons"][0] for one in found)
