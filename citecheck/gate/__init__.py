"""The editorial gate: what a report's verdicts mean for a pull request.

verdict and flags ─ policy ─► severity ─ suppressions, baseline ─► findings ─► exit code
"""

from citecheck.gate.baseline import Baseline, fingerprint_of
from citecheck.gate.changes import changed_lines
from citecheck.gate.decision import apply_policy, exit_code
from citecheck.gate.policy import Policy
from citecheck.gate.suppressions import Suppression

__all__ = [
    "Baseline",
    "Policy",
    "Suppression",
    "apply_policy",
    "changed_lines",
    "exit_code",
    "fingerprint_of",
]
