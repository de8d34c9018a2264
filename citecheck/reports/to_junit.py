"""JUnit XML: a suite for each document, a case for each finding or citation without one."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree import ElementTree

from citecheck.model import DocumentReport, Report, Severity
from citecheck.reports.notices import (
    MEANINGS,
    CitationInDocument,
    citations_in_documents,
    retraction_first,
    shown_path,
)
from citecheck.reports.printable import one_line, shorten


def render_junit(report: Report) -> str:
    """Render errors as failures, unchecked and unread as errors, suppressed and known findings as skipped."""
    of_document: dict[int, list[CitationInDocument]] = {}
    for place in citations_in_documents(report):
        of_document.setdefault(id(place.document), []).append(place)
    suites = [
        _suite(shown_path(report, part.document), part, of_document.get(id(part.document), []))
        for part in report.documents
    ]
    suites += [_relaxations(report)] if report.relaxations else []
    root = ElementTree.Element("testsuites", {"name": "citecheck"} | _totals(suites))
    root.extend(suites)
    ElementTree.indent(root, " ")
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def _relaxations(report: Report) -> ElementTree.Element:
    """The relaxations of the gate, as the output of a suite without cases."""
    counts = {"tests": "0", "failures": "0", "errors": "0", "skipped": "0"}
    suite = ElementTree.Element("testsuite", {"name": "relaxations"} | counts)
    lines = [one_line(f"{one.kind.value}: {one.sentence}") for one in report.relaxations]
    ElementTree.SubElement(suite, "system-out").text = "\n".join(lines)
    return suite


def _totals(suites: list[ElementTree.Element]) -> dict[str, str]:
    return {
        name: str(sum(int(suite.get(name, "0")) for suite in suites))
        for name in ("tests", "failures", "errors")
    }


def _suite(path: str, part: DocumentReport, found: Sequence[CitationInDocument]) -> ElementTree.Element:
    path = one_line(path)
    cases = [_case(path, place) for place in found]
    if part.document.error:
        unread = ElementTree.Element("testcase", {"name": "the document can be read", "classname": path})
        error = ElementTree.SubElement(unread, "error", {"message": one_line(part.document.error)})
        error.set("type", "unreadable")
        cases.append(unread)
    counts = {
        "tests": str(len(cases)),
        "failures": str(sum(case.find("failure") is not None for case in cases)),
        "errors": str(sum(case.find("error") is not None for case in cases)),
        "skipped": str(sum(case.find("skipped") is not None for case in cases)),
    }
    suite = ElementTree.Element("testsuite", {"name": path, "file": path} | counts)
    suite.extend(cases)
    return suite


def _case(path: str, place: CitationInDocument) -> ElementTree.Element:
    citation, finding = place.checked.citation, place.checked.finding
    case = ElementTree.Element(
        "testcase",
        {
            "name": f"{citation.id}: {shorten(citation.quote, 120)}",
            "classname": path,
        },
    )
    if finding is None:
        return case
    if finding.quiet:
        why = finding.suppressed if finding.suppressed is not None else "known to the baseline"
        ElementTree.SubElement(case, "skipped", {"message": one_line(why)})
    elif finding.severity in (Severity.ERROR, Severity.UNCHECKED):
        name = "failure" if finding.severity is Severity.ERROR else "error"
        kind = place.rule
        failure = ElementTree.SubElement(case, name, {"message": MEANINGS[kind], "type": kind})
        spans = (citation.span, *place.further)
        at = [f"{path}:{span.line}:{span.column}" for span in spans]
        lines = (*at, *retraction_first(place.judgement), citation.quote)
        failure.text = "\n".join(one_line(text) for text in lines)
    return case
