"""What starting up costs: heavy libraries are imported by those who use them."""

import subprocess
import sys

import pytest

HEAVY = (
    "Bio",
    "tantivy",
    "lxml",
    "requests",
    "rich",
    "docx",
    "pypdf",
    "markdown_it",
    "ahocorasick_rs",
    "rapidfuzz",
    "starlette",
    "uvicorn",
    "pygls",
    "asyncio",
    "citecheck.model",
)


@pytest.mark.parametrize(
    "statement",
    [
        "import citecheck",
        "import citecheck.cli",
        "from citecheck.cli import cli; cli.main(['--help'], standalone_mode=False)",
        "from citecheck.cli import cli; cli.main(['check', '--help'], standalone_mode=False)",
    ],
)
def test_heavy_libraries_stay_out(statement: str) -> None:
    program = f"import sys; {statement}; print([n for n in {HEAVY!r} if n in sys.modules], file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"
