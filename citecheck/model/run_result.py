"""The gate's decision on a whole run, and the line that states it in every report."""

from __future__ import annotations

from dataclasses import dataclass

from citecheck.errors import ExitCode


@dataclass(frozen=True, slots=True)
class RunResult:
    """The gate's decision. A finding that occurs at several places counts once.

    Attributes:
        exit_code: PASSED, FAILED or UNCHECKED, even if the command ends with another code.
        failing: (verdict or flag, number of findings that fail because of it), worst first.
        too_few: why the number of citations alone fails the run; None if it does not.
        unchecked: findings that could not be checked, including those not in the index.
        not_in_index: how many of `unchecked` are not in an index that holds only a part of PubMed.
        unread: articles that could not be read.
        warnings: (verdict or flag, number of findings that warn), worst first.
        verified: citations that are verified.
        citations: all citations.
        nothing_read: whether there was no article to check.
        relaxed: (kind of relaxation, number of articles or findings that weigh less than by default).
        ignored: whether the command ends with 0 nevertheless, as --exit-zero asks.
    """

    exit_code: ExitCode
    failing: tuple[tuple[str, int], ...] = ()
    too_few: str | None = None
    unchecked: int = 0
    not_in_index: int = 0
    unread: int = 0
    warnings: tuple[tuple[str, int], ...] = ()
    verified: int = 0
    citations: int = 0
    ignored: bool = False
    nothing_read: bool = False
    relaxed: tuple[tuple[str, int], ...] = ()

    @property
    def passed(self) -> bool:
        """Whether nothing fails and everything could be checked."""
        return self.exit_code is ExitCode.PASSED

    @property
    def word(self) -> str:
        """PASSED, FAILED or UNCHECKED."""
        return self.exit_code.name

    @property
    def line(self) -> str:
        """Word and counts: "FAILED: 1 retracted, 2 mismatch · 14 unchecked"."""
        parts = [part for part in (self._leading(), *self._further()) if part]
        ended = " (the command ends with 0, as --exit-zero asks)" if self.ignored and not self.passed else ""
        return f"{self.word}: {' · '.join(parts)}{ended}"

    def _leading(self) -> str:
        """The counts that explain the exit code."""
        if self.exit_code is ExitCode.FAILED:
            return ", ".join(part for part in (_counts(self.failing), self.too_few) if part)
        if self.exit_code is ExitCode.UNCHECKED:
            return self._unchecked()
        return f"{self.verified} verified" if self.citations else "no citations found"

    def _further(self) -> tuple[str, ...]:
        """The counts that do not affect the exit code."""
        unchecked = self._unchecked() if self.exit_code is not ExitCode.UNCHECKED else ""
        relaxed = f"relaxed: {_counts(self.relaxed)}" if self.relaxed else ""
        return (unchecked, _counts(self.warnings), relaxed)

    def _unchecked(self) -> str:
        parts = ["no article was checked"] if self.nothing_read else []
        if self.unchecked:
            held = ""
            if self.not_in_index:
                some = f"{self.not_in_index} " if self.not_in_index < self.unchecked else ""
                held = f" ({some}not in this index)"
            parts.append(f"{self.unchecked} unchecked{held}")
        if self.unread:
            parts.append(f"{self.unread} article{'' if self.unread == 1 else 's'} could not be read")
        return ", ".join(parts)


def _counts(counts: tuple[tuple[str, int], ...]) -> str:
    return ", ".join(f"{number} {name.replace('_', ' ')}" for name, number in counts)
