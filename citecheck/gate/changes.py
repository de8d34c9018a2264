"""Which lines of which files changed since a git revision."""

from __future__ import annotations

import codecs
import os
import re
import subprocess
from collections.abc import Container, Iterator, Mapping
from pathlib import Path

from citecheck.errors import UsageError

_HUNK = re.compile(rb"@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@")

# A file that is new, or has no lines to tell apart (DOCX, PDF), is changed on every line.
WHOLE = range(1, 2**31)


def changed_lines(revision: str, folder: Path) -> Mapping[Path, Container[int]]:
    """Absolute path → its lines that are new or changed since `revision`; untracked files whole.

    Raises UsageError where `folder` is in no git repository or the revision is unknown.
    """
    root = Path(os.fsdecode(_git(folder, "rev-parse", "--show-toplevel").removesuffix(b"\n")))
    if revision.startswith("-"):
        raise UsageError(f"--diff {revision}: this is no revision")
    # No user configuration that would change the form; what was only renamed has not changed.
    diff = ("-c", "core.quotePath=false", "diff", "--no-color", "--no-ext-diff", "--no-textconv",
            "--find-renames", "--ignore-submodules")  # fmt: skip
    prefixes = ("--unified=0", "--src-prefix=a/", "--dst-prefix=b/")
    changed: dict[Path, Container[int]] = {}
    for name, lines in _hunks(_git(root, *diff, *prefixes, revision, "--")):
        changed[root / os.fsdecode(name)] = lines
    for row in _git(root, *diff, "--no-renames", "--numstat", "-z", revision, "--").split(b"\0"):
        if row.startswith(b"-\t-\t"):
            changed[root / os.fsdecode(row[4:])] = WHOLE
    for name in _git(root, "ls-files", "--others", "--exclude-standard", "-z").split(b"\0"):
        if name:
            changed[root / os.fsdecode(name)] = WHOLE
    return changed


def _hunks(diff: bytes) -> Iterator[tuple[bytes, frozenset[int]]]:
    """Each file's name and new lines. Lines of content are counted off, whatever they look like."""
    name, lines, content = b"", set[int](), 0
    for line in diff.split(b"\n"):
        if content and line[:1] in (b"+", b"-"):
            content -= 1
        elif line.startswith(b"+++ "):
            if lines:
                yield name, frozenset(lines)
            name, lines = _named(line[4:]), set()
        elif hunk := _HUNK.match(line):
            first, count = int(hunk[2]), int(hunk[3] or 1)
            lines.update(range(first, first + count))
            content = count + int(hunk[1] or 1)
    if lines:
        yield name, frozenset(lines)


def _named(word: bytes) -> bytes:
    """The name in a header's `b/name`; git quotes control characters and quotes in C's manner."""
    word = word.rstrip(b"\t")
    if word.startswith(b'"'):
        word = codecs.escape_decode(word.strip(b'"'))[0]
    return word.removeprefix(b"b/")


def _git(folder: Path, *words: str) -> bytes:
    try:
        done = subprocess.run(["git", *words], cwd=folder, capture_output=True, check=True)  # noqa: S603, S607 - git from the path is what the user calls
    except FileNotFoundError as error:
        raise UsageError("--diff needs git, which is not installed") from error
    except subprocess.CalledProcessError as error:
        last = (error.stderr.decode("utf-8", "replace").strip().splitlines() or ["git failed"])[-1]
        raise UsageError(f"--diff: {last}") from error
    return done.stdout
