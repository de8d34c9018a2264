"""The main table: sentences, and the journals that each of them names."""

from __future__ import annotations

import pytest

from citecheck.extraction.journal_mentions.finder import resolve_name
from citecheck.journals import Catalogue
from tests.extraction.conftest import Reading

# sentence → mentions, as printed
NAMED = [
    # after words of publishing
    ("A study published in Gut found that oats feed good bacteria.", ["Gut"]),
    ("The trial, published online today ahead of print in The Lancet, enrolled 400 men.", ["Lancet"]),
    ("Kefir eased bloating, researchers report in Nutrients.", ["Nutrients"]),
    ("A study in last month's Neurology ties snoring to falls.", ["Neurology"]),
    (
        "In the Journal of Clinical Sleep Medicine (JCSM) and in Nutrients, two teams tie meals to sleep.",
        ["Journal of Clinical Sleep Medicine", "Nutrients"],
    ),
    ("A paper in the Annals of internal medicine ties naps to memory.", ["Annals of internal medicine"]),
    (
        "Older results were published in the Journal of Alzheimer's disease.",
        ["Journal of Alzheimer's disease"],
    ),
    ("His work in the journal Breast Cancer research, out now, ties it to naps.", ["Breast Cancer research"]),
    ("His work, published in the journal Surgery today, ties it to naps.", ["Surgery"]),
    ("A study published on Anesthesiology today ties snoring to falls.", ["Anesthesiology"]),
    (
        "Night shifts harm, says a paper published online on Occupational and Environmental Medicine.",
        ["Occupational and Environmental Medicine"],
    ),
    ("Naps help, the study team wrote Monday in the journal Sleep.", ["Sleep"]),
    ("Writing in JAMA Pediatrics, Ortega and colleagues call for longer breaks.", ["JAMA Pediatrics"]),
    ("Their findings appear in this week's PLoS Medicine.", ["PLoS Medicine"]),
    (
        "The results were reported in a letter to The New England Journal of Medicine.",
        ["New England Journal of Medicine"],
    ),
    ("Yoga lowers stress, according to results in Menopause.", ["Menopause"]),
    # in brackets behind a study, and two journals joined
    ("A recent study (Neurology) found fewer headaches.", ["Neurology"]),
    ("Two large studies (The Lancet and Neurology) found fewer strokes.", ["Lancet", "Neurology"]),
    ("Two trials (Gut; JAMA Internal Medicine) showed no benefit.", ["Gut", "JAMA Internal Medicine"]),
    ("The studies, in The Lancet and Neurology, found fewer strokes.", ["Lancet", "Neurology"]),
    (
        "Sleep matters (Journal of Sleep Research and Sleep Medicine).",
        ["Journal of Sleep Research", "Sleep Medicine"],
    ),
    ("As reported in the journal Age and Aging, falls are common.", ["Age and Aging"]),
    ("The trial, published in Circulation (JAMA), found fewer strokes.", ["Circulation"]),
    ("Fewer fractures, finds a paper published on Surgery today.", ["Surgery"]),
    ("Fewer fractures, finds a paper published on The Lancet today.", ["Lancet"]),
    (
        "It is now available in Arthritis & Rheumatism in 2008, a journal of the ACR.",
        ["Arthritis & Rheumatism"],
    ),
    # issues, editions
    (
        "The review is in the March issue of the American Journal of Clinical Nutrition.",
        ["American Journal of Clinical Nutrition"],
    ),
    ("It was described in the August 2, 2011, print issue of Neurology.", ["Neurology"]),
    ("The paper was out last week in the online edition of Stroke.", ["Stroke"]),
    # the journal before the noun, as subject, in apposition
    ("A Neurology study of 900 nurses found fewer headaches.", ["Neurology"]),
    ("The BMJ reports that walking helps.", ["BMJ"]),
    (
        "It appears in Hepatology, a journal of the American Association for the Study of Liver Diseases.",
        ["Hepatology"],
    ),
    ("A just-released Pediatrics report showed more visits.", ["Pediatrics"]),
    # owners before the name
    ("It was published in the American Heart Association journal Circulation.", ["Circulation"]),
    (
        "The report is in the Endocrine Society's Journal of Clinical Endocrinology and Metabolism.",
        ["Journal of Clinical Endocrinology and Metabolism"],
    ),
    (
        "The team writes in the CDC’s Morbidity and Mortality Weekly Report.",
        ["Morbidity and Mortality Weekly Report"],
    ),
    ("Their report appears in ACS' Journal of Proteome Research.", ["Journal of Proteome Research"]),
    # acronyms, websites, series, subtitles
    (
        "A study in the Clinical Journal of the American Society of Nephrology (CJASN) followed 300 people.",
        ["Clinical Journal of the American Society of Nephrology"],
    ),
    ("Tea drinkers lived longer, finds a study published on bmj.com today.", ["bmj.com"]),
    ("The study was reported in Circulation: Heart Failure.", ["Circulation: Heart Failure"]),
    (
        "The findings were published in The Journals of Gerontology: Series B.",
        ["Journals of Gerontology: Series B"],
    ),
    # two in one sentence
    ("Trials published in Nature and in the BMJ disagree.", ["Nature", "BMJ"]),
    (
        "One study in Diabetes Care and another in Diabetologia found the same.",
        ["Diabetes Care", "Diabetologia"],
    ),
    # in italics or quotes
    ("A study published in “Appetite” found that slow eaters eat less.", ["Appetite"]),
    ("Research published in *Sleep Health* links screens to poor rest.", ["Sleep Health"]),
    ("A study in *Pharmacy and Therapeutics,* reports the same.", ["Pharmacy and Therapeutics"]),
    ("In the 2014 Nature study, saccharin changed the microbes of mice.", ["Nature"]),
    (
        "A 2025 case report in Case Reports in Ophthalmology told of a man of 73.",
        ["Case Reports in Ophthalmology"],
    ),
    # damaged text
    ("It was shown in the Bulletin of Imagined Equipment.1", ["Bulletin of Imagined Equipment"]),
    (
        "Two studies will be published in the Journal of Nuclear Medicine--one as feature.",
        ["Journal of Nuclear Medicine"],
    ),
    (
        "It is published in Neurology&reg;, the medical journal of the American Academy of Neurology.",
        ["Neurology"],
    ),
    ("A trial in the Lancet2 found fewer strokes.", ["Lancet"]),
    ("A trial published in Gut12 found less pain.", ["Gut"]),
    (
        "The drug works, according to a study in Gastroenterology1, the official journal of the society.",
        ["Gastroenterology"],
    ),
    ("The study appears in the journal CHEST  The Effect of Rest on Cough.", ["CHEST"]),
    # unknown to any catalogue, misspelt
    ("A study published in the Journal of Imaginary Wellness found calm.", ["Journal of Imaginary Wellness"]),
    ("Lemons heal, says a paper in the Journal of Medical Chemistry.", ["Journal of Medical Chemistry"]),
    (
        "They wrote in the journal PLoS (Public Library of Science) ONE that it works.",
        ["PLoS (Public Library of Science) ONE"],
    ),
    (
        "Rest was studied in a publication of the agency called Preventing Chronic Disease.",
        ["Preventing Chronic Disease"],
    ),
    # the journal publishes, prints, retracts
    ("Kidney International published the results of the trial on Monday.", ["Kidney International"]),
    ("The paper was retracted by Anticancer Research in 2016.", ["Anticancer Research"]),
    ("Neoplasia's latest issue carries a study of 900 women who took folic acid.", ["Neoplasia"]),
    ("In Respirology, researchers wrote that sauna use was tied to fewer deaths.", ["Respirology"]),
    ("In this month's Pediatric Nephrology, doctors describe three patients.", ["Pediatric Nephrology"]),
    ("But a 2014 paper from Cell Transplantation contradicts this idea.", ["Cell Transplantation"]),
    ("A clinical trial out of Environmental Health tested the filters.", ["Environmental Health"]),
    ("The new guideline, released in Neurosurgery, asks for rest.", ["Neurosurgery"]),
    ("They describe their discovery in the May 4 edition of Immunity.", ["Immunity"]),
    # two papers in one sentence
    ("Two papers, one in Human Reproduction and one in Gut, describe it.", ["Human Reproduction", "Gut"]),
    # in brackets with its year
    ("Thyme calmed the coughs of patients with colds (Antibiotics, 2020).", ["Antibiotics"]),
    # names that begin with a small letter, or have one behind a hyphen
    ("The findings, published in eLife, come from mice.", ["eLife"]),
    ("The study was published in mBio.", ["mBio"]),
    (
        "One review in Worldviews on Evidence-based Nursing notes it.",
        ["Worldviews on Evidence-based Nursing"],
    ),
    # two sentences glued together
    (
        "The trial was published in the Journal of Experimental Medicine During the study, naps were common.",
        ["Journal of Experimental Medicine"],
    ),
]

