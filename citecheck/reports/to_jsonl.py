"""JSON Lines: each line is a citation of the JSON report with the path of its document."""

from __future__ import annotations

import json
from typing import Any

from citecheck.model import Report
from citecheck.reports.printable import json_text
from citecheck.reports.to_json import citation_object


def render_jsonl(report: Report) -> str:
    """Render a line for each citation, and one for each document that could not be read."""
    lines = []
    for part in report.documents:
        about = {"path": part.document.path}
        if part.document.error:
            lines.append(_line(about | {"error": part.document.error}))
        lines += [_line(about | citation_object(c)) for c in part.citations]
    return "".join(line + "\n" for line in lines)


def _line(value: dict[str, Any]) -> str:
    return json_text(json.dumps(value, ensure_ascii=False))
