"""Names and sentences about citations and verdicts that several formats share."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from citecheck.model import (
    Agreement,
    CheckedCitation,
    Citation,
    Document,
    Flag,
    Judgement,
    Passage,
    Report,
    Severity,
    Span,
    Suggestion,
    Verdict,
)
from citecheck.reports.printable import shorten

NOTICE = (
    "Verified means that the publication exists and fits what the article says of it, "
    "not that the health claim is true."
)

# The meaning of each verdict and flag in one sentence, for a reader who sees it first in a pull request.
MEANINGS = {
    "verified": "The publication exists and fits what the article says of it.",
    "ambiguous": "Several publications fit equally well; the article says too little to choose among them.",
    "possible": "A publication fits in part; a person should look.",
    "mismatch": "The publication was found, but the article misstates it.",
    "not_found": "Every search was answered, and no publication fits.",
    "outside_pubmed": "It names a kind of source that PubMed does not hold: its absence proves nothing.",
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
    "not_in_index": "Nothing in the index that was searched fits; it holds only a part of PubMed.",
    "animal_study": "The study was done on animals or cells, and is reported as if on people.",
}


NOT_IN_INDEX = "not_in_index"
BARE_RETRACTION = "RETRACTED."


@dataclass(frozen=True, slots=True)
class CitationInDocument:
    """A judged citation with its document: the first place of a finding.

    Attributes:
        document: The article.
        checked: The citation.
        judgement: Its judgement.
        path: The article's path for code hosts, relative to the repository if the article is in it.
        further: The other places of the same finding in the article.
    """

    document: Document
    checked: CheckedCitation
    judgement: Judgement
    path: str
    further: tuple[Span, ...] = ()

    @property
    def severity(self) -> Severity:
        """Its severity; NONE without a gate."""
        return self.checked.finding.severity if self.checked.finding else Severity.NONE

    @property
    def rule(self) -> str:
        """The verdict or flag under which it is reported."""
        finding = self.checked.finding
        name = verdict_name(self.judgement)
        if name == NOT_IN_INDEX and (not finding or finding.traits[:1] == (Verdict.UNCHECKED.value,)):
            return name
        return finding.traits[0] if finding and finding.traits else name

    @property
    def message(self) -> str:
        """One line: the publication's status, the reasons and the start of the quote."""
        reasons = " ".join(retraction_first(self.judgement))
        own = self.checked.citation.span.line
        lines = ", ".join(str(line) for line in sorted({span.line for span in self.further} - {own}))
        also = f" (also at line {lines})" if lines else ""
        return f"{shorten(reasons, 600)} [“{shorten(self.checked.citation.quote, 160)}”]{also}"


def verdict_name(judgement: Judgement) -> str:
    """Return the name of a verdict in reports: `not_in_index` for `not_found` in a part of PubMed."""
    if judgement.verdict is Verdict.NOT_FOUND and Flag.PARTIAL_SOURCE in judgement.flags:
        return NOT_IN_INDEX
    return judgement.verdict.value


def label(name: str) -> str:
    """Return the name of a verdict or flag for people."""
    return "not in this index" if name == NOT_IN_INDEX else name.replace("_", " ")


def flag_names(judgement: Judgement) -> tuple[str, ...]:
    """Return the flags to show beside the verdict, a retraction first."""
    # These describe the source instead of the citation.
    silent = (Flag.PARTIAL_SOURCE, Flag.SHIPPED_CATALOGUE)
    flags = [flag for flag in judgement.flags if flag not in silent]
    flags.sort(key=lambda flag: flag is not Flag.RETRACTED)
    return tuple(flag.value for flag in flags)


def retraction_first(judgement: Judgement) -> tuple[str, ...]:
    """Return reasons, notes and kind of source, after a sentence on the retraction if there is one."""
    if Flag.RETRACTED not in judgement.flags:
        return judgement.remarks
    return (retraction(judgement), *judgement.remarks)


