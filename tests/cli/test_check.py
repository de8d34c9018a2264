"""`citecheck check`, `extract` and `baseline` through the installed command, on the fixtures."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
COMMAND = Path(sys.executable).with_name("citecheck")


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One cache for all runs, so that the fixtures' index is built once."""
    return tmp_path_factory.mktemp("cache")


def run(
    *words: str | Path, cache: Path, folder: Path = ROOT, stdin: bytes = b"", code: int | None = None
) -> subprocess.CompletedProcess[bytes]:
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("CITECHECK_", "NCBI_"))}
    environment["CITECHECK_CACHE_FOLDER"] = str(cache)
    done = subprocess.run(
        [COMMAND, *words], cwd=folder, input=stdin, capture_output=True, env=environment, check=False
    )
    assert b"Traceback" not in done.stderr, done.stderr.decode()
    if code is not None:
        assert done.returncode == code, done.stderr.decode()
    return done


DEMO = ("check", "fixtures/articles", "--source", "fixtures/pubmed", "--format", "json")


@pytest.fixture(scope="session")
def demo_bytes(cache: Path) -> bytes:
    """The JSON report of the demo as it is printed."""
    return run(*DEMO, cache=cache).stdout


@pytest.fixture(scope="session")
def demo(demo_bytes: bytes) -> Any:
    """The JSON report of the demo."""
    return json.loads(demo_bytes)


def test_the_demo_shows_every_verdict_that_needs_no_live_service(demo: Any) -> None:
    verdicts = {c["verdict"] for d in demo["documents"] for c in d["citations"]}
    assert verdicts == {"verified", "ambiguous", "possible", "mismatch", "not_found", "unsourced"}
    assert demo["source"] == {
        "kind": "index",
        "name": "fixtures/pubmed",
        "records": 458,
        "complete": False,
        "as_of": demo["source"]["as_of"],
    }


TYPE = ("source_type", "source_type_probability", "source_type_evidence")


def test_an_extraction_names_the_kinds_of_source_that_a_check_names(
    demo: Any, cache: Path, tmp_path: Path
) -> None:
    found = json.loads(run("extract", "fixtures/articles", "--format", "json", cache=cache).stdout)
    extracted = [[c[key] for key in TYPE] for d in found["documents"] for c in d["citations"]]
    checked = [[c[key] for key in TYPE] for d in demo["documents"] for c in d["citations"]]
    # What a search joins with another citation is of the kind of that citation.
    different = [one for one, other in zip(extracted, checked, strict=True) if one != other]
    assert {kind for kind, _, _ in different} <= {"unknown"}
    assert len(different) < len(extracted) / 5
    assert {kind for kind, _, _ in extracted} == {"journal_article", "unknown", None}
    entry = "Lindqvist A. Iron. In: Hay B, editor. Textbook of nutrition. London: Elsevier; 2004. p. 1-20."
    (tmp_path / "a.md").write_text(f"# Iron\n\nIt says so [1].\n\n## References\n\n1. {entry}\n")
    lines = run("extract", tmp_path / "a.md", "--format", "jsonl", cache=cache, code=0).stdout.splitlines()
    (chapter,) = [one for line in lines if (one := json.loads(line))["kind"] == "reference"]
    assert chapter["source_type"] == "chapter"
    assert "a chapter in an edited book" in chapter["source_type_evidence"]
    assert 0.9 < chapter["source_type_probability"] <= 1
    rows = run("extract", tmp_path / "a.md", "--format", "csv", cache=cache, code=0).stdout.decode()
    assert ",chapter," in rows


def judged(demo: Any, article: str, words: str) -> Any:
    """The citation in `article` whose quote holds `words`: the first, where a sentence also holds a link."""
    (document,) = [d for d in demo["documents"] if d["path"].endswith(article)]
    first, *more = [c for c in document["citations"] if words in c["quote"]]
    assert all(c["same_as"] == first["id"] for c in more)
    return first


@pytest.mark.parametrize(
    ("article", "words", "verdict", "pmid"),
    [
        ("magnesium-neuropathy.md", "American College of Nutrition", "not_found", None),
        ("magnesium-neuropathy.md", "Clinical Journal of Pain", "not_found", None),
        ("magnesium-neuropathy.md", "Magnesium Research", "verified", "21659058"),
        ("magnesium-neuropathy.md", "Diabetes Care", "verified", "12663588"),
        ("coffee-mortality-news.txt", "New England Journal of Medicine", "verified", "22591295"),
        ("coffee-mortality-news.txt", "Appetite", "possible", "29991442"),
        ("nuts-press-release.txt", "Archives of Internal Medicine", "verified", "12076237"),
        ("nuts-press-release.txt", "walnut consumption improves", "possible", "29931130"),
        ("pancreatic-cancer-genes.html", "Tumour Biology", "verified", "23999824"),
        ("mediterranean-diet-seo.md", "2023 systematic review in Nutrients", "ambiguous", None),
        ("mediterranean-diet-seo.md", "The Lancet", "possible", "36918266"),
        ("mediterranean-diet-seo.md", "Mediterranean Wellness", "not_found", None),
        ("vitamin-d-references.md", "Zhang Y, Fang F", "verified", "31405892"),
        ("vitamin-d-references.md", "Goulão", "mismatch", "29635490"),
        ("vitamin-d-references.md", "Ekelund", "mismatch", "31434697"),
        ("vitamin-d-references.md", "Harrow", "not_found", None),
        ("back-pain-footnotes.md", "Paschali", "verified", "37942696"),
        ("back-pain-footnotes.md", "Wieland", "verified", "36398843"),
        ("heart-health-links.html", "drinkers were less likely", "verified", "22591295"),
        ("heart-health-links.html", "Lancet", "mismatch", "29931130"),
        ("heart-health-links.html", "27053384", "verified", "27053384"),
    ],
)
def test_verdicts_of_the_demo(demo: Any, article: str, words: str, verdict: str, pmid: str | None) -> None:
    citation = judged(demo, article, words)
    match = citation["match"]
    assert (citation["verdict"], match and match["pmid"]) == (verdict, pmid), citation["reasons"]


