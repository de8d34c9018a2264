"""What kind of thing a citation names, how surely, and what follows where nothing is found."""

import pytest

from citecheck.extraction.references.parser import parse_entry
from citecheck.journals import Catalogue
from citecheck.model import (
    CitationFields,
    CitationKind,
    JournalMention,
    Meeting,
    Person,
    Publication,
    ScoredCandidate,
    Verdict,
)
from citecheck.model.judgement import Comparison
from citecheck.model.source_type import SourceType, SourceTypeEstimate
from citecheck.verdicts.outside_pubmed import maybe_outside_reason, outside_reason, verdict_for_source_type
from citecheck.verdicts.source_features import Sign, features, first_sign, signs, signs_in
from citecheck.verdicts.source_type import (
    estimate_of_entry,
    estimate_source_type,
    is_outside_pubmed,
    may_be_outside_pubmed,
)
from tests.makers import citation

# Entries of our own writing, in the manner of the citation styles.
BOOKS = [
    ("Marlow TE, Hay B. Nutrition of the elderly. 3rd ed. London: Churchill Livingstone; 1998.", "book"),
    ("Lindqvist A (2003) Measuring fatigue. New York: Guilford Press. ISBN: 978-0-0000-0000-2.", "book"),
    (("Okafor C. Iron stores. In: Hay B, Berg J, editors. Textbook of blood. Oxford: Blackwell; 2004. "
     "p. 12-40."), "chapter"),
    ("World Health Organization. Global report on salt 2014. Geneva: World Health Organization; 2014.",
     "report"),
    (("National Institute for Health and Care Excellence. Asthma in adults: clinical guideline. London: "
     "NICE; 2015."), "guideline"),
    (("Centers for Disease Control and Prevention. Salt and you. https://www.cdc.gov/salt/index.htm. "
     "Accessed January 14, 2016."), "report"),
    ("Berg J. Sleep of night nurses [dissertation]. Uppsala: Uppsala University; 2011.", "thesis"),
    ("StataCorp. Stata Statistical Software: Release 13. College Station, TX: StataCorp LP; 2013.",
     "software"),
]  # fmt: skip
ARTICLES = [
    "Lindqvist A, Marlow TE. Hay fever in adults. Gut. 2003;12(3):45-51.",
    "Lindqvist A, Marlow TE, Hay B (2011) Coffee and the liver: a cohort study. Diabetes Care 34: 12-19.",
    # Made up, in a periodical of no catalogue: volume and pages speak for an article
    "Okafor C, Berg J. Zinc and dreams in shift workers. Journal of Imaginary Sleep. 2017;4(2):101-9.",
    "Okafor, C., & Berg, J. (2019). Turmeric and tinnitus. Archives of Herbology, 12(3), 45–67.",
]


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return Catalogue.packaged()


def entry(text: str, catalogue: Catalogue) -> SourceTypeEstimate:
    return estimate_of_entry(text, parse_entry(text, catalogue))


@pytest.mark.parametrize(("text", "kind"), BOOKS)
def test_what_pubmed_does_not_hold_is_told_by_its_signs(text: str, kind: str, catalogue: Catalogue) -> None:
    estimate = entry(text, catalogue)
    assert estimate.type == kind
    assert estimate.evidence
    assert is_outside_pubmed(estimate)


@pytest.mark.parametrize("text", ARTICLES)
def test_an_article_is_one_whether_it_exists_or_not(text: str, catalogue: Catalogue) -> None:
    estimate = entry(text, catalogue)
    assert estimate.type is SourceType.JOURNAL_ARTICLE
    assert not is_outside_pubmed(estimate)
    assert not may_be_outside_pubmed(estimate)


def test_a_known_journal_with_volume_is_an_article_whatever_publisher_is_named(catalogue: Catalogue) -> None:
    text = "Okafor C. Zinc and dreams. Gut. London: Elsevier Press; 2017;4(2):101-9. Accessed May 3, 2018."
    claimed = CitationFields(
        journal=JournalMention("Gut", catalogue.lookup("Gut")), volume="4", pages="101-9"
    )
    estimate = estimate_of_entry(text, claimed)
    assert estimate.type is SourceType.JOURNAL_ARTICLE
    assert 0.975 < estimate.probability < 0.985


