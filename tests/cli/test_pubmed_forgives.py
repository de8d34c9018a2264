"""What people type, paste and hand over by mistake: understood, or refused at once with the reason."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.test_pubmed import said
from tests.pubmed.records import article_set, deletions, synthetic, write

FORMATS = {
    "refs.ris": ("TY  - JOUR\nTI  - Sleep\nER  - \n", "RIS"),
    "refs.bib": ("@article{kim2019,\n title = {Sleep}\n}\n", "BibTeX"),
    "refs.csv": ("PMID,Title,Authors\n31,Sleep,Kim A\n", "CSV"),
    "refs.json": ('[{"id": "31"}]\n', "JSON"),
    "refs.enw": ("%0 Journal Article\n%T Sleep\n", "EndNote"),
    "refs.pdf": ("%PDF-1.7\n", "a PDF"),
}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("index")
    records = [*synthetic(31, 4), *synthetic(90, 2, title="Zinc and colds")]
    records[0] = records[0].replace(
        "</ArticleIdList>", '<ArticleId IdType="pmc">PMC128915</ArticleId></ArticleIdList>'
    )
    said("build", folder / "ix", write(folder / "pubmed26n0001.xml", records))
    said("update", folder / "ix", write(folder / "pubmed26n0003.xml", [deletions("91")]))
    return folder / "ix"


@pytest.mark.parametrize(("name", "content"), FORMATS.items())
def test_other_formats_are_refused_with_their_name(
    tmp_path: Path, name: str, content: tuple[str, str]
) -> None:
    (tmp_path / name).write_text(content[0])
    assert f"This is {content[1]}, neither PubMed XML" in said(
        "build", tmp_path / "ix", tmp_path / name, code=2
    )


def test_files_without_a_record_build_nothing(tmp_path: Path) -> None:
    (tmp_path / "empty.xml").write_bytes(article_set([]))
    assert "There is not one record in" in said("build", tmp_path / "ix", tmp_path / "empty.xml", code=2)
    assert "half built" in said("info", tmp_path / "ix", code=2)


@pytest.mark.parametrize(
    "typed",
    [
        "31", "PMID: 31", "pmid:31", "PMID 0031", "https://pubmed.ncbi.nlm.nih.gov/31/",
        "pubmed.ncbi.nlm.nih.gov/31",
        "https://www.ncbi.nlm.nih.gov/pubmed/31?report=xml", "https://europepmc.org/article/MED/31",
        "10.1000/test.31", "doi:10.1000/TEST.31", "https://doi.org/10.1000/test.31",
        "https://journal.example.org/doi/full/10.1000/test.31?x=1", "PMC128915", "PMCID: PMC128915",
        "https://pmc.ncbi.nlm.nih.gov/articles/PMC128915/",
    ],
)  # fmt: skip
def test_an_identifier_in_any_form_leads_to_its_record(index: Path, typed: str) -> None:
    assert said("get", index, typed, "--format", "nbib").startswith("PMID- 31\n")


def test_what_is_no_identifier_or_was_deleted_is_called_that(index: Path) -> None:
    assert "is not a PMID, DOI, PMCID or Bookshelf accession" in said("get", index, "sleep", code=2)
    assert "PubMed has deleted record 91" in said("get", index, "PMID: 91", code=1)
    assert "is not in" in said("get", index, "77", code=1)


@pytest.mark.parametrize(
    ("words", "hits"),
    [
        (["sleep", "AND", "memory"], 4),
        (["zinc", "OR", "sleep"], 5),
        (['"shift workers" AND memory'], 4),
        (["zinc OR sleep", "AND", "colds"], 1),
    ],
)
def test_a_search_understands_and_or_and_quotes(index: Path, words: list[str], hits: int) -> None:
    assert said("search", index, *words).startswith(f"{hits} records")


@pytest.mark.parametrize(
    "words", [["zinc", "NOT", "sleep"], ["zinc[ti]"], ["(zinc)"], ["OR", "zinc"], ['"zinc']]
)
def test_a_search_refuses_what_it_does_not_understand(index: Path, words: list[str]) -> None:
    said("search", index, *words, code=2)


def test_gaps_are_said(index: Path) -> None:
    assert "gaps         pubmed26n0002 (1 files: fetch them, then update)" in said("info", index)
    assert "pubmed26n0002 was never put in" in said("verify", index, code=1)


def test_an_address_without_a_scheme_is_refused_at_once(tmp_path: Path) -> None:
    assert "does not start with https://" in said(
        "download", tmp_path, "--url", "ftp.example.org/pubmed", code=2
    )


KEPT = """
import os
import sys
from pathlib import Path
from citecheck.sources.answer_cache import AnswerCache, AnswerKind
if sys.argv[2] == "read":
    os.setuid(65534)
cache = AnswerCache(Path(sys.argv[1]), any_age=True)
if sys.argv[2] == "write":
    cache.put([(AnswerKind.SEARCH, "key", b"answer")])
else:
    cache.put([(AnswerKind.SEARCH, "other", b"answer")])
    print(cache.get((AnswerKind.SEARCH,), ["key", "other"]))
cache.close()
"""


def test_a_cache_that_cannot_be_written_is_read(tmp_path: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("another user's folder is needed")
    tmp_path.chmod(0o755)
    for parent in list(tmp_path.parents)[:3]:
        parent.chmod(0o755)
    subprocess.run([sys.executable, "-c", KEPT, str(tmp_path / "cache"), "write"], check=True)
    for path in (tmp_path / "cache", *(tmp_path / "cache").iterdir()):
        path.chmod(0o755 if path.is_dir() else 0o644)
    done = subprocess.run(
        [sys.executable, "-c", KEPT, str(tmp_path / "cache"), "read"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "{'key': (<AnswerKind.SEARCH: 'search'>, b'answer')}" in done.stdout, done.stderr
    assert "Traceback" not in done.stderr
