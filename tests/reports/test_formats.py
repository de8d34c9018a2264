"""The formats that machines read: what each holds, and that no article can inject anything into them."""

import csv
import io
import json
import re
import string
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

import pytest

from citecheck.gate import Policy, Suppression, apply_policy
from citecheck.model import Author, Comparison, DocumentReport, GateResult, Report, Severity
from citecheck.reports import FORMATS, renderer
from citecheck.reports.notices import MEANINGS, NOT_IN_INDEX
from citecheck.settings import CONDITIONS

HOSTILE = (
    "=HYPERLINK(\"http://evil\") | <script>alert(1)</script>\x1b[2J\u202e\n::error file=x::owned\r\n"
    "@everyone ]]> & `code` ![x](http://evil/x.png) \ud800 \ufffe %0A" + "long " * 5000
)  # fmt: skip


@pytest.fixture
def gated(report: Report) -> Report:
    return apply_policy(report, Policy())


@pytest.fixture
def hostile(gated: Report) -> Report:
    """The same report with hostile text in every field that an article or a record can fill."""
    part = gated.documents[0]
    citations = []
    for checked in part.citations:
        citation = replace(checked.citation, quote=HOSTILE)
        judgement = checked.judgement
        assert judgement is not None
        if judgement.match:
            publication = replace(judgement.match.publication, title=HOSTILE)
            match = replace(judgement.match, publication=publication)
            judgement = replace(judgement, match=match, candidates=(match,))
        judgement = replace(judgement, reasons=(HOSTILE,))
        citations.append(replace(checked, citation=citation, judgement=judgement))
    document = replace(part.document, title=HOSTILE, path="=a/" + HOSTILE[:200])
    bad = replace(gated.documents[1].document, error=HOSTILE)
    return replace(
        gated,
        documents=(
            replace(part, document=document, citations=tuple(citations)),
            replace(gated.documents[1], document=bad),
        ),
        notices=(HOSTILE,),
    )


def test_every_verdict_and_flag_has_a_meaning() -> None:
    assert set(MEANINGS) == {*CONDITIONS, NOT_IN_INDEX}


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_report_is_the_same_bytes(name: str, gated: Report) -> None:
    write: Callable[[Report], str] = renderer(name)
    assert write(gated) == write(gated)
    assert write(gated).endswith("\n")


STEERING = [
    "\x1b[2J", "\x1b]8;;http://evil\x07", "\x9b31m", "\x07", "\x08\x08", "\x00", "\x7f", "\x85",
    "\u202e", "\u2066", "\u200f", "\u061c", "\ufffe",
]  # fmt: skip
COMMANDS = [
    "::error file=x::owned",
    "::set-output name=x::y",
    "::stop-commands::x",
    "##[group]x",
    "##vso[task]x",
]


def with_quote(report: Report, words: str) -> Report:
    """The report with `words` as quote, reason, title, path, author, search, error and notice."""
    part = report.documents[0]
    citations = []
    for checked in part.citations:
        judgement = checked.judgement
        assert judgement is not None
        match = judgement.match and replace(
            judgement.match,
            publication=replace(
                judgement.match.publication, title=words, authors=(Author(words),), pages=words
            ),
            comparisons=(Comparison("topic", words, 1.0, words, words),),
        )
        judgement = replace(
            judgement,
            reasons=(words,),
            match=match,
            candidates=(match,) if match else (),
            searches=tuple(replace(s, text=words, error=words) for s in judgement.searches),
        )
        claimed = replace(checked.citation.claimed, finding=words, title=words, pmid=words)
        citation = replace(checked.citation, quote=words, claimed=claimed)
        finding = GateResult(
            Severity.ERROR, ("mismatch",), suppressed=words if checked is part.citations[0] else None
        )
        citations.append(replace(checked, citation=citation, judgement=judgement, finding=finding))
    document = replace(part.document, title=words, path=f"a/{words}", text=words)
    bad = replace(report.documents[1].document, error=words)
    parts = (replace(part, document=document, citations=tuple(citations)), DocumentReport(bad))
    return replace(report, documents=parts, notices=(words,))


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("steering", STEERING, ids=ascii)
def test_nothing_steers_a_terminal(name: str, steering: str, gated: Report) -> None:
    shown = renderer(name)(with_quote(gated, f"Before {steering} after."))
    assert not set(shown) & (set(steering) - set(string.printable))
    assert "after." in shown


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("lead", ["", "Text.\n", "Text.\r", "Text.\u2028", "Text. " * 30])
def test_no_line_is_a_workflow_command(name: str, command: str, lead: str, gated: Report) -> None:
    shown = renderer(name)(with_quote(gated, f"{lead}{command}"))
    ours = (
        r"::(error|warning|notice) (file=a/|file=a%|file=\S*bad)|::notice::" if name == "github" else r"(?!)"
    )
    lines = [line for line in shown.splitlines() if re.match(r"\s*(::[a-z]|##\[|##vso)", line)]
    assert not [line for line in lines if not re.match(ours, line)]


@pytest.mark.parametrize("name", FORMATS)
def test_json_gives_hostile_text_back_and_others_stay_short(name: str, hostile: Report) -> None:
    shown = renderer(name)(hostile)
    shown.encode("utf-8")
    if name == "json":
        assert json.loads(shown)["documents"][0]["citations"][0]["quote"] == HOSTILE
    if name == "markdown":
        outside_code = re.sub(r"`[^`\n]*`", "", shown)
        assert "<script" not in outside_code
        assert not re.search(r"(?<!\\)!\[", outside_code)
        assert len(shown) < 65_536
    if name in ("terminal", "markdown", "github", "gitlab", "sarif"):
        assert max(len(line) for line in shown.splitlines()) < 30_000


