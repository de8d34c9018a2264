"""SARIF 2.1.0 (OASIS), which code hosts show as annotations."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from citecheck._version import __version__
from citecheck.gate import identity_of
from citecheck.model import DocumentFormat, GateResult, Report, Severity, Span, Suggestion
from citecheck.reports.notices import MEANINGS, CitationInDocument, citations_in_documents, shown_path
from citecheck.reports.printable import one_line

_LEVEL = {
    Severity.ERROR: "error",
    Severity.UNCHECKED: "warning",
    Severity.WARNING: "warning",
    Severity.NOTE: "note",
}
# GitHub's limits for an upload: the results of a run, and the locations of a result that it shows.
# https://docs.github.com/en/code-security/reference/code-scanning/sarif-files/troubleshoot-sarif-uploads
RESULTS_AT_MOST = 25_000
LOCATIONS_AT_MOST = 100
# Formats in which a suggestion's offsets are offsets in the file.
_EDITABLE = (DocumentFormat.TEXT, DocumentFormat.MARKDOWN, DocumentFormat.HTML)
# The base of relative paths, which the consumer knows.
_ROOT = "%SRCROOT%"
_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def render_sarif(report: Report) -> str:
    """Render one run, with a rule for each verdict and flag, and a result for each finding with a severity.

    A finding that was accepted in the article, the configuration or the baseline has `suppressions`.
    """
    found, left_out = _heaviest(
        [place for place in citations_in_documents(report) if place.severity in _LEVEL]
    )
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
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The top folder of the repository."}}},
        "invocations": [_invocation(report, left_out)],
        "results": [_result(place, rules.index(place.rule)) for place in found],
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=1) + "\n"


def _heaviest(found: Sequence[CitationInDocument]) -> tuple[list[CitationInDocument], int]:
    """The heaviest findings up to the limit, in reading order, and the number of those left out."""
    order = list(Severity)

    def weight(at: int) -> tuple[bool, int, int]:
        finding = found[at].checked.finding
        return bool(finding and finding.quiet), order.index(found[at].severity), at

    kept = sorted(sorted(range(len(found)), key=weight)[:RESULTS_AT_MOST])
    return [found[at] for at in kept], len(found) - len(kept)


def _invocation(report: Report, left_out: int) -> dict[str, Any]:
    notifications: list[dict[str, Any]] = [
        {
            "level": "error",
            "message": {"text": one_line(part.document.error)},
            "locations": [
                {"physicalLocation": {"artifactLocation": _artifact(shown_path(report, part.document))}}
            ],
        }
        for part in report.documents
        if part.document.error
    ]
    notifications += [{"level": "note", "message": {"text": one_line(notice)}} for notice in report.notices]
    if left_out:
        some = f"{left_out:,} further findings are left out: a file holds at most {RESULTS_AT_MOST:,}."
        notifications.append({"level": "warning", "message": {"text": some}})
    invocation: dict[str, Any] = {"executionSuccessful": True, "toolExecutionNotifications": notifications}
    if report.gate:
        invocation["exitCode"] = int(report.gate.exit_code)
        invocation["exitCodeDescription"] = one_line(report.gate.line)
    return invocation


def _rule(name: str) -> dict[str, Any]:
    return {
        "id": name,
        "name": "".join(word.title() for word in name.split("_")),
        "shortDescription": {"text": MEANINGS[name]},
        "help": {"text": f"{MEANINGS[name]} Verified or not says nothing on whether a health claim is true."},
    }


def _result(place: CitationInDocument, rule_index: int) -> dict[str, Any]:
    citation, finding = place.checked.citation, place.checked.finding
    result: dict[str, Any] = {
        "ruleId": place.rule,
        "ruleIndex": rule_index,
        "level": _LEVEL[place.severity],
        "message": {"text": place.message},
        "locations": [_location(place.path, citation.span)],
        "partialFingerprints": {"citecheck/v2": identity_of(place.path, place.checked).fingerprint},
        "baselineState": "unchanged" if finding and finding.known else "new",
    }
    if place.further:
        result["relatedLocations"] = [
            _location(place.path, span) | {"message": {"text": "The same publication, cited here as well."}}
            for span in place.further[:LOCATIONS_AT_MOST]
        ]
    if place.judgement.suggestions and place.document.format in _EDITABLE:
        fields = dict.fromkeys(one.field for one in place.judgement.suggestions)
        result["fixes"] = [
            _fix(place.path, [one for one in place.judgement.suggestions if one.field == field])
            for field in fields
        ]
    if finding and finding.quiet:
        result["suppressions"] = [_suppression(finding)]
    if place.judgement.match:
        result["properties"] = {"pmid": place.judgement.match.publication.pmid}
    return result


def _suppression(finding: GateResult) -> dict[str, str]:
    if finding.suppressed is None:
        return {"kind": "external", "status": "accepted", "justification": "It stands in the baseline."}
    kind = "inSource" if finding.inline else "external"
    return {"kind": kind, "status": "accepted", "justification": one_line(finding.suppressed)}


def _fix(path: str, suggestions: Sequence[Suggestion]) -> dict[str, Any]:
    """What to write for one field: all its replacements are made together."""
    first = suggestions[0]
    replacements = [
        {
            "deletedRegion": {"charOffset": one.start, "charLength": one.end - one.start},
            "insertedContent": {"text": one_line(one.replacement)},
        }
        for one in suggestions
    ]
    return {
        "description": {"text": one_line(first.why or f"Correct the {first.field}.")},
        "artifactChanges": [{"artifactLocation": _artifact(path), "replacements": replacements}],
    }


def _location(path: str, span: Span) -> dict[str, Any]:
    return {"physicalLocation": {"artifactLocation": _artifact(path), "region": _region(span)}}


def _artifact(path: str) -> dict[str, str]:
    """A URI reference (RFC 3986); in the name of a file even % and : are ordinary characters."""
    if path.startswith(("http://", "https://")):
        return {"uri": quote(path, safe=":/?#[]@!$&'()*+,;=%~", errors="replace")}
    named = quote(path.replace("\\", "/"), safe="/~", errors="replace")
    if PurePath(path).is_absolute():
        return {"uri": f"file://{named}"}
    return {"uri": named, "uriBaseId": _ROOT}


def _region(span: Span) -> dict[str, int]:
    """Lines and columns from 1. The end column is the first one after the region, in SARIF as in spans."""
    return {
        "startLine": span.line,
        "startColumn": span.column,
        "endLine": span.end_line,
        "endColumn": span.end_column,
    }
