from __future__ import annotations

import pytest

from citecheck.extraction.fields.finding_direction import find_direction, find_quantities
from citecheck.extraction.fields.findings import find_finding
from citecheck.model import Direction

# sentence, the journal's name in it, the clause that states the finding
CASES = [
    ("A study published in Gut found that oats feed good bacteria.", "Gut", "oats feed good bacteria"),
    ("A study published in Gut found that oats feed germs. 12", "Gut", "oats feed germs"),
    ("A study published in Gut found that oats fail 9 of 12", "Gut", "oats fail 9 of 12"),
    (
        "OSLO, Norway (October 8, 2018)--Eating nuts lowers cholesterol, according to a study in Gut.",
        "Gut",
        "Eating nuts lowers cholesterol",
    ),
    ("A trial has stated that oats feed good bacteria.", None, "oats feed good bacteria"),
    ("A trial of oats failed to lower blood sugar.", None, "failed to lower blood sugar"),
    ("Eating nuts lowers cholesterol, according to a study in Gut.", "Gut", "Eating nuts lowers cholesterol"),
    ("Eating nuts lowers cholesterol, researchers report in Gut.", "Gut", "Eating nuts lowers cholesterol"),
    ("Short naps help memory, finds a study published in Sleep.", "Sleep", "Short naps help memory"),
    (
        "In a study published in Gut, women who ate nuts lived longer.",
        "Gut",
        "women who ate nuts lived longer",
    ),
    ("According to a paper in Gut, nuts lower the risk of stroke.", "Gut", "nuts lower the risk of stroke"),
    (
        "A 2023 trial published in Gut treated patients with red light.",
        "Gut",
        "treated patients with red light",
    ),
    ("A test is a 2011 trial in Gut: oats did no better than bread.", "Gut", "oats did no better than bread"),
    ("The study in Gut linked coffee to better sleep.", "Gut", "linked coffee to better sleep"),
    ("The study followed 900 men and found that rest helps them.", None, "rest helps them"),
    ("Magnesium matters, and studies have shown that it eases cramps.", None, "it eases cramps"),
    ("OSLO (Example News) - Long walks help the heart, a new study says.", None, "Long walks help the heart"),
    ("The study, in Gut, found that oats feed bacteria [3].", "Gut", "oats feed bacteria"),
    ("The study, in Gut, found that oats feed bacteria (Lee 2020).", "Gut", "oats feed bacteria"),
    ("The study, in Gut, found that oats feed bacteria (PMC10531845).", "Gut", "oats feed bacteria"),
    ("Studies have shown that oats feed bacteria (PMID: 20219962).", None, "oats feed bacteria"),
    ("Small trials hinted that oats might feed bacteria.", None, "oats might feed bacteria"),
    ("According to the study in Gut, a journal published by the society, nuts help.", "Gut", None),
    ("Many hold that tea ruins sleep, but a study in Gut suggests that this might not be true.", "Gut", None),
    (
        "Oats and falls in older men: a test doi 10.1136/gut-2020-1 Oats prevent falls, says a study in Gut.",
        "Gut",
        "Oats prevent falls",
    ),
    (
        "Oats and falls, men [Online First doi: 10.1136/gut-2020-1] Oats prevent falls, says a study in Gut.",
        "Gut",
        "Oats prevent falls",
    ),
    (
        "A woman runs in Oslo REUTERS/Ann Lee Running keeps knees healthy, researchers report in Gut.",
        "Gut",
        "Running keeps knees healthy",
    ),
    (
        "“Oats and falls in older men,” published in Gut, found that oats prevent falls.",
        "Gut",
        "oats prevent falls",
    ),
    (
        "Trials have not yet shown that oats prevent falls.",
        None,
        "have not yet shown that oats prevent falls",
    ),
    (
        "“We found that oats feed bacteria,” said Dr. Moss, whose study is in Gut.",
        "Gut",
        "oats feed bacteria",
    ),
    ('"We found no effect," says Dr. Moss of Yale, lead author of the study in Gut.', "Gut", None),
    (
        "The study, in Gut, found that some “clean” oats, not “dusty” ones, feed bacteria.",
        "Gut",
        "some “clean” oats, not “dusty” ones, feed bacteria",
    ),
    ("In 2012, Freedman and colleagues found that oats feed bacteria (Gut).", "Gut", "oats feed bacteria"),
    ("One trial found that oats feed bacteria (Gut. 2012).", "Gut", "oats feed bacteria"),
    ("Per a meta-analysis in Gut (2017), oats feed bacteria.", "Gut", "oats feed bacteria"),
    ("A Danish study in Gut last year: oats feed bacteria.", "Gut", "oats feed bacteria"),
    ("A Danish study in Gut in May 2018: oats feed bacteria.", "Gut", "oats feed bacteria"),
    ("No other study suggests that oats do harm.", None, "No other study suggests that oats do harm"),
    ("Early work points to a link between oats and sleep.", None, "a link between oats and sleep"),
    ("The heart body's journal Stroke reports that naps calm the mind.", "Stroke", "naps calm the mind"),
    ("Doctors at Lund reported in Gut on Monday that oats calm the gut.", "Gut", "oats calm the gut"),
    (
        "A Neurology study linked oats to falls, the BMJ reports.",
        "Neurology",
        "linked oats to falls, the BMJ reports",
    ),
    (
        "Oats calmed the gut in a trial in Gut, two doctors said.",
        "Gut",
        "Oats calmed the gut",
    ),
    ("Gut study: oats calm the stomach", "Gut", "oats calm the stomach"),
    ("A study in Gut found that oats calm the stomach2.", "Gut", "oats calm the stomach"),
    ("Stone and Reed (2016) showed that oats calm the gut.", None, "oats calm the gut"),
    ("The study was published in Gut.", "Gut", None),
    ("The findings appear in Gut.", "Gut", None),
]