def retraction(judgement: Judgement) -> str:
    """Say where and when the publication was retracted: "RETRACTED: Gut. 2021;70:1 (notice PMID 34)."."""
    notices = judgement.match.publication.notices if judgement.match else ()
    notice = next((one for one in notices if one.kind == "RetractionIn"), None)
    if notice is None:
        return BARE_RETRACTION
    number = f" (notice: PMID {notice.pmid})" if notice.pmid else ""
    return f"RETRACTED: {notice.text.rstrip('.') or 'its journal says so'}{number}."


def suggested_from(document: Document, citation: Citation, suggestion: Suggestion) -> str:
    """Return the characters of an article that a suggestion would replace.

    The offsets of suggestions are offsets in the source. In text without markup, quote and source have the
    same characters.

    Args:
        document: The article.
        citation: The citation for which the suggestion is made.
        suggestion: The replacement and its start and end in the source.

    Returns:
        The characters; "" where the article's text does not hold them.
    """
    start = suggestion.start - citation.span.start
    length = suggestion.end - suggestion.start
    straight = citation.span.end - citation.span.start == len(citation.quote)
    if straight and 0 <= start <= start + length <= len(citation.quote):
        return citation.quote[start : start + length]
    at = bisect_right(document.positions.sources, suggestion.start) - 1
    if at < 0:
        return ""
    text = document.positions.texts[at] + suggestion.start - document.positions.sources[at]
    return document.text[text : text + length]


def verdict_counts(report: Report) -> tuple[tuple[str, int], ...]:
    """Count citations by verdict, best first; `not_in_index` is counted as a verdict of its own."""
    counts = Counter(verdict_name(c.judgement) for c in report.citations if c.judgement)
    names = [verdict.value for verdict in reversed(Verdict)]
    names.insert(names.index(Verdict.NOT_FOUND.value) + 1, NOT_IN_INDEX)
    return tuple((name, counts[name]) for name in names)


def suppressed_results(report: Report) -> str:
    """Count accepted findings by reason: "2 suppressed, 1 known to the baseline"; "" for none."""
    counts = ((report.suppressed, "suppressed"), (report.known, "known to the baseline"))
    return ", ".join(f"{count} {why}" for count, why in counts if count)


def citations_in_documents(report: Report) -> Iterator[CitationInDocument]:
    """Iterate over the first places of findings and over judged citations without one, in order."""
    for part in report.documents:
        path = shown_path(report, part.document)
        further: dict[str, list[Span]] = {}
        for checked in part.citations:
            if checked.finding and checked.finding.reported_at:
                further.setdefault(checked.finding.reported_at, []).append(checked.citation.span)
        for checked in part.citations:
            if checked.judgement and not (checked.finding and checked.finding.reported_at):
                spans = tuple(dict.fromkeys(further.get(checked.citation.id, ())))
                yield CitationInDocument(part.document, checked, checked.judgement, path, spans)


def shown_path(report: Report, document: Document) -> str:
    """Return a document's path for code hosts.

    Args:
        report: The report, which names the repository if there is one.
        document: The document.

    Returns:
        The path relative to the repository where the document lies in it, else the path as it was given.
    """
    relative = report.repository.relative(document.path) if report.repository else None
    return document.path if relative is None else relative


def actionable_results(report: Report) -> Iterator[CitationInDocument]:
    """Iterate over the findings with a severity that are neither suppressed nor in the baseline."""
    for place in citations_in_documents(report):
        finding = place.checked.finding
        if finding and not finding.quiet and finding.severity is not Severity.NONE:
            yield place


def passage_sentence(passage: Passage) -> str:
    """Say in a sentence what the record states about the article's finding, or why it states nothing."""
    agreement = {Agreement.AGREES: " It agrees.", Agreement.CONTRADICTS: "", Agreement.WEAKER: ""}
    quoted = f"The abstract: “{passage.text}”" if passage.text else ""
    return f"{quoted}{agreement.get(passage.agreement, '')} {passage.why}".strip()
