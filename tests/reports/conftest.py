"""A small report that has one of each thing a format must show."""

import datetime as dt

import pytest

from citecheck.model import (
    Author,
    CheckedCitation,
    Citation,
    CitationFields,
    CitationKind,
    Comparison,
    Concept,
    Design,
    Document,
    DocumentFormat,
    DocumentReport,
    Flag,
    Journal,
    JournalMention,
    Judgement,
    Lookup,
    PartialDate,
    Publication,
    Query,
    Report,
    Role,
    ScoredCandidate,
    SourceInfo,
    SourceKind,
    Span,
    Verdict,
)

GUT = Journal("Gut", "Gut", nlm_id="2985108R")


@pytest.fixture
def report() -> Report:
    """Three documents: one with four verdicts, one that could not be read, one without citations."""
    publication = Publication(
        "12345",
        title="Fibre and the bowel: a randomised trial.",
        journal=GUT,
        volume="60",
        pages="1-9",
        issued=PartialDate(2011, 3),
        authors=(Author("Miller", "Ann", "A"), Author("Ortega", "Luis", "L")),
        doi="10.1136/gut.1",
    )
    wrong = Comparison("year", "other", -6.5, "2015", "2011")
    right = Comparison("journal", "same", 4.25, "Gut", "Gut")
    near = ScoredCandidate(publication, (right, wrong), prior=-4.0)
    fits = ScoredCandidate(
        publication, (right, Comparison("topic", "all", 9.5, "fibre; bowel", "fibre; bowel")), prior=-4.0
    )
    search = Lookup(
        Query("journal and concepts", journal=GUT), '"Gut"[ta] AND fibre AND bowel', 1, (publication,)
    )
    failed = Lookup(
        Query("journal and concepts", journal=GUT), '"Gut"[ta] AND rye', error="PubMed did not answer in time"
    )
    claimed = CitationFields(
        journal=JournalMention("Gut", GUT),
        year=2015,
        design=Design.RANDOMIZED_TRIAL,
        finding="fibre helps the bowel",
        concepts=(Concept("fibre", Role.INTERVENTION), Concept("bowel", Role.CONDITION)),
    )

    def citation(number: int, kind: CitationKind, quote: str, said: CitationFields) -> Citation:
        start = 40 * number
        return Citation(
            f"c{number}",
            kind,
            quote,
            Span(start, start + len(quote), number, 1, number, 1 + len(quote)),
            said,
        )

    quote = "A 2015 trial in Gut found that fibre helps the bowel."
    checked = (
        CheckedCitation(
            citation(1, CitationKind.ATTRIBUTION, "Fibre helps the bowel, a trial in Gut found.", claimed),
            Judgement(Verdict.VERIFIED, ("One publication fits.",), (), fits, (fits,), (search,)),
        ),
        CheckedCitation(
            citation(2, CitationKind.ATTRIBUTION, quote, claimed),
            Judgement(
                Verdict.MISMATCH,
                ("The article says 2015; it was published in 2011.",),
                (Flag.RETRACTED,),
                near,
                (near,),
                (search,),
            ),
        ),
        CheckedCitation(
            citation(3, CitationKind.ATTRIBUTION, "Rye \x1b[31mhelps\x1b[0m, Gut reports.", claimed),
            Judgement(Verdict.UNCHECKED, ("PubMed did not answer in time.",), searches=(failed,)),
        ),
        CheckedCitation(
            citation(4, CitationKind.UNSOURCED, "Studies show that bread is good.", CitationFields()),
            Judgement(Verdict.UNSOURCED, ("It names nothing that could be looked up.",)),
        ),
    )  # fmt: skip
    source = SourceInfo(SourceKind.INDEX, "my.index", 412, complete=False, as_of=dt.date(2026, 11, 20))
    document = Document(
        "a/bread.md", DocumentFormat.MARKDOWN, "text", "On <b>bread</b>", date=dt.date(2026, 3, 1)
    )
    bad = Document("a/bad.bin", DocumentFormat.UNKNOWN, error="it is not text, Markdown or HTML")
    empty = Document("a/calm.txt", DocumentFormat.TEXT, "Nothing is cited.")
    return Report((DocumentReport(document, checked), DocumentReport(bad), DocumentReport(empty)), source)
