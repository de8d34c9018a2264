import subprocess
import sys
from pathlib import Path

import pytest

from citecheck.errors import CatalogueError
from citecheck.journals import Catalogue
from citecheck.journals.tables import JournalRow, read_lines, read_packaged
from citecheck.journals.update import FILE_NAME

NAMES = """
NEJM | N Engl J Med
The New England Journal of Medicine | N Engl J Med
nejm.org | N Engl J Med
the Lancet | Lancet
The Lancet Online | Lancet
thelancet.com | Lancet
JAMA | JAMA
Journal of the American Medical Association | JAMA
Journal of American Medical Association | JAMA
BMJ | BMJ
bmj.com | BMJ
British Medical Journal | BMJ
PNAS | Proc Natl Acad Sci U S A
Proceedings of the National Academy of Sciences | Proc Natl Acad Sci U S A
Proc. Natl. Acad. Sci. U.S.A. | Proc Natl Acad Sci U S A
JACC | J Am Coll Cardiol
AJCN | Am J Clin Nutr
CMAJ | CMAJ
MMWR | MMWR Morb Mortal Wkly Rep
JCEM | J Clin Endocrinol Metab
EHJ | Eur Heart J
PLOS ONE | PLoS One
PLoS Medicine | PLoS Med
Archives of Internal Medicine | Arch Intern Med
JAMA Internal Medicine | JAMA Intern Med
Circulation: Heart Failure | Circ Heart Fail
Circulation | Circulation
J. Am. Coll. Nutr. | J Am Coll Nutr
J Am Coll Nutr | J Am Coll Nutr
Medicine Science in Sports Exercise | Med Sci Sports Exerc
Medicine &amp; Science in Sports &amp; Exercise | Med Sci Sports Exerc
Families, Relationships and Societies | Fam Relatsh Soc
Anaesthesia & Analgesia | Anesth Analg
Anaesthesia | Anaesthesia
Anesthesiology | Anesthesiology
Age and Aging | Age Ageing
Nature Human Behavior | Nat Hum Behav
Nature magazine | Nature
the journal Nature | Nature
Alzheimers and Dementia | Alzheimers Dement
Alzheimer's & Dementia: The Journal of the Alzheimer's Association | Alzheimers Dement
Sleep Medicine: official journal of the World Association of Sleep Medicine | Sleep Med
Sleep Medicine : official journal of the World Association of Sleep Medicine | Sleep Med
Pain (Amsterdam) | Pain
Spine (Phila Pa 1976) | Spine (Phila Pa 1976)
Spine | Spine (Phila Pa 1976)
Cancers | Cancers (Basel)
Deutsches Ärzteblatt International | Dtsch Arztebl Int
Deutsches &#196;rzteblatt International | Dtsch Arztebl Int
Journal of NeuroOncology | J Neurooncol
JEADV | J Eur Acad Dermatol Venereol
Cochrane Library | Cochrane Database Syst Rev
Cochrane Database of Systematic Reviews | Cochrane Database Syst Rev
Journals of Gerontology Series A: Biological Sciences and Medical Sciences | J Gerontol A Biol Sci Med Sci
"""


@pytest.mark.parametrize("line", NAMES.strip().splitlines())
def test_names_lead_to_their_journal(line: str, catalogue: Catalogue) -> None:
    name, abbreviation = line.split(" | ")
    journal = catalogue.lookup(name)
    assert journal is not None
    assert journal.abbreviation == abbreviation


@pytest.mark.parametrize(
    "name",
    [
        "",
        "The",
        "Circulation: Tidal Medicine",
        "Journal of",
        "of the and",
        "Nature Tides",
        "中国医学",
        "Harvard",
        "Bulletin",
    ],
)
def test_text_that_is_not_a_name_finds_nothing(name: str, catalogue: Catalogue) -> None:
    assert catalogue.lookup(name) is None


def test_a_journal_has_nlms_facts(catalogue: Catalogue) -> None:
    journal = catalogue.lookup("Journal of the American College of Nutrition")
    assert journal is not None
    assert (journal.abbreviation, journal.nlm_id) == ("J Am Coll Nutr", "8215879")
    assert catalogue.by_nlm_id("8215879") == journal
    nutrients = catalogue.by_issn("2072-6643")
    assert nutrients is not None
    assert nutrients.abbreviation == "Nutrients"
    assert catalogue.by_issn("0000-0000") is None


def test_nearly_every_journal_answers_to_its_abbreviation(
    catalogue: Catalogue,
) -> None:
    hidden = [journal for journal in catalogue.journals if catalogue.lookup(journal.abbreviation) != journal]
    assert len(hidden) < 0.01 * len(catalogue.journals)
    assert len({journal.abbreviation for journal in catalogue.journals}) == len(catalogue.journals) > 9000


def test_of_journals_with_one_name_the_first_by_kind_of_name_wins() -> None:
    catalogue = Catalogue(
        [
            JournalRow("Tides (Lond)", "Tides (London, England)"),
            JournalRow("Tides", "Harbour studies"),
            JournalRow("Harb Stud", "Harbour Studies : a quarterly"),
            JournalRow("J Foam", "Revue d'ecume = Journal of foam"),
            JournalRow("J Foam (Basel)", "Journal of foam (Basel, Switzerland)"),
        ],
        aliases=[("Sea", "Harb Stud"), ("Nothing", "No Such J")],
    )

    def found(name: str) -> str | None:
        journal = catalogue.lookup(name)
        return journal.abbreviation if journal else None

    assert found("Harbour Studies") == "Tides"
    assert found("Tides") == "Tides"
    assert found("Tides (London, England)") == "Tides (Lond)"
    assert found("Journal of Foam") == "J Foam (Basel)"
    assert found("Revue d’Écume") == "J Foam"
    assert found("Sea") == "Harb Stud"
    assert found("Nothing") is None


def test_a_list_that_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"\xff\xfe\xff")
    with pytest.raises(CatalogueError, match="cannot be read"):
        Catalogue.load(tmp_path)


@pytest.mark.parametrize("name", ["gathered.tsv", "known.tsv", "aliases.tsv", "renamed.tsv", "families.tsv"])
def test_data_files_say_where_they_come_from(name: str) -> None:
    text = read_packaged(name)
    assert text.startswith("# ")
    assert all(fields[0] and fields[0] == fields[0].strip() for fields in read_lines(text))


def test_importing_the_catalogue_imports_no_heavy_library() -> None:
    heavy = ("ahocorasick_rs", "rapidfuzz", "requests", "lxml", "platformdirs", "importlib.metadata")
    script = f"import sys, citecheck.journals; print([m for m in {heavy!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
