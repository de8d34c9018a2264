"""The ways in which prose names a study, each in an article of its own."""

from __future__ import annotations

import datetime as dt

import pytest

from citecheck.extraction import extract
from citecheck.journals import Catalogue
from citecheck.model import CitationKind
from tests.extraction.conftest import Reading, written

A, U = CitationKind.ATTRIBUTION, CitationKind.UNSOURCED

# sentence, authors' surnames, year, month, finding
NAMED = [
    # what stands in brackets may hold stops
    (
        "One study of zinc (3 % by weight; called Z1) noted that it shortened colds. [3]",
        [],
        None,
        None,
        "it shortened colds",
    ),
    ("One review[12] found that zinc shortens long colds.", [], None, None, "zinc shortens long colds"),
    (
        "A study of 90 adults with St. John’s wort found that zinc shortens colds.",
        [],
        None,
        None,
        "zinc shortens colds",
    ),
    (
        "Research from Harvard Medical School shows that zinc shortens colds.",
        [],
        None,
        None,
        "zinc shortens colds",
    ),
    (
        "A team at Yale University found in 2017 that zinc shortens colds.",
        [],
        2017,
        None,
        "zinc shortens colds",
    ),
    (
        "The Miller 2017 meta-analysis found that zinc shortens colds.",
        ["Miller"],
        2017,
        None,
        "zinc shortens colds",
    ),
    (
        "In Miller et al. (2008), 250 mg of zinc shortened colds.",
        ["Miller"],
        2008,
        None,
        "250 mg of zinc shortened colds",
    ),
    ("Zinc shortens colds (Miller et al., 2008).", ["Miller"], 2008, None, "Zinc shortens colds"),
    (
        "Dr. Anna Miller's research at the University of Leeds found that zinc shortens colds.",
        ["Miller"],
        None,
        None,
        "zinc shortens colds",
    ),
    (
        "The team of Anna Miller reported in 2008 that zinc shortens colds.",
        ["Miller"],
        2008,
        None,
        "zinc shortens colds",
    ),
    ("A March 2018 study of 40 adults found that zinc shortens colds.", [], 2018, 3, "zinc shortens colds"),
    ("A study from June 2015 suggests that zinc shortens colds.", [], 2015, 6, "zinc shortens colds"),
    (
        "A review published online Feb. 3, 2017, found that zinc shortens colds.",
        [],
        2017,
        2,
        "zinc shortens colds",
    ),
    (
        "In 2008 researchers from Yale University found that zinc shortens colds.",
        [],
        2008,
        None,
        "zinc shortens colds",
    ),
    (
        "The DASH trial lowered blood pressure by 11 points.",
        [],
        None,
        None,
        "lowered blood pressure by 11 points",
    ),
    ("As evidenced by the Q-SYMBIO trial, zinc shortens colds.", [], None, None, "zinc shortens colds"),
    (
        "In the Women's Health Initiative, zinc did not shorten colds.",
        [],
        None,
        None,
        "zinc did not shorten colds",
    ),
    (
        "Zinc shortens colds, according to research presented at the annual meeting of the Sleep Society.",
        [],
        None,
        None,
        "Zinc shortens colds",
    ),
    (
        "Zinc shortened colds by two days in a 2018 trial of 40 adults.",
        [],
        2018,
        None,
        "Zinc shortened colds by two days",
    ),
]


@pytest.mark.parametrize(("sentence", "authors", "year", "month", "finding"), NAMED)
def test_a_study_without_a_journal(
    sentence: str, authors: list[str], year: int | None, month: int | None, finding: str, reading: Reading
) -> None:
    (citation,) = reading(f"Salt is a mineral.\n\n{sentence}")
    claimed = citation.claimed
    assert citation.kind is A
    assert [person.last_name for person in claimed.authors] == authors
    assert (claimed.year, claimed.month, claimed.finding) == (year, month, finding)


