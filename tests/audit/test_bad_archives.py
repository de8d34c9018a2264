"""An archive in which everything is wrong: each fault is an error in the store, and the run completes."""

import gzip
import json
import os
import socket
from pathlib import Path

import pytest

from tests.audit.commands import rows, run
from tests.audit.inputs.test_discovery import warc
from tests.audit.site import Page, served

GOOD = (
    "A 2018 meta-analysis in the American Journal of Clinical Nutrition found that walnut consumption "
    "improves blood lipids."
)


def page(number: int) -> bytes:
    return f"<html><body><p>Page {number}. {GOOD}</p></body></html>".encode()


def errors(folder: Path) -> dict[str, str]:
    """Why articles could not be read, as the store says."""
    return {str(name): str(error) for name, error in rows(folder, "SELECT id, error FROM errors")}


def write_bad_archive(folder: Path) -> dict[str, str]:
    """Writes the files; the errors that they must give, by article."""
    (folder / "lines.jsonl").write_text(
        "\n".join(
            [
                json.dumps({"body": GOOD, "title": "One", "date": "2019-01-02"}),
                "{broken",
                json.dumps({"body": ""}),
                '{"body": "cut o',
                json.dumps({"body": GOOD + " So."}),
            ]
        )
    )
    (folder / "facts.jsonl").write_text("".join(json.dumps({"file": f"{n}.md"}) + "\n" for n in range(30)))
    (folder / "rows.csv").write_text(f'id,text,title\nx1,"{GOOD} Yes.",Two\nx2,,Three\n')
    (folder / "facts.csv").write_text("file,bytes\na.md,1\nb.md,2\n")
    (folder / "binary.md").write_bytes(b"\x00\x01\x02" * 50)
    (folder / "empty.txt").write_bytes(b"")
    with (folder / "big.txt").open("wb") as big:
        big.truncate(200_000_000)
    (folder / "packed.html").write_bytes(gzip.compress(page(0))[:-5])
    many = warc(*((f"https://x.example/{n}", page(n), "200 OK") for n in range(300)))
    (folder / "cut.warc.gz").write_bytes(gzip.compress(many)[:-200])
    (folder / "cut.warc").write_bytes(many.replace(b"x.example", b"y.example")[:-100])
    (folder / "noise.warc.gz").write_bytes(b"no gzip at all")
    (folder / "gone.txt").symlink_to("nowhere.txt")
    (folder / "cut.docx").write_bytes(b"PK\x03\x04" + b"\0" * 200)
    (folder / "cut.pdf").write_bytes(b"%PDF-1.7\n1 0 obj")
    return {
        "lines.jsonl#2": "is not a JSON object",
        "lines.jsonl#3": "no text in any field",
        "lines.jsonl#4": "is not a JSON object",
        "facts.jsonl": "no text in any field of its first 30 records, which have the fields file",
        "rows.csv#x2": "no text",
        "facts.csv": "no column with the text of articles; its columns are file, bytes",
        "binary.md": "binary",
        "empty.txt": "empty",
        "big.txt": "larger than 50 MB",
        "packed.html": "binary",
        "cut.warc.gz#error": "can't be read to its end",
        "cut.warc#error": "can't be read to its end",
        "noise.warc.gz#error": "can't be read to its end",
        "gone.txt": "no such file",
        "cut.docx": "",
        "cut.pdf": "",
    }


