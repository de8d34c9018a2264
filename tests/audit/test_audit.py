"""Audits through the installed command and the library: resuming, changes, twins, bad archives, looking."""

import csv
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from citecheck.audit.store.cluster_blobs import pmids_of, unpack_cluster
from citecheck.reports.printable import count_of
from tests.audit.commands import COMMAND, ROOT, rows, run, run_error, start

CONTENT = """
    SELECT c.article, c.cid, c.line, c.quote, c.verdict, c.flags, c.reasons, c.pmid, c.fingerprint, c.score,
        a.digest
    FROM current c JOIN articles a ON a.id = c.article ORDER BY 1, 2
"""


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "fixtures/articles", tmp_path / "articles")
    return tmp_path


def test_only_what_changed_is_checked_again(archive: Path, index: Path) -> None:
    """Takes its time: each change is followed by a run of its own."""
    again = ("run", "articles", "--processes", "1", "--complete")
    assert "9 articles checked" in run(archive, index, *again)
    assert "9 unchanged" in run(archive, index, *again)
    before = rows(archive, CONTENT)
    article = archive / "articles/sleep-tips.txt"
    article.write_text(
        article.read_text() + "\nA 2016 study in the Journal of Nutrition found that sleep reverses ageing.\n"
    )
    said = run(archive, index, *again)
    assert "1 article checked" in said
    assert "8 unchanged" in said
    changed = {str(row[0]) for row in set(rows(archive, CONTENT)) - set(before)}
    assert changed == {"articles/sleep-tips.txt"}
    new = run(archive, index, "diff", "2", "3", code=1)
    assert "1 new" in new
    assert "articles/sleep-tips.txt:9: not found" in new
    failing = rows(archive, "SELECT count(DISTINCT article) FROM current WHERE verdict = 'mismatch'")[0][0]
    assert f"{failing} article" in run(archive, index, *again, "--recheck", "mismatch")


def test_the_same_text_twice_is_checked_once(archive: Path, index: Path) -> None:
    shutil.copy(archive / "articles/coffee-mortality-news.txt", archive / "articles/zz-copy.txt")
    done = run(archive, index, "run", "articles", "--processes", "1")
    assert "9 articles checked, 1 the same as another" in done
    verdicts = "SELECT cid, verdict, pmid FROM current WHERE article = 'articles/{}' ORDER BY cid"
    assert rows(archive, verdicts.format("zz-copy.txt")) == rows(
        archive, verdicts.format("coffee-mortality-news.txt")
    )


def test_content_that_cannot_be_read_is_looked_at_once_for_each_kind(archive: Path, index: Path) -> None:
    for name in ("a.pdf", "b.docx", "c.docx"):
        (archive / "articles" / name).write_bytes(b"PK\x03\x04 neither of both")
    done = run(archive, index, "run", "articles", "--processes", "1", code=3)
    assert "11 articles checked, 1 the same as another" in done
    assert "3 could not be read" in done
    pdf, *docx = [reason for (reason,) in rows(archive, "SELECT error FROM errors ORDER BY id")]
    assert "PDF" in str(pdf)
    assert docx == ["It is no DOCX file, or a damaged one."] * 2


