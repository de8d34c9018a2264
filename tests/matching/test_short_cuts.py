"""What is ruled out without a look must be what a look would rule out."""

import re

from hypothesis import given
from hypothesis import strategies as st

from citecheck.matching.comparisons.authors import _may_be_listed
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
def test_the_same_surnames_share_something(stated: str, held: str) -> None:
    record = RecordFeatures(publication(authors=(f"{held} A",)))
    if any(same_surname(stated, surname) for surname in record.surnames):
        assert _may_be_listed(stated, record)


@given(st.text(alphabet="aZ9 _-.'’\t\n(é", max_size=40))
def test_words_are_those_of_the_pattern(text: str) -> None:
    assert _words(text) == re.findall(r"[^\W_]+(?:['’][^\W\d_]+)?", text)


@given(st.text(alphabet="aZ9 _-.'’\t\n(é<i>/", max_size=40))
def test_folded_texts_are_lower_case_words_with_single_blanks(text: str) -> None:
    plain = re.sub("</?i>", "", text, flags=re.IGNORECASE).casefold().replace("é", "e")
    assert fold(text) == " ".join(re.findall(r"[^\W_]+", plain))
