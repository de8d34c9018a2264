"""The sentence of an abstract that speaks of a claim."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.claims.passage import RankedSentence, RecordText, choose_passage, rank_sentences
from citecheck.claims.sentences import Section, content_stems, split_abstract

ZINC = (
    "Background: Zinc is sold against colds. We investigated whether zinc lozenges shorten colds in nurses. "
    "Methods: Nurses with a cold were randomised to zinc or placebo lozenges. "
    "Results: Colds lasted 4.1 days with zinc and 6.9 days with placebo (p < 0.01). "
    "Nausea was more frequent with zinc (14% vs 5%). "
    "Conclusions: Zinc lozenges shorten colds, but many people feel sick."
)


@pytest.mark.parametrize(
    ("claim", "passage"),
    [
        ("colds lasted fewer days with zinc than with placebo", "Results: Colds lasted 4.1 days"),
        ("nausea was more frequent in those who took zinc", "Nausea was more frequent with zinc"),
    ],
)
def test_a_result_goes_before_the_question(claim: str, passage: str) -> None:
    chosen = choose_passage(rank_sentences(claim, RecordText(ZINC)))
    assert chosen is not None
    assert chosen.sentence.text.startswith(passage)


def test_where_nothing_fits_there_is_no_passage() -> None:
    assert choose_passage(rank_sentences("walnuts protect the heart", RecordText(ZINC))) is None


@pytest.mark.parametrize(
    ("shared", "label", "is_chosen"),
    [(0.15, "Results", True), (0.14, "Results", False), (0.5, "Methods", False)],
)
def test_where_the_likeliest_has_nothing_of_the_claim_a_result_that_names_it_is_shown(
    shared: float, label: str, is_chosen: bool
) -> None:
    likeliest, other = split_abstract(f"Colds were shorter with zinc. {label}: Falls did not differ.")
    ranked = (RankedSentence(likeliest, 0.0, 0.9), RankedSentence(other, shared, 0.1))
    chosen = choose_passage(ranked)
    assert (chosen is not None and chosen.sentence is other) is is_chosen


def test_sections_last_until_the_next_label() -> None:
    sections = [sentence.section for sentence in split_abstract(ZINC)]
    assert sections == [
        Section.BACKGROUND, Section.BACKGROUND, Section.METHODS,
        Section.RESULTS, Section.RESULTS, Section.CONCLUSIONS,
    ]  # fmt: skip


def test_an_abbreviation_ends_no_sentence() -> None:
    text = "Results: Colds were rarer (18% vs. 33%, approx. 40 nurses). They were shorter."
    assert len(split_abstract(text)) == 2


def test_a_label_alone_is_no_sentence() -> None:
    sentences = split_abstract(
        "Zinc is sold against colds. Results. Colds were shorter. Conclusions. Zinc helps."
    )
    assert [one.text for one in sentences] == [
        "Zinc is sold against colds.",
        "Results. Colds were shorter.",
        "Conclusions. Zinc helps.",
    ]
    assert sentences[1].section is Section.RESULTS


@given(st.text(max_size=300), st.text(max_size=600))
def test_probabilities_add_up_whatever_is_read(claim: str, abstract: str) -> None:
    ranked = rank_sentences(claim, RecordText(abstract))
    assert not ranked or abs(sum(one.probability for one in ranked) - 1) < 1e-9


@pytest.mark.parametrize(
    ("text", "stems"),
    [
        ("vitamin C", ("vitamin c",)),
        ("hepatitis B and hepatitis C", ("hepat b", "hepat c")),
        ("vitamin, D", ("vitamin d",)),
        ("a cold", ("cold",)),
    ],
)
def test_a_naming_letter_belongs_to_its_word(text: str, stems: tuple[str, ...]) -> None:
    assert [stem.split()[-1] for stem in content_stems(text)] == [stem.split()[-1] for stem in stems]
    assert len(content_stems(text)) == len(stems)
