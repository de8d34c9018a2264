"""Whole articles: which sentences cite studies, and which of them the same one."""

from __future__ import annotations

import datetime as dt

import pytest

from citecheck.documents import read_bytes
from citecheck.extraction import extract
from citecheck.journals import Catalogue
from citecheck.model import Citation, CitationKind, Design, Direction
from tests.extraction.conftest import TODAY, Reading

A, U = CitationKind.ATTRIBUTION, CitationKind.UNSOURCED


def kinds(citations: tuple[Citation, ...]) -> list[CitationKind]:
    return [citation.kind for citation in citations]


def journals(citations: tuple[Citation, ...]) -> list[str | None]:
    return [c.claimed.journal.text if c.claimed.journal else None for c in citations]


def test_an_attribution_says_all_that_its_sentence_says(reading: Reading) -> None:
    (citation,) = reading(
        "In a randomized trial of 640 adults published in Gut in 2015, Dr. Ann Lee and colleagues at the "
        "University of Geneva found that oats cut bloating by 30 percent in patients with diabetes."
    )
    claimed = citation.claimed
    assert citation.id == "c1"
    assert citation.kind is A
    assert claimed.journal is not None
    assert claimed.journal.text == "Gut"
    assert claimed.year == 2015
    assert [person.last_name for person in claimed.authors] == ["Lee"]
    assert claimed.institutions == ("University of Geneva",)
    assert claimed.design is Design.RANDOMIZED_TRIAL
    assert claimed.sample_size == 640
    assert claimed.finding == "oats cut bloating by 30 percent in patients with diabetes"
    assert claimed.direction is Direction.LESS
    assert [(q.value, q.unit) for q in claimed.numbers] == [(30.0, "%")]
    assert [concept.text for concept in claimed.concepts] == ["oats", "bloating", "diabetes"]


def test_two_journals_in_a_sentence_are_two_citations(reading: Reading) -> None:
    found = reading("Studies published in Nature and in the BMJ found that tea helps.")
    assert kinds(found) == [A, A]
    assert journals(found) == ["Nature", "BMJ"]


def test_a_finding_in_the_next_sentence(reading: Reading) -> None:
    (citation,) = reading("A study appeared in Gut last March. It found that oats feed good bacteria.")
    assert citation.claimed.finding == "oats feed good bacteria"
    assert citation.quote == "A study appeared in Gut last March. It found that oats feed good bacteria."


def test_a_study_mentioned_before_its_journal_is_one_citation(reading: Reading) -> None:
    (citation,) = reading(
        "Researchers at the University of Geneva have found that oats feed good bacteria.\n\n"
        "The study, published in Gut, followed 300 adults.\n\nThe researchers also saw less bloating."
    )
    assert citation.claimed.journal is not None
    assert "University of Geneva" in citation.claimed.context


def test_the_same_study_again_is_tied_to_the_first(reading: Reading) -> None:
    first, second = reading(
        "A study published in Gut in 2015 found that oats feed good bacteria.\n\n"
        "Later on, the same study in Gut saw less bloating in 300 adults."
    )
    assert second.same_as == first.id
    assert first.same_as is None


def test_another_study_in_the_same_journal_is_another(reading: Reading) -> None:
    first, second = reading(
        "A study published in Gut found that oats feed good bacteria. "
        "Another study published in Gut found that rye does so too."
    )
    assert (first.same_as, second.same_as) == (None, None)


def test_the_authors_of_a_journal_are_those_of_its_study(reading: Reading) -> None:
    found = reading(
        "Oats cut bloating, a study in Gut found.\n\nBudgets fell by 40%, say the Gut authors.\n\n"
        "Another Gut paper found that tea helps."
    )
    assert [citation.same_as for citation in found] == [None, "c1", None]


def test_a_study_of_another_year_is_another(reading: Reading) -> None:
    found = reading(
        "The study, published in Gut in 2015, found that oats help.\n\n"
        "The study published in Gut in 2018 found that rye helps."
    )
    assert [citation.same_as for citation in found] == [None, None]


def test_an_earlier_study_beside_the_one_reported(reading: Reading) -> None:
    found = reading(
        "Green tea helps mice keep their weight, according to a study.\n\n"
        "The research is published in the European Journal of Nutrition.\n\n"
        "The findings build on a 2015 UCLA study that found the same of black tea."
    )
    assert journals(found) == ["European Journal of Nutrition", None]
    assert found[1].claimed.year == 2015
    assert found[1].claimed.institutions == ("UCLA",)


