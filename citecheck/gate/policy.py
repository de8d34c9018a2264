"""The policy of the gate: the severity of each verdict and flag."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from citecheck.gate.globs import matches_glob
from citecheck.model import Flag, Judgement, Severity, Verdict

_HEAVIEST_FIRST = tuple(Severity)


@dataclass(frozen=True, slots=True)
class Policy:
    """The severities of verdicts and flags.

    `severities` gives a verdict or flag its severity and overrides `fail_on` and `warn_on`. `by_path` has
    (glob, severities), which override both for documents whose path matches; later ones override earlier
    ones. With `strict`, a citation that could not be checked is an error. `origin` names the place of these
    settings.
    """

    fail_on: frozenset[str] = frozenset({"mismatch", "not_found", "retracted", "unknown_journal"})
    warn_on: frozenset[str] = frozenset(
        {"ambiguous", "possible", "withdrawn", "expression_of_concern", "contradicted"}
    )
    severities: Mapping[str, Severity] = field(default_factory=dict)
    by_path: tuple[tuple[str, Mapping[str, Severity]], ...] = ()
    strict: bool = False
    origin: str = "the policy"

    def is_lighter(self, severity: Severity, judgement: Judgement, path: str) -> bool:
        """Whether a severity is lighter than that of the default policy, which is a warning or an error.

        Args:
            severity: The severity to compare.
            judgement: The judgement of the citation.
            path: The path of its document.
        """
        usual, _ = _DEFAULT.severity(judgement, path)
        return _HEAVIEST_FIRST.index(severity) > _HEAVIEST_FIRST.index(usual) and usual in _ASKS_FOR_ATTENTION

    def severity(self, judgement: Judgement, path: str) -> tuple[Severity, tuple[str, ...]]:
        """Return the severity of a citation, and the verdict and flags that gave it.

        A citation that is not found in a source of only a part of PubMed counts as unchecked, whatever the
        policy says about `not_found`.

        Args:
            judgement: The judgement of the citation.
            path: The path of its document; overrides may depend on it.

        Returns:
            The heaviest severity of its verdict and flags, and those that have it, a retraction first.
        """
        traits = [judgement.verdict.value, *(flag.value for flag in judgement.flags)]
        if judgement.verdict is Verdict.NOT_FOUND and Flag.PARTIAL_SOURCE in judgement.flags:
            traits[0] = Verdict.UNCHECKED.value
        # The shipped list is of one year; only NLM's present list shows that there is no such journal.
        shipped = Flag.SHIPPED_CATALOGUE in judgement.flags
        lenient = frozenset((Flag.UNKNOWN_JOURNAL.value,)) if shipped else frozenset[str]()
        traits = [trait for trait in traits if trait != Flag.SHIPPED_CATALOGUE]
        weighed = [(self._of_trait(trait, path, lenient), trait) for trait in traits]
        heaviest = min((severity for severity, _ in weighed), key=_HEAVIEST_FIRST.index)
        gave = [trait for severity, trait in weighed if severity is heaviest]
        # A retraction is named first.
        gave.sort(key=lambda trait: trait != Flag.RETRACTED)
        return heaviest, tuple(gave)

    def _of_trait(self, trait: str, path: str, lenient: frozenset[str]) -> Severity:
        for pattern, severities in reversed(self.by_path):
            if trait in severities and matches_glob(path, pattern):
                return severities[trait]
        if trait in self.severities:
            return self.severities[trait]
        if trait in lenient:
            return Severity.NOTE
        if trait in self.fail_on:
            return Severity.ERROR
        if trait == Verdict.UNCHECKED:
            return Severity.ERROR if self.strict else Severity.UNCHECKED
        if trait in self.warn_on:
            return Severity.WARNING
        return Severity.NONE if trait in (Verdict.VERIFIED, Flag.PARTIAL_SOURCE) else Severity.NOTE


_DEFAULT = Policy()
_ASKS_FOR_ATTENTION = (Severity.ERROR, Severity.UNCHECKED, Severity.WARNING)
