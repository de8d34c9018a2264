"""Superscripts that lead to references, and findings without them."""

from __future__ import annotations

import pytest

from citecheck.documents import read_bytes
from citecheck.extraction import extract
from citecheck.extraction.note_marks import find_note_marks
from citecheck.journals import Catalogue

BLANKED = [
    ("Zinc keeps schoolchildren¹, and others, well.", "Zinc keeps schoolchildren , and others, well."),
    ("Zinc helps children<sup>1,2</sup>, too.", "Zinc helps children   , too."),
    # Powers, units and statistics are not notes.
    ("They took 10<sup>9</sup> germs and 30 kg/m² with an I² of 3.", None),
    # Behind a full stop the mark does not interrupt a sentence.
    ("Zinc helps.¹ Copper does not.", None),
]


@pytest.mark.parametrize(("source", "expected"), BLANKED)
def test_raised_marks_are_cut_out(source: str, expected: str | None) -> None:
    document = read_bytes(source.encode(), "a.md")
    blanked = find_note_marks(document).blank(document.text)
    assert blanked == (expected or document.text)
    assert len(blanked) == len(document.text)


FINDINGS = [
    (
        "A 2010 trial found that zinc<sup>4</sup> kept children from influenza A<sup>2</sup>.",
        "zinc kept children from influenza A",
    ),
    (
        "A 2010 trial found that zinc kept children well¹, and a review found no gain for bones².",
        "zinc kept children well",
    ),
]


@pytest.mark.parametrize(("sentence", "expected"), FINDINGS)
def test_a_finding_has_no_marks_and_ends_with_its_source(
    sentence: str, expected: str, catalogue: Catalogue
) -> None:
    (citation,) = extract(read_bytes(sentence.encode(), "a.md"), catalogue)
    assert citation.claimed.finding == expected


def test_a_mark_at_the_start_of_a_sentence_belongs_to_the_one_before(catalogue: Catalogue) -> None:
    text = "A 2010 trial found that zinc helps children. [1] Another 2012 trial found that salt harms them."
    first, second = extract(read_bytes(text.encode(), "a.md"), catalogue)
    assert first.quote == "A 2010 trial found that zinc helps children. [1]"
    assert second.quote.startswith("Another")