# sentence, journal, year
JOURNALS = [
    ("A trial published in Thorax (2011) found that zinc eases asthma.", "Thorax", 2011),
    ("Diabetes Care (2014) showed that zinc lowers blood sugar.", "Diabetes Care", 2014),
    ("Nutrients (2019): zinc lowers blood sugar in adults.", "Nutrients", 2019),
    ("Research note: According to Nutrients (2017), zinc helps joints.", "Nutrients", 2017),
    (
        "The British Medical Journal asked in 2019 whether zinc shortens colds.",
        "British Medical Journal",
        2019,
    ),
]


@pytest.mark.parametrize(("sentence", "journal", "year"), JOURNALS)
def test_a_journal_is_not_an_author(sentence: str, journal: str, year: int, reading: Reading) -> None:
    (citation,) = reading(sentence)
    assert citation.claimed.journal is not None
    assert (citation.claimed.journal.text, citation.claimed.year) == (journal, year)
    assert citation.claimed.authors == ()


def test_what_is_not_a_study_is_not_a_citation(reading: Reading) -> None:
    assert reading("The Global Arbovirus Initiative aims to help.") == ()
    assert reading("Seven drugmakers said at the Morgan Healthcare Conference that trials are slow.") == ()


@pytest.mark.parametrize(
    "sentence",
    [
        "Dr. Ann Lee's research has been supported by grants of the Fox Foundation.",
        "Zinc Trial Details How Laws Drove Clinics Away",
    ],
)
def test_grants_and_headlines_are_not_studies(sentence: str, reading: Reading) -> None:
    assert [c for c in reading(sentence) if c.kind is A] == []


def test_an_illness_is_not_the_name_of_a_study(reading: Reading) -> None:
    (citation,) = reading("A 2014 IBS trial of 40 adults found that oats ease pain.")
    assert citation.claimed.trial_names == ()


def test_a_place_is_not_an_author(reading: Reading) -> None:
    (citation,) = reading(
        "Jordan P. Hale from Northfield Hospital, Boston, USA and colleagues report in Gut "
        "that oats help digestion."
    )
    assert [person.last_name for person in citation.claimed.authors] == ["Hale"]
    assert citation.claimed.finding == "oats help digestion"


NEWS = """
March 4, 2015 (HealthDay News) -- A nap may lower the odds of stroke, a new study suggests.

"Napping relaxes," said lead author Dr. Peter Holm of Lund University in Sweden.

Several studies have suggested that short sleep harms the heart.

A U.S. study published last year found that nurses had more strokes.

In 2012, researchers from Duke University reported that long naps raised the risk of diabetes.

For the new study, Holm and his colleagues followed 12,000 adults.

The findings were published online March 4 in the journal Neurology.

She said the results fit with a Danish study from 2010 that linked naps to better sleep.
"""


def test_other_studies_of_a_news_story_are_its_own_citations(catalogue: Catalogue) -> None:
    found = extract(written(NEWS, dt.date(2015, 3, 4)), catalogue)
    stated = [(c.kind, c.claimed.journal.text if c.claimed.journal else None, c.claimed.year) for c in found]
    assert stated == [
        (U, None, None),
        (A, None, 2014),
        (A, None, 2012),
        (A, "Neurology", None),
        (A, None, 2010),
    ]
    authors = [[person.last_name for person in c.claimed.authors] for c in found]
    assert authors == [[], [], [], ["Holm"], []]
    assert found[-1].claimed.finding == "linked naps to better sleep"


LANDMARK = """
Naps may prevent stroke, according to a study published in the journal Neurology.

Professor Peter Holm, who led the study, said that he was pleased.

The results follow a landmark study led by Professor Ann Lee of Oxford University, published a year ago.

Prof Lee's work convinced many doctors.
"""


