"""Standard error is as clean as the reports."""

from __future__ import annotations

from pathlib import Path

from tests.safety.command import ARTICLE, PUBMED, run

NAME = "a\n::error::x\x1b[31m\u202e.json"


def test_names_of_files_and_fields_are_one_line_of_text(tmp_path: Path) -> None:
    here = tmp_path / "articles"
    here.mkdir()
    field = "te\\u001b[31mxt\\n::error::y"
    (here / NAME).write_text(f'[{{"{field}": "{ARTICLE.split(chr(10))[2] * 3}", "title": "x"}}]')
    for words in (("check", "."), ("audit", "run", ".", "--store", "../audit.db")):
        done = run(here, *words, "--source", PUBMED)
        assert not any(line.startswith(("::", "##")) for line in done.stderr.splitlines()), done.stderr
        assert not set(done.stderr) & {"\x1b", "\u202e", "\x07"}


def test_a_mistyped_name_sends_no_control_codes_to_the_terminal(tmp_path: Path) -> None:
    here = tmp_path / "articles"
    here.mkdir()
    (here / "known\x1b[2J.json").write_text("[")
    (here / "a.md").write_text(ARTICLE)
    done = run(here, "check", "a.md", "--source", PUBMED, "--baseline", "known\x1b[2J.json")
    assert done.returncode == 2
    assert "\x1b" not in done.stderr
