"""An entry with one field wrong becomes the right entry again, character for character, in its own style."""

from __future__ import annotations

from dataclasses import replace

import pytest

from citecheck.model import Journal
from tests.corrections.made import NURSES, OTHER, SmallSource, fixed, fixed_entry

TITLE = "Coffee drinking and cirrhosis of the liver: a cohort study in 1200 nurses"
VANCOUVER = (
    f"Okafor CN, Lindqvist Å, van den Berg JP, Stone A. {TITLE}. Am J Clin Nutr. 2019;103(4):1260-6. "
    "doi: 10.1000/ajcn.2019.4. PMID: 27053384."
)
APA = (
    f"Okafor, C. N., Lindqvist, Å., van den Berg, J. P., & Stone, A. (2019). {TITLE}. "
    "The American Journal of Clinical Nutrition, 103(4), 1260–1266. https://doi.org/10.1000/ajcn.2019.4"
)
HARVARD = (
    f"Okafor, C.N. et al. (2019) '{TITLE}', The American Journal of Clinical Nutrition, 103, pp. 1260-1266."
)
MLA = (
    f'Okafor, CN, et al. "{TITLE}." The American Journal of Clinical Nutrition, vol. 103, 2019, pp. 1260-66.'
)
NATURE = f"Okafor, C.N. et al. {TITLE}. Am. J. Clin. Nutr. 103, 1260–1266 (2019)."
SHORT = "Okafor et al., Am J Clin Nutr 2019; 103: 1260."
TEAM = (
    "Harrow PL, Quill TB, Møller S, et al. Walnut bread and the sleep of shift workers in two Danish "
    "hospitals. Gut. 2016;68:541-547."
)
SIX = TEAM.replace("Møller S, et al", "Møller S, Jensen KA, Ito B, García M, et al")
SIX_OTHERS = "Osei K, Petkov VD, Okafor CN, Stone A, Hill C, Frost DB"


@pytest.mark.parametrize(
    ("right", "part", "wrong"),
    [
        # the year, where it stands in a title or an identifier as well
        (VANCOUVER, " 2019;", " 2012;"),
        (APA, "(2019)", "(2014)"),
        (MLA, ", 2019,", ", 2015,"),
        (NATURE, "(2019)", "(2015)"),
        # the volume
        (VANCOUVER, "103(4)", "108(4)"),
        (APA, "103(4)", "130(4)"),
        (HARVARD, ", 103,", ", 104,"),
        (MLA, "vol. 103", "vol. 10"),
        # pages: short, whole, two digits, whatever the dash
        (VANCOUVER, "1260-6", "1206-9"),
        (VANCOUVER, "1260-6", "1360-6"),
        (VANCOUVER, "1260-6", "1269-6"),
        (APA, "1260–1266", "1620–1626"),
        (MLA, "1260-66", "2260-66"),
        (NATURE, "1260–1266", "960–966"),
        # journals: abbreviated, with stops, whole
        (VANCOUVER, "Am J Clin Nutr", "Ann Intern Med"),
        (APA, "The American Journal of Clinical Nutrition", "The British Journal of Nutrition"),
        (HARVARD, "The American Journal of Clinical Nutrition", "The Journal of Pediatrics"),
        (NATURE, "Am. J. Clin. Nutr.", "Ann. Intern. Med."),
        (VANCOUVER, "Am J Clin Nutr", "Am J Clim Nutr"),
        (APA, "The American Journal of Clinical Nutrition", "The American Jounal of Clinical Nutrition"),
        # of which the start would be read as the title's end, or which would not be read at all
        (NATURE, "Am. J. Clin. Nutr.", "Am. J. Cln. Nutr."),
        (NATURE, "Am. J. Clin. Nutr.", "Am. J. Clin. Ntr."),
        (SHORT, "Am J Clin Nutr", "Am J Clin Ntr"),
        # identifiers
        (VANCOUVER, "10.1000/ajcn.2019.4", "10.1000/lancet.1999.1"),
        (APA, "10.1000/ajcn.2019.4", "10.1000/ajcn.2019.44"),
        (VANCOUVER, "PMID: 27053384", "PMID: 11111111"),
        # authors: one name, its initials, all names, more and fewer than there are
        (VANCOUVER, "Okafor CN", "Petkov VD"),
        (VANCOUVER, "Okafor CN", "Okafor BN"),
        (VANCOUVER, "Okafor CN", "Okaforr CN"),
        (APA, "Okafor, C. N.", "Petkov, V. D."),
        (APA, "Okafor, C. N., Lindqvist, Å., van den Berg, J. P., & Stone, A.", "Osei, K., & Petkov, V. D."),
        (HARVARD, "Okafor, C.N.", "Petkov, V.D."),
        (MLA, "Okafor, CN", "Petkov, VD"),
        (TEAM, "Harrow PL, Quill TB, Møller S", "Osei K, Petkov VD, Okafor CN"),
        (SIX, "Harrow PL, Quill TB, Møller S, Jensen KA, Ito B, García M, et al", SIX_OTHERS),
        # as many names as the entry gives, however many there are
        (TEAM.replace(", et al", ""), "Harrow PL", "Osei K"),
        # with what belongs to the wrong journal's name
        (VANCOUVER, "Am J Clin Nutr", "Cancers (Basel)"),
        # a word of the title
        (VANCOUVER, "cirrhosis of the", "cirhosis of the"),
        (APA, "liver: a cohort", "heart: a cohort"),
    ],
)
def test_the_right_entry_is_restored(right: str, part: str, wrong: str) -> None:
    assert right.count(part) == 1
    assert fixed_entry(right.replace(part, wrong)) == right


