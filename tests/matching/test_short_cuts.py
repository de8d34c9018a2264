"""What is ruled out without a look must be what a look would rule out."""

import re

from hypothesis import given
from hypothesis import strategies as st

from citecheck.matching.record_features import RecordFeatures
from citecheck.matching.surnames import same_surname
from citecheck.matching.term_keys import _words, fold
from tests.makers import publication

NAMES = (
    "berg",
    "van der berg",
    "smith jones",
    "jones",
    "osullivan",
    "o sullivan",
    "mueller",
    "muller",
    "li",
    "de la cruz",
)


@given(st.sampled_from(NAMES), st.sampled_from(NAMES))
def test_authors_are_found_by_the_keys_of_their_surnames(stated: str, held: str) -> None:
    record = RecordFeatures(publication(authors=(f"{held} A", "Nobody B", f"{held} C")))
    same = [place for place, surname in enumerate(record.surnames) if same_surname(stated, surname)]
    assert record.places_of_surname(stated) == same


@given(st.text(alphabet="aZ9 _-.'’\t\n(é", max_size=40))
def test_words_are_those_of_the_pattern(text: str) -> None:
    assert _words(text) == re.findall(r"[^\W_]+(?:['’][^\W\d_]+)?", text)


@given(st.text(alphabet="aZ9 _-.'’\t\n(é<i>/", max_size=40))
def test_folded_texts_are_lower_case_words_with_single_blanks(text: str) -> None:
    plain = re.sub("</?i>", "", text, flags=re.IGNORECASE).casefold().replace("é", "e")
    assert fold(text) == " ".join(re.findall(r"[^\W_]+", plain))
