"""Write into README.md what its console examples print today.

    python tools/update_readme.py

Each `console` block's commands are run in order in a folder that holds the fixtures, as the README's
test does. Output of at most 45 lines is shown whole; of longer output the lines that stood there
stay, with … for what is left out. An output that a run changes (times, for one) keeps its … as well:
mark it by hand.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
_BLOCK = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)
_WHOLE = 45
# Output that is not the same in every run, or says where the reader's own files lie.
_VARYING = ("audit run", "pubmed info", "calibrate", "audit report")


def updated(block: str, folder: Path, environment: dict[str, str]) -> str:
    """The block with what its commands print now.

    Args:
        block: commands that begin with "$ ", each followed by its output.
        folder: where they run.
        environment: the variables that they see.

    Returns:
        The block's new text.
    """
    parts = []
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, _, shown = part.partition("\n")
        done = subprocess.run(  # noqa: S603 - our own README
            shlex.split(command), cwd=folder, env=environment, capture_output=True, text=True, check=False
        )
        lines = done.stdout.count("\n")
        varying = any(words in command for words in _VARYING)
        parts.append(f"$ {command}\n{shown if varying or lines > _WHOLE else done.stdout}")
    return "".join(parts)


def main() -> None:
    """Bring the README up to date."""
    text = README.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        (folder / "fixtures").symlink_to(ROOT / "fixtures")
        environment = os.environ | {
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "CITECHECK_CACHE_FOLDER": str(folder / "cache"),
        }
        new = _BLOCK.sub(lambda found: f"```console\n{updated(found[1], folder, environment)}```", text)
    README.write_text(new, encoding="utf-8")


if __name__ == "__main__":
    main()
