from __future__ import annotations

import pytest

from citecheck.extraction.fields.people import as_person, find_people

# sentence → (last name, initials, author of the study)
CASES = [
    ("A recent study by Suarez et al. found it.", [("Suarez", "", True)]),
    ("It rests on Palma et al.’s review.", [("Palma", "", True)]),
    ("Jensen and his colleagues looked at 200 men.", [("Jensen", "", True)]),
    ("Lead author Hong Dai of the clinic agreed.", [("Dai", "H", True)]),
    ("The team was led by Michael J. Shad, Ph.D., of Yale.", [("Shad", "MJ", True)]),
    ("Ian Douglas, who led the study, agreed.", [("Douglas", "I", True)]),
    ("Dr Jon Simons gave them words.", [("Simons", "J", False)]),
    ("Professor Stuart El-Born said so.", [("El-Born", "S", False)]),
    ("It is so, said Roger Ng, another doctor.", [("Ng", "R", False)]),
    ("Cambridge University's John Danesh said so.", [("Danesh", "J", False)]),
    ("said Peter van der Berg, of Utrecht", [("van der Berg", "P", False)]),
    ("Dr. Paul Schulz, author of an editorial accompanying the study, agreed.", [("Schulz", "P", False)]),
    ("Professor Janet Lord, who led the research, said so.", [("Lord", "J", True)]),
    ("Professor Sir Jon Simons said so.", [("Simons", "J", False)]),
    ("Chief Investigator Professor David El-Born said so.", [("El-Born", "D", True)]),
    ("The University of Michigan said so.", []),
    ("It was found in New York, said the team.", []),
    ("Harvard Medical School said it.", []),
]


@pytest.mark.parametrize(("sentence", "expected"), CASES)
def test_people(sentence: str, expected: list[tuple[str, str, bool]]) -> None:
    found = [(one.person.last_name, one.person.initials, one.author) for one in find_people(sentence)]
    assert found == expected


def test_a_state_is_not_a_colleague() -> None:
    named = find_people("Dr. Lee of Nationwide Hospital, Columbus, Ohio, and colleagues looked at naps.")
    assert [one.person.text for one in named] == ["Lee"]


def test_somebody_named_twice_is_one_with_the_fuller_name() -> None:
    (found,) = find_people("Simons et al. found it. Dr Jon Simons said so.")
    assert (found.person.text, found.author) == ("Jon Simons", True)


@pytest.mark.parametrize("name", ["", "University", "Boston Medical Center", "The", "Dr"])
def test_names_that_are_not_of_people(name: str) -> None:
    assert as_person(name) is None