def test_flags_of_the_demo(demo: Any) -> None:
    assert judged(demo, "pancreatic-cancer-genes.html", "Tumour Biology")["flags"] == ["retracted"]
    unknown = judged(demo, "mediterranean-diet-seo.md", "Mediterranean Wellness")
    assert "unknown_journal" in unknown["flags"]
    invented = judged(demo, "vitamin-d-references.md", "Harrow")
    assert "partial_source" in invented["flags"]
    assert any("Not in this index (458 records)" in reason for reason in invented["reasons"])


def test_a_marker_ties_a_sentence_to_its_reference(demo: Any) -> None:
    sentence = judged(demo, "back-pain-footnotes.md", "Mindfulness-based programmes have been")
    assert sentence["refers_to"] == judged(demo, "back-pain-footnotes.md", "Paschali")["id"]
    assert sentence["verdict"] == "verified"


def test_spans_lead_to_the_quote_in_the_file(demo: Any) -> None:
    for document in demo["documents"]:
        source = (ROOT / document["path"]).read_text(encoding="utf-8")
        lines = source.split("\n")
        for citation in document["citations"]:
            span = citation["span"]
            first_word = citation["quote"].split()[0].strip("“\"'")
            assert first_word in source[span["start"] : span["end"]]
            assert lines[span["line"] - 1][span["column"] - 1 :].startswith(source[span["start"]])


def test_the_trail_shows_journal_bound_searches_with_hits(demo: Any) -> None:
    citation = judged(demo, "magnesium-neuropathy.md", "Clinical Journal of Pain")
    bound = [s for s in citation["searches"] if "Clin J Pain" in s["query"]]
    assert bound
    assert all(s["answered"] and s["hits"] is not None for s in citation["searches"])
    assert any("magnesium" in c["title"].lower() for c in citation["candidates"])


def test_two_runs_are_the_same_bytes(demo_bytes: bytes, cache: Path) -> None:
    assert run(*DEMO, cache=cache).stdout == demo_bytes


def test_exit_codes(cache: Path, tmp_path: Path) -> None:
    """Takes its time: a code is what the process ends with, and each needs a process of its own."""
    source = ("--source", "fixtures/pubmed")
    run("check", "fixtures/articles/pancreatic-cancer-genes.html", *source, cache=cache, code=1)
    run(
        "check", "fixtures/articles/pancreatic-cancer-genes.html", *source, "--exit-zero", cache=cache, code=0
    )
    run("check", "fixtures/articles/sleep-tips.txt", *source, cache=cache, code=0)
    run("check", "fixtures/articles/sleep-tips.txt", *source, "--min-citations", "9", cache=cache, code=1)
    invented = b"A 2016 study by Harrow in the Journal of Nutrition found that vitamin D reverses ageing."
    run("check", "-", *source, cache=cache, stdin=invented, code=3)
    run("check", "-", *source, "--complete", cache=cache, stdin=invented, code=1)
    run("check", "no-such-file.md", *source, cache=cache, code=2)
    run("check", "README.md", "--source", tmp_path, cache=cache, code=2)
    run("check", "README.md", *source, "--fail-on", "mismach", cache=cache, code=2)


def test_stdin_has_a_name_and_so_a_kind(cache: Path) -> None:
    done = run(
        "extract", "-", "--stdin-name", "x.md", "--format", "json", cache=cache, stdin=b"# Title\n\nText.\n"
    )
    (document,) = json.loads(done.stdout)["documents"]
    assert (document["path"], document["format"], document["title"]) == ("x.md", "markdown", "Title")


def test_bad_files_are_errors_in_the_report_and_the_rest_goes_on(cache: Path, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"")
    (tmp_path / "b.md").write_bytes(bytes(range(256)) * 8)
    (tmp_path / "c.md").write_text("A study published in *Gut* found that coffee protects the liver.\n")
    done = run("extract", tmp_path, "--format", "json", cache=cache, code=3)
    documents = json.loads(done.stdout)["documents"]
    assert [bool(d["error"]) for d in documents] == [True, True, False]
    assert [len(d["citations"]) for d in documents] == [0, 0, 1]