@pytest.mark.parametrize(("sentence", "name", "expected"), CASES)
def test_finding(sentence: str, name: str | None, expected: str | None) -> None:
    place = (sentence.index(name), sentence.index(name) + len(name)) if name else None
    assert find_finding(sentence, place) == expected


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        ("coffee lowers the risk of stroke", Direction.LESS),
        ("coffee raises the risk of stroke", Direction.MORE),
        ("coffee had no significant effect on stroke", Direction.NO_DIFFERENCE),
        ("coffee did not reduce strokes", Direction.NO_DIFFERENCE),
        ("have not shown that coffee prevents strokes", Direction.NO_DIFFERENCE),
        ("no study suggests that coffee prevents strokes", Direction.NO_DIFFERENCE),
        ("those who drank coffee were less likely to fall ill", Direction.LESS),
        ("coffee and stroke", None),
        ("women who walk twice a week or more may be less likely to fall", Direction.LESS),
        ("those who slept less than six hours had a higher risk", Direction.MORE),
        ("coffee lowered the risk by more than 30 %", Direction.LESS),
        ("kefir has equal or higher counts", Direction.MORE),
        ("more than 400 nurses took part", None),
    ],
)
def test_direction(clause: str, expected: Direction | None) -> None:
    assert find_direction(clause) is expected


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        ("fell by 12.5 percent", [("12.5 percent", 12.5, "%")]),
        ("a 29% rise in 1,200 patients", [("29%", 29.0, "%"), ("1,200 patients", 1200.0, "patients")]),
        ("fell 8-14 mmHg", [("8-14 mmHg", 8.0, "mmhg"), ("8-14 mmHg", 14.0, "mmhg")]),
        ("with an odds ratio of 1.8", [("odds ratio of 1.8", 1.8, "ratio")]),
        ("for 12 weeks", [("12 weeks", 12.0, "weeks")]),
        ("in 2019", []),
    ],
)
def test_quantities(clause: str, expected: list[tuple[str, float, str]]) -> None:
    assert [(q.text, q.value, q.unit) for q in find_quantities(clause)] == expected
