"""Read only regular files of bounded size, and write files whole or not at all."""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

# In bytes. Configuration files and lists of patterns have a few thousand.
LARGEST_CONFIGURATION = 1_000_000
LEADS_OUT = "It is a link that leads out of its folder, and is not followed; name the file itself."


class NotRegularFileError(OSError):
    """The path leads to a device, a pipe, a socket or a folder."""

    def __init__(self) -> None:
        super().__init__("it is not a regular file")
        self.strerror = "it is not a regular file"


class TooLargeError(OSError):
    """The file is larger than what is read of its kind."""

    def __init__(self, largest: int) -> None:
        sentence = f"it is larger than {largest / 1_000_000:g} MB"
        super().__init__(sentence)
        self.strerror = sentence


def open_regular_file(path: Path) -> IO[bytes]:
    """Open a regular file for reading; links are followed.

    Raises:
        NotRegularFileError: It is a device, a pipe, a socket or a folder.
        OSError: It can't be opened.
    """
    # Without this flag, opening a pipe waits for a writer.
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0))
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise NotRegularFileError
    return os.fdopen(descriptor, "rb")


def read_regular_file(path: Path, largest: int) -> bytes:
    """Return the bytes of a regular file.

    Args:
        path: Links are followed.
        largest: How many bytes it may have.

    Raises:
        NotRegularFileError: It is a device, a pipe, a socket or a folder.
        TooLargeError: It has more bytes.
        OSError: It can't be opened or read.
    """
    with open_regular_file(path) as stream:
        data = stream.read(largest + 1)
    if len(data) > largest:
        raise TooLargeError(largest)
    return data


def read_configuration_text(path: Path) -> str:
    """Return the text of a small UTF-8 file.

    Raises:
        OSError: It can't be read, is not a regular file, or is too large.
        UnicodeDecodeError: It is not UTF-8.
    """
    return read_regular_file(path, LARGEST_CONFIGURATION).decode("utf-8-sig")


def tree_of(path: Path) -> Path:
    """Return the folder out of which no link at this path may lead.

    That is the root of the repository that it lies in; outside of repositories the working folder if it lies
    there, else its own folder.
    """
    absolute = path.absolute()
    for place in absolute.parents:
        if (place / ".git").exists():
            return place
    here = Path.cwd()
    return here if absolute.is_relative_to(here) else absolute.parent


def leads_out(path: Path) -> bool:
    """Whether a path is a link that leads out of its tree (`tree_of`)."""
    try:
        return path.is_symlink() and not path.resolve().is_relative_to(tree_of(path).resolve())
    except (OSError, RuntimeError):
        return True


@contextlib.contextmanager
def written_whole(path: Path) -> Iterator[IO[bytes]]:
    """Give a stream whose bytes become the file at `path` when all are written, or not at all.

    A link is followed to where it leads, and a file keeps its mode. Devices and pipes are written in place.
    Until then the bytes are in a file with an unpredictable name.

    Raises:
        OSError: It can't be written.
    """
    target = Path(os.path.realpath(path))
    try:
        mode = target.stat().st_mode
    except FileNotFoundError:
        mode = None
    if mode is not None and not stat.S_ISREG(mode):
        with target.open("wb") as stream:
            yield stream
        return
    import tempfile

    descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name[:50]}.", suffix=".partial")
    try:
        with os.fdopen(descriptor, "wb") as stream:
            yield stream
        Path(name).chmod(stat.S_IMODE(mode) if mode is not None else 0o666 & ~_mask())
        Path(name).replace(target)
    finally:
        # It is still there only if writing failed.
        Path(name).unlink(missing_ok=True)


def _mask() -> int:
    """Return the mask of permissions that new files do not get (umask)."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def write_whole(path: Path, parts: Iterable[str]) -> None:
    """Write text to a file in UTF-8, whole or not at all, as `written_whole` does.

    Args:
        path: The file.
        parts: The text in parts, in order; lone surrogates become question marks.

    Raises:
        OSError: The file cannot be written.
    """
    with written_whole(path) as stream:
        for part in parts:
            stream.write(part.encode("utf-8", "replace"))
