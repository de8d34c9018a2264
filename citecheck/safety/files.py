"""Opening only what is a regular file of bounded size, and writing files whole."""

from __future__ import annotations

import os
import stat
from pathlib import Path

# Configuration files and lists of patterns are a screenful.
LARGEST_CONFIGURATION = 1_000_000


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
    # A pipe without a writer would be waited for; opened so it is not.
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0))
    with os.fdopen(descriptor, "rb") as stream:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise NotRegularFileError
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
