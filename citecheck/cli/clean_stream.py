"""Standard error that no article, file name or server can steer a terminal through."""

from __future__ import annotations

import io
import re
import sys

from citecheck.reports.printable import sanitize_text

# The progress line's own: back to the start of the line, clear to its end.
_OURS = re.compile(r"(\r|\x1b\[K)")


class CleanStream(io.TextIOWrapper):
    """Text without control characters and bidirectional marks, but for what the progress line needs."""

    def write(self, text: str) -> int:
        """Write the text, cleaned."""
        parts = _OURS.split(text)
        super().write("".join(part if at % 2 else sanitize_text(part) for at, part in enumerate(parts)))
        return len(text)


def clean_standard_error() -> None:
    """Let everything that is said on standard error from now on be text."""
    stream = sys.stderr
    if isinstance(stream, io.TextIOWrapper) and not isinstance(stream, CleanStream):
        stream.flush()
        sys.stderr = CleanStream(
            stream.detach(), encoding=stream.encoding, errors="backslashreplace", line_buffering=True
        )
