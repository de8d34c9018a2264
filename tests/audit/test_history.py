"""What happens to an archive between two runs is said, and nothing else."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest

from citecheck.model import Publication
from citecheck.pubmed import read_records

from .commands import COMMAND, ROOT, rows, run
from .site import Page, served

CHANGED, RENAMED, DELETED, RETRACTED = range(10), range(10, 13), range(13, 15), range(15, 20)


def publications() -> list[Publication]:
    """Publications of the fixtures that a reference can name by volume and pages."""
    found = [
        record
        for file in sorted((ROOT / "fixtures/pubmed").glob("*.xml"))
        for record in read_records(file)
        if isinstance(record, Publication)
    ]
    return [one for one in found if one.pages and "Retracted Publication" not in one.publication_types]


def entry(one: Publication) -> str:
    """A reference that states the publication rightly."""
    authors = ", ".join(author.short for author in one.authors[:6])
    issued = f"{one.year};{one.volume}{f'({one.issue})' if one.issue else ''}:{one.pages}"
    journal = one.journal.abbreviation if one.journal else ""
    return f"1. {authors}. {one.title.rstrip('.')}. {journal}. {issued}. PMID: {one.pmid}.\n"


@pytest.fixture
def cited(tmp_path: Path) -> list[Publication]:
    chosen = publications()[:20]
    folder = tmp_path / "articles"
    folder.mkdir()
    for number, one in enumerate(chosen):
        text = f"# Article {number}\n\nPeople eat and sleep.\n\n## References\n\n{entry(one)}"
        (folder / f"a{number:02}.md").write_text(text, encoding="utf-8")
    return chosen


RETRACTED_TYPE = '<PublicationType UI="D016441">Retracted Publication</PublicationType>'


def marked_index(folder: Path, marks: dict[str, tuple[str, str]]) -> Path:
    """An index of the fixtures in which some records are marked.

    Args:
        folder: Where it is built.
        marks: By PMID: a tag of the record (without its brackets), and the XML that is written after it.
    """
    source = folder / "records"
    source.mkdir()
    for file in (ROOT / "fixtures/pubmed").glob("*.xml"):
        text = file.read_text(encoding="utf-8")
        for pmid, (element, mark) in marks.items():
            article = re.compile(rf"(<PMID[^>]*>{pmid}</PMID>.*?<{element}>)", re.DOTALL)
            text = article.sub(rf"\1{mark}", text, count=1)
        (source / file.name).write_text(text, encoding="utf-8")
    subprocess.run(
        [COMMAND, "pubmed", "build", folder / "new.index", source], check=True, capture_output=True
    )
    return folder / "new.index"


def change_articles(folder: Path) -> None:
    for number in CHANGED:
        file = folder / f"a{number:02}.md"
        file.write_text(file.read_text().replace("People eat", "Most people eat"))
    for number in RENAMED:
        (folder / f"a{number:02}.md").rename(folder / f"renamed-{number}.md")
    for number in DELETED:
        (folder / f"a{number:02}.md").unlink()


def test_the_difference_of_two_runs_is_exactly_what_changed(
    tmp_path: Path, index: Path, cited: list[Publication]
) -> None:
    """Takes its time: a difference needs two runs and two indexes."""
    run(tmp_path, index, "run", "articles", "--processes", "1")
    assert rows(tmp_path, "SELECT shown, count(*) FROM current GROUP BY 1") == [("verified", 20)]
    change_articles(tmp_path / "articles")
    # The same folder by another path holds the same articles.
    said = run(tmp_path, index, "run", tmp_path / "articles", "--processes", "1")
    assert "10 articles checked" in said
    assert "8 unchanged\n3 of them renamed\n2 gone" in said
    mark = ("PublicationTypeList", RETRACTED_TYPE)
    updated = marked_index(tmp_path, {cited[number].pmid: mark for number in RETRACTED})
    listed = run(tmp_path, updated, "retractions", code=1)
    assert len(re.findall(r"^new: ", listed, re.MULTILINE)) == 5
    assert "5 verdicts changed" in run(tmp_path, index, "rejudge")
    difference = run(tmp_path, index, "diff", "1", "3", code=1).splitlines()
    assert difference == [
        "10 articles changed",
        *(f"  articles/a{number:02}.md" for number in CHANGED),
        "3 articles renamed",
        *(f"  articles/a{n}.md → {tmp_path}/articles/renamed-{n}.md" for n in RENAMED),
        "2 articles gone",
        *(f"  articles/a{number:02}.md" for number in DELETED),
        "5 new",
        *(line for line in difference if ": retracted: " in line),
        "0 fixed",
        "0 still open",
    ]
    retracted = [line.split(":")[0].strip() for line in difference if ": retracted: " in line]
    assert retracted == [f"articles/a{number:02}.md" for number in RETRACTED]
    assert "5 citations of retracted publications, 0 of them newly" in run(tmp_path, updated, "retractions")
    page = run(tmp_path, index, "report", "--format", "html", "--since", "1")
    for said in (
        "10 articles changed", "3 articles renamed", "2 articles gone", "5 failing citations new",
        "0 failing citations fixed", "<p>0 still open</p>",
        "Of 18 checkable citations 5 fail (27.8 %); 5 cite retracted publications.",
    ):  # fmt: skip
        assert said in page


def notice(relation: str) -> tuple[str, str]:
    """What a record says of a notice, written after the article."""
    where = "<RefSource>Gut. 2020;1:1</RefSource>"
    refers = f'<CommentsCorrections RefType="{relation}">{where}</CommentsCorrections>'
    return "/Article", f"<CommentsCorrectionsList>{refers}</CommentsCorrectionsList>"


MARKS = (
    ("PublicationTypeList", RETRACTED_TYPE),
    ("ArticleTitle", "RETRACTED: "),
    ("ArticleTitle", "WITHDRAWN: "),
    notice("RetractionIn"),
    notice("PartialRetractionIn"),
    notice("ExpressionOfConcernIn"),
    notice("RetractionOf"),
)


def test_judging_again_finds_the_status_of_publications_that_a_check_finds(
    tmp_path: Path, index: Path, cited: list[Publication]
) -> None:
    run(tmp_path, index, "run", "articles", "--processes", "1")
    pmids = [one.pmid for one in cited[: len(MARKS)]]
    updated = marked_index(tmp_path, dict(zip(pmids, MARKS, strict=True)))
    listed = run(tmp_path, updated, "retractions", code=1)
    run(tmp_path, index, "rejudge")
    check: list[str | Path] = [COMMAND, "check", "articles", "--source", updated, "--format", "jsonl"]
    done = subprocess.run(check, cwd=tmp_path, capture_output=True, check=False)
    checked = [
        (one["match"]["pmid"], " ".join(one["flags"])) for one in map(json.loads, done.stdout.splitlines())
    ]
    assert sorted(checked) == rows(tmp_path, "SELECT pmid, flags FROM current ORDER BY pmid")
    retracted = {pmid for pmid, flags in checked if "retracted" in flags.split()}
    assert retracted == {pmids[0], pmids[1], pmids[3]}
    assert set(re.findall(r"^new: .*PMID (\d+)", listed, re.MULTILINE)) == retracted
    assert {pmid for (pmid,) in rows(tmp_path, "SELECT pmid FROM retracted")} == retracted


def test_an_article_that_comes_back_is_checked_again(
    tmp_path: Path, index: Path, cited: list[Publication]
) -> None:
    run(tmp_path, index, "run", "articles", "--processes", "1")
    article = tmp_path / "articles/a00.md"
    text = article.read_text()
    article.unlink()
    run(tmp_path, index, "run", "articles", "--processes", "1")
    assert rows(tmp_path, "SELECT id FROM gone") == [("articles/a00.md",)]
    assert rows(tmp_path, "SELECT count(*) FROM current") == [(len(cited) - 1,)]
    article.write_text(text)
    run(tmp_path, index, "run", "articles", "--processes", "1")
    assert rows(tmp_path, "SELECT count(*) FROM gone") == [(0,)]
    assert rows(tmp_path, "SELECT count(*) FROM current") == [(len(cited),)]
    assert "1 article back" in run(tmp_path, index, "diff", "2", "3")


def test_excluded_articles_and_missing_archives_are_not_gone(
    tmp_path: Path, index: Path, cited: list[Publication]
) -> None:
    run(tmp_path, index, "run", "articles", "--processes", "1")
    run(tmp_path, index, "run", "articles", "--exclude", "a0*", "--processes", "1")
    (tmp_path / "other").mkdir()
    (tmp_path / "articles/a19.md").rename(tmp_path / "a19.md")
    run(tmp_path, index, "run", "other", "--processes", "1")
    (tmp_path / "articles").rename(tmp_path / "away")
    run(tmp_path, index, "run", "articles", "--processes", "1", code=3)
    assert rows(tmp_path, "SELECT count(*) FROM gone") == [(0,)]
    assert rows(tmp_path, "SELECT count(*) FROM current") == [(len(cited),)]


def test_a_record_that_an_export_no_longer_has_is_gone(tmp_path: Path, index: Path) -> None:
    export = tmp_path / "export.csv"
    lines = [f"u{n},Walnuts are nuts and a 2016 study in Gut says so {n}.\n" for n in range(3)]
    export.write_text("id,text\n" + "".join(lines))
    run(tmp_path, index, "run", "export.csv", "export.csv", "./export.csv", "--processes", "1")
    assert rows(tmp_path, "SELECT count(*) FROM articles") == [(3,)]
    export.write_text("id,text\n" + "".join(lines[1:]))
    assert "1 gone" in run(tmp_path, index, "run", tmp_path / "export.csv", "--processes", "1")
    assert rows(tmp_path, "SELECT id FROM gone") == [("export.csv#u0",)]


def test_a_page_that_its_host_no_longer_has_is_gone(tmp_path: Path, index: Path) -> None:
    """Takes its time: what is gone, and comes back, shows in three runs one after the other."""
    page = Page(b"<html><title>Bread</title><article><p>A study in <i>Gut</i> found it.</p></article></html>")
    with served() as site:
        site.pages = {"/a": page, "/b": page}
        words = ("--allow-private", "--refresh", "--processes", "1")
        run(tmp_path, index, "run", f"{site.root}/a", f"{site.root}/b", *words)
        site.pages["/a"] = Page(status=503)
        site.pages["/b"] = Page(status=410)
        assert "1 gone" in run(tmp_path, index, "run", f"{site.root}/a", f"{site.root}/b", *words, code=3)
        assert rows(tmp_path, "SELECT id FROM gone") == [(f"{site.root}/b",)]
        assert rows(tmp_path, "SELECT DISTINCT article FROM current") == [(f"{site.root}/a",)]
        site.pages = {"/a": page, "/b": page}
        run(tmp_path, index, "run", f"{site.root}/a", f"{site.root}/b", *words)
    assert rows(tmp_path, "SELECT count(*) FROM gone") == [(0,)]
