"""SARIF's parts that a consumer acts on: fixes, suppressions, limits, paths."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from citecheck.gate import Baseline, Identity, Policy, Suppression, apply_policy
from citecheck.model import (
    CheckedCitation,
    DocumentFormat,
    DocumentReport,
    GateResult,
    Report,
    Repository,
    Severity,
    Span,
    Suggestion,
)
from citecheck.reports import to_sarif

ROOT = Path(__file__).parents[2]
COMMAND = Path(sys.executable).with_name("citecheck")
SCHEMA = json.loads((Path(__file__).parent / "sarif-2.1.0.schema.json").read_text(encoding="utf-8"))
# The year is 2018 in the record. A byte order mark, characters outside Unicode's first plane and line ends
# of two characters come before it.
ENTRY = (
    "1. Goulão B, Stewart F, Ford JA, MacLennan G, Avenell A. Cancer and vitamin D supplementation: a"
    " systematic review and meta-analysis. Am J Clin Nutr. 2012;107(4):652-663."
)
LINES = (
    "# Sun ☀️ and 𝒟",
    "",
    "Vitamin D does not lower the risk of cancer [1]. 🥛",
    "",
    "## References",
    "",
    ENTRY,
)
ARTICLE = "".join(f"{line}\r\n" for line in LINES)


def sarif_run(report: Report) -> Any:
    """The one run of the report, which fits the schema."""
    log = json.loads(to_sarif.render_sarif(report))
    jsonschema.validate(log, SCHEMA)
    (run,) = log["runs"]
    return run


def with_citations(report: Report, *citations: CheckedCitation, **document: Any) -> Report:
    """A report of one document with these citations."""
    part = report.documents[0]
    return replace(
        report, documents=(DocumentReport(replace(part.document, **document), citations),), notices=()
    )


@pytest.fixture
def wrong(report: Report) -> CheckedCitation:
    """A citation that fails."""
    return apply_policy(report, Policy()).documents[0].citations[1]


def fixed(text: str, results: list[Any]) -> str:
    """The text with the first replacements of all fixes, from the last to the first."""
    edits = [
        replacement
        for result in results
        for fix in result.get("fixes", ())
        for change in fix["artifactChanges"]
        for replacement in change["replacements"]
    ]
    for edit in sorted(edits, key=lambda one: -int(one["deletedRegion"]["charOffset"])):
        start = edit["deletedRegion"]["charOffset"]
        end = start + edit["deletedRegion"]["charLength"]
        text = text[:start] + edit["insertedContent"]["text"] + text[end:]
    return text


def test_the_fixes_of_a_file_make_it_right(tmp_path: Path) -> None:
    article = tmp_path / "sun.md"
    article.write_bytes(b"\xef\xbb\xbf" + ARTICLE.encode("utf-8"))
    words = ("check", "sun.md", "--source", ROOT / "fixtures/pubmed", "--no-config", "--format")
    done = subprocess.run([COMMAND, *words, "sarif"], cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode == 1, done.stderr.decode()
    log = json.loads(done.stdout)
    jsonschema.validate(log, SCHEMA)
    results = log["runs"][0]["results"]
    assert {one["ruleId"] for one in results} == {"mismatch"}
    (fix,) = results[0]["fixes"]
    assert fix["description"]["text"]
    location = results[0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert fix["artifactChanges"][0]["artifactLocation"] == location
    # SARIF counts characters without a byte order mark.
    article.write_text(fixed(ARTICLE, results), encoding="utf-8", newline="")
    assert article.read_bytes().decode() == ARTICLE.replace("2012;", "2018;")
    again = subprocess.run([COMMAND, *words, "json"], cwd=tmp_path, capture_output=True, check=False)
    assert again.returncode == 0, again.stdout.decode()


@pytest.mark.parametrize(
    ("format_", "count"),
    [
        (DocumentFormat.MARKDOWN, 1),
        (DocumentFormat.TEXT, 1),
        (DocumentFormat.PDF, 0),
        (DocumentFormat.DOCX, 0),
    ],
)
def test_only_files_of_text_have_fixes(
    report: Report, wrong: CheckedCitation, format_: DocumentFormat, count: int
) -> None:
    assert wrong.judgement is not None
    judgement = replace(
        wrong.judgement, suggestions=(Suggestion(82, 86, "2011", "date", "what the record has"),)
    )
    (result,) = sarif_run(with_citations(report, replace(wrong, judgement=judgement), format=format_))[
        "results"
    ]
    assert len(result.get("fixes", ())) == count


@pytest.mark.parametrize(
    ("finding", "suppression"),
    [
        (
            GateResult(Severity.ERROR, ("mismatch",), suppressed="agreed\nwith \x1b[31mus", inline=True),
            {"kind": "inSource", "status": "accepted", "justification": "agreed with [31mus"},
        ),
        (
            GateResult(Severity.ERROR, ("mismatch",), suppressed="agreed"),
            {"kind": "external", "status": "accepted", "justification": "agreed"},
        ),
        (
            GateResult(Severity.ERROR, ("mismatch",), known=True),
            {"kind": "external", "status": "accepted", "justification": "It stands in the baseline."},
        ),
        (GateResult(Severity.ERROR, ("mismatch",)), None),
    ],
)
def test_accepted_findings_are_suppressed(
    report: Report, wrong: CheckedCitation, finding: GateResult, suppression: dict[str, str] | None
) -> None:
    (result,) = sarif_run(with_citations(report, replace(wrong, finding=finding)))["results"]
    assert result.get("suppressions") == ([suppression] if suppression else None)
    assert result["baselineState"] == ("unchanged" if finding.known else "new")


def test_a_suppression_of_the_configuration_and_the_baseline_are_external(report: Report) -> None:
    baseline = Baseline.of([Identity("a/bread.md", "Studies show that bread is good.", "unsourced")])
    policy = Policy(warn_on=frozenset({"unsourced"}))
    weighed = apply_policy(report, policy, (Suppression("agreed", "x", quote="2015 trial"),), baseline)
    accepted = {one["ruleId"]: one.get("suppressions") for one in sarif_run(weighed)["results"]}
    assert accepted["unchecked"] is None
    assert [one["kind"] for name in ("retracted", "unsourced") for one in accepted[name]] == ["external"] * 2


def test_the_limits_are_those_that_github_documents() -> None:
    """https://docs.github.com/en/code-security/reference/code-scanning/sarif-files/troubleshoot-sarif-uploads"""
    assert (to_sarif.RESULTS_AT_MOST, to_sarif.LOCATIONS_AT_MOST) == (25_000, 100)


