"""The terminal report as a whole, and what must never reach a terminal."""

from citecheck.model import Report
from citecheck.reports.to_terminal import render_terminal

WHOLE = """\
a/bread.md  On <b>bread</b>
  ✗ mismatch [retracted]  c2 attribution, line 2, column 1
      “A 2015 trial in Gut found that fibre helps the bowel.”
      → Miller A et al. Fibre and the bowel: a randomised trial. Gut 2011.
      https://pubmed.ncbi.nlm.nih.gov/12345/
      - The article says 2015; it was published in 2011.
  ? unchecked  c3 attribution, line 3, column 1
      “Rye [31mhelps[0m, Gut reports.”
      - PubMed did not answer in time.
      searched:
         no answer  "Gut"[ta] AND rye
  · unsourced  c4 unsourced, line 4, column 1
      “Studies show that bread is good.”
      - It names nothing that could be looked up.
  ✓ verified  c1 attribution, line 1, column 1
      “Fibre helps the bowel, a trial in Gut found.”
      → Miller A et al. Fibre and the bowel: a randomised trial. Gut 2011.
      https://pubmed.ncbi.nlm.nih.gov/12345/
      - One publication fits.

a/bad.bin
  ! could not be read: it is not text, Markdown or HTML

a/calm.txt
  no citations found

3 articles, 4 citations, 1 article could not be read, looked up in my.index (412 records, a part of
PubMed): 1 verified · 1 unsourced · 0 outside pubmed · 0 ambiguous · 0 possible · 1 unchecked · 0
not found · 1 mismatch
Verified means that the publication exists and fits what the article says of it, not that the health
claim is true.
"""


def test_the_whole_report(report: Report) -> None:
    assert render_terminal(report) == WHOLE


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
