"""A review of a pull request: what is to be corrected as suggestions that its author takes with a click.

https://docs.github.com/en/rest/pulls/reviews#create-a-review-for-a-pull-request
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from citecheck.model import DocumentReport
from citecheck.reports.printable import escape_markdown, json_text

__all__ = ["ReviewedFile", "render_github_review"]

_FENCE = re.compile(r"`{3,}")


@dataclass(frozen=True, slots=True)
class ReviewedFile:
    """A file before and after its corrections, and the report on it.

    Attributes:
        path: the path from the repository's top folder.
        before: the decoded text of the file.
        after: the same with corrections, which neither add nor remove lines.
        report: the report on the file, whose reasons go into the comments.
    """

    path: str
    before: str
    after: str
    report: DocumentReport = field(repr=False)


def render_github_review(files: Iterable[ReviewedFile]) -> str:
    """The body of a request that creates a review, as JSON: a comment for each group of lines that change."""
    comments = [comment for file in files for comment in _comments(file)]
    count = f"{len(comments)} {'correction' if len(comments) == 1 else 'corrections'}"
    review = {"event": "COMMENT", "body": f"citecheck suggests {count}.", "comments": comments}
    return json_text(json.dumps(review, ensure_ascii=False, indent=1)) + "\n"


def _comments(file: ReviewedFile) -> Iterator[dict[str, Any]]:
    before, after = file.before.split("\n"), file.after.split("\n")
    changed = [at for at, (old, new) in enumerate(zip(before, after, strict=True), 1) if old != new]
    for lines in _neighbours(changed):
        first, last = lines[0], lines[-1]
        text = "\n".join(line.removesuffix("\r") for line in after[first - 1 : last])
        comment: dict[str, Any] = {"path": file.path, "line": last, "side": "RIGHT"}
        if first < last:
            comment |= {"start_line": first, "start_side": "RIGHT"}
        yield comment | {"body": f"{_reasons(file.report, first, last)}\n\n{_suggestion(text)}"}


def _neighbours(numbers: Sequence[int]) -> Iterator[list[int]]:
    """The numbers, those that follow each other together."""
    for _, group in groupby(enumerate(numbers), lambda pair: pair[1] - pair[0]):
        yield [number for _, number in group]


def _reasons(report: DocumentReport, first: int, last: int) -> str:
    """Why these lines change: the reasons of the citations in them that have corrections, each once."""
    reasons = [
        reason
        for checked in report.citations
        if checked.judgement
        and any(one.certain for one in checked.judgement.suggestions)
        and checked.citation.span.line <= last
        and first <= checked.citation.span.end_line
        for reason in checked.judgement.reasons
    ]
    return " ".join(escape_markdown(reason) for reason in dict.fromkeys(reasons))


def _suggestion(text: str) -> str:
    """A suggestion block, in a longer fence than any within the text."""
    longest = max((len(found) for found in _FENCE.findall(text)), default=2)
    fence = "`" * (longest + 1)
    return f"{fence}suggestion\n{text}\n{fence}"