# sentences that name no journal
UNNAMED = [
    "The report, said Dr. Litt of the Center for Advanced Study in the Behavioral Sciences, is sound.",
    "Ginger appears to be used in Traditional Chinese Medicine, one study says.",
    "I read an article in Men’s Journal about the study.",
    "# About the Journal of Clinical Oncology",
    "# JAMA Oncology",
    "A Case Study in Holistic Healing was published in Boston.",
    "According to Lakeside County Public Health, three were ill, the report said.",
    "Other factors are described in the “Risk Factors” section of the report.",
    "The group's Annual Sleep Report was published on Monday.",
    "A video published on Pain shows how to stretch, and the study says little.",
    "A paper published on the nature of pain says little.",
    "Keep a worry journal: Write your concerns down before bed.",
    "DNA Repair and Cancer have been studied for years.",
    "She is a professor in Medicine and chairs the Department of Neurology.",
    "He studied at the Academy of Pediatrics and the National Cancer Institute.",
    "Stress and pain keep people awake, the researchers said.",
    "Sleep apnea has been linked with heart failure, a study found.",
    "Lung transplant patients do worse near main roads, the study found.",
    "The report in the Wall Street Journal called the study small.",
    "An article in Time described the research.",
    "The North American Menopause Society published a statement.",
    "Dr. Lee, founder of Lakeside Pediatrics in Ohio, was not part of the study.",
    "A key role in Parkinson’s disease was found, the study said.",
    "The study was published in London.",
    "Results were presented at The Obesity Society annual meeting.",
    "RNA and AIDS research has found a lot.",
    "Children whose mothers smoke are ill more often, research shows.",
    "Chronic Stress: when you are overwhelmed, studies say, the gut suffers.",
    "A model of Multiple Sclerosis was used in one study.",
    "The patient died, said the editor of the Annals of Internal Medicine.",
    "Cancer Research UK published the results of the survey.",
    "Nutrition Australia published the results of its survey.",
    "Research published in German newspapers was cited in the study.",
    "In Sweden, researchers reported a drop in cases.",
    "In this week's New Yorker, doctors describe the epidemic.",
    "A study from Cancer Research UK shows progress.",
    "The diet (Whole30, 2009) has been studied in trials.",
    "Guidelines released in London on Monday recommend less salt.",
]


