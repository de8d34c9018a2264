"""The quality floors, and what keeps them from being lowered unseen."""

import json
from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner

from citecheck.calibration.evaluate import LabelledText, digest_of, evaluate, read_cases
from citecheck.calibration.quality_floors import figures_below_floor, parse_floors
from citecheck.checker import Checker
from citecheck.cli import cli
from citecheck.errors import UsageError
from citecheck.journals import Catalogue
from citecheck.matching.weights import parse_weights
from citecheck.model import Query
from citecheck.sources import SourceOptions, open_source
from citecheck.verdicts.identity import Grade

FIXTURES = Path(__file__).parents[2] / "fixtures"
LABELLED, FLOORS = FIXTURES / "quality/labelled.jsonl", FIXTURES / "quality/floors.json"


def test_no_figure_is_below_its_floor(tmp_path: Path) -> None:
    cases = read_cases(LABELLED)
    floors = parse_floors(FLOORS.read_text(encoding="utf-8"))
    assert floors.digest == digest_of(cases)
    assert set(floors.figures) == {
        "verified_and_right", "verified_despite_difference", "misstatement_named",
        "not_falsely_verified", "not_taken_for_another", "not_accused",
    }  # fmt: skip
    with open_source(str(FIXTURES / "pubmed"), SourceOptions(cache_folder=tmp_path)) as source:
        measured, _ = evaluate(Checker(source, Catalogue.load()), cases)
    assert not figures_below_floor(measured.figures, floors), measured.misses


def test_the_labelled_texts_have_all_grades_and_kinds() -> None:
    rows = [json.loads(line) for line in LABELLED.read_text(encoding="utf-8").splitlines()]
    assert len(rows) >= 150
    assert min(Counter(row["grade"] for row in rows).values()) >= 20
    assert {row["grade"] for row in rows} == {grade.value for grade in Grade}
    kinds = {row["kind"].partition("_")[0] for row in rows}
    assert kinds == {"real", "differs", "wrong", "invented", "absent", "outside"}


def test_a_text_is_labelled_with_a_publication_of_the_fixtures_or_with_none(tmp_path: Path) -> None:
    cases = read_cases(LABELLED)
    pmids = {case.pmid for case in cases if case.pmid}
    with open_source(str(FIXTURES / "pubmed"), SourceOptions(cache_folder=tmp_path)) as source:
        held = {
            one.pmid
            for lookup in source.answer([Query("labels", pmids=tuple(pmids), limit=len(pmids))])
            for one in lookup.publications
        }
    assert held == pmids
    assert all((case.pmid is None) == (case.kind in ("invented", "absent", "outside")) for case in cases)


@pytest.mark.parametrize(
    ("kind", "pmid", "text", "figure"),
    [
        ("real", "12076237", "Nut eaters die less often (PMID: 12076237).", "verified_and_right"),
        (
            "differs_doi",
            "12076237",
            "Nuts help (DOI 10.1001/ARCHINTE.162.12.1382).",
            "verified_despite_difference",
        ),
        ("absent", None, "Okafor C. Zinc and dreams. Gut. 2017;4(2):101-9.", "not_taken_for_another"),
        ("outside", None, "Marlow TE. Salt. 3rd ed. London: Churchill Livingstone; 1998.", "not_accused"),
    ],
)
def test_each_kind_of_text_has_its_figure(
    tmp_path: Path, kind: str, pmid: str | None, text: str, figure: str
) -> None:
    with open_source(str(FIXTURES / "pubmed"), SourceOptions(cache_folder=tmp_path)) as source:
        checker = Checker(source, Catalogue.load())
        right, _ = evaluate(checker, [LabelledText(text, kind, pmid)])
        wrong, _ = evaluate(checker, [LabelledText("Nuts (PMID: 12076237).", kind, pmid and "1")])
    assert right.figures == {figure: 1.0}
    assert wrong.figures == {figure: 0.0}


def run(*words: str | Path, cache: Path) -> tuple[int, str]:
    source = ("--source", str(FIXTURES / "pubmed"), "--cache-folder", str(cache))
    done = CliRunner().invoke(cli, ["calibrate", *map(str, words), *source], standalone_mode=False)
    if isinstance(done.exception, UsageError):
        return int(done.exception.exit_code), str(done.exception)
    assert done.exception is None, done.exception
    return int(done.return_value), done.output


def test_floors_fall_only_with_their_own_flag(tmp_path: Path) -> None:
    floors = tmp_path / "floors.json"
    high = {"digest": parse_floors(FLOORS.read_text()).digest, "figures": {"verified_and_right": 1.01}}
    floors.write_text(json.dumps(high))
    code, shown = run(LABELLED, "--floors", floors, cache=tmp_path)
    assert code == 1
    assert "below its floor of 1.010" in shown
    assert "probability and truth" in shown
    code, shown = run(LABELLED, "--floors", floors, "--renew", cache=tmp_path)
    assert code == 2
    assert "not lowered" in shown
    code, _ = run(LABELLED, "--floors", floors, "--renew", "--allow-lower", cache=tmp_path)
    assert code == 0
    assert parse_floors(floors.read_text()).figures["verified_and_right"] < 1.01


def test_weights_estimated_anew_can_be_read(tmp_path: Path) -> None:
    weights = tmp_path / "weights.toml"
    code, _ = run(LABELLED, "--weights", weights, cache=tmp_path)
    assert code == 0
    assert "labelled.jsonl" in parse_weights(weights.read_text(encoding="utf-8")).origin


@pytest.mark.parametrize("line", ["{", "[]", '{"text": "x"}'])
def test_a_line_that_is_no_label_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "l.jsonl"
    path.write_text(line)
    with pytest.raises(UsageError, match=r"l\.jsonl:1"):
        read_cases(path)
