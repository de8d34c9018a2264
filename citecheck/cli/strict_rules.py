"""Rules taken only from the base branch, for pull requests that may not bring rules of their own."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from citecheck.gate import Baseline
from citecheck.gate.base_branch import BaseBranch, base_revision

if TYPE_CHECKING:
    from citecheck.model import Comment, Document, DocumentReport, Report
    from citecheck.settings import Settings


class StrictRules:
    """Reads configuration, baseline and comments as they are in the base branch, if that is asked for."""

    def __init__(self, diff: str | None) -> None:
        self._diff = diff

    @cached_property
    def _base(self) -> BaseBranch:
        return BaseBranch(base_revision(self._diff, os.environ), Path.cwd())

    def settings(self, flags: Mapping[str, object]) -> Settings:
        """The settings in force."""
        from citecheck.settings import load_settings

        def read_base(path: Path) -> str | None:
            return self._base.read_text(path)  # the base branch is read only under strict_config

        return load_settings(flags, read_base=read_base)

    def baseline(self, settings: Settings) -> Baseline | None:
        """Return the baseline, if one is named. A baseline that the base branch lacks accepts nothing."""
        path = settings.baseline
        if path is None:
            return None
        if not settings.strict_config:
            return Baseline.read(path)
        held = self._base.read(path)
        return Baseline(folder=path.parent) if held is None else Baseline.read(path, held)

    def with_trusted_comments(self, report: Report, settings: Settings) -> Report:
        """The report, without the comments to citecheck that the base branch does not have.

        Args:
            report: The report of the run.
            settings: With `strict_config` off, the report stays as it is.

        Returns:
            The report, with a notice where comments were left out.
        """
        if not settings.strict_config:
            return report
        parts = [self._trusted(part) for part in report.documents]
        left_out = sum(
            len(old.document.comments) - len(new.document.comments)
            for old, new in zip(report.documents, parts, strict=True)
        )
        said = f"{left_out:,} comments of this branch do not count, as --strict-config asks"
        notices = (*report.notices, said) if left_out else report.notices
        return replace(report, documents=tuple(parts), notices=notices)

    def _trusted(self, part: DocumentReport) -> DocumentReport:
        document = part.document
        if not document.comments:
            return part
        left = Counter(comment.text for comment in self._comments_before(document))
        kept = []
        for comment in document.comments:
            if left[comment.text] > 0:
                left[comment.text] -= 1
                kept.append(comment)
        return replace(part, document=replace(document, comments=tuple(kept)))

    def _comments_before(self, document: Document) -> tuple[Comment, ...]:
        from citecheck.documents import read_bytes

        held = self._base.read(Path(document.path))
        return read_bytes(held, document.path).comments if held else ()
