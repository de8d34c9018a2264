import pytest

from citecheck.journals import Catalogue
from citecheck.journals.folding import fold
from citecheck.journals.names import fold_all_loosely, fold_loosely
from citecheck.journals.tables import read_packaged, read_rows

SURE = 0.93

MISSPELT = """
Journal of Medical Chemistry | J Med Chem
American Journal of Clinical Nutririon | Am J Clin Nutr
New England Jounal of Medicine | N Engl J Med
Annals of Internal Medecine | Ann Intern Med
Archives of Interal Medicine | Arch Intern Med
Journal of Affective Disorder | J Affect Disord
Journal of Cosmetic Dermatolgy | J Cosmet Dermatol
Nature Neurosciences | Nat Neurosci
European Journal of Clinical Nutritional | Eur J Clin Nutr
"""

MADE_UP = """
Journal of Health and Wellness
International Journal of Magnesium Research
American Journal of Cardiology and Heart
Journal of Pain Management Research
British Journal of Nutrition and Diet
Global Archives of Natural Healing
Journal of Superfood Science
"""


@pytest.mark.parametrize("line", MISSPELT.strip().splitlines())
def test_misspelt_names_lead_to_their_journals(line: str, catalogue: Catalogue) -> None:
    name, abbreviation = line.split(" | ")
    assert catalogue.lookup(name) is None
    journal, similarity = catalogue.nearest(name, 1)[0]
    assert journal.abbreviation == abbreviation
    assert similarity >= SURE


@pytest.mark.parametrize("name", MADE_UP.strip().splitlines())
def test_made_up_names_are_not_misspellings(name: str, catalogue: Catalogue) -> None:
    assert catalogue.lookup(name) is None
    assert all(similarity < SURE for _, similarity in catalogue.nearest(name))


# Different journals whose names differ by a word.
APART = """
Neurology | Urology
Current hematology reports | Current rheumatology reports
Pediatric cardiology | Pediatric radiology
The Journal of Nutrition | Nutrition Journal
American journal of critical care | Journal of critical care
European journal of cardiology | European journal of radiology
"""


@pytest.mark.parametrize("line", APART.strip().splitlines())
def test_names_that_differ_by_a_word_are_not_misspellings_of_each_other(
    line: str, catalogue: Catalogue
) -> None:
    name, other = line.split(" | ")
    similarity = {journal.title: score for journal, score in catalogue.nearest(name, 20)}
    journal = catalogue.lookup(other)
    assert journal is not None
    assert similarity.get(journal.title, 0.0) < SURE


def test_nearest_come_best_first_and_each_once(catalogue: Catalogue) -> None:
    near = catalogue.nearest("Journal of Nutritional Cardiology", 10)
    assert len(near) == 10
    assert [score for _, score in near] == sorted((score for _, score in near), reverse=True)
    assert len({journal.abbreviation for journal, _ in near}) == 10
    assert catalogue.nearest("Journal of Nutritional Cardiology", 2) == near[:2]


@pytest.mark.parametrize("name", ["", "the of and", "中", "zzzz qqqq"])
def test_nothing_is_near_to_nothing(name: str, catalogue: Catalogue) -> None:
    assert catalogue.nearest(name) == ()


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("Stats in Medicine", "Statistics in medicine"),
        ("Can Journal of Cardiology", "The Canadian journal of cardiology"),
    ],
)
def test_a_shortened_word_is_a_suggestion_and_not_a_misspelling(
    name: str, title: str, catalogue: Catalogue
) -> None:
    near = catalogue.nearest(name)
    assert any(journal.title.startswith(title) for journal, _ in near)
    assert all(similarity < 0.92 for _, similarity in near)


def test_many_names_are_folded_loosely_as_single_ones_are() -> None:
    rows = (row.title for row in read_rows(read_packaged("gathered.tsv")))
    names = ["alzheimer s and dementia", "the centre of the", "s", "a s s", "", *sorted(set(map(fold, rows)))]
    assert fold_all_loosely(names) == [fold_loosely(name) for name in names]
