from __future__ import annotations

import pytest

from citecheck.extraction.prose.study_mentions import continues_previous_study, find_study_mention
from citecheck.extraction.prose.study_places import place
from citecheck.extraction.prose.unsourced import names_nothing

SPECIFIC = [
    "A 2019 Harvard study of 3,000 nurses found fewer strokes.",
    "Researchers at the University of Geneva found that cells move.",
    "Scientists at Queen's University say they have developed a test.",
    "A recent study by Suarez et al. showed that sugar harms the gut.",
    "The DASH trial showed a drop in blood pressure.",
    "A Cochrane review found no benefit.",
    "A massive study from Sweden suggests that the idea is wrong.",
    "In a randomized, double-blind, crossover study, 14 participants ate chili.",
    "Stanford research found that walking helps.",
    "A gene has been identified by scientists at the University of Edinburgh.",
    "Another study presented at the same meeting held out hope.",
    "Suarez et al. (2019) found no effect in mice.",
    "Suarez (2019) reported that tea had no effect in mice.",
    "As Suarez and Jensen (2019) showed, tea has no effect in mice.",
    "Suarez and colleagues (2019) saw no effect in mice.",
    "It is well tested, the original Suarez et al. (2019) trial showing no harm in mice.",
]
GENERAL = [
    "Studies have shown that tea helps.",
    "Research suggests that rest is good.",
    "Scientists have found that sleep matters.",
    "A new study shows that rest is good.",
    "One human trial noted that tulsi extract raised interferon.",
    "Modern research on ashwagandha validates its use for stress.",
    "The use of red light for acne has been supported by numerous studies.",
    "Recent studies have pointed out that gut bacteria shape mood.",
]
NONE = [
    "More research is needed to say why.",
    "The CDC says that hands should be washed.",
    "She likes tea.",
    "The certificate should show a mass spectrum analysis that matches the peptide.",
    "He trained as a nurse and helped with research projects, according to reports.",
    "An article in Healthline says that tea helps, but the evidence is mixed.",
]


@pytest.mark.parametrize("sentence", SPECIFIC)
def test_says_enough_to_look_up(sentence: str) -> None:
    study = find_study_mention(sentence)
    assert study is not None
    assert study.specific


@pytest.mark.parametrize("sentence", GENERAL)
def test_says_too_little(sentence: str) -> None:
    study = find_study_mention(sentence)
    assert study is not None
    assert not study.specific


@pytest.mark.parametrize("sentence", NONE)
def test_cites_no_study(sentence: str) -> None:
    assert find_study_mention(sentence) is None


def test_a_note_makes_one_study_specific() -> None:
    sentence = "Another study found that hydrogen water calmed rats."
    assert not (
        find_study_mention("Another study found that it helps.") or find_study_mention(sentence, True)
    ).specific  # type: ignore[union-attr]
    marked = find_study_mention(sentence, marked=True)
    assert marked is not None
    assert marked.specific


@pytest.mark.parametrize(
    ("sentence", "definite", "other"),
    [
        ("The study also found that naps help.", True, False),
        ("The researchers found that naps help.", True, False),
        ("Another study found that naps help.", False, True),
        ("A previous study found that naps help.", False, True),
        ("A new study found that naps help.", False, False),
    ],
)
def test_which_study(sentence: str, definite: bool, other: bool) -> None:
    study = find_study_mention(sentence)
    assert study is not None
    assert (study.definite, study.other) == (definite, other)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("A massive study from Sweden suggests it.", "Sweden"),
        ("A large U.S. study hints at it.", "U.S."),
        ("Danish researchers found it.", "Danish"),
        ("Swedish meatballs were studied.", None),
    ],
)
def test_place(sentence: str, expected: str | None) -> None:
    assert place(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The product must have research backing up those claims.", False),
        ("Research backing (actual studies, not vague claims)", False),
        ("Some research claims that naps help.", True),
        ("Small trials hinted that naps help.", True),
        ("Studies have shown that tea helps.", True),
        ("According to recent research, tea helps.", True),
        ("That tea helps is backed by several small trials.", True),
        ("The CDC says that tea helps.", False),
        ("Do studies show that tea helps?", False),
        ("It takes time to research tea.", False),
    ],
)
def test_names_nothing(sentence: str, expected: bool) -> None:
    assert names_nothing(sentence) is expected


@pytest.mark.parametrize(
    ("sentence", "continues"),
    [
        ("The Danish study found that naps help.", True),
        ("Naps helped most of the women whom the same trial followed.", True),
        ("Naps helped most of the women whom the trials followed.", False),
        ("The nurses bathe study animals each morning.", False),
        ("Naps helped in the study, unlike in a previous trial.", False),
    ],
)
def test_a_sentence_continues_the_study_that_it_calls_the_study(sentence: str, continues: bool) -> None:
    assert continues_previous_study(sentence) is continues
