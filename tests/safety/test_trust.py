"""What a checkout's configuration may not decide: where facts come from, where secrets go."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from citecheck.safety.trust import is_ncbi
from tests.eutils_server import EutilsServer, Holdings
from tests.safety.command import ARTICLE, PUBMED, check, checkout, run

KEY = "5ecre7" * 6
MADE_UP = """<?xml version="1.0"?><PubmedArticleSet><PubmedArticle><MedlineCitation>
<PMID Version="1">91919191</PMID><Article><Journal><JournalIssue><Volume>9</Volume>
<PubDate><Year>2021</Year></PubDate></JournalIssue>
<Title>Lancet (London, England)</Title><ISOAbbreviation>Lancet</ISOAbbreviation></Journal>
<ArticleTitle>Moonlight baths cure gout in left-handed sailors.</ArticleTitle>
<Pagination><MedlinePgn>1-9</MedlinePgn></Pagination>
<AuthorList><Author><LastName>Inventor</LastName><Initials>A</Initials></Author></AuthorList>
</Article>
<MedlineJournalInfo><MedlineTA>Lancet</MedlineTA><NlmUniqueID>2985213R</NlmUniqueID></MedlineJournalInfo>
</MedlineCitation></PubmedArticle></PubmedArticleSet>"""
CITES_MADE_UP = (
    "# Gout\n\nMoonlight helps.[1]\n\n## References\n\n1. Inventor A. Moonlight baths cure gout in "
    "left-handed sailors. Lancet. 2021;9:1-9. PMID: 91919191.\n"
)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[EutilsServer]:
    (tmp_path / "made-up.xml").write_text(MADE_UP)
    holdings = Holdings.of([tmp_path / "made-up.xml"])
    with EutilsServer(holdings, keys=frozenset({KEY})) as running:
        yield running


def test_a_prepared_cache_in_the_checkout_verifies_nothing(server: EutilsServer, tmp_path: Path) -> None:
    here = checkout(tmp_path / "checkout", a_md=CITES_MADE_UP)
    answered = run(
        here,
        "check",
        "a.md",
        "--cache-folder",
        "prepared",
        "--format",
        "json",
        CITECHECK_PUBMED_URL=server.url,
    )
    assert '"verified"' in answered.stdout
    server.close()
    (here / ".citecheck.toml").write_text('cache-folder = "prepared"\n')
    kept = {"CITECHECK_PUBMED_URL": server.url, "CITECHECK_BUDGET": "2", "CITECHECK_CACHE_FOLDER": ""}
    done = run(here, "check", "a.md", "--format", "json", **kept)
    assert done.returncode == 2
    assert '"verdict": "verified"' not in done.stdout
    assert ".citecheck.toml:1: cache-folder is not taken from a checkout's configuration" in done.stderr
    assert "--cache-folder" in done.stderr


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("source", "prepared.index"),
        ("cache-folder", "cache"),
        ("pubmed-url", "https://eutils.example.org/"),
        ("journals-url", "https://example.org/J_Medline.txt"),
        ("api-key", "mine"),
        ("email", "mine@example.org"),
    ],
)
@pytest.mark.parametrize("table", ["", "[tool.citecheck]\n"])
def test_a_reserved_setting_is_refused_with_the_ways_to_set_it(
    key: str, value: str, table: str, tmp_path: Path
) -> None:
    here = checkout(tmp_path / "checkout", a_md=ARTICLE)
    (here / ("pyproject.toml" if table else ".citecheck.toml")).write_text(f'{table}{key} = "{value}"\n')
    done = check(here, "a.md")
    assert done.returncode == 2
    assert f"{key} is not taken from a checkout's configuration, because it says" in done.stderr
    assert f"give --{key}" in done.stderr
    assert "citecheck/config.toml" in done.stderr
    # Extraction reads the same configuration, and looks nothing up.
    assert run(here, "extract", "a.md").returncode == 2
    assert run(here, "extract", "a.md", "--no-config").returncode == 0
    assert run(here, "extract", "a.md", CITECHECK_NO_CONFIG="1").returncode == 0


def test_a_check_without_configuration_passes_over_a_reserved_setting(tmp_path: Path) -> None:
    here = checkout(tmp_path / "checkout", a_md=ARTICLE)
    (here / ".citecheck.toml").write_text('source = "prepared.index"\n')
    assert check(here, "a.md").returncode == 2
    assert check(here, "a.md", "--no-config").returncode == 1
    assert check(here, "a.md", CITECHECK_NO_CONFIG="1").returncode == 1


def test_a_checkout_may_ask_for_pubmed_itself(tmp_path: Path) -> None:
    here = checkout(tmp_path / "checkout", a_md=ARTICLE)
    (here / ".citecheck.toml").write_text('source = "pubmed"\nfail-on = ["mismatch"]\n')
    assert check(here, "a.md").returncode == 1


def test_the_users_own_file_may_set_all_and_the_checkouts_overrides_it(tmp_path: Path) -> None:
    here = checkout(tmp_path / "checkout", a_md=ARTICLE)
    own = tmp_path / "checkout-home" / "settings" / "citecheck"
    own.mkdir(parents=True)
    (own / "config.toml").write_text(f'source = "{PUBMED}"\nfail-on = []\ntimeout = 9\n')
    (here / ".citecheck.toml").write_text('fail-on = ["mismatch"]\n')
    shown = run(here, "config", XDG_CONFIG_HOME=str(own.parent)).stdout
    assert f"source = '{PUBMED}'  # {own / 'config.toml'}:1" in shown
    assert f"fail-on = ('mismatch',)  # {here / '.citecheck.toml'}:1" in shown
    assert f"timeout = 9.0  # {own / 'config.toml'}:3" in shown
    without = run(here, "config", "--no-config", XDG_CONFIG_HOME=str(own.parent)).stdout
    assert "timeout = 30.0  # default" in without


def test_a_named_file_is_trusted_unless_it_lies_in_the_checkout(tmp_path: Path) -> None:
    here = checkout(tmp_path / "checkout", a_md=ARTICLE)
    (here / ".citecheck.toml").write_text("fail-on = []\n")
    (here / "other.toml").write_text('email = "mine@example.org"\n')
    (tmp_path / "named.toml").write_text('email = "mine@example.org"\n')
    shown = run(here, "config", "--config", "../named.toml")
    assert "email = 'mine@example.org'" in shown.stdout
    assert "fail-on = ()" not in shown.stdout
    refused = run(here, "config", "--config", "other.toml")
    assert refused.returncode == 2
    assert "email is not taken" in refused.stderr


def test_the_key_goes_to_another_service_only_if_the_command_line_names_it(
    server: EutilsServer, tmp_path: Path
) -> None:
    here = checkout(tmp_path / "checkout", a_md=CITES_MADE_UP)
    done = run(here, "check", "a.md", CITECHECK_PUBMED_URL=server.url, NCBI_API_KEY=KEY)
    assert server.log.count() > 0
    assert not any(KEY in hit.parameters.values() for hit in server.log.hits)
    assert "the API key is sent to NCBI alone" in done.stderr
    assert KEY not in done.stdout + done.stderr
    run(here, "check", "a.md", "--pubmed-url", server.url, "--refresh", NCBI_API_KEY=KEY)
    assert any(hit.parameters.get("api_key") == KEY for hit in server.log.hits)


@pytest.mark.parametrize(
    ("url", "is_one"),
    [
        (None, True),
        ("https://eutils.ncbi.nlm.nih.gov/entrez/eutils/", True),
        ("https://EUTILS.NCBI.NLM.NIH.GOV./entrez/eutils/", True),
        ("https://ncbi.nlm.nih.gov/", True),
        ("http://eutils.ncbi.nlm.nih.gov/", False),
        ("https://ncbi.nlm.nih.gov.example.org/", False),
        ("https://evilncbi.nlm.nih.gov/", False),
        ("https://example.org/?ncbi.nlm.nih.gov", False),
        ("https://ncbi.nlm.nih.gov@example.org/", False),
        ("https://[", False),
    ],
)
def test_which_addresses_are_ncbis(url: str | None, is_one: bool) -> None:
    assert is_ncbi(url) is is_one


@pytest.mark.parametrize(
    "text",
    [
        "timeout = " + "9" * 310,
        "timeout = " + "9" * 5000,
        "min-citations = " + "9" * 5000,
        'min-citations = "' + "9" * 5000 + '"',
        "a" + ".a" * 80_000 + " = 1",
        "[" + "a." * 80_000 + "a]",
        "x = " + "[" * 100_000,
        "x = {" + "a." * 70_000 + "a = 1}",
        "x" * 200_000 + " = 1",
        "".join(f"key{n} = 1\n" for n in range(20_000)),
        '[[ignore]]\npath = "x"\n' * 10_000,
        '# "' + "\x00" * 100,
        "x = 1\n" * 300_000,
    ],
    ids=lambda text: f"{text[:14]!r}… {len(text)}",
)
def test_no_configuration_leads_to_a_fault_in_citecheck(text: str, tmp_path: Path) -> None:
    here = checkout(tmp_path / "checkout", a_md=ARTICLE)
    (here / ".citecheck.toml").write_text(text)
    done = check(here, "a.md")
    assert done.returncode == 2
    assert ".citecheck.toml" in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr) < 400_000


def test_a_configuration_file_that_is_a_device_is_refused(tmp_path: Path) -> None:
    here = checkout(tmp_path / "checkout", a_md=ARTICLE)
    (here / ".citecheck.toml").symlink_to("/dev/zero")
    done = check(here, "a.md")
    assert done.returncode == 2
    assert "it is not a regular file" in done.stderr
