import re
from pathlib import Path

import pytest

from tools.write_benchmarks import PAGE, RESULTS, page, read_results, rendered_docstring, sections

ROW = {
    "figure": "speed",
    "value": "3",
    "on": "fixtures",
    "date": "2026-01-02",
    "commit": "0abc123",
    "source": "README",
}


def test_the_page_is_what_the_command_writes() -> None:
    assert PAGE.read_text("utf-8") == page(), "run python tools/write_benchmarks.py"


def test_every_figure_has_a_day_and_a_commit_and_no_path_of_a_machine() -> None:
    _, rows = read_results(RESULTS.read_text("utf-8"))
    for row in rows:
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", row["date"])
        assert re.fullmatch(r"[0-9a-f]{7}", row["commit"])
    assert not re.search(r"(?<![\w.…>])(?:\.\./|/(?:home|work|tmp|root|Users)/)", page())


def test_a_figure_of_an_unknown_benchmark_is_refused(tmp_path: Path) -> None:
    (tmp_path / "known.py").write_text('"""Measures it."""\n')
    (known,) = sections(tmp_path, {}, [ROW | {"benchmark": "known"}])
    assert "Measures it." in known
    assert "| speed | 3 | fixtures | 2026-01-02 | 0abc123 | README |" in known
    with pytest.raises(ValueError, match="other"):
        list(sections(tmp_path, {}, [ROW | {"benchmark": "other"}]))


def test_a_benchmark_without_figures_says_so(tmp_path: Path) -> None:
    (tmp_path / "new.py").write_text('"""Measures more."""\n')
    (new,) = sections(tmp_path, {}, [])
    assert "No figure is recorded." in new


@pytest.mark.parametrize(
    "row",
    [
        'benchmark = "a"',
        'benchmark = "a"\nfigure = "b"\nvalue = 3\non = ""\ndate = ""\ncommit = ""\nsource = ""',
    ],
)
def test_a_row_that_is_not_whole_is_refused(row: str) -> None:
    with pytest.raises(ValueError, match="a result needs"):
        read_results(f"[measures]\n[[result]]\n{row}\n")


def test_commands_of_a_docstring_become_code() -> None:
    shown = rendered_docstring("How fast.\n\n    python a.py X\n\nMore words.\n\npython -m b\n")
    assert shown == "How fast.\n\n```\npython a.py X\n```\n\nMore words.\n\n```\npython -m b\n```"
