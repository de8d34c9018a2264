"""What is written beside a citation in a copy of its article: verdict, publication, reasons, decision."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from citecheck.gate import identity_of
from citecheck.model import CheckedCitation, Decision, Document, Report, ScoredCandidate
from citecheck.reports.notices import flag_names, label, retraction_first, suggested_from, verdict_name
from citecheck.reports.printable import one_line


@dataclass(frozen=True, slots=True)
class Decisions:
    """The decisions of a report, by what they are about."""

    by_finding: Mapping[tuple[str, str], Decision]

    @classmethod
    def of(cls, report: Report) -> Decisions:
        """Those of a report."""
        return cls({(one.article, one.finding): one for one in report.decisions})

    def about(self, document: Document, checked: CheckedCitation) -> Decision | None:
        """The decision about a citation of a document, None where nothing is decided."""
        if not self.by_finding or checked.judgement is None:
            return None
        finding = identity_of(document.path, checked).fingerprint
        return self.by_finding.get((document.path, finding))


def remark_lines(document: Document, checked: CheckedCitation, decision: Decision | None) -> list[str]:
    """What is said of a citation, one fact a line, the verdict first.

    Args:
        document: The article.
        checked: The citation.
        decision: What a person decided about it, if anything.
    """
    citation, judgement = checked.citation, checked.judgement
    if judgement is None:
        return [f"{citation.id}: not checked"]
    names = [verdict_name(judgement), *flag_names(judgement)]
    lines = [f"{citation.id}: {' · '.join(label(name) for name in names)}"]
    lines += retraction_first(judgement)
    for one in judgement.suggestions:
        before = suggested_from(document, citation, one)
        lines.append(f"{label(one.field)}: “{before}” → “{one.replacement}”")
    if judgement.match:
        lines.append(f"Publication: {_named(judgement.match)}")
    if checked.pinned:
        lines.append(f"A person says it is: {_named(checked.pinned)}")
    if decision:
        who = f" ({decision.name})" if decision.name else ""
        note = f": {decision.note}" if decision.note else ""
        lines.append(f"Decided: {label(decision.state.value)}{note}{who}")
    return [one_line(line) for line in lines]


def _named(match: ScoredCandidate) -> str:
    publication = match.publication
    journal = publication.journal.abbreviation if publication.journal else publication.book_title
    facts = (publication.title.rstrip("."), journal, publication.year)
    return f"{'. '.join(str(fact) for fact in facts if fact)}. {publication.url}"