def test_what_shows_no_sign_of_anything_else_is_not_excused(catalogue: Catalogue) -> None:
    estimate = entry("Okafor C. Zinc and dreams. 2017.", catalogue)
    assert not is_outside_pubmed(estimate)


@pytest.mark.parametrize("sign", signs(), ids=lambda sign: sign.name)
def test_every_sign_is_found_in_its_example(sign: Sign) -> None:
    assert sign in signs_in(sign.example)


@pytest.mark.parametrize(
    ("kind", "quote", "claimed", "expected"),
    [
        (CitationKind.LINK, "A preprint.", CitationFields(doi="10.1101/2020.04.01.20049999"), "preprint"),
        (CitationKind.LINK, "The data.", CitationFields(doi="10.5281/zenodo.123456"), "dataset"),
        (CitationKind.LINK, "A chapter.", CitationFields(doi="10.1007/978-3-030-00000-1_2"), "book"),
        (CitationKind.LINK, "A study.", CitationFields(doi="10.1136/bmj.k2179"), "journal_article"),
        (CitationKind.LINK, "A study.", CitationFields(pmid="20219962"), "journal_article"),
        (
            CitationKind.ATTRIBUTION,
            "Naps helped, according to research presented at the annual meeting of the Sleep Society.",
            CitationFields(finding="naps helped"),
            "conference",
        ),
        (
            CitationKind.ATTRIBUTION,
            "Naps helped, said a team that presented at a congress and published in Gut.",
            CitationFields(journal=JournalMention("Gut")),
            "journal_article",
        ),
        (CitationKind.ATTRIBUTION, "Researchers found that naps helped.", CitationFields(), "unknown"),
    ],
)
def test_links_and_prose_have_types_too(
    kind: CitationKind, quote: str, claimed: CitationFields, expected: str
) -> None:
    estimate = estimate_source_type(citation(claimed, kind, quote=quote))
    assert estimate is not None
    assert estimate.type == expected


def test_what_names_no_source_has_no_type() -> None:
    assert estimate_source_type(citation(CitationFields(), CitationKind.UNSOURCED)) is None


def of(probability: float) -> SourceTypeEstimate:
    return SourceTypeEstimate(SourceType.BOOK, probability, ("an ISBN",))


@pytest.mark.parametrize(
    ("probability", "verdict"),
    [
        (0.65, Verdict.OUTSIDE_PUBMED),  # nearly two in three are of another kind
        (0.55, Verdict.POSSIBLE),
        (0.12, Verdict.POSSIBLE),  # one in eight is
        (0.08, Verdict.NOT_FOUND),
    ],
)
def test_the_likelier_another_kind_of_source_the_less_its_absence_says(
    probability: float, verdict: Verdict
) -> None:
    assert verdict_for_source_type(Verdict.NOT_FOUND, None, of(probability)) is verdict


def test_a_book_is_neither_mistaken_for_an_article_like_it_nor_freed_from_its_identifier() -> None:
    alike = ScoredCandidate(Publication("1"), (Comparison("title", "altered", 5.0),), 0.0)
    same = ScoredCandidate(Publication("1"), (Comparison("identifier", "same", 20.0),), 0.0)
    assert verdict_for_source_type(Verdict.MISMATCH, alike, of(0.99)) is Verdict.OUTSIDE_PUBMED
    assert verdict_for_source_type(Verdict.MISMATCH, same, of(0.99)) is Verdict.MISMATCH
    assert verdict_for_source_type(Verdict.VERIFIED, same, of(0.99)) is Verdict.VERIFIED


def test_what_cannot_be_searched_for_is_outside_unless_a_search_failed() -> None:
    assert verdict_for_source_type(Verdict.UNCHECKED, None, of(0.99)) is Verdict.OUTSIDE_PUBMED
    assert verdict_for_source_type(Verdict.UNCHECKED, None, of(0.99), unanswered=True) is Verdict.UNCHECKED


def test_the_reason_names_kind_signs_and_what_to_check() -> None:
    reason = outside_reason(of(0.97))
    assert reason.startswith("It names a book (an ISBN; probability 0.97), which PubMed does not hold")
    assert "library catalogue" in reason


def test_signs_are_listed_once_each() -> None:
    names = [sign.name for sign in signs_in(BOOKS[1][0])]
    assert "an ISBN" in names
    assert len(names) == len(set(names))