@pytest.mark.parametrize(("sentence", "mentions"), NAMED)
def test_journals_named(reading: Reading, sentence: str, mentions: list[str]) -> None:
    found = [c.claimed.journal.text for c in reading(sentence) if c.claimed.journal]
    assert [name.removeprefix("The ").removeprefix("the ") for name in found] == mentions


@pytest.mark.parametrize("sentence", UNNAMED)
def test_no_journal_named(reading: Reading, sentence: str) -> None:
    assert [c.claimed.journal.text for c in reading(sentence) if c.claimed.journal] == []


@pytest.mark.parametrize(
    ("sentence", "abbreviation"),
    [
        ("It was published in NEJM.", "N Engl J Med"),
        ("It was published in the Journal of the American Medical Association.", "JAMA"),
        ("It was published in the journal Pain.", "Pain"),
        ("It was published in Circulation: Heart Failure.", "Circ Heart Fail"),
    ],
)
def test_the_nlm_name(reading: Reading, sentence: str, abbreviation: str) -> None:
    (citation,) = reading(sentence)
    assert citation.claimed.journal is not None
    assert citation.claimed.journal.journal is not None
    assert citation.claimed.journal.journal.abbreviation == abbreviation


def test_an_unknown_journal_has_no_nlm_name(reading: Reading) -> None:
    (citation,) = reading("A study in the Quarterly Bulletin of Made Up Herbs found relief from everything.")
    assert citation.claimed.journal is not None
    assert citation.claimed.journal.journal is None


def test_a_misspelt_name_finds_its_journal(catalogue: Catalogue) -> None:
    mention = resolve_name("Jornal of Nutrition", catalogue)
    assert mention.journal is not None
    assert mention.journal.abbreviation == "J Nutr"
    assert mention.misspelt


def test_a_journal_named_twice_in_a_sentence_counts_once(reading: Reading) -> None:
    found = reading("A study in JAMA, the Journal of the American Medical Association, followed 400 men.")
    assert len(found) == 1
