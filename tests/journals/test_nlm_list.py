"""NLM's list as it ships: every journal that exists is found by its names, and no other is."""

import pytest

from citecheck.journals import Catalogue, fold
from citecheck.journals.common_words import is_distinctive
from citecheck.journals.names import leading_title
from citecheck.journals.nlm_list import ListedJournal, NlmList, file_texts, name_key

LISTED = [
    ListedJournal("Tide Pool Med", "Tide pool medicine : the journal of the shore", True),
    ListedJournal("Annu Rev Tides", "Annual review of tides", False),
    ListedJournal("Zzz", "Zzz", False),
    ListedJournal("Aaa", "Aaa", False),
]


def listed(names: list[tuple[str, ListedJournal]]) -> NlmList:
    titles, keys = file_texts(names)
    return NlmList(titles.encode(), keys.encode())


def test_names_lead_to_their_lines_wherever_these_stand() -> None:
    names = [(journal.title, journal) for journal in LISTED]
    names += [(journal.abbreviation, journal) for journal in LISTED]
    made = listed(names)
    for name, journal in names:
        assert made.find(fold(name)) == journal
    for name in ("", "a", "zzzz", "annual review", "tide pool", "tide pool medicine"):
        assert made.find(name) is None


def test_of_two_journals_with_one_name_the_first_bears_it() -> None:
    first, second = LISTED[:2]
    assert listed([("Shore", second), ("Shore", first)]).find("shore") == second


def test_a_list_may_be_empty() -> None:
    assert NlmList(b"", b"").find("gut") is None


def test_keys_do_without_spelling_and_small_words() -> None:
    assert name_key("journal of paediatrics and the tides") == name_key("journal pediatrics tides")


@pytest.mark.parametrize(
    ("name", "abbreviation"),
    [
        ("EFSA Journal", "EFSA J"),
        ("Canadian Family Physician", "Can Fam Physician"),
        ("Canadian Journal of Surgery", "Can J Surg"),
        ("Journal canadien de chirurgie", "Can J Surg"),
        ("Canadian Journal of Public Health", "Can J Public Health"),
        ("La revue vétérinaire canadienne", "Can Vet J"),
        ("International Journal for Vitamin and Nutrition Research", "Int J Vitam Nutr Res"),
        ("Journal of Child Psychology and Psychiatry", "J Child Psychol Psychiatry"),
        ("Tennessee medicine", "Tenn Med"),
        ("Brain computer interfaces (Abingdon, England)", "Brain Comput Interfaces (Abingdon)"),
        ("Wiad Parazytol", "Wiad Parazytol"),
        # The well-known journal, not a namesake that NLM lists too
        ("Science", "Science"),
        ("Lancet", "Lancet"),
        ("Adv Sci", "Adv Sci (Weinh)"),
        # A translation is not meant by the name of the journal that it translates
        ("Med Intensiva", "Med Intensiva"),
    ],
)
def test_every_journal_that_nlm_knows_is_known(name: str, abbreviation: str, catalogue: Catalogue) -> None:
    journal = catalogue.lookup(name)
    assert journal is not None
    assert journal.abbreviation == abbreviation


@pytest.mark.parametrize(
    "name",
    [
        "Journal of Blorptology",
        "Canadian Family Krimsology",
        "Archives of Imaginary Herbology",
        "International Journal of Zentrics",
        "Medicina Halveena",
        "Bulletin",
        "Journal",
    ],
)
def test_a_name_with_an_invented_word_is_no_journals(name: str, catalogue: Catalogue) -> None:
    assert catalogue.lookup(name) is None


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("work", False),
        ("new york", False),
        ("public opinion", False),
        ("annals of tides", True),
        ("efsa journal", True),
        ("tide pool medicine", True),
        ("j tides", True),
    ],
)
def test_ordinary_words_are_not_distinctive(name: str, expected: bool) -> None:
    assert is_distinctive(name) is expected


def test_words_are_a_journal_of_the_long_list_only_where_a_place_says_so(catalogue: Catalogue) -> None:
    assert catalogue.lookup("Hospitals") is not None
    assert catalogue.lookup_distinctive("Work study") is None
    gut = catalogue.lookup_distinctive("Gut")
    assert gut is not None
    assert gut.abbreviation == "Gut"


@pytest.mark.parametrize(
    ("title", "abbreviation", "names"),
    [
        ("Canadian family physician Médecin de famille canadien", "Can Fam Physician",
         ["canadian family physician"]),
        ("Canadian journal of surgery. Journal canadien de chirurgie", "Can J Surg",
         ["canadian journal of surgery", "journal canadien de chirurgie"]),
        ("Circulation. Heart failure", "Circ Heart Fail", []),
        ("Alcohol and alcoholism (Oxford, Oxfordshire). Supplement", "Alcohol Alcohol Suppl", []),
        ("Gut", "Gut", []),
        ("Wholly different", "Gut Liver", []),
    ],
)  # fmt: skip
def test_an_abbreviation_stands_for_the_first_of_parallel_titles(
    title: str, abbreviation: str, names: list[str]
) -> None:
    assert leading_title(title, abbreviation) == names


def test_what_pubmed_indexes_is_known(catalogue: Catalogue) -> None:
    for name, indexed in (("Gut", True), ("Can Fam Physician", True), ("Econ Colomb", False)):
        journal = catalogue.lookup(name)
        assert journal is not None
        assert catalogue.is_indexed(journal) is indexed


def test_what_only_we_remember_is_unconfirmed(catalogue: Catalogue) -> None:
    remembered, known = catalogue.lookup("Journal of Ethnic Foods"), catalogue.lookup("Gut")
    assert remembered is not None
    assert known is not None
    assert not catalogue.is_confirmed(remembered)
    assert catalogue.is_confirmed(known)