def test_the_first_sign_is_one_of_the_types_asked_for() -> None:
    sign = first_sign(BOOKS[1][0], (SourceType.BOOK,))
    assert sign is not None
    assert sign == next(one for one in signs_in(BOOKS[1][0]) if one.type is SourceType.BOOK)
    assert first_sign(BOOKS[1][0], (SourceType.PATENT,)) is None


@pytest.mark.parametrize(
    ("publication", "comparisons", "verdict"),
    [
        (Publication("1"), (Comparison("title", "exact", 9.0),), Verdict.POSSIBLE),
        (Publication("1"), (Comparison("first_author", "same", 5.0),), Verdict.VERIFIED),
        (Publication("1"), (Comparison("identifier", "same", 20.0),), Verdict.VERIFIED),
        (Publication("1", book_title="Blood"), (Comparison("title", "exact", 9.0),), Verdict.VERIFIED),
    ],
)
def test_a_book_is_not_verified_by_the_title_of_an_article_alone(
    publication: Publication, comparisons: tuple[Comparison, ...], verdict: Verdict
) -> None:
    match = ScoredCandidate(publication, comparisons, 0.0)
    assert verdict_for_source_type(Verdict.VERIFIED, match, of(0.9)) is verdict


def test_what_may_be_a_book_is_not_said_to_misstate_an_article_like_it() -> None:
    alike = ScoredCandidate(Publication("1"), (Comparison("title", "altered", 5.0),), 0.0)
    assert verdict_for_source_type(Verdict.MISMATCH, alike, of(0.55)) is Verdict.POSSIBLE
    article = SourceTypeEstimate(SourceType.JOURNAL_ARTICLE, 0.6, ("a volume",))
    assert verdict_for_source_type(Verdict.MISMATCH, alike, article) is Verdict.MISMATCH


@pytest.mark.parametrize(
    ("verdict", "comparisons", "expected"),
    [
        (Verdict.NOT_FOUND, (), Verdict.OUTSIDE_PUBMED),
        # Likeness alone: somebody else's study on the same topic
        (Verdict.POSSIBLE, (Comparison("topic", "full", 9.0),), Verdict.OUTSIDE_PUBMED),
        # The speaker's own, on the topic: it may be the talk, published later
        (Verdict.VERIFIED, (Comparison("people", "one_full", 4.0),), Verdict.POSSIBLE),
        (Verdict.VERIFIED, (Comparison("identifier", "same", 20.0),), Verdict.VERIFIED),
    ],
)
def test_a_talk_is_outside_unless_its_speaker_published_on_the_topic(
    verdict: Verdict, comparisons: tuple[Comparison, ...], expected: Verdict
) -> None:
    talk = SourceTypeEstimate(SourceType.CONFERENCE, 0.95, ("a meeting",))
    match = ScoredCandidate(Publication("1"), comparisons, 0.0) if comparisons else None
    assert verdict_for_source_type(verdict, match, talk) is expected
    if match and expected is Verdict.POSSIBLE:
        assert "published later as PMID 1" in maybe_outside_reason(talk, match)


