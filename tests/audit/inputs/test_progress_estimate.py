"""How much is left."""

import json
import time
from pathlib import Path

from citecheck.audit.inputs.article import Inputs
from citecheck.audit.inputs.discovery import list_files, read_articles
from citecheck.audit.inputs.progress_estimate import PAGE, Eta, ProgressTotal


def counted(names: list[str]) -> ProgressTotal:
    extent = ProgressTotal()
    inputs = Inputs(extent=extent)
    extent.count(list_files(names, inputs))
    while extent.total is None:
        time.sleep(0.001)
    return extent


def test_files_are_counted_and_read_to_their_end(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("One.\n" * 50)
    (tmp_path / "b.jsonl").write_text("".join(json.dumps({"body": f"No. {n}."}) + "\n" for n in range(40)))
    (tmp_path / "c.csv").write_text("id,text\n" + "".join(f"x{n},Text {n}.\n" for n in range(900)))
    names = [str(tmp_path), str(tmp_path / "c.csv")]
    extent = counted(names)
    assert extent.total == sum(file.stat().st_size for file in tmp_path.iterdir())
    reached = [extent.read for _ in read_articles(names, Inputs(extent=extent))]
    assert reached == sorted(reached)
    assert len(set(reached)) > 40
    assert extent.read == extent.total


def test_pages_of_unread_sitemaps_are_estimated() -> None:
    extent = ProgressTotal()
    extent.name_lists(4)
    extent.name_pages(10)
    assert extent.total == 40 * PAGE
    extent.name_pages(30)
    assert extent.total == 80 * PAGE


def test_the_remaining_time_follows_the_rate_of_the_last_minutes() -> None:
    extent = ProgressTotal()
    pace = Eta(extent)
    extent.name_pages(1_000)
    assert pace.left(0.0) is None
    for _ in range(600):  # what an earlier run has done goes by fast
        extent.finish()
    assert pace.left(10.0) == 400 / 60
    for minute in range(1, 11):
        for _ in range(6):
            extent.finish()
        left = pace.left(10.0 + 60.0 * minute)
    assert left == 340 / 6 * 60


def test_the_total_of_a_pipe_is_unknown() -> None:
    extent = ProgressTotal()
    extent.unknown()
    pace = Eta(extent)
    pace.left(0.0)
    extent.finish()
    assert pace.left(60.0) is None
