"""The fields of a reference entry, in the styles and with the damage found in articles."""

from __future__ import annotations

import time
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.extraction.references.parser import may_be_signed, parse_entry
from citecheck.journals import Catalogue


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return Catalogue.load()


@dataclass(frozen=True)
class Expected:
    """The expected fields of an entry; the journal by its abbreviation, or as printed behind "?"."""

    authors: str = ""
    title: str | None = None
    journal: str | None = None
    year: int | None = None
    volume: str | None = None
    issue: str | None = None
    pages: str | None = None
    month: int | None = None
    ids: str = ""


ENTRIES = [
    (  # Vancouver
        "1. Stone AB, de Vries K, O'Neil M-J, et al. Zinc: does it help?. J Nutr. 2012 Aug;142(8):1220-5.",
        Expected(
            "Stone AB, de Vries K, O'Neil MJ",
            "Zinc: does it help?",
            "J Nutr",
            2012,
            "142",
            "8",
            "1220-5",
            8,
        ),
    ),
    (  # AMA with DOI and the dates behind it
        "Santos MM, Holt JF Jr. Walking. Diabetes Care. 2016;39(11):2065-9. doi:10.1000/dc1. Epub 2016 Mar.",
        Expected(
            "Santos MM, Holt JF",
            "Walking",
            "Diabetes Care",
            2016,
            "39",
            "11",
            "2065-9",
            None,
            "10.1000/dc1",
        ),
    ),
    (  # APA
        "Hill, M. E., Yi-Frazer, J. P., & De Bock, K. (2019, March). Iron: A review. Nutrients, 11(5), 429.",
        Expected(
            "Hill ME, Yi-Frazer JP, De Bock K",
            "Iron: A review",
            "Nutrients",
            2019,
            "11",
            "5",
            "429",
            3,
        ),
    ),
    (  # APA with a suffix, an ellipsis, and a journal whose name holds commas and "and"
        "Wright, E., Jr, … Ty, A. (2011). Bread. Nutrition, Metabolism and Cardiovascular Diseases, 21, 3–9.",
        Expected("Wright E, Ty A", "Bread", "Nutr Metab Cardiovasc Dis", 2011, "21", None, "3-9"),
    ),
    (  # Harvard with an apostrophe in the title
        "Berg, A.B. et al. (2010) 'Patients' views on salt', Heart, 96, pp. 371-8.",
        Expected("Berg AB", "Patients' views on salt", "Heart", 2010, "96", None, "371-8"),
    ),
    (  # MLA with quotes within the title
        'Gold, IP, et al. "Trial of a "mild" exercise." BMC Neurology, vol. 10, no. 2, 2010, pp. 3.',
        Expected("Gold IP", 'Trial of a "mild" exercise', "BMC Neurol", 2010, "10", "2", "3"),
    ),
    (  # Nature
        "Chen, F.-Y. et al. Tea and the heart. J Int Med Res 51, 3000605231199763 (2023).",
        Expected("Chen FY", "Tea and the heart", "J Int Med Res", 2023, "51", None, "3000605231199763"),
    ),
    (  # Chicago
        "Rapaport, Mark Hyman, and Pamela Stone. “Massage and Mood.” Stroke 41, no. 10 (2010): 1079–88.",
        Expected("Rapaport MH, Stone P", "Massage and Mood", "Stroke", 2010, "41", "10", "1079-88"),
    ),
    (  # a title that begins with words in quotes
        "Gold I, Ty A. “Am I Strong?” A synthesis of studies of sport and mood. Gut. 2015;64(3):12-9.",
        Expected(
            "Gold I, Ty A",
            "“Am I Strong?” A synthesis of studies of sport and mood",
            "Gut",
            2015,
            "64",
            "3",
            "12-9",
        ),
    ),
    (  # a title in quotes whose question mark stands inside, before the journal
        "Gold I. “Is Bread Good for Runners?” Gut. 2015;64:12.",
        Expected("Gold I", "Is Bread Good for Runners?", "Gut", 2015, "64", None, "12"),
    ),
    (  # names that cannot be read are not a title
        "V S H et al. Gut 2015; 64: 12.",
        Expected("", None, "Gut", 2015, "64", None, "12"),
    ),
    (  # as short as it gets
        "van Nies et al., Diabetologia 2015; 58: 187.",
        Expected("van Nies", None, "Diabetologia", 2015, "58", None, "187"),
    ),
    (  # authors and journal, no title
        "02. Sprengel M, Lask R. Psychoneuroendocrinology. 2017;83:25-41.",
        Expected("Sprengel M, Lask R", None, "Psychoneuroendocrinology", 2017, "83", None, "25-41"),
    ),
    (  # identifiers of every kind
        "Cook R. Salt. BMJ. 2008;337:a1035. PMID: 18723. PMCID: PMC128915. https://doi.org/10.1136/bmj.a1035",
        Expected(
            "Cook R", "Salt", "BMJ", 2008, "337", None, "a1035", None, "18723 10.1136/bmj.a1035 PMC128915"
        ),
    ),
    (  # given names first, the journal's date before its volume
        "Sheri R. Colberg, Ronald J. Sigal; Moving more. Diabetes Care 1 November 2016; 39 (11): 2065–2079.",
        Expected("Colberg SR, Sigal RJ", "Moving more", "Diabetes Care", 2016, "39", "11", "2065-2079", 11),
    ),
    (  # the title first
        '"Sunlight in infancy", by T. J. Hazell, S. Gallo, and A. Weil, Pediatric Obesity doi:10.1000/ijpo.1',
        Expected(
            "Hazell TJ, Gallo S, Weil A",
            "Sunlight in infancy",
            "Pediatr Obes",
            None,
            None,
            None,
            None,
            None,
            "10.1000/ijpo.1",
        ),
    ),
    (  # no blank behind the authors' stop
        "Petkov VD, Todorov I.Root extract and memory. Phytomedicine. 2000;7(5):365-71.",
        Expected(
            "Petkov VD, Todorov I", "Root extract and memory", "Phytomedicine", 2000, "7", "5", "365-71"
        ),
    ),
    (  # a supplement, Roman pages, a combined volume
        "Del Piano M. Guests. J Clin Gastroenterol. 2010;44 Suppl 1:xiii-xiv.",
        Expected("Del Piano M", "Guests", "J Clin Gastroenterol", 2010, "44", "Suppl 1", "xiii-xiv"),
    ),
    (  # a journal nobody knows
        "Salt, B., & Kong, L. (2021). Walls of cells. Journal of Unheard Gutwell Wellness, 17(2), e1234.",
        Expected(
            "Salt B, Kong L",
            "Walls of cells",
            "?Journal of Unheard Gutwell Wellness",
            2021,
            "17",
            "2",
            "e1234",
        ),
    ),
    (  # a year in place of everything
        'Lopresti AL, et al. "Roots and stress." Phytomedicine. 2019',
        Expected("Lopresti AL", "Roots and stress", "Phytomedicine", 2019),
    ),
    (  # the agencies' last line
        "SOURCE: bit.ly/2Abcd Diabetologia, online May 3, 2016.",
        Expected("", None, "Diabetologia", 2016, month=5),
    ),
    (  # dates within the title are no volume
        "Proff, R. et al. Work after stroke (January 1, 2009-December 31, 2019). Stroke 76, 76043 (2022).",
        Expected(
            "Proff R",
            "Work after stroke (January 1, 2009-December 31, 2019)",
            "Stroke",
            2022,
            "76",
            None,
            "76043",
        ),
    ),
    (  # a release's last paragraph
        "More information: Jane Doe et al, Zinc for adults, Nature Medicine (2023). DOI: 10.1000/s41591",
        Expected("Doe J", "Zinc for adults", "Nat Med", 2023, ids="10.1000/s41591"),
    ),
    (  # a science site's
        "Journal Reference: Ji-Hyun Kim, Sun Lee. Guts. Nature Communications, 2020; 11 (1) DOI: 10.1000/a",
        Expected("Kim JH, Lee S", "Guts", "Nat Commun", 2020, "11", "1", ids="10.1000/a"),
    ),
    (  # a signal before the first author
        "See also Stone AB, Reed C. Naps in nurses. Sleep. 2019;44:94-102.",
        Expected("Stone AB, Reed C", "Naps in nurses", "Sleep", 2019, "44", None, "94-102"),
    ),
    (  # a surname that is a word of a signal
        "See KC, Reed C. Naps in nurses. Sleep. 2019;44:94-102.",
        Expected("See KC, Reed C", "Naps in nurses", "Sleep", 2019, "44", None, "94-102"),
    ),
    (
        "Cf. Stone AB, Reed C. Naps in nurses. Sleep. 2019;44:94-102.",
        Expected("Stone AB, Reed C", "Naps in nurses", "Sleep", 2019, "44", None, "94-102"),
    ),
    (  # the last of many authors
        "Stone, A. B., Reed, C., … & Wood, F. (2019). Naps in nurses. Sleep, 44, 94–102.",
        Expected("Stone AB, Reed C, Wood F", "Naps in nurses", "Sleep", 2019, "44", None, "94-102"),
    ),
    (  # neither journal nor place
        "Smith J, Doe A. Zinc at night. 2018.",
        Expected("Smith J, Doe A", "Zinc at night", None, 2018),
    ),
    (  # engineers'
        'J. Smith and A. Doe, "Zinc at night," J. Nutr., vol. 141, no. 2, pp. 22–29, Feb. 2018.',
        Expected("Smith J, Doe A", "Zinc at night", "J Nutr", 2018, "141", "2", "22-29", 2),
    ),
    (  # the title before the authors
        "Zinc at night. Smith J, Doe A. J Nutr. 2018 Feb;141(2):22-9.",
        Expected("Smith J, Doe A", "Zinc at night", "J Nutr", 2018, "141", "2", "22-9", 2),
    ),
    (  # Elsevier's export
        "Smith J. Zinc at night. Journal of Nutrition. Volume 141, Issue 2, 2018, Pages 22-29",
        Expected("Smith J", "Zinc at night", "J Nutr", 2018, "141", "2", "22-29"),
    ),
    (  # a Cochrane review
        "Green G, et al. Zinc. Cochrane Database of Systematic Reviews 2012, Issue 3. Art. No.: CD007176.",
        Expected("Green G", "Zinc", "Cochrane Database Syst Rev", 2012, None, "3", "CD007176"),
    ),
    (  # groups that sign among the people
        "Hill D, SLEEP Consortium, Stone J; ZINC Study Group. Sleep. N Engl J Med. 2022;387(12):1063-74.",
        Expected("Hill D, Stone J", "Sleep", "N Engl J Med", 2022, "387", "12", "1063-74"),
    ),
    (  # nothing but the place
        "Cochrane Database Syst Rev. 2012 Mar 14;3:CD007176",
        Expected("", None, "Cochrane Database Syst Rev", 2012, "3", None, "CD007176", 3),
    ),
    (  # a book's chapter names no journal
        "Marz M, Pool S. Glass. In: Ver K, editor. Springer; 2015. p. 305-317.",
        Expected(
            "Marz M, Pool S",
            "Glass",
            None,
            2015,
        ),
    ),
    (  # a web page: nothing is invented
        "Centers for Disease Control and Prevention. (2022, September 30). About Your A1C. https://www.cdc.gov/a1c",
        Expected("", "About Your A1C", None, 2022, month=9),
    ),
]


