"""Notes on a numbered list that is inconsistent with the text's markers."""

import pytest

from citecheck.documents import read_bytes
from citecheck.extraction import extract
from citecheck.journals import Catalogue

ENTRY = "{}. Lindqvist A, Hay B. {} in adults. Gut. 2003;12({}):45-51.\n"
THINGS = ("Hay fever", "Naps", "Coffee", "Tea", "Salt", "Walking")


def listed(numbers: list[int], prose: str) -> list[tuple[str, ...]]:
    entries = "".join(ENTRY.format(f"[{n}]", THINGS[at], at + 1) for at, n in enumerate(numbers)).replace(
        "].", "]"
    )
    text = f"Health\n\n{prose}\n\nReferences\n\n{entries}"
    document = read_bytes(text.encode(), "article.txt")
    citations = extract(document, Catalogue.packaged())
    return [citation.notes for citation in citations if citation.kind == "reference"]


WHOLE = "Hay fever is common [1]. Naps help [2]. Coffee wakes [3], and tea does too [4]."


def test_a_consistent_list_has_no_notes() -> None:
    assert listed([1, 2, 3, 4], WHOLE) == [(), (), (), ()]


def test_an_entry_that_nothing_refers_to_is_noted() -> None:
    notes = listed([1, 2, 3, 4, 5], WHOLE)
    assert notes[:4] == [(), (), (), ()]
    assert notes[4] == ("Nothing in the text refers to this entry, number 5.",)


def test_a_marker_without_entry_is_noted_on_the_lists_first_entry() -> None:
    notes = listed([1, 2, 3, 4], WHOLE + " Salt does not [7].")
    assert notes[0] == ("The text refers to [7], and the reference list has no such entry.",)


def test_two_entries_with_one_number_are_noted() -> None:
    notes = listed([1, 2, 3, 3], WHOLE.replace(", and tea does too [4]", ""))
    assert notes[2:] == [("2 entries of the reference list have the number 3.",)] * 2


@pytest.mark.parametrize(
    "prose",
    [
        # Further reading without any marker
        "Hay fever is common. Naps help.",
        # Too few markers to conclude that the text refers by numbers
        "Hay fever is common [1]. Naps help [2].",
        # A year, a page
        WHOLE + " It was said before [999].",
    ],
)
def test_text_that_does_not_refer_by_numbers_is_not_noted(prose: str) -> None:
    assert not any(listed([1, 2, 3, 4], prose))
