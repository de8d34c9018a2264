"""Settings: their order, their faults, and where each value came from."""

from pathlib import Path

import pytest

from citecheck import settings
from citecheck.errors import SettingsError


def test_flags_override_the_environment_that_the_file_and_that_the_defaults(tmp_path: Path) -> None:
    (tmp_path / ".citecheck.toml").write_text("budget = 1\nfail-on = []\ntimeout = 7\n")
    environment = {"CITECHECK_BUDGET": "8", "CITECHECK_SOURCE": "s", "NCBI_EMAIL": "c@example.org"}
    got = settings.load_settings({"source": "from-flag", "email": None}, environment, tmp_path)
    assert (got.source, got.email, got.timeout, got.budget) == ("from-flag", "c@example.org", 7.0, 8.0)
    assert got.origins["source"] == "flag"
    assert got.origins["email"] == "environment NCBI_EMAIL"
    assert got.origins["timeout"] == f"{tmp_path / '.citecheck.toml'}:3"
    assert got.origins["warn_on"] == "default"


def test_pyproject_counts_only_with_our_table(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    below = tmp_path / "articles"
    below.mkdir()
    (below / "pyproject.toml").write_text('[project]\nname = "other"\n')
    (tmp_path / "pyproject.toml").write_text('[tool.citecheck]\nfail-on = ["not-found", "retracted"]\n')
    assert settings.load_settings({}, {}, below).fail_on == ("not_found", "retracted")


def test_search_stops_at_the_repository_root(tmp_path: Path) -> None:
    (tmp_path / ".citecheck.toml").write_text("timeout = 7\n")
    (tmp_path / "repository" / ".git").mkdir(parents=True)
    assert settings.load_settings({}, {}, tmp_path / "repository").timeout == 30.0


def test_all_faults_are_reported_at_once_with_file_line_and_the_nearest_key(tmp_path: Path) -> None:
    (tmp_path / ".citecheck.toml").write_text(
        'sourse = "x"\n\ntimeout = -1\nfail-on = ["mismach"]\nstrict = 3\nbudget = 0\n'
    )
    with pytest.raises(SettingsError) as caught:
        settings.load_settings({}, {"CITECHECK_BUDGET": "soon"}, tmp_path)
    lines = str(caught.value).splitlines()
    place = tmp_path / ".citecheck.toml"
    assert lines == [
        f"{place}:1: there is no key 'sourse'; did you mean 'source'?",
        f"{place}:3: timeout takes a number of seconds above 0",
        f"{place}:4: fail-on takes verdicts and flags, not 'mismach'; did you mean 'mismatch'?",
        f"{place}:5: strict takes true or false",
        f"{place}:6: budget takes a number of seconds above 0",
        "environment CITECHECK_BUDGET: takes a number of seconds above 0",
    ]


def test_flags_are_read_as_strictly() -> None:
    with pytest.raises(SettingsError, match="--fail-on takes verdicts and flags, not 'mismach'"):
        settings.load_settings({"fail_on": "mismach"}, {})
    assert settings.load_settings({"fail_on": "mismatch,unknown-journal"}, {}).fail_on == (
        "mismatch",
        "unknown_journal",
    )


def test_a_file_that_is_not_toml_is_reported(tmp_path: Path) -> None:
    (tmp_path / ".citecheck.toml").write_text("source = \n")
    with pytest.raises(SettingsError, match="line 1"):
        settings.load_settings({}, {}, tmp_path)


def test_an_address_begins_with_http(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="takes a URL that begins with http:// or https://"):
        settings.load_settings({"pubmed_url": "ftp://x"}, {}, tmp_path)


def test_the_key_is_in_no_printed_form() -> None:
    got = settings.load_settings({}, {"NCBI_API_KEY": "s3cret-key"})
    assert got.api_key == "s3cret-key"
    assert "s3cret" not in repr(got)


def test_blanks_around_a_key_are_not_part_of_it(tmp_path: Path) -> None:
    assert settings.load_settings({}, {"NCBI_API_KEY": " 0f1e2d\n"}, tmp_path).api_key == "0f1e2d"


def test_an_empty_list_means_never() -> None:
    assert settings.load_settings({}, {"CITECHECK_FAIL_ON": " , "}).fail_on == ()


def test_every_faulty_rule_is_reported_with_its_line(tmp_path: Path) -> None:
    (tmp_path / ".citecheck.toml").write_text(
        '[[ignore]]\nreason = "x"\npmid = "1"\n[[ignore]]\npmid = "2"\n[[ignore]]\nreason = "y"\n'
        'jurnal = "Gut"\n[[paths]]\nmatch = "a"\nseverity = {mismach = "error"}\n'
    )
    with pytest.raises(SettingsError) as caught:
        settings.load_settings({}, {}, tmp_path)
    place = tmp_path / ".citecheck.toml"
    assert str(caught.value).splitlines() == [
        f"{place}:4: ignore needs reason",
        f"{place}:6: ignore has no key 'jurnal'; did you mean 'journal'?",
        f"{place}:9: paths takes verdicts and flags, not 'mismach'; did you mean 'mismatch'?",
    ]


def test_paths_of_a_file_are_relative_to_it(tmp_path: Path) -> None:
    (tmp_path / ".citecheck.toml").write_text('baseline = "known.json"\n')
    (tmp_path / "below").mkdir()
    got = settings.load_settings({}, {}, tmp_path / "below")
    assert got.baseline == tmp_path / "known.json"
    assert settings.load_settings({"baseline": Path("other.json")}, {}, tmp_path).baseline == Path(
        "other.json"
    )
