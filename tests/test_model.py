"""The nouns: positions lead back to the source, scores are sums, stages stay apart."""

import ast
from pathlib import Path

import pytest

import citecheck
from citecheck.model import Comparison, Journal, Match, PartialDate, Positions, Publication

PACKAGE = Path(citecheck.__file__).parent

# Who may import whom: a stage knows the model and errors, and what is named here.
ALLOWED: dict[str, set[str]] = {
    "model": set(),
    "errors": set(),
    "journals": set(),
    "documents": set(),
    "pubmed": set(),
    "extraction": {"journals"},
    "planning": {"journals"},
    "sources": {"pubmed", "journals"},
    "matching": {"journals", "planning"},
    "verdict": {"matching", "journals"},
    "gate": set(),
    "reports": {"gate"},
    "settings": set(),
    "audit": {
        "checker", "documents", "extraction", "gate", "journals", "planning", "pubmed", "reports", "sources",
    },
    "calibration": {"checker", "documents", "matching"},
    "checker": {
        "documents", "extraction", "journals", "planning", "sources", "matching", "verdict", "settings",
    },
}  # fmt: skip


def stages_imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("citecheck."):
            names.add(node.module.split(".")[1])
        elif isinstance(node, ast.Import):
            names |= {a.name.split(".")[1] for a in node.names if a.name.startswith("citecheck.")}
    return names


@pytest.mark.parametrize("stage", sorted(ALLOWED))
def test_stages_meet_only_in_the_model(stage: str) -> None:
    files = [*PACKAGE.glob(f"{stage}.py"), *PACKAGE.glob(f"{stage}/**/*.py")]
    for path in files:
        strangers = stages_imported(path) - ALLOWED[stage] - {stage, "model", "errors"}
        assert not strangers, f"{path.relative_to(PACKAGE)} imports {sorted(strangers)}"


def test_positions_lead_back_to_the_source() -> None:
    # source "a&amp;b\n\ncd", text "a&b\n\ncd"
    positions = Positions(texts=(0, 1, 2), sources=(0, 1, 6), lines=(0, 8, 9))
    assert positions.source_offset(0) == 0
    assert positions.source_offset(2) == 6
    span = positions.span(5, 7)
    assert (span.start, span.end, span.line, span.column) == (9, 11, 3, 1)
    assert positions.span(0, 3).end == 7


def test_a_score_is_the_sum_of_its_parts() -> None:
    parts = (
        Comparison("journal", "same", 4.25, "Gut", "Gut"),
        Comparison("year", "other", -2.0, "2019", "2012"),
    )
    match = Match(Publication("1"), parts, prior=-4.0)
    assert match.score == -1.75
    assert 0.2 < match.probability < 0.25
    assert match.level("journal") == "same"
    assert match.level("title") is None


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("Zinc and sleep", "Zinc and sleep. Gut 2019"),
        ("Zinc and sleep.", "Zinc and sleep. Gut 2019"),
        ("Does zinc help?", "Does zinc help? Gut 2019"),
        ("", "Gut 2019"),
    ],
)
def test_a_publication_in_short_parts_its_title_from_its_journal(title: str, shown: str) -> None:
    held = Publication("1", title=title, journal=Journal("Gut", "Gut"), issued=PartialDate(2019))
    assert held.in_short == shown
