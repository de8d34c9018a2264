"""What several formats say alike of a citation that asks for attention."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from citecheck.model import CheckedCitation, Document, Judgement, Report, Severity
from citecheck.reports.printable import shorten

NOTICE = (
    "Verified means that the publication exists and fits what the article says of it, "
    "not that the health claim is true."
)

# What each verdict and flag means, in one sentence for somebody who meets it in a pull request.
MEANINGS = {
    "verified": "The publication exists and fits what the article says of it.",
    "ambiguous": "Several publications fit equally well; the article says too little to tell which is meant.",
    "possible": "A publication fits in part; a person should look.",
    "mismatch": "The publication was found, but the article misstates it.",
    "not_found": "Every search was answered, and no publication fits.",
    "outside_pubmed": "It names a kind of source that PubMed does not hold; that it is absent says nothing.",
    "unchecked": "The citation could not be checked.",
    "unsourced": "The claim names nothing that could be looked up.",
    "retracted": "The publication has been retracted.",
    "expression_of_concern": "The journal has published an expression of concern on the publication.",
    "withdrawn": "The publication has been withdrawn.",
    "superseded": "A newer version of the publication has taken its place.",
    "corrected": "A correction of the publication has been published.",
    "preprint": "The publication is a preprint, which no journal has reviewed.",
    "unknown_journal": "The list of journals that was asked has no periodical of this name.",
    "shipped_catalogue": "Only the list of journals that ships was asked: NLM may know the journal.",
    "partial_source": "The source that was searched holds only a part of PubMed.",
    "contradicted": "The publication's conclusion says otherwise.",
    "overstated": "The article says more than the publication does.",
    "animal_study": "The study was done on animals or cells, and is reported as if on people.",
}


@dataclass(frozen=True, slots=True)
class CitationInDocument:
    """A judged citation with its document."""

    document: Document
    checked: CheckedCitation
    judgement: Judgement

    @property
    def severity(self) -> Severity:
        """Its severity; NONE where no gate has weighed it."""
        return self.checked.finding.severity if self.checked.finding else Severity.NONE

    @property
    def rule(self) -> str:
        """The verdict or flag that it is reported under."""
        finding = self.checked.finding
        return finding.traits[0] if finding and finding.traits else self.judgement.verdict.value

    @property
    def message(self) -> str:
        """Verdict, reasons and the start of the quote, in one line."""
        reasons = " ".join(self.judgement.reasons)
        return f"{shorten(reasons, 600)} [“{shorten(self.checked.citation.quote, 160)}”]"


def suppressed_results(report: Report) -> str:
    """How many findings trouble nobody, and why: "2 suppressed, 1 known to the baseline"; "" for none."""
    counts = ((report.suppressed, "suppressed"), (report.known, "known to the baseline"))
    return ", ".join(f"{count} {why}" for count, why in counts if count)


def citations_in_documents(report: Report) -> Iterator[CitationInDocument]:
    """Every judged citation, in order."""
    for part in report.documents:
        for checked in part.citations:
            if checked.judgement:
                yield CitationInDocument(part.document, checked, checked.judgement)


def actionable_results(report: Report) -> Iterator[CitationInDocument]:
    """Those that ask for attention: with a severity, and not quieted by suppression or baseline."""
    for place in citations_in_documents(report):
        finding = place.checked.finding
        if finding and not finding.quiet and finding.severity is not Severity.NONE:
            yield place
