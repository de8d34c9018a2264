"""Reads files of the base branch, so that a branch cannot change the rules by which it is checked."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from citecheck.errors import UsageError
from citecheck.safety.git import GitError, run_git


class BaseBranch:
    """The base branch of the repository that holds `folder`.

    Args:
        revision: The base branch, such as "origin/main".
        folder: A folder in the repository.

    Raises:
        UsageError: git does not know the revision there.
    """

    def __init__(self, revision: str, folder: Path) -> None:
        self.revision = revision
        try:
            top = run_git(folder, "rev-parse", "--show-toplevel").removesuffix(b"\n")
            named = f"{revision}^{{commit}}"
            commit = run_git(folder, "rev-parse", "--verify", "--end-of-options", named)
        except GitError as error:
            raise UsageError(f"--strict-config: {revision}: {error}") from error
        self._root = Path(os.fsdecode(top)).resolve()
        self._commit = commit.decode("ascii").strip()

    def read(self, path: Path) -> bytes | None:
        """Return the content of the file in the base branch; None if it has no such file."""
        absolute = Path(os.path.abspath(path))  # noqa: PTH100 - a link is what it is in the base branch
        if not absolute.is_relative_to(self._root):
            return None
        name = absolute.relative_to(self._root).as_posix()
        try:
            kind = run_git(self._root, "ls-tree", self._commit, "--", name).partition(b" ")[0]
            return run_git(self._root, "show", f"{self._commit}:{name}") if kind.startswith(b"100") else None
        except GitError:
            return None

    def read_text(self, path: Path) -> str | None:
        """Return the content of the file in the base branch as text; None if it has no such file."""
        held = self.read(path)
        return None if held is None else held.decode("utf-8", "replace")


def base_revision(diff: str | None, environment: Mapping[str, str]) -> str:
    """Return the base branch: the revision of --diff, else the one that the environment names.

    Args:
        diff: The revision given by --diff, if any.
        environment: Environment variables; CITECHECK_BASE and GITHUB_BASE_REF are read.

    Returns:
        A revision as git takes it.

    Raises:
        UsageError: Neither names one.
    """
    if diff:
        return diff
    if named := environment.get("CITECHECK_BASE", "").strip():
        return named
    if named := environment.get("GITHUB_BASE_REF", "").strip():
        return f"origin/{named}"
    raise UsageError(
        "--strict-config takes its rules from the base branch: name it by --diff or CITECHECK_BASE"
    )