def test_studies_at_large_are_unsourced(reading: Reading) -> None:
    (citation,) = reading("Studies have shown that magnesium eases cramps.")
    assert citation.kind is U
    assert citation.claimed.finding == "magnesium eases cramps"
    assert citation.claimed.concepts[0].text == "magnesium"


def test_organisations_and_wishes_are_not_citations(reading: Reading) -> None:
    assert reading("The CDC says that hands should be washed.\n\nMore research is needed.") == ()


def test_studies_by_different_institutions_are_different(reading: Reading) -> None:
    found = reading(
        "Researchers at the University of Michigan have created a test for strokes.\n\n"
        "Researchers at the University of Geneva found that cells turn against the body."
    )
    assert [c.claimed.institutions for c in found] == [("University of Michigan",), ("University of Geneva",)]


def test_a_story_without_a_journal_has_one_attribution_with_everybody(reading: Reading) -> None:
    found = reading(
        "SCIENTISTS have found a gene for snoring.\n\n"
        "The gene acts in the throat.\n\nDr Jon Simons, of Leeds, said: “It is loud.”\n\n"
        "Professor Ann Lee said that mice snore too.",
        date=TODAY,
        title="Snoring gene found",
    )
    (citation,) = found
    assert citation.kind is A
    assert {person.last_name for person in citation.claimed.people} == {"Simons", "Lee"}
    assert citation.claimed.context.startswith("Snoring gene found\n")
    assert "mice snore too" in citation.claimed.context


@pytest.mark.parametrize(
    ("makers", "kind"), [("a team from Cambridge University", A), ("a team from the north", U)]
)
def test_research_of_a_story_is_one_study_if_a_team_is_named(
    makers: str, kind: CitationKind, reading: Reading
) -> None:
    found = "Naps after lunch could prevent the most common form of stroke in old men, research suggests."
    story = f"{found}\n\nThe results, by {makers}, are a surprise."
    (citation,) = reading(story, date=TODAY, title="Hope for nappers")
    assert citation.kind is kind


def test_days_count_against_the_articles_date(reading: Reading) -> None:
    (citation,) = reading("A study published yesterday in Gut found that oats help.", date=TODAY)
    assert citation.claimed.published is not None
    assert citation.claimed.published.first == dt.date(2024, 5, 14)


def test_a_title_in_quotes(reading: Reading) -> None:
    (citation,) = reading(
        "The study, “Oats and the bacteria of the human gut in middle age,” was published in Gut."
    )
    assert citation.claimed.title == "Oats and the bacteria of the human gut in middle age"


@pytest.mark.parametrize(
    ("sentence", "year", "volume", "issue", "pages"),
    [
        ("This was shown in Pain 2013;154(2):237-44 by a Danish team.", 2013, "154", "2", "237-44"),
        ("A study in Pain 2013;154:237-244 found that zinc lowers pain.", 2013, "154", None, "237-244"),
        ("A study in Neurology 2011; 110(4) found that zinc lowers pain.", 2011, "110", "4", None),
        ("The 2013 DASH trial (N Engl J Med 368:1279) lowered blood pressure.", 2013, "368", None, "1279"),
        ("A study in *Pain* in 2013 (vol. 154, no. 2, pp. 237-44) found it.", 2013, "154", "2", "237-44"),
        ("A study in Pain 12 weeks later found that zinc lowers pain.", None, None, None, None),
        ("A study in Pain (2, 3) found that zinc lowers pain.", None, None, None, None),
        ("A study published in Gut, 25 March 2012, found it.", 2012, None, None, None),
    ],
)
def test_volume_and_pages_in_prose(
    reading: Reading,
    sentence: str,
    year: int | None,
    volume: str | None,
    issue: str | None,
    pages: str | None,
) -> None:
    claimed = reading(sentence)[0].claimed
    assert (claimed.year, claimed.volume, claimed.issue, claimed.pages) == (year, volume, issue, pages)


def test_a_headline_that_stands_twice_speaks_once(reading: Reading) -> None:
    found = reading("# Scientists at Yale have found a new cell\n\nScientists at Yale have found a new cell")
    assert kinds(found) == [A]


