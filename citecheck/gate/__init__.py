"""The editorial gate: what a report's verdicts mean for a pull request.

verdict and flags ─ policy ─► severity ─ suppressions, baseline ─► findings ─► exit code
"""

from citecheck.gate.baseline import Baseline
from citecheck.gate.changes import Changes
from citecheck.gate.decision import apply_policy, exit_code, result
from citecheck.gate.identity import Identity, fingerprint_of, identity_of
from citecheck.gate.policy import Policy
from citecheck.gate.suppressions import Suppression

__all__ = [
    "Baseline",
    "Changes",
    "Identity",
    "Policy",
    "Suppression",
    "apply_policy",
    "exit_code",
    "fingerprint_of",
    "identity_of",
    "result",
]
