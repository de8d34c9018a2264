import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.journals import fold
from citecheck.journals.folding import FoldedText, unglue_words


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("The Lancet", "lancet"),
        ("Journal of Nutrition, Health & Aging", "journal of nutrition health and aging"),
        ("Medicine &amp; Science", "medicine and science"),
        ("Deutsches Ärzteblatt", "deutsches arzteblatt"),
        ("Scientiﬁc Reports", "scientific reports"),
        ("J. Am. Coll. Nutr.", "j am coll nutr"),
        ("Alzheimer’s & Dementia", "alzheimer s and dementia"),
        ("Sante\u0301 publique", "sante publique"),
        ("Cochrane\u00a0Library", "cochrane library"),
        ("R&D", "r and d"),
        ("Deutsches &#196;rzteblatt", "deutsches arzteblatt"),
        ("Sant&eacute; publique", "sante publique"),
        ("Heart &nosuch; Lung", "heart and nosuch lung"),
        ("The", ""),
        ("医学", ""),
        ("", ""),
    ],
)
def test_names_fold(name: str, folded: str) -> None:
    assert fold(name) == folded


@given(st.text())
def test_folding_twice_changes_nothing(name: str) -> None:
    folded = fold(name)
    assert fold(folded) == folded or folded.startswith("the ")
    assert folded == " ".join(folded.split())
    assert folded.isascii()


SIGNS = [
    "Gut",
    "the",
    "BMJ",
    "Med",
    "&",
    " & ",
    "&amp;",
    "&#196;",
    "&nosuch;",
    " ",
    "  ",
    "\n",
    "\t",
    ".",
    ", ",
    "ﬁ",
    "é",
    "e\u0301",
    "1",
]
ODD = ["12", "360", "æ", "“", "”", "—", "\u00ad", "\u200b", "\u00a0", "中", "🫀", "ß", "x", "\x01", "\x08"]
PIECES = st.lists(st.sampled_from(SIGNS + ODD), max_size=30).map("".join)


@given(PIECES)
def test_folded_words_map_back_to_the_text(text: str) -> None:
    folded = FoldedText(text)
    assert folded.folded == folded.cased.lower()
    place = 1
    for word in folded.folded.split():
        start, end = folded.span(place, place + len(word))
        assert 0 <= start < end <= len(text)
        if text[start:end].isascii() and "&" not in text[start:end] and word != "and":
            assert text[start:end].lower() == word
        place += len(word) + 1


@given(st.text(max_size=60))
def test_any_text_folds_in_bounds(text: str) -> None:
    folded = FoldedText(text)
    words = folded.folded.split()
    if words:
        start, end = folded.span(1, 1 + len(words[0]))
        assert 0 <= start < end <= len(text)


def test_the_number_of_a_footnote_is_separated() -> None:
    text = "in Circulation12 and Kidney360, covid19 "
    assert FoldedText(text).folded == " in circulation 12 and kidney 360 covid 19 "
    assert unglue_words("kidney360") == "kidney 360"


def test_spans_can_be_asked_for_in_any_order() -> None:
    text = "Gut,   Heart  &  Lung"
    folded = FoldedText(text)
    assert folded.folded == " gut heart and lung "
    assert folded.span(15, 19) == (17, 21)
    assert folded.span(1, 4) == (0, 3)
    assert folded.span(5, 19) == (7, 21)
