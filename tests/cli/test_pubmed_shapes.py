"""One publication in its many shapes, through `citecheck check` as a person runs it."""

from __future__ import annotations

import json
from contextlib import chdir
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from citecheck.cli import cli
from citecheck.errors import CitecheckError
from tests.pubmed.made import Made, write_records


def run(folder: Path, *words: str | Path, code: int | None = None, **more: str) -> str:
    """What the command prints, run in this folder; `code` is how it must end."""
    environment = {"CITECHECK_CACHE_FOLDER": str(folder / "cache"), **more}
    with chdir(folder):
        done = CliRunner().invoke(cli, [str(word) for word in words], env=environment, standalone_mode=False)
    if isinstance(done.exception, CitecheckError):
        assert code == done.exception.exit_code, done.exception
        return str(done.exception)
    if done.exception:
        raise done.exception
    assert code is None or done.return_value == code, done.output
    return done.stdout


def judged(folder: Path, records: list[Made], entry: str) -> dict[str, Any]:
    """The one citation of an article with this entry in its reference list."""
    write_records(folder / "records.xml", *records)
    article = folder / "article.md"
    article.write_text(
        f"# Sleep and food\n\nMuch is known of this.[1]\n\n## References\n\n1. {entry}\n", "utf-8"
    )
    output = run(folder, "check", "article.md", "--source", "records.xml", "--complete", "--format", "json")
    (document,) = json.loads(output)["documents"]
    found = [c for c in document["citations"] if c["kind"] == "reference"]
    assert len(found) == 1, document
    kept: dict[str, Any] = found[0]
    return kept


TITLE = "Evening light and sleep onset in shift workers of two hospitals"
SLEEP = "Okafor AB, Lindqvist C. Evening light and sleep onset in shift workers of two hospitals."
PII = "S0140-6736(19)30001-2"
LANCET = {"journal": "Lancet (London, England)", "abbreviation": "Lancet", "nlm_id": "2985213R"}


@pytest.mark.parametrize(
    ("record", "entry"),
    [
        (Made("21", TITLE, volume="393", pages=PII, **LANCET), f"{SLEEP} Lancet. 2019;393:541-7."),  # type: ignore[arg-type]
        (
            Made("21", TITLE, volume="393", pages=PII, **LANCET),  # type: ignore[arg-type]
            f"{SLEEP} Lancet. 2019;393:{PII}.",
        ),
        (
            Made("21", TITLE, volume="393", pages="541-547", locations=(("pii", PII),), **LANCET),  # type: ignore[arg-type]
            f"{SLEEP} Lancet. 2019;393:{PII}.",
        ),
        (
            Made("21", TITLE, volume="14", pages="e0211234", locations=(("pii", "e0211234"),)),
            f"{SLEEP} PLoS One. 2019;14(4):e0211234.",
        ),
    ],
)
def test_a_pii_or_article_number_for_pages_accuses_nobody(tmp_path: Path, record: Made, entry: str) -> None:
    found = judged(tmp_path, [record], entry)
    assert (found["verdict"], found["match"]["pmid"]) == ("verified", "21")


F1000 = {"journal": "F1000Research", "abbreviation": "F1000Res", "nlm_id": "101594320"}


@pytest.mark.parametrize(
    ("held", "cited"),
    [
        ((("doi", "10.12688/f1000research.9090.2"),), "10.12688/f1000research.9090.1"),
        ((("doi", "10.12688/f1000research.9090.2"),), "10.12688/f1000research.9090"),
        ((("doi", "10.12688/f1000research.9090.1"),), "10.12688/f1000research.9090.3"),
        ((("doi", "10.1000/new.9090"),), "10.2000/old.9090"),
    ],
)
def test_each_version_and_each_doi_of_a_work_leads_to_it(
    tmp_path: Path, held: tuple[tuple[str, str], ...], cited: str
) -> None:
    record = Made(
        "22",
        TITLE,
        volume="8",
        pages="411",
        locations=held,
        ids=(("doi", "10.2000/OLD.9090"),),
        **F1000,  # type: ignore[arg-type]
    )
    found = judged(tmp_path, [record], f"{SLEEP} F1000Research. 2019;8:411. doi:{cited}")
    assert (found["verdict"], found["match"]["pmid"]) == ("verified", "22")


@pytest.mark.parametrize("year", ["2007", "2008", "2010"])
def test_each_year_of_an_issue_that_spans_several_is_right(tmp_path: Path, year: str) -> None:
    record = Made("23", TITLE, volume="14", pages="61-70", date="<MedlineDate>2007-2010</MedlineDate>")
    found = judged(tmp_path, [record], f"{SLEEP} PLoS One. {year};14:61-70.")
    assert (found["verdict"], found["match"]["pmid"]) == ("verified", "23")


