"""A journal's names as reference lists print them."""

import pytest

from citecheck.journals.printed_names import dotted_abbreviation, printed_title
from citecheck.model import Journal


@pytest.mark.parametrize(
    ("title", "abbreviation", "printed", "dotted"),
    [
        ("The American journal of medicine", "Am J Med", "The American Journal of Medicine", "Am. J. Med."),
        ("Lancet (London, England)", "Lancet", "Lancet", "Lancet"),
        ("JAMA", "JAMA", "JAMA", "JAMA"),
        ("Revista de saude publica", "Rev Saude Publica", "Revista de Saude Publica", "Rev. Saude Publica"),
        ("Sleep : official publication of a society", "Sleep", "Sleep", "Sleep"),
        ("Cancers", "Cancers (Basel)", "Cancers", "Cancers"),
        ("mBio", "mBio", "mBio", "mBio"),
    ],
)  # fmt: skip
def test_printed_names(title: str, abbreviation: str, printed: str, dotted: str) -> None:
    journal = Journal(title, abbreviation)
    assert (printed_title(journal), dotted_abbreviation(journal)) == (printed, dotted)