def test_later_sentences_that_say_more_are_places_of_their_own(reading: Reading) -> None:
    first, second, third = reading(
        "A study published in Gut found that oats feed good bacteria.\n\n"
        "Oats are old. The same study found that rye does so too.\n\n"
        "Rye is older. The researchers also found that bloating fell by 30 percent."
    )
    assert (second.same_as, third.same_as) == (first.id, first.id)
    assert second.claimed.finding == "rye does so too"
    assert [(q.value, q.unit) for q in third.claimed.numbers] == [(30.0, "%")]


def test_general_talk_of_a_study_is_not_a_citation(reading: Reading) -> None:
    found = reading(
        "A study published in Gut found that oats feed good bacteria.\n\n"
        "Oats are old. The study shows how much we have to learn."
    )
    assert len(found) == 1


def test_what_was_done_gives_way_to_what_was_seen(reading: Reading) -> None:
    (citation,) = reading(
        "A study published in Gut examined the effects of oats in 300 adults. "
        "The study found that oats feed good bacteria."
    )
    assert citation.claimed.finding == "oats feed good bacteria"
    assert citation.quote.endswith("good bacteria.")


def test_a_link_in_the_sentence_of_an_attribution_is_the_same(catalogue: Catalogue) -> None:
    text = "A [study](https://pubmed.ncbi.nlm.nih.gov/23853635/) published in *Gut* found that oats help.\n"
    found = extract(read_bytes(text.encode(), "x.md"), catalogue)
    assert {citation.kind for citation in found} == {A, CitationKind.LINK}
    assert [citation.same_as for citation in found] == [None, "c1"]


def test_studies_at_large_with_a_link_name_something(catalogue: Catalogue) -> None:
    text = "[Studies](https://pubmed.ncbi.nlm.nih.gov/23853635/) have shown that magnesium eases cramps.\n"
    found = extract(read_bytes(text.encode(), "x.md"), catalogue)
    assert {citation.kind for citation in found} == {A, CitationKind.LINK}


def test_a_marker_leads_to_its_entry(catalogue: Catalogue) -> None:
    text = (
        "Studies have shown that magnesium eases cramps [1].\n\n## References\n\n"
        "1. Lee A, Kim B. Magnesium for cramps. J Nutr. 2015;145(3):572-8.\n"
    )
    found = extract(read_bytes(text.encode(), "x.md"), catalogue)
    assert [(citation.kind, citation.refers_to) for citation in found] == [
        (A, "c2"),
        (CitationKind.REFERENCE, None),
    ]


def test_what_was_found_may_stand_behind_the_sentence_that_names_the_study(reading: Reading) -> None:
    (citation,) = reading(
        "A study in the journal Gut looked at naps. In a large analysis led by Dr. Ann Lee of the "
        "University of Geneva, the authors found that people who napped had fewer strokes."
    )
    assert citation.claimed.finding == "people who napped had fewer strokes"
    assert [person.last_name for person in citation.claimed.authors] == ["Lee"]


def test_the_study_of_a_place_is_the_one_before_of_that_place(reading: Reading) -> None:
    danish, swedish, again = reading(
        "A Danish study published in Gut found that coffee protects the liver. A Swedish trial in Pain found "
        "that heat eased cramps. The Danish study, led by Ann Lee of Aarhus University, followed 12,000 "
        "people."
    )
    assert (swedish.same_as, again.same_as) == (None, danish.id)
    assert [person.last_name for person in danish.claimed.authors] == ["Lee"]
    assert swedish.claimed.authors == ()


def test_the_context_contains_no_other_study(reading: Reading) -> None:
    first, second = reading(
        "Cramps are common. A 2015 study in Pain found that heat eased cramps. The trial gave 40 women heat "
        "packs. A 2017 study in Gut found that tea calmed the bowel. The tea was green."
    )
    assert "40 women" in first.claimed.context
    assert "calmed" not in first.claimed.context
    assert second.claimed.context == "A 2017 study in Gut found that tea calmed the bowel. The tea was green."


def test_a_title_may_open_the_sentence(reading: Reading) -> None:
    (citation,) = reading("“Oats and falls in older men,” published in Gut, found that oats prevent falls.")
    assert citation.claimed.title == "Oats and falls in older men"


