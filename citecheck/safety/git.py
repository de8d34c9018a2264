"""Run git so that a checkout cannot make it run a program.

A folder of a checkout may look like a repository, with a configuration that names programs.
"""

from __future__ import annotations

import os
import subprocess
from functools import cache
from pathlib import Path

# Settings of a repository that name programs are switched off, and a bare repository inside a checkout is
# not used.
_SAFELY = (
    "-c", "safe.bareRepository=explicit",
    "-c", "core.fsmonitor=false",
    "-c", "core.hooksPath=/dev/null",
    "-c", "core.pager=cat",
    "-c", "protocol.ext.allow=never",
)  # fmt: skip
_SECONDS = 120.0


class GitError(Exception):
    """git is not installed, or refuses; the message is its own."""


@cache
def git_program() -> str | None:
    """Return the path of git, searched only in absolute folders of PATH."""
    for folder in os.environ.get("PATH", os.defpath).split(os.pathsep):
        for name in ("git", "git.exe"):
            path = Path(folder) / name
            if folder and Path(folder).is_absolute() and os.access(path, os.X_OK) and path.is_file():
                return str(path)
    return None


def run_git(folder: Path, *words: str, inside: bool = False) -> bytes:
    """Return what `git WORDS` prints in `folder`.

    Args:
        folder: Where git runs.
        words: Its arguments.
        inside: `folder` is a repository inside another: variables such as GIT_DIR are of the outer one.

    Raises:
        GitError: It is not installed, or ends with an error.
    """
    program = git_program()
    if program is None:
        raise GitError("git is not installed")
    kept = {name: value for name, value in os.environ.items() if not (inside and name.startswith("GIT_"))}
    environment = {**kept, "GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0"}
    try:
        done = subprocess.run(  # noqa: S603 - an absolute path, and words of ours
            [program, *_SAFELY, *words],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=True,
            timeout=_SECONDS,
        )
    except subprocess.CalledProcessError as error:
        last = (error.stderr.decode("utf-8", "replace").strip().splitlines() or ["git failed"])[-1]
        raise GitError(last) from error
    except (OSError, subprocess.TimeoutExpired) as error:
        raise GitError(str(error)) from error
    return done.stdout


@cache
def tracked_paths(root: Path) -> frozenset[str]:
    """The files that git keeps in the repository at `root`, and the folders that they lie in, from there.

    Empty where git is not installed or refuses.
    """
    try:
        names = run_git(root, "ls-files", "-z", "--cached").split(b"\0")
    except GitError:
        return frozenset()
    found: set[str] = set()
    for name in names:
        path = os.fsdecode(name)
        while path and path not in found:
            found.add(path)
            path = path.rpartition("/")[0]
    return frozenset(found)
