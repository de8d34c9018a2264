from dataclasses import replace

import pytest

from citecheck.matching.claim_features import ClaimFeatures
from citecheck.matching.comparisons import authors
from citecheck.matching.record_features import RecordFeatures
from citecheck.model import Author, CitationFields, Publication
from tests.makers import claimed, person, publication

AUTHORS = ("Warensjö E", "van der Berg J", "Smith-Jones AB", "O'Sullivan JM", "Müller K")


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("Warensjo E", "first"),
        ("Warensjö", "first_surname"),
        ("Berg J", "listed"),
        ("van den Berg J", "listed"),
        ("Jones A", "listed"),
        ("O’Sullivan J", "listed"),
        ("Mueller K", "listed"),
        ("Warensjö K", "initials_differ"),
        ("Warrensjö E", "near"),
        ("Li", "unlisted"),
    ],
)
def test_the_first_named_author(name: str, level: str) -> None:
    record = RecordFeatures(publication(authors=AUTHORS))
    assert authors.compare_first(ClaimFeatures(claimed(authors=(name,))), record).level == level


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("McAuliffe Ú", "first"),
        ("McAuliffe U", "first"),
        ("McAuliffe B", "absent"),
        ("Chengappa S", "first"),
        ("Chengappa K", "first"),
        ("Chengappa P", "initials_differ"),
        ("O'Dea Á", "listed"),
        ("O’Dea A", "listed"),
    ],
)
def test_letters_of_names_wherever_the_record_holds_them(name: str, level: str) -> None:
    group, *people = publication(authors=("Trial Group", "Chengappa S K", "O'Dea Á")).authors
    listed = (replace(group, last_name="", initials="", collective="McAuliffe Ú"), *people)
    record = RecordFeatures(replace(publication(), authors=listed))
    reference = claimed(authors=(name,), title="Calcium and fracture")
    assert authors.compare_first(ClaimFeatures(reference), record).level == level


def test_a_person_who_is_not_an_author_contradicts_a_reference_but_not_prose() -> None:
    record = RecordFeatures(publication(authors=AUTHORS))
    reference = claimed(authors=("Li X",), title="Calcium and fracture")
    assert authors.compare_first(ClaimFeatures(reference), record).level == "absent"
    assert authors.compare_first(ClaimFeatures(claimed(authors=("Li X",))), record).level == "unlisted"
    namesake = claimed(authors=("Warensjö K",))
    assert authors.compare_first(ClaimFeatures(namesake), record).level == "initials_differ"
    told = replace(namesake, story=True)
    assert authors.compare_first(ClaimFeatures(told), record).level == "unlisted"


@pytest.mark.parametrize(
    ("names", "level"),
    [
        (("Warensjö E", "Berg J", "Müller K"), "all"),
        (("Warensjö E", "Berg J", "Müller K", "Li X"), "most"),
        (("Warensjö E", "Berg J", "Li X", "Wu Y"), "some"),
        (("Warensjö E", "Li X", "Wu Y"), "none"),
        (("Warensjö E",), "not_stated"),
    ],
)
def test_further_authors(names: tuple[str, ...], level: str) -> None:
    record = RecordFeatures(publication(authors=AUTHORS))
    assert authors.compare_others(ClaimFeatures(claimed(authors=names)), record).level == level


def test_a_cut_author_list_contradicts_nobody() -> None:
    record = RecordFeatures(publication(authors=("Warensjö E",), authors_complete=False))
    assert authors.compare_first(ClaimFeatures(claimed(authors=("Li X",))), record).level == "not_recorded"
    assert (
        authors.compare_others(ClaimFeatures(claimed(authors=("Warensjö E", "Li X"))), record).level
        == "not_recorded"
    )


@pytest.mark.parametrize(
    ("names", "level"),
    [
        (("Müller", "Berg"), "several"),
        (("Müller K", "Nobody"), "one_full"),
        (("Müller", "Nobody"), "one"),
        (("Nobody",), "none"),
        ((), "not_stated"),
    ],
)
def test_people_around_the_study(names: tuple[str, ...], level: str) -> None:
    named = CitationFields(people=tuple(person(name) for name in names))
    assert (
        authors.compare_people(ClaimFeatures(named), RecordFeatures(publication(authors=AUTHORS))).level
        == level
    )


@pytest.mark.parametrize(
    ("name", "level"), [("Wang X", "very_common"), ("Smith J", "common"), ("Warensjö E", "rare")]
)
def test_how_common_an_agreeing_name_is(name: str, level: str) -> None:
    record = RecordFeatures(publication(authors=(name, "Nobody K")))
    assert authors.compare_surname(ClaimFeatures(claimed(authors=(name,))), record).level == level


def test_the_rarest_agreeing_name_counts_and_other_names_do_not() -> None:
    record = RecordFeatures(publication(authors=("Wang X", "Warensjö E")))
    assert (
        authors.compare_surname(ClaimFeatures(claimed(authors=("Wang X", "Warensjö E"))), record).level
        == "rare"
    )
    assert authors.compare_surname(ClaimFeatures(claimed(authors=("Li X",))), record).level == "not_stated"


def test_an_author_list_of_one_collective_is_no_person() -> None:
    record = RecordFeatures(Publication("1", authors=(Author(collective="The Group"),)))
    assert record.people == ()
