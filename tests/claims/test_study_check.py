"""A design stated wrongly is a mismatch in every report, if the publication is named."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

COMMAND = Path(sys.executable).with_name("citecheck")
TITLE = "Walnuts and cholesterol in nurses: a prospective cohort study"
RECORDS = f"""PMID- 31000001
TI  - {TITLE}.
AB  - In all, 1,240 nurses reported what they ate for 6 years. Walnuts were linked to
      lower cholesterol in nurses.
DP  - 2019 May
TA  - BMJ Open
JT  - BMJ open
PT  - Journal Article

PMID- 31000002
TI  - Ginger tea for migraine: a systematic review.
AB  - We searched five databases. Twelve trials were included. Ginger tea reduced migraine.
DP  - 2020 May
TA  - Headache
JT  - Headache
PT  - Journal Article
"""
WRONG = "The article speaks of a randomized trial; the record, of a cohort study."
WALNUTS, GINGER = "https://pubmed.ncbi.nlm.nih.gov/31000001/", "https://pubmed.ncbi.nlm.nih.gov/31000002/"
TRIAL = f"A randomized trial found that walnuts lower cholesterol in nurses ([study]({WALNUTS}))."


def check(folder: Path, article: str, form: str = "json") -> str:
    source = folder / "records"
    source.mkdir(exist_ok=True)
    (source / "records.nbib").write_text(RECORDS, "utf-8")
    (folder / "a.md").write_text(article + "\n", "utf-8")
    words = ["check", "a.md", "--source", "records", "--format", form, "--exit-zero"]
    environment = {"CITECHECK_CACHE_FOLDER": str(folder / "cache"), "PATH": "/usr/bin:/bin", "COLUMNS": "200"}
    done = subprocess.run([COMMAND, *words], cwd=folder, capture_output=True, env=environment, check=True)
    return done.stdout.decode()


def citations(folder: Path, article: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(check(folder, article))["documents"][0]["citations"]
    return found


@pytest.mark.parametrize("form", ["json", "html", "terminal", "sarif"])
def test_it_stands_in_every_report(form: str, tmp_path: Path) -> None:
    report = check(tmp_path, TRIAL, form)
    assert WRONG in " ".join(report.split())
    assert "mismatch" in report.lower()


def test_the_link_is_a_mismatch_with_its_publication(tmp_path: Path) -> None:
    (found,) = [c for c in citations(tmp_path, TRIAL) if c["kind"] == "link"]
    assert found["verdict"] == "mismatch"
    assert found["reasons"][0] == WRONG
    assert found["reasons"][1].startswith("The publication is PMID 31000001: ")


def test_a_title_names_the_publication_as_an_identifier_does(tmp_path: Path) -> None:
    article = (
        "A randomized trial found that walnuts lower cholesterol in nurses [1].\n\n"
        f"## References\n\n1. {TITLE}. BMJ Open. 2019.\n"
    )
    by_kind = {c["kind"]: c["verdict"] for c in citations(tmp_path, article)}
    assert by_kind == {"attribution": "mismatch", "reference": "verified"}


def test_what_is_stated_rightly_stays_verified(tmp_path: Path) -> None:
    article = TRIAL.replace("randomized trial", "cohort study of 1,240 nurses")
    assert {c["verdict"] for c in citations(tmp_path, article)} == {"verified"}


@pytest.mark.parametrize(
    "article",
    [
        f"A randomized trial praises walnuts ([a]({WALNUTS})) and ginger tea for migraine ([b]({GINGER})).",
        f"Walnuts lower cholesterol in nurses in a randomized trial [1, 2] ([study]({WALNUTS})).",
    ],
)
def test_a_sentence_that_cites_several_publications_is_not_judged(article: str, tmp_path: Path) -> None:
    links = [c for c in citations(tmp_path, article) if c["kind"] == "link"]
    assert links
    assert not any(WRONG in (*c["reasons"], *c["notes"]) for c in links)


def test_what_is_too_long_for_a_sentence_is_not_judged(tmp_path: Path) -> None:
    article = TRIAL.replace("nurses (", "nurses, " + "in one ward and the next, " * 160 + "(")
    (found,) = [c for c in citations(tmp_path, article) if c["kind"] == "link"]
    assert WRONG not in (*found["reasons"], *found["notes"])
