"""SARIF 2.1.0 (OASIS), which code hosts show at the line."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from citecheck._version import __version__
from citecheck.gate.baseline import fingerprint_of
from citecheck.model import Report, Severity, Span
from citecheck.reports.notices import MEANINGS, CitationInDocument, citations_in_documents
from citecheck.reports.printable import one_line

_LEVEL = {
    Severity.ERROR: "error",
    Severity.UNCHECKED: "warning",
    Severity.WARNING: "warning",
    Severity.NOTE: "note",
}
_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def render_sarif(report: Report) -> str:
    """One run; a rule for each verdict and flag; a result for each citation that has a severity."""
    found = [place for place in citations_in_documents(report) if place.severity in _LEVEL]
    rules = sorted({place.rule for place in found})
    run = {
        "tool": {
            "driver": {
                "name": "citecheck",
                "version": __version__,
                "rules": [_rule(name) for name in rules],
            }
        },
        "columnKind": "unicodeCodePoints",
        "invocations": [
            {
                "executionSuccessful": True,
                "toolExecutionNotifications": [
                    {
                        "level": "error",
                        "message": {"text": one_line(part.document.error)},
                        "locations": [
                            {"physicalLocation": {"artifactLocation": _artifact(part.document.path)}}
                        ],
                    }
                    for part in report.documents
                    if part.document.error
                ]
                + [{"level": "note", "message": {"text": one_line(notice)}} for notice in report.notices],
            }
        ],
        "results": [_result(place, rules.index(place.rule)) for place in found],
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=1) + "\n"


def _rule(name: str) -> dict[str, Any]:
    return {
        "id": name,
        "name": "".join(word.title() for word in name.split("_")),
        "shortDescription": {"text": MEANINGS[name]},
        "help": {"text": f"{MEANINGS[name]} Verified or not says nothing on whether a health claim is true."},
    }


def _result(place: CitationInDocument, rule_index: int) -> dict[str, Any]:
    citation, finding = place.checked.citation, place.checked.finding
    name = fingerprint_of(place.document.path, citation.quote, place.judgement.verdict.value)
    result: dict[str, Any] = {
        "ruleId": place.rule,
        "ruleIndex": rule_index,
        "level": _LEVEL[place.severity],
        "message": {"text": place.message},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": _artifact(place.document.path),
                    "region": _region(citation.span),
                }
            }
        ],
        "partialFingerprints": {"citecheck/v1": name},
        "baselineState": "unchanged" if finding and finding.known else "new",
    }
    if finding and finding.suppressed is not None:
        kind = "inSource" if finding.inline else "external"
        reason = one_line(finding.suppressed)
        result["suppressions"] = [{"kind": kind, "status": "accepted", "justification": reason}]
    if place.judgement.match:
        result["properties"] = {"pmid": place.judgement.match.publication.pmid}
    return result


def _artifact(path: str) -> dict[str, str]:
    """A reference by RFC 3986: in a file's name even % and : are characters like others."""
    if path.startswith(("http://", "https://")):
        return {"uri": quote(path, safe=":/?#[]@!$&'()*+,;=%~", errors="replace")}
    return {"uri": quote(path.replace("\\", "/"), safe="/~", errors="replace")}


def _region(span: Span) -> dict[str, int]:
    """Lines and columns from 1; SARIF's end column is the first one after the region, as ours is."""
    return {
        "startLine": span.line,
        "startColumn": span.column,
        "endLine": span.end_line,
        "endColumn": span.end_column,
    }