def test_who_made_the_study_that_results_follow_made_another_one(catalogue: Catalogue) -> None:
    found = extract(written(LANDMARK, dt.date(2015, 3, 4)), catalogue)
    authors = [[person.last_name for person in c.claimed.authors] for c in found]
    assert authors[:2] == [["Holm"], ["Lee"]]
    assert found[0].claimed.people == ()
    assert "landmark" not in found[0].claimed.context


def test_a_news_story_states_its_study_where_it_first_tells_of_it(catalogue: Catalogue) -> None:
    story = """
    Scientists have found that naps lower the risk of stroke in older adults.

    The winners of a race slept less than others.

    Professor Ann Lee, who led the research, said: "My grandmother slept every day after lunch."
    """
    (citation,) = extract(written(story, dt.date(2015, 3, 4)), catalogue)
    assert citation.quote.startswith("Scientists have found")
    assert citation.claimed.finding == "naps lower the risk of stroke in older adults"
    assert [person.last_name for person in citation.claimed.authors] == ["Lee"]


DATELINE = """
Wed Aug 10, 2011 10:00pm BST

A nap after lunch may lower the risk of stroke in older adults, Swedish doctors say.

The findings were published in the journal Neurology.

"Napping relaxes," said Peter Holm of Lund University, who led the work on the study.

The Lund-led study found that long naps were tied to diabetes.
"""


def test_a_dateline_is_not_a_finding(catalogue: Catalogue) -> None:
    first = extract(written(DATELINE, dt.date(2011, 8, 10)), catalogue)[0]
    assert first.claimed.finding is not None
    assert first.claimed.finding.startswith("A nap after lunch may lower the risk of stroke")


SOURCE = "SOURCE: bit.ly/2Abcd Neurology, online August 10, 2011"


@pytest.mark.parametrize(
    ("sources", "is_story"),
    [("", True), (SOURCE, True), (f"{SOURCE}; bit.ly/3Abcd Diabetologia, online May 3, 2011.", False)],
)
def test_the_source_below_a_news_story_is_no_list_of_references(
    sources: str, is_story: bool, catalogue: Catalogue
) -> None:
    found = extract(written(f"{DATELINE}\n\n{sources}", dt.date(2011, 8, 10)), catalogue)
    assert found[0].claimed.story is is_story


def test_a_talk_says_where_it_was_held(reading: Reading) -> None:
    (citation,) = reading(
        "Zinc helps, according to research presented in May 2016 at the annual meeting of the Sleep Society."
    )
    meeting = citation.claimed.meeting
    assert meeting is not None
    assert (meeting.society, meeting.year, meeting.month) == ("Sleep Society", 2016, 5)
    assert citation.claimed.institutions == ()


def test_a_trial_named_again_is_the_same(reading: Reading) -> None:
    found = reading("The DASH trial lowered blood pressure.\n\nThe DASH trial cut salt, too.")
    assert [c.kind for c in found] == [A]


@pytest.mark.parametrize(
    ("first", "second", "finding"),
    [
        (
            "Scientists at the University of Geneva have found that oats feed good bacteria.",
            "These results, published in Gut, are the first of their kind.",
            "oats feed good bacteria",
        ),
        (
            "A new study shows that oats feed good bacteria.",
            "The research is published in the March issue of Gut.",
            "oats feed good bacteria",
        ),
        (
            "Oats feed good bacteria, a Geneva University School of Medicine study has found.",
            "The study, led by Ann Lee, MD, will be published in Gut.",
            "Oats feed good bacteria",
        ),
        (
            "Oats may feed good bacteria, especially in older men.",
            "That is the conclusion of a new study published in Gut.",
            "Oats may feed good bacteria, especially in older men",
        ),
        ("The bakery opened in March.", "The research is published in the March issue of Gut.", None),
    ],
)
def test_a_sentence_points_back_to_a_finding_in_the_paragraph_before(
    reading: Reading, first: str, second: str, finding: str | None
) -> None:
    (citation,) = (one for one in reading(f"{first}\n\n{second}") if one.claimed.journal)
    assert citation.quote == second
    assert citation.claimed.finding == finding