@pytest.mark.parametrize(("entry", "expected"), ENTRIES)
def test_an_entry(entry: str, expected: Expected, catalogue: Catalogue) -> None:
    claimed = parse_entry(entry, catalogue)
    mention = claimed.journal
    journal = None
    if mention:
        journal = mention.journal.abbreviation.partition(" (")[0] if mention.journal else f"?{mention.text}"
    found = Expected(
        ", ".join(f"{person.last_name} {person.initials}".strip() for person in claimed.authors),
        claimed.title,
        journal,
        claimed.year,
        claimed.volume,
        claimed.issue,
        claimed.pages,
        claimed.month,
        " ".join(value for value in (claimed.pmid, claimed.doi, claimed.pmcid) if value),
    )
    assert found == expected


def test_the_journal_is_stated_as_printed_in_the_entry(catalogue: Catalogue) -> None:
    claimed = parse_entry("Stone A. Zinc. *The Journal of Nutrition*, 142(8), 1220.", catalogue)
    assert claimed.journal is not None
    assert claimed.journal.text == "The Journal of Nutrition"


def test_an_entry_that_comes_again_is_read_once_but_with_other_emphasis_anew(catalogue: Catalogue) -> None:
    text = "Stone A. Zinc in colds. Gut 2019; 68: 1–9."
    read = parse_entry(text, catalogue)
    assert parse_entry(text, catalogue, emphasis=[], urls=[]) is read
    assert parse_entry(text, catalogue, emphasis=[(24, 27)]) is not read
    assert parse_entry(text, catalogue, urls=["https://doi.org/10.1000/1"]).doi == "10.1000/1"


