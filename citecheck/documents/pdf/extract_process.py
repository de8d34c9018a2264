"""Run as a program of its own: a PDF on standard input, the text of its pages as JSON on standard output.

PDF is the one format whose reader can be led into endless work or huge memory. In a process of its
own it can be stopped, and whatever it raises ends that process and nothing else. Not imported by
citecheck.
"""

from __future__ import annotations

import io
import json
import sys

_MOST_MEMORY = 2_000_000_000
_MOST_PAGES = 5_000
_MOST_TEXT = 50_000_000


def main() -> None:
    """Read standard input, write one JSON object: `pages` and `title`, or `problem`."""
    _limit_memory()
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(sys.stdin.buffer.read()), strict=False)
    if reader.is_encrypted and not reader.decrypt(""):
        answer: dict[str, object] = {"problem": "password"}
    else:
        answer = {"pages": _pages(reader.pages), "title": reader.metadata.title if reader.metadata else None}
    sys.stdout.write(json.dumps(answer))


def _pages(pages: object) -> list[str]:
    from pypdf import PageObject

    texts: list[str] = []
    length = 0
    for page in pages:  # type: ignore[attr-defined]
        if not isinstance(page, PageObject) or len(texts) >= _MOST_PAGES or length >= _MOST_TEXT:
            break
        texts.append(page.extract_text())
        length += len(texts[-1])
    return texts


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # not on Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))


if __name__ == "__main__":
    main()
