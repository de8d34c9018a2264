"""From ranked candidates to a verdict, with its reasons."""

from citecheck.verdicts.decision import judge, recognised, settled, turning_points

__all__ = ["judge", "recognised", "settled", "turning_points"]
