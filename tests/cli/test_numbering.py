"""Notes on a reference list's numbers stand in every report."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

FIXTURES = Path(__file__).parents[2] / "fixtures"
ARTICLE = """\
# Naps

Naps help [1]. Coffee wakes [2], and tea does too [3]. Salt does not [9].

## References

1. Berg J. Naps in adults. Gut. 2003;12(1):45-51.
2. Berg J. Coffee in adults. Gut. 2003;12(2):52-60.
3. Berg J. Tea in adults. Gut. 2003;12(3):61-70.
4. Berg J. Walking in adults. Gut. 2003;12(4):71-80.
"""


@pytest.mark.parametrize("form", ["json", "terminal", "markdown", "github", "sarif"])
def test_numbers_that_fit_no_entry_are_told(form: str, tmp_path: Path) -> None:
    article = tmp_path / "a.md"
    article.write_text(ARTICLE, encoding="utf-8")
    output = tmp_path / "out"
    command = [sys.executable, "-m", "citecheck", "check", str(article), "--source", str(FIXTURES / "pubmed")]
    command += ["--exit-zero", "--cache-folder", str(tmp_path / "cache")]
    subprocess.run([*command, "--format", form, "--output", str(output)], check=True, capture_output=True)
    told = " ".join(output.read_text(encoding="utf-8").replace("\\", "").split())
    if form == "json":
        told = " ".join(json.loads(output.read_text(encoding="utf-8"))["notices"])
    assert "this entry, number 4" in told
    assert "refers to [9]" in told
