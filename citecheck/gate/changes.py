"""The lines and files that changed since the merge base with a git revision."""

from __future__ import annotations

import codecs
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from citecheck.errors import UsageError
from citecheck.safety.git import GitError, run_git

# "@@ -12,0 +13,2 @@"
_HUNK = re.compile(rb"@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@")
# An article of an export: "archive.jsonl#12".
_RECORD = re.compile(r"#\d+$")
_SUBMODULE = b"160000"


@dataclass(frozen=True, slots=True)
class ChangedLines:
    """The changes of one file, in lines as git counts them: only line feeds end a line.

    Attributes:
        lines: The numbers of new and changed lines, from 1.
        seams: The numbers of lines after which lines were removed.
        whole: Whether every line counts as changed.
    """

    lines: frozenset[int] = frozenset()
    seams: frozenset[int] = frozenset()
    whole: bool = False

    def touch(self, first: int, last: int) -> bool:
        """Whether a range of lines changed, or lines were removed within it.

        Args:
            first: The first line of the range, from 1.
            last: The last line of the range.
        """
        if self.whole:
            return True
        return any(line in self.lines for line in range(first, last + 1)) or any(
            line in self.seams for line in range(first, last)
        )


UNCHANGED = ChangedLines()
WHOLE = ChangedLines(whole=True)


class Changes:
    """The changes of the working tree since its merge base with a revision, including uncommitted changes.

    Articles whose changes git does not know (files outside the repository, ignored files, web pages) count as
    changed as a whole, and `notices` says so: a gate must not pass an article that it has not checked.
    """

    def __init__(self, revision: str, folder: Path) -> None:
        """Find the merge base.

        Args:
            revision: The revision to compare with, such as "origin/main".
            folder: A folder in the repository.

        Raises:
            UsageError: `folder` is not in a git repository, the revision is unknown, or the clone does not
                contain the merge base.
        """
        if revision.startswith("-"):
            raise UsageError(f"--diff {revision}: this is no revision")
        self._root = _top_of(folder)
        self._base = _merge_base(self._root, revision)
        self._trees: dict[Path, _Tree | None] = {self._root: _Tree(self._root, self._base)}
        self._notices: dict[str, str] = {}

    @property
    def notices(self) -> tuple[str, ...]:
        """Return a sentence for each article that is checked whole because git cannot list its changes."""
        return tuple(self._notices.values())

    def of(self, article: str) -> ChangedLines:
        """Return the changes of the article with this path or address."""
        if article.startswith(("http://", "https://")):
            return self._unknown(article, "is no file of the repository")
        file = Path(article)
        is_record = not file.exists() and _RECORD.search(article)
        if is_record:
            file = Path(_RECORD.sub("", article))
        if not file.exists():
            return self._unknown(article, "is no file of the repository")
        path = file.resolve()
        tree = self._tree_of(path)
        if tree is None:
            return self._unknown(article, "lies outside the repository, or in one that it does not record")
        changed = tree.changed.get(path)
        if changed is None and path not in tree.tracked:
            return self._unknown(article, "is ignored by git")
        # Line numbers of an export are not line numbers of its articles.
        return WHOLE if is_record and changed else changed or UNCHANGED

    def _unknown(self, article: str, why: str) -> ChangedLines:
        self._notices.setdefault(article, f"{article} {why}: all of it is checked, not only what changed")
        return WHOLE

    def _tree_of(self, path: Path) -> _Tree | None:
        """The working tree of a file: the repository's, or that of a submodule."""
        top = next((above for above in path.parents if (above / ".git").exists()), None)
        if top is None:
            # GIT_DIR and GIT_WORK_TREE may name a repository elsewhere.
            return self._trees[self._root] if self._root in path.parents else None
        if top not in self._trees:
            self._trees[top] = self._submodule(top)
        return self._trees[top]

    def _submodule(self, top: Path) -> _Tree | None:
        """The tree of a submodule, compared with the commit that the merge base records for it."""
        if self._root not in top.parents:
            return None
        row = _git(self._root, "ls-tree", self._base, "--", str(top.relative_to(self._root)))
        mode, _, rest = row.partition(b" ")
        if mode != _SUBMODULE:
            return None
        commit = rest.split()[1].decode("ascii")
        try:
            _git(top, "cat-file", "-e", f"{commit}^{{commit}}", inside=True)
        except UsageError:
            return None
        return _Tree(top, commit, inside=True)


