"""What a baseline accepts, in a repository: never a later retraction, and articles under new names."""

import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.pubmed import records
from tests.repository import ARTICLES, LANCET, Repository, configure, errors

ROW = (
    "23999824|Chen H|Association between single-nucleotide polymorphisms of OGG1 gene and pancreatic "
    "cancer risk in Chinese Han population|Tumour biology|Tumour Biol.|8409922|2014|35|1|111-113|"
    "10.1007/s13277-013-1111-8"
)
GENES = (
    "Researchers writing in the journal Tumour Biology in 2014 found an association between single-"
    "nucleotide polymorphisms of the OGG1 gene and pancreatic cancer risk in a Chinese Han population.\n"
)


def notice(kind: str, where: str) -> str:
    """What a record says of a later notice on it."""
    return (
        f'<CommentsCorrectionsList><CommentsCorrections RefType="{kind}"><RefSource>{where}</RefSource>'
        '<PMID Version="1">28000001</PMID></CommentsCorrections></CommentsCorrectionsList>'
    )


def publish(folder: Path, extra: str) -> str:
    """A folder of PubMed records in which the paper carries this notice."""
    folder.mkdir()
    records.write(folder / "records.xml", [records.article(ROW, extra=extra)])
    return str(folder)


@pytest.fixture
def of_concern(repository: Repository, tmp_path: Path) -> Repository:
    """A repository whose baseline accepted a paper that was under an expression of concern."""
    source = publish(tmp_path / "before", notice("ExpressionOfConcernIn", "Tumour Biol. 2015;36:1"))
    repository.write("articles/genes.txt", GENES)
    repository.run("baseline", "articles/genes.txt", "--source", source, code=0)
    known = ("--source", source, "--baseline", ".citecheck-baseline.json")
    repository.check(*known, "--fail-on", "expression_of_concern", articles="articles/genes.txt", code=0)
    return repository


def test_a_later_retraction_is_new(of_concern: Repository, tmp_path: Path) -> None:
    source = publish(tmp_path / "after", notice("RetractionIn", "Tumour Biol. 2017 Mar;39(3)"))
    known = ("--source", source, "--baseline", ".citecheck-baseline.json")
    shown = of_concern.check(*known, articles="articles/genes.txt", code=1)
    assert "::error file=articles/genes.txt,line=1,endLine=1,title=citecheck%3A retracted," in shown
    assert "RETRACTED: Tumour Biol. 2017 Mar;39(3) (notice: PMID 28000001)." in shown
    written = of_concern.run("check", "articles/genes.txt", *known, "--format", "junit", code=1).stdout
    suites = ElementTree.fromstring(written)  # noqa: S314 - our own output
    assert (suites.get("failures"), suites.find(".//skipped")) == ("1", None)


def test_a_baseline_of_the_first_version_hides_no_retraction(of_concern: Repository, tmp_path: Path) -> None:
    held = json.loads(of_concern.read(".citecheck-baseline.json"))
    rows = [{key: row[key] for key in ("path", "verdict", "quote", "count")} for row in held["findings"]]
    of_concern.write(".citecheck-baseline.json", json.dumps({"version": 1, "findings": rows}))
    source = publish(tmp_path / "after", notice("RetractionIn", "Tumour Biol. 2017 Mar;39(3)"))
    known = ("--source", source, "--baseline", ".citecheck-baseline.json")
    shown = of_concern.check(*known, articles="articles/genes.txt", code=1)
    assert "::notice::the baseline is of an older version" in shown


def test_an_article_keeps_what_was_accepted_under_its_new_name(repository: Repository) -> None:
    configure(repository, 'baseline = ".citecheck-baseline.json"\n')
    repository.run("baseline", "articles", code=0)
    repository.git("mv", "articles/heart.md", "articles/heart-and-diet.md")
    shown = repository.check(code=3)
    assert errors(shown) == set()
    assert "::notice::articles/heart-and-diet.md: was articles/heart.md when the baseline" in shown
    repository.run("baseline", "articles", "--update", code=0)
    paths = {row["path"] for row in json.loads(repository.read(".citecheck-baseline.json"))["findings"]}
    assert "articles/heart-and-diet.md" in paths
    assert "articles/heart.md" not in paths


def test_a_copied_article_does_not_use_the_baseline_of_the_original(repository: Repository) -> None:
    configure(repository, 'baseline = ".citecheck-baseline.json"\n')
    repository.run("baseline", "articles", code=0)
    repository.write("articles/copy.md", ARTICLES["heart.md"])
    assert errors(repository.check(code=1)) == {("copy.md", 5)}


def test_an_exceeded_count_is_reported(repository: Repository) -> None:
    configure(repository, 'baseline = ".citecheck-baseline.json"\n')
    repository.run("baseline", "articles", code=0)
    repository.write("articles/heart.md", f"{ARTICLES['heart.md']}\nOnce more.\n\n{LANCET}\n")
    shown = repository.check(code=1)
    assert re.search(
        r"articles/heart\.md: the baseline accepts this 2 times, and it stands here 2 more times", shown
    )
