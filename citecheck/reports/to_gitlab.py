"""GitLab's code quality report (a JSON array in the form that its documentation gives)."""

from __future__ import annotations

import json
from collections import Counter

from citecheck.gate import identity_of
from citecheck.model import Report, Severity
from citecheck.reports.notices import actionable_results
from citecheck.reports.printable import one_line

_SEVERITY = {
    Severity.ERROR: "major",
    Severity.UNCHECKED: "minor",
    Severity.WARNING: "minor",
    Severity.NOTE: "info",
}


def render_gitlab(report: Report) -> str:
    """Render an issue for each finding; its fingerprint survives moved text and is unique in the report."""
    seen: Counter[str] = Counter()
    issues = []
    for place in actionable_results(report):
        name = identity_of(place.path, place.checked).fingerprint
        seen[name] += 1
        issues.append(
            {
                "description": place.message,
                "check_name": place.rule,
                "fingerprint": name if seen[name] == 1 else f"{name}-{seen[name]}",
                "severity": _SEVERITY[place.severity],
                "location": {
                    "path": one_line(place.path),
                    "lines": {
                        "begin": place.checked.citation.span.line,
                        "end": place.checked.citation.span.end_line,
                    },
                },
            }
        )
    return json.dumps(issues, ensure_ascii=False, indent=1) + "\n"