def test_a_killed_run_resumes_to_the_same_store(archive: Path, index: Path) -> None:
    """Takes its time: a run must have begun its work before it is killed, three times."""
    for number in range(40):
        text = (archive / "articles/nuts-press-release.txt").read_text()
        (archive / f"articles/n{number:02}.txt").write_text(f"{text}\nNumber {number}.\n")
    run(archive, index, "run", "articles", "--processes", "1")
    undisturbed = rows(archive, CONTENT)
    for file in archive.glob("audit.db*"):
        file.unlink()
    for delay in (0.6, 1.2, 1.8):
        process = subprocess.Popen(
            start(archive, index, "run", "articles", "--processes", "1"), cwd=archive,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        time.sleep(delay)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    run(archive, index, "run", "articles", "--processes", "1")
    assert rows(archive, CONTENT) == undisturbed
    assert rows(archive, "SELECT count(*) FROM runs WHERE finished IS NULL") == [(0,)]


def workers_of(run: int) -> list[int]:
    """The processes below a run that check its articles."""
    below = Path(f"/proc/{run}/task/{run}/children").read_text().split()
    return [int(name) for name in below if b"spawn_main" in Path(f"/proc/{name}/cmdline").read_bytes()]


def waited(done: Callable[[], object], seconds: float = 20.0) -> bool:
    """Whether something comes true in time."""
    end = time.monotonic() + seconds
    while not done():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs Linux' list of child processes")
def test_a_killed_run_leaves_no_workers_behind(archive: Path, index: Path) -> None:
    for number in range(400):
        (archive / f"articles/n{number:03}.txt").write_text(f"Number {number}.\n" * 400)
    process = subprocess.Popen(
        start(archive, index, "run", "articles", "--processes", "2"), cwd=archive,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    assert waited(lambda: process.poll() is not None or len(workers_of(process.pid)) == 2)
    workers = workers_of(process.pid)
    process.kill()
    process.wait()
    assert len(workers) == 2
    assert waited(lambda: not any(Path(f"/proc/{worker}").exists() for worker in workers))


def test_which_files_belong_to_an_archive(archive: Path, index: Path) -> None:
    (archive / "list.txt").write_text("articles/sleep-tips.txt\narticles/nuts-press-release.txt\n")
    run(archive, index, "run", "--files-from", "list.txt", "--processes", "1")
    listed = {"articles/sleep-tips.txt", "articles/nuts-press-release.txt"}
    assert {name for (name,) in rows(archive, "SELECT id FROM articles")} == listed
    done = run(
        archive, index, "run", "articles", "--include", "*.txt", "--exclude", "sleep*", "--processes", "1"
    )
    taken = {f"articles/{path.name}" for path in (archive / "articles").glob("*.txt")} - {
        "articles/sleep-tips.txt"
    }
    assert f"{count_of(len(taken - listed), 'article')} checked" in done
    assert {name for (name,) in rows(archive, "SELECT id FROM articles")} == taken | listed
    run(archive, index, "run", code=2)


def test_guessed_fields_are_reported_once(tmp_path: Path, index: Path) -> None:
    for name in ("a.jsonl", "b.jsonl"):
        (tmp_path / name).write_text(json.dumps({"body": "Walnuts are nuts. " * 20, "headline": name}) + "\n")
    (tmp_path / "c.csv").write_text("url,content\nu1,Walnuts are nuts.\n")
    command = start(tmp_path, index, "run", "a.jsonl", "b.jsonl", "c.csv", "--processes", "1")
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    said = [line for line in done.stderr.splitlines() if "“" in line]
    assert said == [
        "a.jsonl: text from “body”; title from “headline”; no date; no id",
        "c.csv: text from “content”; no title; no date; id from “url”",
    ]


def test_citations_are_judged_again_without_lookups(archive: Path, index: Path) -> None:
    run(archive, index, "run", "articles", "--processes", "2")
    before = rows(archive, CONTENT)
    assert "0 verdicts changed" in run(archive, index, "rejudge")
    assert rows(archive, CONTENT) == before
    kept = {pmid for (pmid,) in rows(archive, "SELECT pmid FROM publications")}
    for (packed,) in rows(archive, "SELECT packed FROM clusters"):
        assert kept.issuperset(pmids_of(unpack_cluster(bytes(packed))))  # type: ignore[call-overload]


def test_articles_without_all_publications_are_not_judged_again(archive: Path, index: Path) -> None:
    run(archive, index, "run", "articles", "--processes", "1")
    with closing(sqlite3.connect(archive / "audit.db")) as base, base:
        base.execute("DELETE FROM publications")
        base.execute("UPDATE runs SET finished = NULL")
    before = rows(archive, CONTENT)
    run(archive, index, "rejudge", code=2)
    run(archive, index, "run", "articles", "--processes", "1")
    assert "articles were stored by an older citecheck" in run(archive, index, "rejudge")
    assert rows(archive, CONTENT) == before


def test_not_in_this_index_stays_so_when_judged_again(archive: Path, index: Path) -> None:
    run(archive, index, "run", "articles", "--processes", "1")
    absent = rows(archive, "SELECT count(*) FROM current WHERE shown = 'not_in_index'")
    assert absent > [(0,)]
    run(archive, index, "rejudge")
    assert rows(archive, "SELECT count(*) FROM current WHERE shown = 'not_in_index'") == absent
    assert rows(archive, "SELECT DISTINCT source FROM current") == [(str(index),)]
    assert "was looked up in" in run_error(archive, index, "rejudge", "--source", "pubmed")


def test_each_citation_names_the_source_of_its_lookup(archive: Path, index: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.index"
    built: list[str | Path] = [COMMAND, "pubmed", "build", other, ROOT / "fixtures/pubmed/records-1.xml"]
    subprocess.run(built, check=True, capture_output=True)
    run(archive, index, "run", "articles", "--processes", "1")
    article = archive / "articles/sleep-tips.txt"
    article.write_text(f"{article.read_text()}\nA 2016 study in Gut found that sleep reverses ageing.\n")
    run(archive, other, "run", "articles", "--processes", "1")
    sources = "SELECT DISTINCT source, source_records FROM current WHERE article {} 'articles/sleep-tips.txt'"
    held = {name: rows(archive, sources.format(name)) for name in ("=", "<>")}
    assert [name for name, _ in held["="]] == [str(other)]
    assert [name for name, _ in held["<>"]] == [str(index)]
    assert held["="][0][1] != held["<>"][0][1]


def test_articles_with_given_verdicts_or_flags_are_checked_again(archive: Path, index: Path) -> None:
    """Takes its time: six runs follow each other, each of two processes that load all rooms."""

    def looked_at(*words: str) -> str:
        return run(archive, index, "run", "articles", "--processes", "1", *words).split("\n")[1]

    looked_at()
    assert looked_at("--recheck", "retracted").startswith("1 article checked")
    absent = rows(archive, "SELECT count(DISTINCT article) FROM current WHERE shown = 'not_in_index'")[0][0]
    assert looked_at("--recheck", "not-in-index").startswith(f"{absent} article")
    assert looked_at("--recheck-older", "1").startswith("0 articles checked")
    assert looked_at("--recheck-older", "0").startswith("9 articles checked")
    run(archive, index, "run", "articles", "--recheck", "missing", code=2)


def test_looking_at_a_store(archive: Path, index: Path) -> None:
    """Every view is a command of its own on one audited store: it takes as long as a dozen commands."""
    run(archive, index, "run", "articles", "--processes", "2")
    shown = run(archive, index, "report")
    assert "Journals that no catalogue knows" in shown
    assert "Journal of Mediterranean Wellness Science" in shown
    run(archive, index, "report", "--format", "html", "--output", "audit.html")
    page = (archive / "audit.html").read_text()
    assert "By year of publication" in page
    assert "<script" not in page
    assert run(archive, index, "report", "--format", "csv").count("\n") > 20
    table = list(csv.DictReader(run(archive, index, "report", "--format", "csv").splitlines()))
    (row,) = [one for one in table if one["status"] == "retracted"]
    assert row["publication_title"].startswith("Association between single-nucleotide polymorphisms of OGG1")
    assert row["publication_url"] == "https://pubmed.ncbi.nlm.nih.gov/23999824/"
    assert (row["stated_year"], row["source"], row["source_records"]) == ("2014", str(index), "458")
    assert "It fits PMID 23999824" in row["reasons"]
    assert "b'" not in run(archive, index, "query", "SELECT * FROM failing")
    asked = run(archive, index, "query", "SELECT pmid FROM retracted")
    assert asked.split() == ["pmid", "23999824"]
    # What else a query may not do: tests/safety/test_stores.py.
    for sql in ("DELETE FROM runs", ""):
        run(archive, index, "query", sql, code=2)
    counted = (
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION SELECT i + 1 FROM n WHERE i < 3) SELECT max(i) AS most FROM n"
    )
    assert run(archive, index, "query", counted).split() == ["most", "3"]
    assert "1 citation of retracted publications, 0 of them newly retracted" in run(
        archive, index, "retractions"
    )
    assert "articles" in run(archive, index, "run", "articles", "--dry-run")


def test_an_audit_refuses_second_opinions(archive: Path, index: Path) -> None:
    said = run_error(archive, index, "run", "articles", "--also", "crossref,openlibrary")
    assert "--also: an audit does not ask crossref and openlibrary" in said
    assert not (archive / "audit.db").exists()


def test_files_that_are_not_stores_are_refused(tmp_path: Path, index: Path) -> None:
    (tmp_path / "audit.db").write_text(
        "not a database, but long enough to be taken for a file of some kind" * 20
    )
    run(tmp_path, index, "report", code=2)
    (tmp_path / "audit.db").unlink()
    run(tmp_path, index, "report", code=2)
