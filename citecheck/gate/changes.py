"""Which lines of which files changed since a git revision."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Mapping
from pathlib import Path

from citecheck.errors import UsageError

_HUNK = re.compile(r"@@ -\S+ \+(\d+)(?:,(\d+))? @@")


def changed_lines(revision: str, folder: Path) -> Mapping[Path, frozenset[int]]:
    """Absolute path → its lines that are new or changed since `revision`, untracked files whole.

    Raises UsageError where `folder` is in no git repository or the revision is unknown.
    """
    root = Path(_git(folder, "rev-parse", "--show-toplevel").strip())
    if revision.startswith("-"):
        raise UsageError(f"--diff {revision}: this is no revision")
    # Hunks without context, no renames and no user configuration that would change the form.
    diff = _git(root, "-c", "core.quotePath=false", "diff", "--no-color", "--no-ext-diff", "--no-renames",
                "--unified=0", "--src-prefix=a/", "--dst-prefix=b/", revision, "--")  # fmt: skip
    changed: dict[Path, set[int]] = {}
    current: set[int] = set()
    for line in diff.splitlines():
        if line.startswith("+++ "):
            current = changed.setdefault(root / line[6:].rstrip("\t"), set())
        elif hunk := _HUNK.match(line):
            first, count = int(hunk[1]), int(hunk[2] or 1)
            current.update(range(first, first + count))
    for name in _git(root, "ls-files", "--others", "--exclude-standard", "-z").split("\0"):
        if name:
            path = root / name
            changed[path] = set(range(1, path.read_bytes().count(b"\n") + 2))
    return {path: frozenset(lines) for path, lines in changed.items()}


def _git(folder: Path, *words: str) -> str:
    try:
        done = subprocess.run(["git", *words], cwd=folder, capture_output=True, text=True, check=True)  # noqa: S603, S607 - git from the path is what the user calls
    except FileNotFoundError as error:
        raise UsageError("--diff needs git, which is not installed") from error
    except subprocess.CalledProcessError as error:
        last = (error.stderr.strip().splitlines() or ["git failed"])[-1]
        raise UsageError(f"--diff: {last}") from error
    return done.stdout