IDENTIFIED = [
    # An article, whatever address it is given by
    ("https://www.ncbi.nlm.nih.gov/pmc/articles/PMC4479714/", "journal_article"),
    ("Berg, J., et al. (2026). A trial of naps in adults. https://pubmed.ncbi.nlm.nih.gov/41599868/",
     "journal_article"),
    ("Berg, J. (2025). Naps and age: A review. Sleep and Tides. https://doi.org/10.5555/tides.2025.1",
     "journal_article"),
    ("Source: Sports, 2022. DOI: 10.5555/sports.2022.7", "journal_article"),
    # Books have DOIs too
    ("Berg J. Naps for all. 2nd ed. Oxford: Oxford University Press; 2006 doi: 10.5555/9780198515463",
     "book"),
    ("Berg J. Naps. In Sleep of the old (pp. 3-17). Springer. https://doi.org/10.1007/978-3-319-00000-4_2",
     "book"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind"), IDENTIFIED)
def test_an_identifier_of_an_article_goes_before_other_signs(
    text: str, kind: str, catalogue: Catalogue
) -> None:
    assert entry(text, catalogue).type == kind


def test_a_book_that_pubmed_holds_is_not_outside_and_an_index_without_books_says_so(
    catalogue: Catalogue,
) -> None:
    text = "Okafor C. Fatigue. In: StatPearls [Internet]. Treasure Island (FL): StatPearls Publishing; 2023."
    estimate = entry(text, catalogue)
    assert estimate.type is SourceType.CHAPTER
    assert not is_outside_pubmed(estimate)
    assert verdict_for_source_type(Verdict.NOT_FOUND, None, estimate) is Verdict.NOT_FOUND
    assert verdict_for_source_type(Verdict.NOT_FOUND, None, estimate, lacks_books=True) is Verdict.UNCHECKED
    assert verdict_for_source_type(Verdict.VERIFIED, None, estimate, lacks_books=True) is Verdict.VERIFIED
    assert "live PubMed can be asked" in maybe_outside_reason(estimate)


def test_prose_that_says_nothing_of_its_source_is_not_spared() -> None:
    prose = citation(CitationFields(), quote="Researchers found that naps helped.")
    estimate = estimate_source_type(prose)
    assert verdict_for_source_type(Verdict.NOT_FOUND, None, estimate) is Verdict.NOT_FOUND


@pytest.mark.parametrize(
    "text",
    [
        "Berg JK, et al. (2010). Chamomile: A medicine of the past with a bright future. Tide Med Report.",
        "Berg. 2012. [Note: This entry is incomplete and requires verification]",
    ],
)
def test_a_word_or_a_remark_is_no_sign_of_a_report_or_a_book(text: str, catalogue: Catalogue) -> None:
    assert not is_outside_pubmed(entry(text, catalogue))


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        ("Okafor C. Zinc and dreams. Gut. 2017.", 0.905, 0.925),  # a known journal alone
        ("Okafor C. Zinc and dreams. bioRxiv 2017. 12345", 0.96, 0.975),  # a sign without another meaning
    ],
)
def test_how_sure_the_kind_of_an_entry_is(text: str, least: float, most: float, catalogue: Catalogue) -> None:
    assert least < entry(text, catalogue).probability < most


@pytest.mark.parametrize(
    ("claimed", "quote", "least", "most"),
    [
        (CitationFields(pmid="20219962"), "A study.", 0.96, 0.975),
        (CitationFields(doi="10.1136/bmj.k2179"), "A study.", 0.94, 0.96),
        (CitationFields(doi="10.5281/zenodo.123456"), "The data.", 0.96, 0.975),
        (CitationFields(journal=JournalMention("Gut")), "A study in Gut.", 0.94, 0.96),
        (CitationFields(meeting=Meeting("the Sleep Society")), "Naps help, a meeting heard.", 0.94, 0.96),
        (CitationFields(finding="naps help"), "Researchers found that naps help.", 0.04, 0.07),
    ],
)
def test_how_sure_the_kind_of_source_is_that_prose_names(
    claimed: CitationFields, quote: str, least: float, most: float
) -> None:
    estimate = estimate_source_type(citation(claimed, CitationKind.ATTRIBUTION, quote=quote))
    assert estimate
    assert least < estimate.probability < most


def test_a_journals_page_may_be_anything_but_seldom_is() -> None:
    claimed = CitationFields(journal=JournalMention("gut.bmj.com", from_address=True))
    estimate = estimate_source_type(citation(claimed, CitationKind.LINK, quote="More here."))
    assert estimate
    assert 0.85 < estimate.probability < 0.92


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Berg J. Naps of nurses. 3rd ed. doi:10.1000/x1", SourceType.JOURNAL_ARTICLE),
        ("Berg J. Naps of nurses. London: Churchill Livingstone; 1998. doi:10.1000/x1", SourceType.BOOK),
    ],
)
def test_beside_a_doi_one_sign_makes_no_book(text: str, kind: SourceType, catalogue: Catalogue) -> None:
    assert entry(text, catalogue).type is kind


def test_features_are_the_last_characters_and_the_count_of_authors() -> None:
    authors = tuple(Person(name, name) for name in ("Ito", "Sun", "Berg", "Li", "Wu"))
    four, five = (features("Gut 2014;63:1-9.", CitationFields(authors=authors[:n])) for n in (4, 5))
    assert {one for one in four if one.startswith("t:")} == {"t:-9.", "t::9-9.", "t:;99:9-9."}
    assert "f:3 authors" in features("", CitationFields(authors=authors[:3]))
    assert "f:4 authors" in four & five