def test_of_too_many_results_the_heaviest_stay_in_order(
    report: Report, wrong: CheckedCitation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(to_sarif, "RESULTS_AT_MOST", 3)
    findings = {
        "n1": GateResult(Severity.NOTE, ("unsourced",)),
        "e1": GateResult(Severity.ERROR, ("mismatch",), suppressed="agreed"),
        "w1": GateResult(Severity.WARNING, ("possible",)),
        "e2": GateResult(Severity.ERROR, ("mismatch",)),
        "n2": GateResult(Severity.NOTE, ("unsourced",)),
        "e3": GateResult(Severity.ERROR, ("mismatch",)),
    }
    citations = [
        replace(wrong, citation=replace(wrong.citation, id=name, quote=name), finding=finding)
        for name, finding in findings.items()
    ]
    run = sarif_run(with_citations(report, *citations))
    assert [one["message"]["text"].rpartition("[“")[2] for one in run["results"]] == ["w1”]", "e2”]", "e3”]"]
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["mismatch", "possible"]
    (told,) = run["invocations"][0]["toolExecutionNotifications"]
    assert told["message"]["text"] == "3 further findings are left out: a file holds at most 3."


def test_as_many_results_as_fit_are_all_there(report: Report, wrong: CheckedCitation) -> None:
    part = with_citations(report, *[wrong] * to_sarif.RESULTS_AT_MOST)
    run = json.loads(to_sarif.render_sarif(part))["runs"][0]
    assert len(run["results"]) == 25_000
    assert run["invocations"][0]["toolExecutionNotifications"] == []


def test_a_finding_names_at_most_a_hundred_further_places(report: Report, wrong: CheckedCitation) -> None:
    assert wrong.finding is not None
    further = [
        replace(
            wrong,
            citation=replace(wrong.citation, id=f"x{number}", span=Span(0, 1, number, 1, number, 2)),
            finding=replace(wrong.finding, reported_at=wrong.citation.id),
        )
        for number in (*range(1, 121), 7)
    ]
    (result,) = sarif_run(with_citations(report, wrong, *further))["results"]
    assert len(result["relatedLocations"]) == 100


@pytest.mark.parametrize(
    ("path", "location"),
    [
        ("/srv/site/articles/a b.md", {"uri": "articles/a%20b.md", "uriBaseId": "%SRCROOT%"}),
        ("/elsewhere/a.md", {"uri": "file:///elsewhere/a.md"}),
        ("https://example.org/a", {"uri": "https://example.org/a"}),
    ],
)
def test_paths_are_relative_to_the_repository(
    report: Report, wrong: CheckedCitation, path: str, location: dict[str, str]
) -> None:
    seen = replace(
        with_citations(report, wrong, path=path), repository=Repository("/srv/site", "/srv/site/articles")
    )
    run = sarif_run(seen)
    assert run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"] == location
    assert list(run["originalUriBaseIds"]) == ["%SRCROOT%"]