class _Tree:
    """A working tree and the commit that it is compared with.

    The variables that name git's folder (GIT_DIR …) belong to the outer repository; git must not see them in
    a tree `inside` it.
    """

    def __init__(self, root: Path, commit: str, *, inside: bool = False) -> None:
        self._root, self._commit, self._inside = root, commit, inside

    def _git(self, *words: str) -> bytes:
        return _git(self._root, *words, inside=self._inside)

    @cached_property
    def changed(self) -> Mapping[Path, ChangedLines]:
        """The changes by absolute path; untracked files are changed as a whole."""
        # The options override user configuration; a file that was only renamed has not changed.
        diff = ("-c", "core.quotePath=false", "diff", "--no-color", "--no-ext-diff", "--no-textconv",
                "--find-renames", "--ignore-submodules")  # fmt: skip
        prefixes = ("--unified=0", "--src-prefix=a/", "--dst-prefix=b/")
        changed: dict[Path, ChangedLines] = {}
        for name, lines in _hunks(self._git(*diff, *prefixes, self._commit, "--")):
            changed[self._root / os.fsdecode(name)] = lines
        numbers = self._git(*diff, "--no-renames", "--numstat", "-z", self._commit, "--")
        for row in numbers.split(b"\0"):
            if row.startswith(b"-\t-\t"):
                changed[self._root / os.fsdecode(row[4:])] = WHOLE
        for name in self._git("ls-files", "--others", "--exclude-standard", "-z").split(b"\0"):
            if name:
                changed[self._root / os.fsdecode(name)] = WHOLE
        return changed

    @cached_property
    def tracked(self) -> frozenset[Path]:
        """The tracked files."""
        names = self._git("ls-files", "-z").split(b"\0")
        return frozenset(self._root / os.fsdecode(name) for name in names if name)


def _top_of(folder: Path) -> Path:
    """Return the top folder of the working tree. Raises UsageError outside of a repository."""
    return Path(os.fsdecode(_git(folder, "rev-parse", "--show-toplevel").removesuffix(b"\n"))).resolve()


def _merge_base(root: Path, revision: str) -> str:
    """Return the merge base of HEAD and `revision`."""
    commit = (
        _git(root, "rev-parse", "--verify", "--end-of-options", f"{revision}^{{commit}}").decode().strip()
    )
    try:
        return _git(root, "merge-base", commit, "HEAD").decode().strip()
    except UsageError as error:
        why = "they have no commit in common"
        if _git(root, "rev-parse", "--is-shallow-repository").strip() == b"true":
            why = (
                "this clone is shallow and does not hold the commit at which the branch left it; "
                "`git fetch --unshallow` brings it (for actions/checkout: fetch-depth: 0)"
            )
        raise UsageError(f"--diff {revision}: {why}") from error


def _hunks(diff: bytes) -> Iterator[tuple[bytes, ChangedLines]]:
    """Iterate over (file name, changes). Content is skipped by count: no line of it is taken for a header."""
    name, lines, seams, content = b"", set[int](), set[int](), 0
    for line in diff.split(b"\n"):
        if content and line[:1] in (b"+", b"-"):
            content -= 1
        elif line.startswith(b"+++ "):
            if lines or seams:
                yield name, ChangedLines(frozenset(lines), frozenset(seams))
            name, lines, seams = _named(line[4:]), set(), set()
        elif hunk := _HUNK.match(line):
            first, count = int(hunk[2]), int(hunk[3] or 1)
            lines.update(range(first, first + count))
            if not count:
                seams.add(first)
            content = count + int(hunk[1] or 1)
    if lines or seams:
        yield name, ChangedLines(frozenset(lines), frozenset(seams))


def _named(word: bytes) -> bytes:
    """Return the name in a header's `b/name`, which git quotes like a C string if needed."""
    word = word.rstrip(b"\t")
    if word.startswith(b'"'):
        word = codecs.escape_decode(word.strip(b'"'))[0]
    return word.removeprefix(b"b/")


def _git(folder: Path, *words: str, inside: bool = False) -> bytes:
    """Return the output of git. Raises UsageError with its last line of errors if it fails."""
    try:
        return run_git(folder, *words, inside=inside)
    except GitError as error:
        raise UsageError(f"--diff: {error}") from error
