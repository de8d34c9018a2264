"""Queries in PubMed's language."""

import pytest

from citecheck.model import Journal, Query
from citecheck.sources.entrez.protocol import text_of
from citecheck.sources.entrez.query_syntax import (
    compile_for_pubmed,
    strip_operators,
    title_parts,
    title_words,
)
from citecheck.sources.entrez.strategies import citation_line

GUT = Journal("Gut", "Gut", nlm_id="2985108R")
HAND = Journal("The Journal of hand surgery. American volume", "J Hand Surg (Am)")


@pytest.mark.parametrize(
    ("query", "term"),
    [
        (Query("", pmids=("21659058",)), "21659058[pmid]"),
        (Query("", dois=("10.1016/S0140-6736(97)11096-0",)),
         '"10.1016/S0140-6736(97)11096-0"[doi] OR "10.1016/S0140-6736(97)11096-0"[aid]'),
        (Query("", pmcids=("PMC3531190",)), "PMC3531190 OR PMC3531190[aid]"),
        (Query("", journal=GUT, concepts=(("magnesium",), ("heart attack", "myocardial infarction"))),
         '"Gut"[ta] AND magnesium AND (heart attack OR myocardial infarction)'),
        (Query("", journal=HAND, volume="23A", first_page="e12", years=(2003, 2005)),
         '"J Hand Surg Am"[ta] AND 2003:2005[dp] AND 23A[vi] AND e12[pg]'),
        (Query("", authors=("O’Brien J", "van der Berg M", "Sørensen-Müller"), issue="2"),
         "O'Brien J[au] AND van der Berg M[au] AND Sorensen-Muller[au] AND 2[ip]"),
        (Query("", title="The use of fish-oil: a 2-year trial?"),
         "fish[ti] AND oil[ti] AND year[ti] AND trial[ti]"),
        (Query("", words=("vitamin D", "fracture", "the")),
         "(vitamin[tw] OR vitamins[tw] OR fracture[tw] OR fractures[tw])"),
        (Query("", words=("zinc",), affiliation="Harvard"), "Harvard[ad] AND (zinc[tw] OR zincs[tw])"),
        (Query("", affiliation="University of Oslo"), '"University Oslo"[ad:~3]'),
        # what means something to PubMed is taken out of what the article says
        (Query("", concepts=(("covid-19 [long] AND \"fatigue\"",),)), "covid 19 long and fatigue"),
        (Query("", concepts=(("***",), ("sleep",))), "sleep"),
    ],
)  # fmt: skip
def test_a_query_in_the_words_of_pubmed(query: Query, term: str) -> None:
    assert text_of(query) == term


def test_a_title_is_split_into_parts_of_which_one_must_be_right() -> None:
    title = "Magnesium supplementation improves neuropathic symptoms among elderly patients"
    parts = title_parts(title)
    assert sorted(word for part in parts for word in part) == sorted(title_words(title))
    assert len(parts) == 2
    term = compile_for_pubmed(Query("", title=title), parted=True)
    assert term.startswith("((magnesium[ti] AND improves[ti]")
    assert "supplementation[tt]" in term


def test_a_title_without_its_subtitle_is_a_part() -> None:
    title = "Magnesium supplementation and neuropathic symptoms among patients: a double-blind trial"
    main = ("magnesium", "supplementation", "neuropathic", "symptoms", "patients")
    assert title_parts(title)[-1] == main
    assert main not in title_parts("Magnesium, neuropathic symptoms: supplementation of patients in a trial")


def test_a_short_title_stays_whole() -> None:
    assert title_parts("Coffee and the liver") == (("coffee", "liver"),)


def test_stripping_operators_keeps_letters_digits_and_single_blanks() -> None:
    assert (
        strip_operators("  Crohn’s  disease: β-blockers & “naïve” (T-cells) AND/OR ")
        == "Crohn disease β blockers naive T cells and or"
    )


def test_a_citation_line_keeps_bars_and_line_breaks_out() -> None:
    query = Query(
        "", journal=GUT, years=(2004, 2004), volume="12|3", first_page="5\r6", authors=("Smith, J",)
    )
    assert citation_line(query) == "gut|2004|12 3|5 6|smith j"
    assert citation_line(Query("", journal=GUT, years=(2003, 2005), first_page="5")) == "gut|||5|"