def test_a_title_may_stand_without_quotes(reading: Reading) -> None:
    (citation,) = reading("The paper, entitled Oats and falls in older men, was recently published in Gut.")
    assert citation.claimed.title == "Oats and falls in older men"
    assert citation.claimed.journal
    assert citation.claimed.journal.text == "Gut"


def test_a_heading_glued_to_the_sentence_is_not_a_title(reading: Reading) -> None:
    """The sentence splitter may have cut it, and half a title would contradict the right study."""
    found = reading(
        "B and falls in older men doi 10.1136/gut-2020-1 Oats prevent falls, finds a study in Gut."
    )
    assert [citation.claimed.title for citation in found] == [None, None]


def test_an_edition_is_a_journal_of_its_own(reading: Reading) -> None:
    (citation,) = reading(
        "Babies slept longer, says a study in the Fetal & Neonatal Edition of Archives of Disease in "
        "Childhood."
    )
    journal = citation.claimed.journal
    assert journal is not None
    assert journal.text == "Archives of Disease in Childhood"
    assert journal.journal is not None
    assert journal.journal.abbreviation == "Arch Dis Child Fetal Neonatal Ed"


def test_a_note_glued_to_the_year(reading: Reading) -> None:
    (found,) = reading(
        "Statins help children, says a study in Gastroenterology in 20101, the official journal."
    )
    assert found.claimed.year == 2010


def test_the_last_author_is_named_but_not_as_first_author(reading: Reading) -> None:
    found = reading(
        "Swabs help babies, says a study in Pediatrics. The study's senior author, Ann Lee, said so."
    )
    assert all(not citation.claimed.authors for citation in found)


def test_a_commentary_has_a_finding_of_its_own(reading: Reading) -> None:
    (found,) = reading(
        "The BMJ published a commentary in August which argued that charities should tell the facts."
    )
    assert found.claimed.finding == "charities should tell the facts"


def test_an_age_is_not_a_sample_size(reading: Reading) -> None:
    (found,) = reading(
        "A study of 63 ten and 11-year-olds in The Lancet found that screens were enjoyed by them."
    )
    assert found.claimed.sample_size != 11


def test_a_study_announced_before_its_address(reading: Reading) -> None:
    announced = "Another study has come out about cats and asthma:"
    (citation,) = reading(f"{announced}\n\nhttps://news.example/cats-and-asthma")
    assert (citation.kind, citation.quote) == (CitationKind.ATTRIBUTION, announced)
    assert reading(f"{announced}\n\nCats were blamed.") == ()


def test_a_study_by_its_authors_and_year_is_one_of_its_own(reading: Reading) -> None:
    other, signed = reading(
        "A 2019 Harvard study of 3,000 nurses found that gardening helps.\n\n"
        "Stone and Reed (2016) showed that light at dusk delays sleep."
    )
    assert (other.claimed.year, signed.claimed.year) == (2019, 2016)
    assert [person.last_name for person in signed.claimed.authors] == ["Stone", "Reed"]
    assert signed.claimed.finding == "light at dusk delays sleep"


def test_what_participants_did_belongs_to_the_study_before(reading: Reading) -> None:
    (citation,) = reading(
        "One trial at Yale University tested a blend of oats. Participants slept longer. [2]"
    )
    assert citation.quote.endswith("Participants slept longer. [2]")
    assert citation.claimed.finding == "Participants slept longer"


def test_a_note_behind_the_stop_is_not_the_number_of_participants(catalogue: Catalogue) -> None:
    text = "A 2010 trial tested a blend of oats. [8](https://example.org/8) Participants slept longer."
    (citation,) = extract(read_bytes(text.encode(), "a.md"), catalogue)
    assert (citation.claimed.sample_size, citation.claimed.finding) == (None, "Participants slept longer")


def test_a_team_that_found_something_in_an_earlier_year_made_another_study(reading: Reading) -> None:
    first, second = reading(
        "Coffee lowers blood pressure, a study in Heart found.\n\n"
        "Researchers at Oslo University found in 2017 that coffee drinkers had less cancer.",
        date=TODAY,
    )
    assert (first.claimed.year, second.claimed.year) == (None, 2017)
    assert second.same_as is None