def test_italics_say_where_a_name_begins(catalogue: Catalogue) -> None:
    entry = "Maiello M, et al. (2019). Light for anxiety. Lamps, Brains, and Laser Surgery. doi:10.1000/x"
    start = entry.index("Lamps")
    claimed = parse_entry(entry, catalogue, emphasis=[(start, entry.index(". doi"))])
    assert claimed.journal is not None
    assert claimed.journal.text == "Lamps, Brains, and Laser Surgery"
    assert claimed.title == "Light for anxiety"


def test_a_linked_word_lends_its_identifier(catalogue: Catalogue) -> None:
    claimed = parse_entry(
        "Boyle N. Magnesium. Nutrients. 2017;9(5):429. Link",
        catalogue,
        urls=["https://pubmed.ncbi.nlm.nih.gov/28445426/"],
    )
    assert claimed.pmid == "28445426"


@given(st.text(alphabet="ABc de.,;:()[]0129–-&'\"“”éÅ/\n", max_size=400))
def test_any_text_is_read(entry: str) -> None:
    claimed = parse_entry(entry, Catalogue.load())
    assert claimed.title is None or claimed.title.strip() == claimed.title


@pytest.mark.parametrize(
    "unit",
    [
        "A B, ",
        "2012;1(2):3-4",
        "Aa ",
        "(((",
        "J. ",
        "1, 2, ",
        "Van der ",
        "12(3), ",
        "S1-S2,",
        "“a” ",
        "vol. 1, ",
        "in: ",
        "X.Y. ",
    ],
)
def test_nasty_entries_take_no_longer_than_others(unit: str, catalogue: Catalogue) -> None:
    entry = (unit * 3000)[:3000]
    began = time.perf_counter()
    parse_entry(entry, catalogue)
    assert time.perf_counter() - began < 1.0


@pytest.mark.parametrize(
    ("text", "signed"),
    [
        ("Stone A, Reed B. Naps and memory. Sleep. 2014;37:12-9.", True),
        ("3. Stone et al.; Gut 2016", True),
        ("Naps and memory. Stone A, Reed B. Sleep. 2014;37:12-9.", True),
        ("In 2014 a trial (12 weeks, 40 nurses) looked at naps; memory was better by 12%.", False),
    ],
)
def test_prose_is_distinguished_from_entries_with_authors(text: str, signed: bool) -> None:
    assert may_be_signed(text) is signed