@pytest.mark.parametrize("entry", [VANCOUVER, APA, HARVARD, MLA, NATURE, SHORT, TEAM])
def test_what_is_right_stays(entry: str) -> None:
    assert fixed_entry(entry) == entry


def test_several_fields_are_corrected_together() -> None:
    wrong = VANCOUVER.replace(" 2019;103(4)", " 2013;130(4)").replace("Okafor CN", "Okafor BN")
    assert fixed_entry(wrong) == VANCOUVER


@pytest.mark.parametrize(
    "entry",
    [
        # The title of one publication and all the rest of another
        f"Osei K, Petkov VD. {TITLE}. Lancet. 1999;3:9-14.",
        # Without the title that is misspelt nothing says which publication it is.
        "Cofee drinking and cirrhosis of the liver: a cohort study in 1200 nurses.",
        # The journal cannot be told from the title before it, or only its end is read as the journal.
        f"Okafor CN, Lindqvist Å. {TITLE}. Clinicaal Nutriition. 2019;103:1260-6. PMID: 27053384.".replace(
            "nurses.", "nurses"
        ),
        # Another edition of print and online, pages of the online version, a title without its subtitle
        VANCOUVER.replace(" 2019;", " 2018;"),
        VANCOUVER.replace("1260-6", "1-9"),
        VANCOUVER.replace(": a cohort study in 1200 nurses", ""),
    ],
)
def test_what_is_no_certain_error_is_left(entry: str) -> None:
    assert fixed_entry(entry) == entry


def test_a_number_that_stands_in_several_fields_is_changed_in_the_right_one() -> None:
    wrong = VANCOUVER.replace("103(4)", "1200(4)")
    assert fixed_entry(wrong) == VANCOUVER


def test_a_title_that_ends_in_a_journals_name_is_not_taken_for_the_journal() -> None:
    publication = replace(NURSES, title="Coffee for nurses: what you do, Gut, and chew.")
    entry = f"Okafor CN. {publication.title} BC Medd. 2019;103(4):1260-6. PMID: 27053384."
    article = f"# Coffee\n\nIts text.\n\n## References\n\n1. {entry}\n".encode()
    assert b"Gut, and chew" in fixed(article, source=SmallSource(publication, OTHER)).data


def test_an_abbreviation_that_a_record_gives_as_its_journals_title_is_none() -> None:
    publication = replace(NURSES, journal=Journal("Am J Clin Nutr MFM", "Am J Clin Nutr MFM"))
    entry = APA.replace("The American Journal of Clinical Nutrition", "The British Journal of Nutrition")
    article = f"# Coffee\n\nIts text.\n\n## References\n\n1. {entry}\n".encode()
    assert fixed(article, source=SmallSource(publication, OTHER)).data == article


def test_the_year_of_an_edition_belongs_to_a_misspelt_name() -> None:
    publication = replace(NURSES, journal=Journal("Social science & medicine (1982)", "Soc Sci Med"))
    right = MLA.replace("The American Journal of Clinical Nutrition", "Social science & medicine (1982)")
    article = f"# Coffee\n\nIts text.\n\n## References\n\n1. {right.replace('medicine', 'mediine')}\n"
    source = SmallSource(publication, OTHER)
    assert fixed(article.encode(), source=source).after == article.replace("mediine", "medicine")


def test_numbers_within_the_title_stay() -> None:
    title = "Comments on coffee for nurses: a systematic review [Med. Hypotheses 129 (2019) 1-6]"
    publication = replace(NURSES, title=f"{title}.")
    right = f"Okafor CN. {title}. Am J Clin Nutr. 2019;103(4):1260-6. doi: {NURSES.doi}."
    article = f"# Coffee\n\nIts text.\n\n## References\n\n1. {right.replace('Nutr', 'Nuttr')}\n"
    source = SmallSource(publication, OTHER)
    assert fixed(article.encode(), source=source).after == article.replace("Nuttr", "Nutr")
