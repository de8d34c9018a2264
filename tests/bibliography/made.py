"""Publications with all that the formats must write: groups, accents, signs of LaTeX, books, no pages."""

from __future__ import annotations

from citecheck.model import Author, Journal, PartialDate, Publication

NUTRITION = Journal(
    "The American journal of clinical nutrition : official journal of the society",
    "Am J Clin Nutr",
    nlm_id="0376027",
    issns=("0002-9165", "1938-3207"),
)
BASEL = Journal("Nutrients (Basel, Switzerland)", "Nutrients (Basel)")
TRIAL = Publication(
    "101",
    "Zinc & sleep_quality in 50% of nurses: the {NIGHT} #1 trial.",
    journal=NUTRITION,
    volume="103",
    issue="4",
    pages="1260-6",
    issued=PartialDate(2019, 4, 2),
    authors=(
        Author("Rodríguez-Morán", "Jean-Pierre A", "JPA"),
        Author("van den Berg", "Ada", "A"),
        Author(collective="Zinc and Sleep Study Group"),
    ),
    doi="10.1000/zinc_sleep(19)<1",
    pmcid="PMC7",
)
MANY = Publication(
    "102",
    "Does coffee keep nurses awake?",
    journal=BASEL,
    volume="11",
    pages="e104",
    article_number="e104",
    issued=PartialDate(2019),
    authors=tuple(
        Author(f"Stone{letter}", f"Ada {letter}", f"A{letter}") for letter in "BCDEFGHIJKLMNOPQRSTUVWXY"
    ),
)
TWIN = Publication(
    "103", "[Tea].", journal=BASEL, online=PartialDate(2019, 5), authors=(Author("StoneB", "Eva", "E"),)
)
CHAPTER = Publication(
    "104",
    "Vitamin D.",
    book_title="Dietary supplements in practice",
    issued=PartialDate(2020),
    authors=(Author("Hill", "Chris", "C"),),
    accession="NBK1",
)
UNSIGNED = Publication("105", "Iron", journal=BASEL, issued=PartialDate(2021), pages="541-7")
ALL = (TRIAL, MANY, TWIN, CHAPTER, UNSIGNED)
