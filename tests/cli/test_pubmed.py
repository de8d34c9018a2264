"""`citecheck pubmed`, as a person types it: download, build, update, ask, and what is said when it fails."""

import fcntl
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from citecheck.cli.pubmed import pubmed
from citecheck.pubmed.index_state import STATE_FILE
from tests.pubmed.records import deletions, synthetic, write
from tests.pubmed.test_mirror import NAMES, Server, server

__all__ = ["server"]


def said(*words: object, code: int = 0) -> str:
    """What the command prints, given that it ends with this code."""
    done = CliRunner().invoke(pubmed, [str(word) for word in words], standalone_mode=False)
    if done.exception and not isinstance(done.exception, SystemExit):
        assert code == getattr(done.exception, "exit_code", None), done.exception
        return str(done.exception)
    assert (done.return_value, done.output) == (code, done.output)
    return done.output


def test_from_the_download_to_a_record(server: Server, tmp_path: Path) -> None:
    mirror, index = tmp_path / "mirror", tmp_path / "my.index"
    fetched = said("download", mirror, "--updates", "--url", server.url)
    assert fetched == f"{mirror}: 4 files fetched, 0 were there\n"
    assert said("build", index, *(mirror / name for name in NAMES[:3])) == (
        f"{index}: 15 records of 3 files\n"
    )
    updated = said("update", index, mirror)
    assert updated.splitlines()[0] == f"{NAMES[0]}: is in the index already"
    assert updated.splitlines()[-1] == f"{index}: 5 records of 1 file"
    about = said("info", index)
    assert "records      20\nfiles        4\n" in about
    assert "complete     no, a part of PubMed" in about
    assert said("search", index, "shift", "memory", "--journal", "Sleep", "--limit", "2").startswith(
        "20 records: "
    )
    assert said("search", index, "zebrafish", code=1).startswith("0 records")
    assert json.loads(said("get", index, "10.1000/test.31", "--format", "json"))["pmid"] == "31"
    assert said("get", index, "31", "--format", "nbib").startswith("PMID- 31")
    assert "is not in" in said("get", index, "999", code=1)


def test_what_is_there_is_not_fetched_again_and_what_fails_is_named(server: Server, tmp_path: Path) -> None:
    mirror = tmp_path / "mirror"
    server.status[NAMES[1]] = [404]
    first = said("download", mirror, "--url", server.url, code=3)
    assert f"{NAMES[1]}: the server answers 404" in first
    again = said("download", mirror, "--url", server.url)
    assert again == f"{mirror}: 1 files fetched, 2 were there\n"
    assert "nothing to fetch" in said("download", mirror, "--no-baseline", code=2)


def test_many_files_that_are_there_already_are_counted(tmp_path: Path) -> None:
    for number in range(1, 8):
        write(tmp_path / f"pubmed26n{number:04}.xml.gz", synthetic(number * 10, 2))
    said("build", tmp_path / "ix", tmp_path)
    assert said("build", tmp_path / "ix", tmp_path).splitlines()[0] == "7 files are in the index already"


def test_a_bad_record_is_passed_over_and_named(tmp_path: Path) -> None:
    broken = "<PubmedArticle><MedlineCitation><PMID>77</PMID><x></PubmedArticle>"
    file = write(tmp_path / "a.xml", [*synthetic(1, 2), broken, *synthetic(3, 2)])
    output = said("build", tmp_path / "ix", file)
    assert "a.xml: a record was passed over: malformed XML" in output
    assert output.endswith("4 records of 1 file, 1 bad ones passed over\n")
    assert "bad records  1" in said("info", tmp_path / "ix")


def test_choices_are_written_down(tmp_path: Path) -> None:
    file = write(tmp_path / "a.xml", synthetic(1, 30))
    said("build", tmp_path / "ix", file, "--no-abstracts", "--years", "1995-1999", "--journal", "Sleep")
    about = said("info", tmp_path / "ix")
    for line in ("records      5", "abstracts    no", "years        1995 to 1999", "journals     Sleep"):
        assert line in about


@pytest.mark.parametrize("state", ["half built", "newer", "being written"])
def test_an_index_that_cannot_be_used_says_why(tmp_path: Path, state: str) -> None:
    index, file = tmp_path / "ix", write(tmp_path / "pubmed26n0001.xml", synthetic(1, 3))
    said("build", index, file)
    row = json.loads((index / STATE_FILE).read_text())
    if state == "being written":
        more = write(tmp_path / "pubmed26n0002.xml", [deletions("1")])
        with (index / "writer.lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            assert "is being written by another process" in said("update", index, more, code=2)
        return
    row |= {"ready": False} if state == "half built" else {"version": row["version"] + 1}
    (index / STATE_FILE).write_text(json.dumps(row))
    advice = "run the same" if state == "half built" else "use a newer citecheck"
    for words in (("info", index), ("search", index, "sleep"), ("get", index, "1")):
        assert advice in said(*words, code=2)