def test_each_fault_is_an_error_with_its_reason(
    tmp_path: Path, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Takes its time: one of the faults is a page that never ends, which is waited for."""
    monkeypatch.setenv("CITECHECK_TIMEOUT", "3")
    monkeypatch.setenv("CITECHECK_CACHE_FOLDER", str(tmp_path / "cache"))
    expected = write_bad_archive(tmp_path)
    with socket.socket() as taken, served() as site:
        taken.bind(("127.0.0.1", 0))
        closed = f"http://127.0.0.1:{taken.getsockname()[1]}/feed"
        site.pages = {"/hangs": Page(hangs=True), "/fails": Page(status=500)}
        addresses = [closed, f"{site.root}/hangs", f"{site.root}/fails"]
        names = sorted({name.partition("#")[0] for name in expected})
        command = ["run", *names, *addresses, "--allow-private", "--processes", "1"]
        done = run(tmp_path, index, *command, code=3)
    expected |= {closed: "can't be had", addresses[1]: "", addresses[2]: "answered 500"}
    assert f"{len(expected)} could not be read" in done
    found = errors(tmp_path)
    assert sorted(found) == sorted(expected)
    for name, part in expected.items():
        assert part in found[name], name
    assert found[addresses[1]] in (
        "The page took longer than 3 seconds.", "The server did not answer in time.",
    )  # fmt: skip
    assert rows(tmp_path, "SELECT count(*) FROM runs WHERE finished IS NULL") == [(0,)]
    told = rows(tmp_path, "SELECT article, title, date FROM current WHERE pmid = '29931130'")
    assert ("lines.jsonl#1", "One", "2019-01-02") in told
    assert ("rows.csv#x1", "Two", None) in told
    read = {str(article).partition("/")[2] for article, _, _ in told}
    assert {"/x.example/0", "/y.example/0"} <= read


@pytest.mark.parametrize(
    "data",
    [
        f"Zeitschrift für Ärzte: {GOOD}".encode("latin-1"),
        f"Zeitschrift für Ärzte: {GOOD}".encode("utf-16-le"),
        f"\ufeffZeitschrift für Ärzte: {GOOD}".encode("utf-16-be"),
        f"Zeitschrift für Ärzte: {GOOD}".encode() + b" \xff\xfe \x80",
    ],
    ids=["latin-1", "utf-16 without its mark", "utf-16", "broken utf-8"],
)
def test_wrong_encodings_are_read_as_well_as_they_can_be(tmp_path: Path, index: Path, data: bytes) -> None:
    (tmp_path / "a.txt").write_bytes(data)
    (tmp_path / "b.csv").write_bytes("id,text\n".encode("latin-1") + f"1,Für: {GOOD}\n".encode("latin-1"))
    run(tmp_path, index, "run", "a.txt", "b.csv", "--processes", "1")
    found = rows(tmp_path, "SELECT DISTINCT article FROM current WHERE pmid = '29931130' ORDER BY 1")
    assert found == [("a.txt",), ("b.csv#1",)]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_files_and_folders_that_may_not_be_read(tmp_path: Path, index: Path) -> None:
    for name in ("a.txt", "folder"):
        path = tmp_path / "articles" / name
        path.parent.mkdir(exist_ok=True)
        path.mkdir() if name == "folder" else path.write_text(GOOD)
        path.chmod(0)
    run(tmp_path, index, "run", "articles", "--processes", "1", code=3)
    assert errors(tmp_path) == {
        "articles/a.txt": "The file can't be opened: Permission denied.",
        "articles/folder": "The folder can't be opened: Permission denied.",
    }


def test_an_outage_does_not_fix_findings(tmp_path: Path, index: Path) -> None:
    """Takes its time: what was found must outlive four runs that follow each other."""
    again = ("run", "a.txt", "--processes", "1", "--complete")
    article = tmp_path / "a.txt"
    text = "A 2016 study in the Journal of Nutrition found that sleep reverses ageing.\n"
    article.write_text(text)
    run(tmp_path, index, *again)
    article.unlink()
    run(tmp_path, index, *again, code=3)
    assert "0 fixed\n1 still open" in run(tmp_path, index, "diff", "1", "2")
    assert "1 unchanged" in run(tmp_path, index, *again)
    article.write_text(text)
    assert "1 article checked" in run(tmp_path, index, *again)
    assert rows(tmp_path, "SELECT error FROM articles") == [(None,)]
    article.write_text("Nothing.\n")
    run(tmp_path, index, *again)
    assert "1 fixed\n" in run(tmp_path, index, "diff", "4", "5")
