"""From ranked candidates to a verdict, with its reasons."""

from citecheck.verdicts.decision import is_recognised, judge, stops_search, turning_points

__all__ = ["is_recognised", "judge", "stops_search", "turning_points"]