def test_a_title_that_pubmed_escaped_twice_is_the_title(tmp_path: Path) -> None:
    record = Made("24", "", volume="14", pages="61-70", escaped_title="Loss of &amp;#947;-tocopherol and "
                  "&amp;lt;i&amp;gt;Salmonella&amp;lt;/i&amp;gt; in stored milk of two farms")  # fmt: skip
    entry = (
        "Okafor AB. Loss of γ-tocopherol and Salmonella in stored milk of two farms. PLoS One. 2019;14:61-70."
    )
    found = judged(tmp_path, [record], entry)
    assert found["match"]["title"] == "Loss of γ-tocopherol and Salmonella in stored milk of two farms"
    assert found["verdict"] == "verified"


@pytest.mark.parametrize(
    ("shape", "flag", "said"),
    [
        (
            {"relations": (("RetractedandRepublishedIn", "Lancet. 2021 Mar 4;397:2", "31"),)},
            "retracted",
            "It was retracted and republished: PMID 31 (2021-03-04).",
        ),
        (
            {
                "relations": (("RetractionIn", "Lancet. 2021 Mar;397:2", "31"),),
                "types": ("Retracted Publication",),
            },
            "retracted",
            "It was retracted: PMID 31 (2021-03).",
        ),
        ({"title": f"RETRACTED: {TITLE}"}, "retracted", "Its title in PubMed says that it was retracted."),
        ({"title": f"WITHDRAWN: {TITLE}"}, "withdrawn", "Its title in PubMed says that it was withdrawn."),
        (
            {"relations": (("UpdateIn", "Lancet. 2022;399:1", "32"),)},
            "superseded",
            "A newer version has taken its place: PMID 32 (2022).",
        ),
    ],
)
def test_what_became_of_it_is_said_with_the_notice(
    tmp_path: Path, shape: dict[str, Any], flag: str, said: str
) -> None:
    record = Made("25", **({"title": TITLE, "volume": "14", "pages": "61-70"} | shape))
    found = judged(tmp_path, [record], f"{SLEEP} PLoS One. 2019;14:61-70.")
    assert flag in found["flags"]
    assert said in found["reasons"]


def test_the_notice_stands_in_every_report(tmp_path: Path) -> None:
    record = Made(
        "25", TITLE, volume="14", pages="61-70", relations=(("RetractionIn", "Lancet. 2021 Mar;397:2", "31"),)
    )
    judged(tmp_path, [record], f"{SLEEP} PLoS One. 2019;14:61-70.")
    for form in ("markdown", "terminal", "csv", "html", "sarif", "github"):
        words = ("article.md", "--source", "records.xml", "--complete", "--format", form)
        output = run(tmp_path, "check", *words, COLUMNS="300")
        assert "It was retracted: PMID 31 (2021-03)" in output.replace("\\", ""), form


@pytest.mark.parametrize(
    ("prefix", "relation", "words"),
    [
        ("Erratum to: ", "ErratumFor", "which is PMID 99, but an erratum for it"),
        ("Correction to: ", "", "but correction to it"),
        ("Retraction notice to: ", "RetractionOf", "which is PMID 99, but the notice of its retraction"),
        ("Reply to: ", "", "but reply to it"),
        ("Comment on: ", "CommentOn", "which is PMID 99, but a comment on it"),
    ],
)
def test_a_notice_about_the_cited_paper_is_not_the_cited_paper(
    tmp_path: Path, prefix: str, relation: str, words: str
) -> None:
    record = Made(
        "33", prefix + TITLE, volume="16", pages="903", date="<Year>2021</Year>",
        relations=((relation, "PLoS One. 2019;14:61", "99"),) if relation else (),
        types=("Published Erratum",) if relation == "ErratumFor" else ("Letter",),
    )  # fmt: skip
    found = judged(tmp_path, [record], f"{SLEEP} PLoS One. 2019;14:61-70.")
    assert found["verdict"] == "possible"
    assert any(words in reason for reason in found["reasons"])


def test_a_citation_of_the_erratum_itself_is_held_to_it(tmp_path: Path) -> None:
    record = Made("33", f"Erratum to: {TITLE}", volume="16", pages="903", types=("Published Erratum",))
    found = judged(tmp_path, [record], f"Okafor AB, Lindqvist C. Erratum to: {TITLE}. PLoS One. 2019;16:903.")
    assert (found["verdict"], found["match"]["pmid"]) == ("verified", "33")
