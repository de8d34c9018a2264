"""Measures m and u, the topic's regression and the verdicts' quality on labelled texts."""
