"""The JSON report against its own schema."""

import json
from dataclasses import replace
from importlib.resources import files
from typing import Any

import jsonschema
import pytest

from citecheck.gate import Baseline, Identity, Policy, Suppression, apply_policy
from citecheck.model import (
    AddressCorrection,
    Agreement,
    CheckedCitation,
    Citation,
    CitationFields,
    CitationKind,
    DocumentReport,
    Judgement,
    Passage,
    Report,
    Span,
    Suggestion,
    Verdict,
)
from citecheck.model.source_type import SourceType, SourceTypeEstimate
from citecheck.reports.to_json import citation_object, judgement_object, render_json


@pytest.fixture(scope="module")
def schema() -> Any:
    return json.loads((files("citecheck.reports") / "report.schema.json").read_text(encoding="utf-8"))


def test_a_report_fits_the_schema(report: Report, schema: Any) -> None:
    jsonschema.validate(json.loads(render_json(report)), schema)


def test_an_extraction_fits_the_schema_and_has_no_verdicts(report: Report, schema: Any) -> None:
    parts = tuple(
        DocumentReport(part.document, tuple(replace(c, judgement=None) for c in part.citations))
        for part in report.documents
    )
    shown = json.loads(render_json(Report(parts)))
    jsonschema.validate(shown, schema)
    assert shown["source"] is None
    assert "verdict" not in shown["documents"][0]["citations"][0]


def test_the_schema_refuses_a_verdict_without_its_reasons(report: Report, schema: Any) -> None:
    shown = json.loads(render_json(report))
    del shown["documents"][0]["citations"][0]["reasons"]
    with pytest.raises(jsonschema.ValidationError, match="reasons"):
        jsonschema.validate(shown, schema)


def test_notes_suggestions_and_the_passage_are_part_of_a_judgement(schema: Any) -> None:
    judgement = Judgement(
        Verdict.VERIFIED,
        ("It fits.",),
        notes=("The article gives the pages 30-34; the record has S30-S34.",),
        suggestions=(Suggestion(10, 15, "S30-S34", "pages", "the record's form"),),
        source_type=SourceTypeEstimate(SourceType.JOURNAL_ARTICLE, 0.98, ("a volume",)),
        passage=Passage("Pain fell by half.", Agreement.WEAKER, "the record speaks of a trend"),
        address_corrections=(AddressCorrection("pmid", "30", "31", certain=True),),
    )
    shown = judgement_object(judgement)
    part = {"$ref": "#/$defs/citation", "$defs": schema["$defs"]}
    place = Citation("c1", CitationKind.LINK, "x", Span(0, 1, 1, 1, 1, 2), CitationFields())
    jsonschema.validate(citation_object(CheckedCitation(place, judgement)), part)
    assert shown["notes"] == ["The article gives the pages 30-34; the record has S30-S34."]
    assert shown["suggestions"] == [
        {
            "span": {"start": 10, "end": 15},
            "replacement": "S30-S34",
            "field": "pages",
            "why": "the record's form",
            "certain": False,
        }
    ]
    assert shown["address_corrections"] == [
        {"field": "pmid", "stated": "30", "replacement": "31", "certain": True}
    ]
    assert shown["source_type"] == "journal_article"
    assert (shown["source_type_probability"], shown["source_type_evidence"]) == (0.98, ["a volume"])
    assert shown["passage"]["agreement"] == "weaker"


def test_the_summary_counts_every_verdict(report: Report) -> None:
    assert json.loads(render_json(report))["summary"] == {
        "documents": 3,
        "citations": 4,
        "verified": 1,
        "ambiguous": 0,
        "possible": 0,
        "mismatch": 1,
        "not_found": 0,
        "outside_pubmed": 0,
        "unchecked": 1,
        "unsourced": 1,
        "suppressed": 0,
        "known": 0,
    }


def test_the_gate_adds_severity_and_what_was_accepted(report: Report, schema: Any) -> None:
    baseline = Baseline.of([Identity("a/bread.md", "Rye \x1b[31mhelps\x1b[0m, Gut reports.", "unchecked")])
    weighed = apply_policy(report, Policy(), (Suppression("agreed", "x", quote="2015 trial"),), baseline)
    shown = json.loads(render_json(weighed))
    jsonschema.validate(shown, schema)
    assert [
        (c["severity"], c["suppressed"], c["known"]) for d in shown["documents"] for c in d["citations"]
    ] == [("none", None, False), ("error", "agreed", False), ("unchecked", None, True), ("note", None, False)]
    assert (shown["summary"]["suppressed"], shown["summary"]["known"]) == (1, 1)


def test_a_candidate_shows_the_numbers_that_made_its_score(report: Report) -> None:
    candidate = json.loads(render_json(report))["documents"][0]["citations"][1]["candidates"][0]
    bits = sum(row["bits"] for row in candidate["comparisons"])
    assert candidate["score"] == candidate["prior"] + bits == -6.25


def test_an_outage_is_visible(report: Report) -> None:
    search = json.loads(render_json(report))["documents"][0]["citations"][2]["searches"][0]
    assert (search["answered"], search["hits"]) == (False, None)
    assert search["error"] == "PubMed did not answer in time"
