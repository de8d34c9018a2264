"""A standard error through which no article, file name or server can send control codes to a terminal."""

from __future__ import annotations

import io
import re
import sys

from citecheck.reports.printable import sanitize_text

# Control codes of the progress line: return to the start of the line, clear to its end.
_OURS = re.compile(r"(\r|\x1b\[K)")


class CleanStream(io.TextIOWrapper):
    """A text stream that drops control characters and bidirectional marks, except the progress line's own."""

    def write(self, text: str) -> int:
        """Write the text, cleaned."""
        parts = _OURS.split(text)
        super().write("".join(part if at % 2 else sanitize_text(part) for at, part in enumerate(parts)))
        return len(text)


def clean_standard_error() -> None:
    """Replace standard error by a `CleanStream`."""
    stream = sys.stderr
    if isinstance(stream, io.TextIOWrapper) and not isinstance(stream, CleanStream):
        stream.flush()
        sys.stderr = CleanStream(
            stream.detach(), encoding=stream.encoding, errors="backslashreplace", line_buffering=True
        )