def test_output_is_written_whole_or_not_at_all(cache: Path, tmp_path: Path) -> None:
    target = tmp_path / "report.json"
    article = "fixtures/articles/sleep-tips.txt"
    run("extract", article, "--format", "json", "-o", target, cache=cache, code=0)
    assert json.loads(target.read_text())["summary"]["documents"] == 1
    done = run("extract", article, "-o", tmp_path / "none" / "x", cache=cache, code=2)
    assert b"folder does not exist" in done.stderr
    assert not list(tmp_path.glob(".*partial"))


def test_several_reports_in_one_run(cache: Path, tmp_path: Path) -> None:
    names = ("sarif", "html", "junit", "csv", "jsonl", "markdown", "gitlab", "github", "json")
    wanted = [word for name in names for word in ("--report", f"{name}={tmp_path / name}")]
    run("check", "fixtures/articles", "--source", "fixtures/pubmed", *wanted, cache=cache, code=1)
    assert all((tmp_path / name).stat().st_size for name in names)


def test_the_gate_in_a_repository(cache: Path, tmp_path: Path) -> None:
    """Fails at the line, passes after a baseline, fails on what is new, ignores moves and suppressions.

    Takes its time: a gate is what its process ends with, and each state of the repository needs one.
    """
    wrong = (
        "A 2023 study in The Lancet (PMID: 36918266) found that women who follow a Mediterranean diet have a "
        "lower risk of cardiovascular disease, a systematic review and meta-analysis for prevention.\n"
    )
    article = tmp_path / "a.md"
    article.write_text(f"# Food\n\n{wrong}")
    check = ("check", "a.md", "--source", str(ROOT / "fixtures/pubmed"))
    done = run(*check, "--format", "github", cache=cache, folder=tmp_path, code=1)
    assert b"::error file=a.md,line=3," in done.stdout
    run("baseline", "a.md", "--source", ROOT / "fixtures/pubmed", cache=cache, folder=tmp_path, code=0)
    known = (*check, "--baseline", ".citecheck-baseline.json")
    run(*known, cache=cache, folder=tmp_path, code=0)
    article.write_text(f"# Food\n\nA new paragraph.\n\n{wrong}")
    run(*known, cache=cache, folder=tmp_path, code=0)
    article.write_text(
        f"# Food\n\n{wrong}\nAccording to a study published in *Gut* in 1999 (PMID: 12076237), pills work.\n"
    )
    run(*known, cache=cache, folder=tmp_path, code=1)
    article.write_text(f"# Food\n\n<!-- citecheck: ignore[mismatch] the editors know -->\n{wrong}")
    run(*check, cache=cache, folder=tmp_path, code=0)
    done = run("check", "a.md", "--baseline", "none.json", cache=cache, folder=tmp_path, code=2)
    assert b"none.json" in done.stderr


def test_exports_are_read_record_by_record(cache: Path, tmp_path: Path) -> None:
    record = {
        "headline": "Oats",
        "story": "A study published in Gut found that oats feed good bacteria. " * 8,
    }
    (tmp_path / "export.jsonl").write_text(json.dumps(record) + "\n" + json.dumps(record) + "\n")
    words = ("extract", "export.jsonl", "--format", "json")
    done = run(*words, "--text-field", "story", cache=cache, folder=tmp_path, code=0)
    documents = json.loads(done.stdout)["documents"]
    assert [d["path"] for d in documents] == ["export.jsonl#1", "export.jsonl#2"]
    assert all(d["citations"] for d in documents)
    guessed = run(*words, cache=cache, folder=tmp_path, code=0)
    assert b"text is read from 'story'" in guessed.stderr


def test_pages_are_fetched_from_private_hosts_only_when_told(cache: Path) -> None:
    done = run("extract", "http://127.0.0.1:9/", cache=cache, code=3)
    assert b"could not be read" in done.stdout


def test_explain_shows_sums_and_what_would_change_the_verdict(cache: Path) -> None:
    words = ("fixtures/articles/heart-health-links.html", "c6", "--source", "fixtures/pubmed")
    shown = run("explain", *words, cache=cache, code=0).stdout.decode()
    assert "MISMATCH" in shown
    named = shown.split("PMID 29931130 (the one named)")[1].split("bits in all")[0].splitlines()[1:]
    rows = [line.split() for line in named]
    total = sum(float(row[0]) for row in rows[:-1])
    assert abs(total - float(rows[-2][1])) < 0.06
    assert "With the journal “The American Journal of Clinical Nutrition" in shown
    done = run("explain", words[0], "c99", *words[2:], cache=cache, code=2)
    assert b"has no citation c99" in done.stderr


def test_the_settings_in_force_are_shown_in_their_own_words(cache: Path) -> None:
    shown = run("config", cache=cache, code=0).stdout.decode()
    assert f"cache-folder = '{cache}'  # environment CITECHECK_CACHE_FOLDER" in shown