def test_jsonl_has_a_line_a_citation_and_one_for_the_unreadable(gated: Report) -> None:
    rows = [json.loads(line) for line in renderer("jsonl")(gated).splitlines()]
    assert [(row["path"], row.get("verdict")) for row in rows] == [
        ("a/bread.md", "verified"),
        ("a/bread.md", "mismatch"),
        ("a/bread.md", "unchecked"),
        ("a/bread.md", "unsourced"),
        ("a/bad.bin", None),
    ]


def test_csv_has_a_row_a_citation(gated: Report) -> None:
    rows = list(csv.DictReader(io.StringIO(renderer("csv")(gated))))
    assert [row["verdict"] for row in rows] == ["verified", "mismatch", "unchecked", "unsourced", "error"]
    wrong = rows[1]
    assert (wrong["line"], wrong["journal"], wrong["year"], wrong["pmid"], wrong["publication_year"]) == (
        "2", "Gut", "2015", "12345", "2011",
    )  # fmt: skip
    assert wrong["flags"] == "retracted"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", " =", "\u202e="])
def test_no_csv_cell_starts_a_formula(start: str, gated: Report) -> None:
    part = gated.documents[0]
    first = part.citations[0]
    quoted = replace(first, citation=replace(first.citation, quote=f"{start}1+1"))
    shown = renderer("csv")(replace(gated, documents=(replace(part, citations=(quoted,)),)))
    (row,) = csv.DictReader(io.StringIO(shown))
    assert row["quote"].startswith("'")


def sarif_run(report: Report) -> Any:
    log = json.loads(renderer("sarif")(report))
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    return run


def test_sarif_points_at_the_region_under_a_rule_with_help(gated: Report) -> None:
    run = sarif_run(gated)
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["retracted", "unchecked", "unsourced"]
    assert all(rule["help"]["text"] and rule["shortDescription"]["text"] for rule in rules)
    result = run["results"][0]
    assert (result["ruleId"], result["level"], rules[result["ruleIndex"]]["id"]) == (
        "retracted",
        "error",
        "retracted",
    )
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "a/bread.md"
    assert place["region"] == {"startLine": 2, "startColumn": 1, "endLine": 2, "endColumn": 54}
    assert re.fullmatch(r"[0-9a-f]{20}", result["partialFingerprints"]["citecheck/v2"])
    (note,) = run["invocations"][0]["toolExecutionNotifications"]
    assert note["level"] == "error"


def test_sarif_carries_suppressions(report: Report) -> None:
    weighed = apply_policy(report, Policy(), (Suppression("agreed", "x", quote="2015 trial"),))
    result = next(r for r in sarif_run(weighed)["results"] if r["ruleId"] == "retracted")
    (suppression,) = result["suppressions"]
    assert suppression == {"kind": "external", "status": "accepted", "justification": "agreed"}


def test_junit_counts_failures_errors_and_skipped(report: Report) -> None:
    weighed = apply_policy(report, Policy(), (Suppression("agreed", "x", quote="2015 trial"),))
    root = ElementTree.fromstring(renderer("junit")(weighed))  # noqa: S314 - our own output
    assert (root.get("tests"), root.get("failures"), root.get("errors")) == ("5", "0", "2")
    # The last one says what relaxes the gate.
    assert [suite.get("skipped") for suite in root.iter("testsuite")] == ["1", "0", "0", "0"]
    failed = ElementTree.fromstring(renderer("junit")(apply_policy(report, Policy())))  # noqa: S314 - our own output
    case = next(case for case in failed.iter("testcase") if case.find("failure") is not None)
    assert (case.findtext("failure") or "").startswith("a/bread.md:2:1\n")


def test_github_annotates_line_and_columns(gated: Report) -> None:
    lines = renderer("github")(gated).splitlines()
    assert lines[0] == (
        "::error file=a/bread.md,line=2,endLine=2,title=citecheck%3A retracted,col=1,endColumn=54::"
        "RETRACTED. The article says 2015; it was published in 2011. "
        "[“A 2015 trial in Gut found that fibre helps the bowel.”]"
    )
    assert [line.split(" ")[0] for line in lines[:-1]] == ["::error", "::warning", "::notice", "::warning"]
    assert lines[-2] == "::warning file=a/bad.bin::it is not text, Markdown or HTML"
    assert lines[-1] == "FAILED: 1 retracted · 1 unchecked, 1 article could not be read"


def test_gitlab_fingerprints_are_unique(gated: Report) -> None:
    part = gated.documents[0]
    doubled = replace(gated, documents=(replace(part, citations=part.citations * 2),))
    issues = json.loads(renderer("gitlab")(doubled))
    assert len({issue["fingerprint"] for issue in issues}) == len(issues) == 6
    assert {issue["severity"] for issue in issues} == {"major", "minor", "info"}
    assert issues[0]["location"] == {"path": "a/bread.md", "lines": {"begin": 2, "end": 2}}


def test_markdown_shows_errors_first_with_their_publication(gated: Report) -> None:
    rows = [
        line for line in renderer("markdown")(gated).splitlines() if line.startswith(("| ❌", "| ❔", "| 💬"))
    ]
    assert [row.split("|")[3].strip() for row in rows] == [
        "**RETRACTED** · mismatch",
        "unchecked",
        "unsourced",
    ]
    assert "[PMID 12345](https://pubmed.ncbi.nlm.nih.gov/12345/)" in rows[0]
