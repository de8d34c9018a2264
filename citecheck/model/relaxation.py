"""What makes the gate more lenient than by default; every report states it, as a checkout may contain it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class RelaxationKind(StrEnum):
    """The ways in which articles or findings weigh less, or nothing."""

    EXCLUDED = "excluded"
    IGNORED = "ignored"
    SUPPRESSED = "suppressed"
    BASELINED = "baselined"
    DOWNGRADED = "downgraded"


_WHAT = {
    RelaxationKind.EXCLUDED: ("article was left out", "articles were left out"),
    RelaxationKind.IGNORED: ("file or folder was left out", "files or folders were left out"),
    RelaxationKind.SUPPRESSED: ("finding is suppressed", "findings are suppressed"),
    RelaxationKind.BASELINED: ("finding is known to the baseline", "findings are known to the baseline"),
    RelaxationKind.DOWNGRADED: ("finding weighs less than by default", "findings weigh less than by default"),
}


@dataclass(frozen=True, slots=True)
class Relaxation:
    """How many articles or findings one cause makes weigh less.

    Attributes:
        kind: In which way.
        count: How many articles (or files) or findings.
        cause: The rule, file or option that causes it, in words.
    """

    kind: RelaxationKind
    count: int
    cause: str

    @property
    def sentence(self) -> str:
        """The sentence for reports: "2 findings are suppressed: .citecheck.toml:3 (ignore 1)"."""
        one, many = _WHAT[self.kind]
        return f"{self.count:,} {one if self.count == 1 else many}: {self.cause}"
