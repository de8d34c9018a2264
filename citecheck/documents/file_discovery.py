"""Which files a list of files and folders means."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from citecheck.documents.formats import KNOWN_SUFFIXES

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec


def find_files(paths: Sequence[Path], also: tuple[str, ...] = ()) -> Iterator[Path]:
    """The files of `paths`: named ones always and as named, folders' in sorted order.

    Inside folders, hidden files and folders, what git would ignore, and files of kinds that can't
    be read are left out, but for those whose names end with one of `also`; links to folders are not
    followed. Nothing comes twice. A folder that can't be
    opened stands for itself: whoever reads it hears why.
    """
    if len(paths) == 1:
        # One folder's files are all different, and there may be millions.
        yield from _files_in(paths[0], also) if paths[0].is_dir() else iter(paths)
        return
    seen: set[Path] = set()
    for path in paths:
        files = _files_in(path, also) if path.is_dir() else iter((path,))
        for file in files:
            if file not in seen:
                seen.add(file)
                yield file


def _files_in(folder: Path, also: tuple[str, ...]) -> Iterator[Path]:
    """Depth first without recursion; the names of a folder in the order of their characters."""
    waiting = [(folder, _rules_above(folder))]
    while waiting:
        path, rules = waiting.pop()
        if path != folder and not path.is_dir():
            yield path
            continue
        own = _rules_of(path)
        rules = (*rules, own) if own else rules
        try:
            found = _entries(path, also)
        except OSError:
            yield path
            continue
        entries = [entry for entry in found if not _is_ignored(Path(entry.path), entry, rules)]
        waiting += [
            (path / entry.name, rules) for entry in sorted(entries, key=lambda e: e.name, reverse=True)
        ]


_Rules = tuple[Path, "GitIgnoreSpec"]


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


def _is_ignored(path: Path, entry: os.DirEntry[str], rules: Sequence[_Rules]) -> bool:
    """What the innermost .gitignore with an opinion says."""
    for base, spec in reversed(rules):
        relative = path.absolute().relative_to(base).as_posix()
        opinion = spec.check_file(relative + "/" if entry.is_dir() else relative).include
        if opinion is not None:
            return opinion
    return False


def _rules_above(folder: Path) -> tuple[_Rules, ...]:
    """The rules of the folders above, up to the root of the repository that holds the folder."""
    absolute = folder.absolute()
    found: list[_Rules] = []
    if (absolute / ".git").exists():
        return ()
    for above in absolute.parents:
        rules = _rules_of(above)
        if rules:
            found.append(rules)
        if (above / ".git").exists():
            return tuple(reversed(found))
    return ()


def _rules_of(folder: Path) -> _Rules | None:
    from pathspec import GitIgnoreSpec

    try:
        lines = (folder / ".gitignore").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return None
    return folder.absolute(), GitIgnoreSpec.from_lines(lines)
