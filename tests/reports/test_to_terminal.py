"""The terminal report as a whole, and what must never reach a terminal."""

from dataclasses import replace

from citecheck.gate import Policy, apply_policy
from citecheck.model import Report
from citecheck.reports.to_terminal import render_terminal

WHOLE = """\
a/bread.md  On <b>bread</b>
  ✗ RETRACTED · mismatch  line 2, c2  “A 2015 trial in Gut found that fibre helps the bowel.”
      The article says 2015; it was published in 2011.
      → Miller A et al. Fibre and the bowel: a randomised trial. Gut 2011. PMID 12345
  ? unchecked  line 3, c3  “Rye [31mhelps[0m, Gut reports.”
      PubMed did not answer in time.
  1 verified, 1 unsourced

a/bad.bin
  ! could not be read: it is not text, Markdown or HTML

✓ 1 article with nothing to look at: no citations found

3 articles, 4 citations, 1 article could not be read, looked up in my.index (412 records, a part of
PubMed): 1 verified · 1 unsourced · 1 unchecked · 1 mismatch
Verified means that the publication exists and fits what the article says of it, not that the health
claim is true.
Citations are counted above, findings below: what is wrong at several places counts once, under the
gravest of its names (retracted before mismatch).
FAILED: 1 retracted · 1 unchecked, 1 article could not be read
"""


def test_the_whole_report(report: Report) -> None:
    assert render_terminal(apply_policy(report, Policy())) == WHOLE


def test_the_two_counts_are_explained_only_where_they_differ(report: Report) -> None:
    sound = replace(report, documents=report.documents[1:])
    assert "findings below" not in render_terminal(apply_policy(sound, Policy()))


def test_a_single_article_lists_what_is_right_too(report: Report) -> None:
    one = replace(report, documents=report.documents[:1])
    shown = render_terminal(apply_policy(one, Policy()), width=140)
    assert "  ✓ verified  line 1, c1  “Fibre helps the bowel, a trial in Gut found.” → Miller A Gut" in shown
    assert "  · unsourced  line 4, c4  “Studies show that bread is good.”\n" in shown


def test_nearest_publications_and_searches_are_for_those_who_ask(report: Report) -> None:
    shown = render_terminal(report, quiet=True)
    assert "bits" not in shown
    assert "searched" not in shown
    assert "searched" in render_terminal(report, verbose=1)


def test_why_a_search_was_not_answered_is_said_once_and_with_every_search_on_demand(report: Report) -> None:
    why = "PubMed did not answer in time"
    assert render_terminal(report).count(why) == 1
    assert f"no answer: {why}" in render_terminal(report, verbose=1)


def test_no_escape_of_the_article_reaches_the_terminal(report: Report) -> None:
    assert "\x1b" not in render_terminal(report, verbose=2)


def test_colour_only_where_wanted(report: Report) -> None:
    assert "\x1b[" in render_terminal(report, colour=True)


def test_quiet_leaves_out_what_needs_nobody(report: Report) -> None:
    shown = render_terminal(report, quiet=True)
    assert "✓" not in shown
    assert "calm.txt" not in shown
    assert "mismatch" in shown
    assert "bad.bin" in shown


def test_verbose_shows_bits_and_searches(report: Report) -> None:
    shown = render_terminal(report, verbose=1, width=200)
    assert "+4.2 journal: same (Gut | Gut)" in shown
    assert "1 hit  " in shown


def test_no_citations_at_all_is_said_plainly() -> None:
    from citecheck.model import Document, DocumentFormat, DocumentReport, SourceInfo, SourceKind

    bare = Report(
        (DocumentReport(Document("x.txt", DocumentFormat.TEXT, "x")),),
        SourceInfo(SourceKind.PUBMED, "PubMed"),
    )
    assert "no citations were found" in render_terminal(bare)
