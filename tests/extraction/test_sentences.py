from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.documents import read_bytes
from citecheck.extraction.sentences import split, split_sentences
from tests.extraction.conftest import Article

CASES = [
    ("It helps. It hurts.", ["It helps.", "It hurts."]),
    ("Dr. Lee saw 40 men. He left.", ["Dr. Lee saw 40 men.", "He left."]),
    ("Smith et al. found it. The rest slept.", ["Smith et al. found it.", "The rest slept."]),
    ("Naps helped (J Sleep Res. 2012). Tea did not.", ["Naps helped (J Sleep Res. 2012).", "Tea did not."]),
    ("So says Smith et al. The rest slept.", ["So says Smith et al.", "The rest slept."]),
    ("They took vitamin D. The rest did not.", ["They took vitamin D.", "The rest did not."]),
    ("J. K. Smith of the U.S. Army agreed.", ["J. K. Smith of the U.S. Army agreed."]),
    ("See No. 5 and Vol. 3. Then rest.", ["See No. 5 and Vol. 3.", "Then rest."]),
    ("It lowers pressure.12 The rest is known.", ["It lowers pressure.12", "The rest is known."]),
    ("It calms rats.[4] Another trial failed.", ["It calms rats.[4]", "Another trial failed."]),
    ("It calms rats. 9 Another trial failed.", ["It calms rats. 9", "Another trial failed."]),
    ("It calms rats. 9 Men and 11 women slept.", ["It calms rats.", "9 Men and 11 women slept."]),
    ("“It works.” She smiled.", ["“It works.”", "She smiled."]),
    ("It rose by 3.5 Million units.", ["It rose by 3.5 Million units."]),
    ("Why? Because! Yes… No.", ["Why?", "Because!", "Yes…", "No."]),
    ("  spaces  ", ["spaces"]),
    ("", []),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_split(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in split(text)] == expected


@given(st.text(alphabet=st.sampled_from("Ab. !?…”)]1[\n“’İ"), max_size=60))
def test_nothing_is_lost_and_nothing_overlaps(text: str) -> None:
    found = split(text)
    assert all(start < end for start, end in found)
    assert all(one[1] <= other[0] for one, other in pairwise(found))
    covered = "".join(text[start:end] for start, end in found)
    assert "".join(covered.split()) == "".join(text.split())


def test_sentences_know_where_they_stand(article: Article) -> None:
    prose = split_sentences(article("# A title\n\nOne here. Two here."))
    assert [sentence.block for sentence in prose] == [0, 1, 1]
    assert prose.at(prose[2].start) == 2
    assert prose.at(prose[0].end + 1) is None
    assert prose.at(10_000) is None


def test_sentences_in_barred_stretches_are_left_out(article: Article) -> None:
    document = article("One here. Two here. Three here.")
    prose = split_sentences(document, [(12, 15)])
    assert [document.text[s.start : s.end] for s in prose] == ["One here.", "Three here."]


def test_a_lost_space_behind_a_stop_ends_a_sentence_before_a_word_that_begins_one() -> None:
    text = "It was published in Eye Care.They also said so. See example.The more."
    assert [text[a:b] for a, b in split(text)][:2] == ["It was published in Eye Care.", "They also said so."]


@pytest.mark.parametrize(
    ("text", "second"),
    [
        ("It calms rats. [9](https://doi.org/10.1000/abc) A trial failed.", "A trial failed."),
        ("It calms rats. [[9]](https://doi.org/10.1000/abc) A trial failed.", "A trial failed."),
        ("It calms rats. [9](https://a.org/1), [10](https://a.org/2) Mice slept.", "Mice slept."),
        ("It calms rats. ([9](https://a.org/1)) Mice slept.", "Mice slept."),
        ("It calms rats. [2019](https://a.org/1) was a good year.", "2019 was a good year."),
        ("It calms rats. [9 of 10](https://a.org/1) mice slept.", "9 of 10 mice slept."),
        ("It calms rats. <sup>4</sup> Mice slept.", "Mice slept."),
    ],
)
def test_a_mark_that_is_only_a_number_ends_the_sentence_before(text: str, second: str) -> None:
    document = read_bytes(text.encode(), "a.md")
    last = split_sentences(document)[-1]
    assert document.text[last.start : last.end] == second
