"""What is ruled out without a look must be what a look would rule out."""

import re

from hypothesis import given
from hypothesis import strategies as st

from citecheck.matching.comparisons.title import (
    _SMALL_WORDS,
    _are_alike,
    _spells,
    _spelt_out,
    _words_unlike,
)
from citecheck.matching.record_features import RecordFeatures
from citecheck.matching.surnames import same_surname
from citecheck.matching.term_keys import _words, fold, fold_each, folded_words, key_of
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
def test_words_are_those_of_the_pattern_in_any_case(text: str) -> None:
    assert [word.lower() for word in _words(text)] == re.findall(r"[^\W_]+(?:['’][^\W\d_]+)?", text.lower())


@given(st.text(alphabet="aZs9'’é", max_size=6))
def test_a_word_has_the_same_key_in_any_case(word: str) -> None:
    assert key_of(word) == key_of(word.lower())


@given(st.text(alphabet="aZ9 _-.'’\t\n(é<i>/", max_size=40))
def test_folded_texts_are_lower_case_words_with_single_blanks(text: str) -> None:
    plain = re.sub("</?i>", "", text, flags=re.IGNORECASE).casefold().replace("é", "e")
    assert fold(text) == " ".join(re.findall(r"[^\W_]+", plain))


WORDS = (
    "cvd",
    "coffee",
    "cofee",
    "probiotics",
    "prebiotics",
    "tumour",
    "tumor",
    "liver",
    "livers",
    "tea",
    "of",
)


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=4), st.sampled_from(WORDS))
def test_a_word_is_unlike_a_title_if_it_is_like_none_of_its_words(words: list[str], word: str) -> None:
    alike = word in words or (len(word) >= 4 and any(_are_alike(word, other) for other in words))
    assert _words_unlike(tuple(words))[word] is not alike


@given(
    st.text(alphabet="abt", min_size=1, max_size=4),
    st.lists(st.sampled_from(("ab", "ba", "tab", "bat", "and", "the", "b")), min_size=1, max_size=6),
)
def test_an_acronym_is_spelt_out_by_the_first_run_of_words_that_spells_it(
    acronym: str, words: list[str]
) -> None:
    runs = (
        words[at : at + count]
        for at in range(len(words))
        for count in range(2, min(len(words) - at, 2 * len(acronym)) + 1)
    )
    spelt = (
        run
        for run in runs
        if run[0] not in _SMALL_WORDS and not _SMALL_WORDS.issuperset(run[1:]) and _spells(acronym, run)
    )
    shown = [acronym] if acronym in words else next(spelt, [acronym])
    assert _spelt_out([acronym], words) == (shown, words)


@given(st.lists(st.text(alphabet="aZé -'<\n\t", max_size=8), max_size=5))
def test_names_are_folded_together_as_each_is_folded(names: list[str]) -> None:
    assert fold_each(names) == tuple(map(folded_words, names))
