"""One finding once, under one name, at paths that code hosts know."""

import json
import re
from xml.etree import ElementTree

import pytest

from tests.repository import ARTICLES, LANCET, ROOT, Repository, errors

TWICE = (
    '<p>According to <a href="https://pubmed.ncbi.nlm.nih.gov/29931130/">a study published in The Lancet in '
    "2018, walnuts improve blood lipids</a>.</p>\n"
)


def test_a_link_and_its_sentence_are_one_finding(repository: Repository) -> None:
    repository.write("articles/nuts.html", TWICE)
    run = ("check", "articles/nuts.html", "--format")
    found = json.loads(repository.run(*run, "json", code=1).stdout)
    assert [c["verdict"] for c in found["documents"][0]["citations"]] == ["mismatch", "mismatch"]
    assert found["gate"]["failing"] == {"mismatch": 1}
    (result,) = json.loads(repository.run(*run, "sarif", code=1).stdout)["runs"][0]["results"]
    assert len(result["relatedLocations"]) == 1
    assert len(json.loads(repository.run(*run, "gitlab", code=1).stdout)) == 1
    suites = ElementTree.fromstring(repository.run(*run, "junit", code=1).stdout)  # noqa: S314 - our own output
    assert (suites.get("tests"), suites.get("failures")) == ("1", "1")
    assert len(errors(repository.check(articles="articles/nuts.html", code=1))) == 1


def test_a_file_named_twice_counts_once(repository: Repository) -> None:
    names = (
        "articles/heart.md",
        "./articles/heart.md",
        str(repository.folder / "articles/heart.md"),
        "articles",
    )
    shown = json.loads(repository.run("check", *names, "--format", "json", code=1).stdout)
    assert len(shown["documents"]) == len(ARTICLES)


@pytest.mark.parametrize(("within", "named"), [("articles", "heart.md"), (".", None), ("..", None)])
def test_paths_are_those_of_the_repository(repository: Repository, within: str, named: str | None) -> None:
    article = named or str(repository.folder / "articles/heart.md")
    run = ("check", article, "--format")
    sarif = json.loads(repository.run(*run, "sarif", code=1, within=within).stdout)
    location = sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert location == {"uri": "articles/heart.md", "uriBaseId": "%SRCROOT%"}
    issues = json.loads(repository.run(*run, "gitlab", code=1, within=within).stdout)
    assert issues[0]["location"]["path"] == "articles/heart.md"
    assert "file=articles/heart.md," in repository.run(*run, "github", code=1, within=within).stdout


def test_accepted_findings_are_suppressed_in_sarif_and_absent_elsewhere(repository: Repository) -> None:
    comment = "<!-- citecheck: ignore[mismatch] agreed -->"
    repository.write("articles/heart.md", f"# H\n\n{comment}\n{LANCET}\n")
    repository.run("baseline", "articles/references.md", code=0)
    words = ("check", "articles/heart.md", "articles/references.md", "--baseline", ".citecheck-baseline.json")
    results = json.loads(repository.run(*words, "--format", "sarif", code=0).stdout)["runs"][0]["results"]
    kinds = {r["suppressions"][0]["kind"] for r in results if r["level"] == "error"}
    assert kinds == {"inSource", "external"}
    assert json.loads(repository.run(*words, "--format", "gitlab", code=0).stdout) == []


def test_not_in_this_index_has_one_name_in_all_reports(repository: Repository) -> None:
    words = ("check", "articles/lifespan.md", "--format")
    shown = {
        name: repository.run(*words, name, code=3).stdout
        for name in ("terminal", "github", "junit", "markdown")
    }
    for name in ("terminal", "github", "markdown"):
        assert "not in this index" in shown[name], name
        assert "not found" not in shown[name], name
    assert 'type="not_in_index"' in shown["junit"]
    assert shown["terminal"].splitlines()[-1] == "UNCHECKED: 1 unchecked (not in this index)"


def test_a_folder_that_git_ignores_is_read_where_it_is_named(repository: Repository) -> None:
    repository.write(".gitignore", "drafts/\n")
    repository.write("drafts/heart.md", ARTICLES["heart.md"])
    repository.write("drafts/inner/.gitignore", "*.md\n")
    repository.write("drafts/inner/x.md", ARTICLES["heart.md"])
    assert errors(repository.check(articles="drafts", code=1)) == {("heart.md", 5)}
    shown = repository.check(articles=".", code=1)
    assert re.search(r"::notice::not read, because git ignores it: drafts;", shown)


def test_one_path_is_one_path() -> None:
    import citecheck

    for path in (ROOT / "fixtures/articles/sleep-tips.txt", str(ROOT / "fixtures/articles/sleep-tips.txt")):
        (part,) = citecheck.check(path, source=str(ROOT / "fixtures/pubmed")).documents
        assert part.document.path == str(path)


def test_no_log_is_silent_for_long(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("citecheck.cli.progress._EVERY_MINUTE", 0.02)
    said = repository.run("check", "articles", code=1).stderr
    assert re.search(r"(?m)^(opening .*|reading|\d+ of \d+ citations looked up.*), \d+ s$", said)


@pytest.mark.parametrize(
    ("configured", "hint"),
    [
        (
            "[tool.citecheck]\nstrict = true\n",
            "the keys stand at the top of the file, without [tool.citecheck]",
        ),
        ('format = "json"\n', "format is set on the command line alone (--format)"),
        ('[ignore]\npmid = "1"\n', "takes an array of tables"),
        ("strct = true\n", "did you mean 'strict'"),
    ],
)
def test_usual_mistakes_in_settings_have_a_hint(repository: Repository, configured: str, hint: str) -> None:
    repository.write(".citecheck.toml", configured)
    assert hint in repository.run("check", "articles", code=2).stderr


def test_every_key_has_a_variable(repository: Repository) -> None:
    from citecheck import settings

    given = {
        "CITECHECK_MIN_CITATIONS": "2",
        "CITECHECK_STRICT": "yes",
        "CITECHECK_SEVERITY": '{possible = "error"}',
        "CITECHECK_EXCLUDE": "drafts/*, *.html",
        "CITECHECK_IGNORE": '[{pmid = "1", reason = "known"}]',
        "CITECHECK_BASELINE": "known.json",
    }
    chosen = settings.load_settings({}, given, repository.folder)
    assert (chosen.min_citations, chosen.strict, chosen.severity) == (2, True, {"possible": "error"})
    assert (chosen.exclude, chosen.ignore[0].pmid) == (("drafts/*", "*.html"), "1")
    assert str(chosen.baseline) == "known.json"


BULLETS = [
    f"- one\n- {LANCET} {{comment}}\n",
    f"- one\n- {{comment}}\n  {LANCET}\n- three\n",
    f"- {LANCET}\n  {{comment}}\n- three\n",
    f"- Intro text.\n\n  {{comment}}\n\n  {LANCET}\n",
]


@pytest.mark.parametrize("article", BULLETS)
def test_a_comment_inside_a_bullet_is_needed(repository: Repository, article: str) -> None:
    comment = "<!-- citecheck: ignore[mismatch] agreed -->"
    repository.write("articles/list.md", f"# List\n\n{article.format(comment=comment)}")
    shown = repository.check(articles="articles/list.md", code=0)
    assert "not needed" not in shown
