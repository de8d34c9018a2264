"""The files in a list of files and folders."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from citecheck.documents.formats import KNOWN_SUFFIXES
from citecheck.documents.ignore_rules import IgnoreRules, read_ignore_rules
from citecheck.safety.git import tracked_paths


def find_files(
    paths: Sequence[Path], also: tuple[str, ...] = (), ignored: Callable[[Path], None] | None = None
) -> Iterator[Path]:
    """The files of `paths`: named ones always and as named, folders' in sorted order.

    Inside folders, hidden files and folders, what git would ignore and does not keep, and files of
    kinds that can't be read are left out; links to folders are not followed. A folder that git
    ignores is read where it is named itself. Nothing comes twice. A folder that can't be opened
    stands for itself: whoever reads it hears why.

    Args:
        paths: files and folders.
        also: ends of names that are taken besides the known kinds.
        ignored: called with each file and folder that is left out because git ignores it.

    Returns:
        The files, in order.
    """
    if len(paths) == 1:
        # The files of one folder are all different, and a set of millions would take much memory.
        yield from _files_in(paths[0], also, ignored) if paths[0].is_dir() else iter(paths)
        return
    seen: set[Path] = set()
    for path in paths:
        files = _files_in(path, also, ignored) if path.is_dir() else iter((path,))
        for file in files:
            if file not in seen:
                seen.add(file)
                yield file


def _files_in(folder: Path, also: tuple[str, ...], ignored: Callable[[Path], None] | None) -> Iterator[Path]:
    """Depth first without recursion; the names of a folder in the order of their characters."""
    above = _rules_above(folder)
    # A folder that git ignores and the user names is read: then only the rules inside it apply.
    waiting = [(folder, () if _is_inside_ignored(folder, above) else above)]
    while waiting:
        path, rules = waiting.pop()
        if path != folder and not path.is_dir():
            yield path
            continue
        own = read_ignore_rules(path)
        rules = (*rules, own) if own else rules
        try:
            found = _entries(path, also)
        except OSError:
            yield path
            continue
        entries = []
        for entry in found:
            if not _is_ignored(Path(entry.path).absolute(), entry.is_dir(), rules):
                entries.append(entry)
            elif ignored:
                ignored(Path(entry.path))
        waiting += [
            (path / entry.name, rules) for entry in sorted(entries, key=lambda e: e.name, reverse=True)
        ]


def _entries(folder: Path, also: tuple[str, ...]) -> list[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        return [entry for entry in entries if not entry.name.startswith(".") and _is_wanted(entry, also)]


def _is_wanted(entry: os.DirEntry[str], also: tuple[str, ...]) -> bool:
    try:
        if entry.is_dir():
            return not entry.is_symlink()
        name = entry.name.lower()
        return entry.is_file() and (Path(name).suffix in KNOWN_SUFFIXES or name.endswith(also))
    except OSError:
        return False


def _is_inside_ignored(folder: Path, rules: Sequence[IgnoreRules]) -> bool:
    """Whether a folder or one above it is ignored."""
    absolute = folder.absolute()
    outermost = rules[0].folder if rules else absolute
    inside = [place for place in (absolute, *absolute.parents) if outermost in place.parents]
    return any(
        _is_ignored(place, is_folder=True, rules=[rule for rule in rules if rule.folder in place.parents])
        for place in inside
    )


def _is_ignored(path: Path, is_folder: bool, rules: Sequence[IgnoreRules]) -> bool:
    """Whether the innermost .gitignore with a matching rule ignores an untracked file or folder."""
    if not rules:
        return False
    opinions = (one.opinion(path, is_folder) for one in reversed(rules))
    if not next((opinion for opinion in opinions if opinion is not None), False):
        return False
    root = _repository_root(path.parent)
    return root is None or path.relative_to(root).as_posix() not in tracked_paths(root)


def _repository_root(folder: Path) -> Path | None:
    return next((place for place in (folder, *folder.parents) if (place / ".git").exists()), None)


def _rules_above(folder: Path) -> tuple[IgnoreRules, ...]:
    """The rules of the folders above, up to the root of the repository that holds the folder."""
    absolute = folder.absolute()
    found: list[IgnoreRules] = []
    if (absolute / ".git").exists():
        return ()
    for above in absolute.parents:
        rules = read_ignore_rules(above)
        if rules:
            found.append(rules)
        if (above / ".git").exists():
            return tuple(reversed(found))
    return ()
