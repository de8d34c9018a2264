"""Late files, files issued again, and versions of a record: the index is as if all came in order."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from citecheck.errors import PubMedIndexError
from citecheck.pubmed import PubMedIndex, build_index, update_index
from citecheck.pubmed.file_ledger import LEDGER_FOLDER, deleted_pmids
from tests.pubmed.records import article, deletions, write
from tests.pubmed.test_build import contents


def record(pmid: int, words: str, version: int = 1) -> str:
    place = f"2019|{pmid % 9}|1|{pmid}-{pmid + 5}|10.1000/test.{pmid}"
    row = f"{pmid}|Kim A|Sleep {words}|Sleep|Sleep|7809084|{place}"
    return article(row).replace('<PMID Version="1">', f'<PMID Version="{version}">')


def removal(pmid: int, version: int) -> str:
    return deletions(str(pmid)).replace('Version="1"', f'Version="{version}"')


def file(folder: Path, number: int, *articles: str, issue: str = "first") -> Path:
    (folder / issue).mkdir(exist_ok=True)
    return write(folder / issue / f"pubmed26n{number:04}.xml.gz", articles)


def series(folder: Path, seed: int, count: int = 7) -> list[Path]:
    """Update files that revise and delete each other's records."""
    chance = random.Random(seed)  # noqa: S311
    files = [file(folder, 1, *(record(pmid, "base") for pmid in range(1, 21)))]
    for number in range(2, count + 1):
        pmids = chance.sample(range(1, 26), 7)
        gone = deletions(*map(str, pmids[5:]))
        files.append(file(folder, number, *(record(pmid, f"of {number}") for pmid in pmids[:5]), gone))
    return files


@pytest.mark.parametrize("seed", range(3))
def test_files_in_any_order_give_the_index_of_all_in_order(tmp_path: Path, seed: int) -> None:
    files = series(tmp_path, seed)
    build_index(tmp_path / "whole", files)
    build_index(tmp_path / "ix", files[:1])
    late = files[1:]
    random.Random(seed + 100).shuffle(late)  # noqa: S311
    for one in late:
        update_index(tmp_path / "ix", [one])
    assert contents(tmp_path / "ix") == contents(tmp_path / "whole")
    assert PubMedIndex.open(tmp_path / "ix").state.gaps == ()


def test_a_file_that_is_issued_again_takes_the_place_of_its_first_issue(tmp_path: Path) -> None:
    files = series(tmp_path, 5, 4)
    build_index(tmp_path / "ix", files)
    again = file(tmp_path, 3, record(2, "again"), deletions("7"), issue="second")
    done = update_index(tmp_path / "ix", [*files[:2], again, files[3]])
    assert [one.name for one in done.files] == [again.name]
    build_index(tmp_path / "whole", [*files[:2], again, files[3]])
    assert contents(tmp_path / "ix") == contents(tmp_path / "whole")
    assert len(PubMedIndex.open(tmp_path / "ix").state.files) == 4


def test_records_that_cannot_be_restored_are_named(tmp_path: Path) -> None:
    first = file(tmp_path, 1, record(1, "base"), record(2, "base"))
    build_index(tmp_path / "ix", [first, file(tmp_path, 2, record(1, "wrong"), record(3, "wrong"))])
    done = update_index(tmp_path / "ix", [file(tmp_path, 2, record(2, "right"), issue="second")])
    (note,) = done.notes
    assert "without 1 of its records" in note
    assert "pubmed26n0001.xml.gz" in note
    index = PubMedIndex.open(tmp_path / "ix")
    assert index.get("3") is None  # no other file ever had it
    found = {pmid: kept.title for pmid in ("1", "2") if (kept := index.get(pmid))}
    assert found == {"1": "Sleep wrong.", "2": "Sleep right."}


def test_the_highest_version_of_a_record_stands(tmp_path: Path) -> None:
    build_index(tmp_path / "ix", [file(tmp_path, 1, record(1, "two", 2), record(1, "one"), record(2, "one"))])

    def title(pmid: str) -> str | None:
        kept = PubMedIndex.open(tmp_path / "ix").get(pmid)
        return kept.title if kept else None

    assert title("1") == "Sleep two."
    second = file(tmp_path, 2, record(1, "one again"), removal(1, 1), record(2, "two", 2))
    update_index(tmp_path / "ix", [second])
    assert (title("1"), title("2")) == ("Sleep two.", "Sleep two.")
    update_index(tmp_path / "ix", [file(tmp_path, 3, removal(1, 2), record(2, "two again", 2))])
    assert (title("1"), title("2")) == (None, "Sleep two again.")
    update_index(tmp_path / "ix", [file(tmp_path, 5, record(2, "three", 3))])
    update_index(tmp_path / "ix", [file(tmp_path, 4, record(2, "four", 4))])
    assert title("2") == "Sleep four."


def test_what_pubmed_has_deleted_is_known(tmp_path: Path) -> None:
    build_index(tmp_path / "ix", [file(tmp_path, 1, record(1, "base"), record(2, "base"))])
    update_index(tmp_path / "ix", [file(tmp_path, 2, deletions("1", "2"))])
    update_index(tmp_path / "ix", [file(tmp_path, 3, record(2, "back"))])
    gone = deleted_pmids(tmp_path / "ix")
    assert (1 in gone, 2 in gone, 3 in gone) == (True, False, False)


def test_an_index_without_a_ledger_refuses_late_files(tmp_path: Path) -> None:
    files = series(tmp_path, 1, 3)
    build_index(tmp_path / "ix", [files[0], files[2]])
    for kept in (tmp_path / "ix" / LEDGER_FOLDER).iterdir():
        kept.unlink()
    with pytest.raises(PubMedIndexError, match="build it anew"):
        update_index(tmp_path / "ix", [files[1]])
