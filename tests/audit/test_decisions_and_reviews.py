"""Decisions, samples and reviews as they are typed."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

from .commands import ROOT, rows, run, run_error


def test_decisions_and_reviews_outlive_runs(tmp_path: Path, index: Path) -> None:
    """Takes its time: decisions must hold over three runs, and a run is two processes that load all rooms."""
    shutil.copytree(ROOT / "fixtures/articles", tmp_path / "articles")
    run(tmp_path, index, "run", "articles", "--processes", "1")
    article, line = rows(tmp_path, "SELECT article, line FROM failing ORDER BY 1, 2 LIMIT 1")[0]
    words = ("decide", "accepted", f"{article}:{line}", "--note", "as the journal prints it", "--name", "Ann")
    assert "1 decision kept" in run(tmp_path, index, *words)
    assert "nothing fails there" in run_error(tmp_path, index, "decide", "fixed", f"{article}:9999")
    run_error(tmp_path, index, "decide", "fixed")
    run(tmp_path, index, "decisions", "--output", "decisions.csv")
    run(tmp_path, index, "run", "articles", "--processes", "1", "--recheck-older", "0")
    held = rows(
        tmp_path, "SELECT DISTINCT decision, decision_note, decided_by FROM current WHERE decision NOT NULL"
    )
    assert held == [("accepted", "as the journal prints it", "Ann")]
    assert "of them accepted; " in run(tmp_path, index, "report")
    (tmp_path / "audit.db").rename(tmp_path / "other.db")
    run(tmp_path, index, "run", "articles", "--processes", "1")
    assert "1 decision kept" in run(tmp_path, index, "decide", "--from", tmp_path / "decisions.csv")
    run(tmp_path, index, "sample", "8", "--output", "sample.csv")
    with (tmp_path / "sample.csv").open(newline="") as file:
        sample = list(csv.DictReader(file))
    assert len(sample) == 8
    with (tmp_path / "sample.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, sample[0])
        writer.writeheader()
        writer.writerows({**row, "truth": "right"} for row in sample)
    said = run(tmp_path, index, "review", tmp_path / "sample.csv")
    assert "8 reviews kept" in said
    assert "all these verdicts are right" in said
    assert "100.0 %" in said
    assert "Reviewed by hand, with 95 % intervals" in run(tmp_path, index, "report")
