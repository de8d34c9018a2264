import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.journals import Catalogue, fold
from citecheck.journals.catalogue import Catalogue as _Catalogue
from citecheck.journals.matcher import NameHit
from citecheck.journals.tables import JournalRow

# text | what is found, each as written = abbreviation, then "common" and "capitals" where they hold
FOUND = """
A trial in the New England Journal of Medicine | New England Journal of Medicine = N Engl J Med capitals
The New England\\n  Journal of Medicine | New England\\n  Journal of Medicine = N Engl J Med capitals
NEW ENGLAND JOURNAL OF MEDICINE | NEW ENGLAND JOURNAL OF MEDICINE = N Engl J Med capitals
The new england journal of medicine said | new england journal of medicine = N Engl J Med
reported in the BMJ3, | BMJ = BMJ capitals
Sleep is good, sleep is free | Sleep = Sleep common capitals
in Nature Medicine, not in Nature | Nature Medicine = Nat Med capitals; Nature = Nature common capitals
writing in Social Science & Medicine | Social Science & Medicine = Soc Sci Med capitals
writing in Social Science &amp; Medicine | Social Science &amp; Medicine = Soc Sci Med capitals
head of Sleep Medicine | Sleep Medicine = Sleep Med common capitals
in sleep medicine everywhere |
Sleep Medicine Reviews printed it | Sleep Medicine Reviews = Sleep Med Rev capitals
Brain, Behavior, and Immunity | Brain, Behavior, and Immunity = Brain Behav Immun capitals
Brain, behavior and immunity | Brain, behavior and immunity = Brain Behav Immun
in Circulation: Heart Failure | Circulation: Heart Failure = Circ Heart Fail capitals
in Circulation: heart attacks fell | Circulation = Circulation common capitals
It eased Pain. Medicine helps | Pain = Pain common capitals; Medicine = Medicine (Baltimore) common capitals
Pain\\n\\nMedicine | Pain = Pain common capitals; Medicine = Medicine (Baltimore) common capitals
J. Am. Coll. Nutr. 2004;23:1 | J. Am. Coll. Nutr = J Am Coll Nutr capitals
Proc. Natl. Acad. Sci. U.S.A. 97 | Proc. Natl. Acad. Sci. U.S.A = Proc Natl Acad Sci U S A capitals
Pain medicine (Malden, Mass.). 2010 | Pain medicine (Malden, Mass.) = Pain Med
see bmj.com for more | bmj.com = BMJ
see www.bmj.com. | bmj.com = BMJ
at https://www.bmj.com/content/1 or thelancet.com/journals/x, doi 10.1136/bmj.k2179, editor@bmj.com |
[JAMA](https://jamanetwork.com/x-y) | JAMA = JAMA capitals
JAMA/Archives journals, a JAMA-published trial | JAMA = JAMA capitals; JAMA = JAMA capitals
news/study-published-in-nejm-300.html |
a list of Clinical Trials | Clinical Trials = Clin Trials common capitals
Traumatic Brain Injury | Brain Injury = Brain Inj common capitals
*The Lancet* and __Gut__ | Lancet = Lancet capitals; Gut = Gut common capitals
Alzheimer’s & Dementia | Alzheimer’s & Dementia = Alzheimers Dement capitals
Scientiﬁc Reports | Scientiﬁc Reports = Sci Rep capitals
Deutsches Ärzteblatt International | Deutsches Ärzteblatt International = Dtsch Arztebl Int capitals
A BMJO or a subBMJ is no journal |
Deutsches &#196;rzteblatt, | Deutsches &#196;rzteblatt = Dtsch Arztebl capitals
Medicine Science in Sports Exercise | Medicine Science in Sports Exercise = Med Sci Sports Exerc capitals
"""


def shown(text: str, hit: NameHit) -> str:
    flags = [flag for flag, holds in (("common", hit.common_word), ("capitals", hit.capitals)) if holds]
    return " ".join([f"{text[hit.start : hit.end]} = {hit.journal.abbreviation}", *flags])


@pytest.mark.parametrize("line", FOUND.strip().splitlines())
def test_names_are_found_in_running_text(line: str, catalogue: Catalogue) -> None:
    text, expected = line.replace("\\n", "\n").split(" |")
    assert "; ".join(shown(text, hit) for hit in catalogue.find(text)) == expected.strip()


SMALL = _Catalogue(
    [
        JournalRow("Gut", "Gut"),
        JournalRow("Heart Lung", "Heart & lung : the journal of critical care"),
        JournalRow("J Nutr Health Aging", "The journal of nutrition, health & aging"),
        JournalRow("Lancet", "Lancet (London, England)"),
        JournalRow("Lancet Oncol", "The Lancet. Oncology"),
        JournalRow("Sante Publique", "Santé publique"),
    ]
)
WORDS = [
    "Gut",
    "heart",
    "Heart",
    "&",
    "and",
    "Lung",
    "The",
    "Lancet",
    "Oncology",
    "journal",
    "of",
    "Nutrition",
]
MORE = ["Health", "Aging", "Santé", "Publique", "lancet", "J", "Nutr", "Gut2", "guts", "x", "中", "&amp;"]
GAPS = [" ", "  ", "\n", ", ", ". ", ": ", "\u00a0", "*", "", "\n\n", " (", ") "]


@given(st.lists(st.tuples(st.sampled_from(WORDS + MORE), st.sampled_from(GAPS)), max_size=25))
def test_what_is_found_is_a_known_name_where_it_stands(parts: list[tuple[str, str]]) -> None:
    text = "".join(word + gap for word, gap in parts)
    last = 0
    for hit in SMALL.find(text):
        assert last <= hit.start < hit.end <= len(text)
        assert SMALL.lookup(text[hit.start : hit.end]) == hit.journal
        before = text[hit.start - 1] if hit.start else " "
        assert not (before.isascii() and before.isalnum())
        last = hit.end


def test_every_name_is_found_where_it_stands_in_a_long_text() -> None:
    text = "Filler words,  here & there; " * 40 + "the Lancet Oncology" + " and so   on." * 60 + " Gut"
    found = [(hit.journal.abbreviation, text[hit.start : hit.end]) for hit in SMALL.find(text)]
    assert found == [("Lancet Oncol", "Lancet Oncology"), ("Gut", "Gut")]


@pytest.mark.parametrize(
    "text", ["", " ", "&" * 3000, "Gut " * 500, "the " * 900, "\u00ad" * 50, "ﬁ" * 50, "\ud800"]
)
def test_odd_texts_are_read(text: str) -> None:
    assert all(fold(text[hit.start : hit.end]) == "gut" for hit in SMALL.find(text))
