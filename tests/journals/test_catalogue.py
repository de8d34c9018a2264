import pytest

from citecheck.journals import Catalogue

NAMES = """
NEJM | N Engl J Med
The New England Journal of Medicine | N Engl J Med
the Lancet | Lancet
J. Am. Coll. Nutr. | J Am Coll Nutr
Journal of the American Medical Association | JAMA
Medicine Science in Sports Exercise | Med Sci Sports Exerc
Medicine &amp; Science in Sports &amp; Exercise | Med Sci Sports Exerc
Anaesthesia & Analgesia | Anesth Analg
Anaesthesia | Anaesthesia
bmj.com | BMJ
Nature magazine | Nature
Alzheimers and Dementia | Alzheimers Dement
Sleep Medicine: official journal of the World Association of Sleep Medicine | Sleep Med
Deutsches Ärzteblatt International | Dtsch Arztebl Int
"""


@pytest.mark.parametrize("line", NAMES.strip().splitlines())
def test_names_lead_to_their_journal(line: str, catalogue: Catalogue) -> None:
    name, abbreviation = line.split(" | ")
    journal = catalogue.lookup(name)
    assert journal is not None
    assert journal.abbreviation == abbreviation
