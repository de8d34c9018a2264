"""What an editor shows of a checked text: diagnostics, hovers and quick fixes."""

from __future__ import annotations

from collections.abc import Iterator

from lsprotocol import types

from citecheck.corrections.source_files import Correction
from citecheck.lsp.article_check import CheckedText
from citecheck.lsp.positions import TextPositions
from citecheck.lsp.unchanged import Unchanged
from citecheck.model import CheckedCitation, Judgement, ScoredCandidate, Severity
from citecheck.reports.notices import (
    CitationInDocument,
    actionable_results,
    flag_names,
    label,
    retraction_first,
    verdict_name,
)
from citecheck.reports.printable import escape_markdown, one_line, shorten

__all__ = ["SOURCE", "diagnostics", "hover", "quick_fixes"]

SOURCE = "citecheck"
_SEVERITY = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.NOTE: types.DiagnosticSeverity.Information,
    # It says nothing against the text.
    Severity.UNCHECKED: types.DiagnosticSeverity.Information,
}
# Characters of a correction in the title of a quick fix, which is an entry of a menu.
_IN_TITLE = 60


def diagnostics(checked: CheckedText, positions: TextPositions) -> list[types.Diagnostic]:
    """The findings of a text, each at its first place.

    Args:
        checked: The checked text.
        positions: The positions of that text.
    """
    return [_diagnostic(place, positions) for place in actionable_results(checked.report)]


def _diagnostic(place: CitationInDocument, positions: TextPositions) -> types.Diagnostic:
    span, match = place.checked.citation.span, place.judgement.match
    return types.Diagnostic(
        range=positions.range(span.start, span.end),
        severity=_SEVERITY[place.severity],
        code=place.rule,
        code_description=types.CodeDescription(match.publication.url) if match else None,
        source=SOURCE,
        message="\n".join(map(one_line, retraction_first(place.judgement))),
    )


def hover(checked: CheckedText, text: str, position: types.Position, encoding: str) -> types.Hover | None:
    """Return what is known of the citations at a position, the shortest first; None without citation.

    Args:
        checked: The text as it was checked last.
        text: The text as it is now; citations in which it changed since have no hover.
        position: The position in it.
        encoding: The encoding in whose units the editor counts.
    """
    positions = TextPositions(text, encoding)
    offset = positions.offset(position)
    unchanged = Unchanged.between(checked.text, text)
    found = []
    for one in checked.part.citations:
        place = unchanged.moved(one.citation.span.start, one.citation.span.end)
        if place and place[0] <= offset < place[1]:
            found.append((place[1] - place[0], place, one))
    if not found:
        return None
    found.sort(key=lambda each: each[0])
    said = "\n\n---\n\n".join(_said(one) for _, _, one in found)
    return types.Hover(types.MarkupContent(types.MarkupKind.Markdown, said), positions.range(*found[0][1]))


def _said(checked: CheckedCitation) -> str:
    """Verdict, publication, reasons and passage, as Markdown in which the article's own is escaped."""
    judgement = checked.judgement
    if judgement is None:
        return "**not checked**"
    names = " · ".join(label(name) for name in (verdict_name(judgement), *flag_names(judgement)))
    parts = [f"**{escape_markdown(names)}**"]
    if judgement.match:
        parts.append(_named(judgement.match))
    parts.append("\n".join(f"- {escape_markdown(reason)}" for reason in retraction_first(judgement)))
    parts += _passage(judgement)
    return "\n\n".join(part for part in parts if part)


def _named(match: ScoredCandidate) -> str:
    publication = match.publication
    journal = publication.journal.abbreviation if publication.journal else publication.book_title
    first = publication.authors[0].short if publication.authors else None
    facts = (first, publication.title.rstrip("."), journal, publication.year)
    named = ". ".join(escape_markdown(str(fact)) for fact in facts if fact)
    return f"{named}. [PMID {escape_markdown(publication.pmid)}](<{publication.url}>)"


def _passage(judgement: Judgement) -> Iterator[str]:
    passage = judgement.passage
    if passage:
        yield f"> {escape_markdown(passage.text)}"
    if passage and passage.why:
        yield escape_markdown(passage.why)


def quick_fixes(
    checked: CheckedText, uri: str, text: str, wanted: types.Range, encoding: str
) -> list[types.CodeAction]:
    """The certain corrections of the citations in a range.

    Args:
        checked: The text as it was checked last.
        uri: What the editor calls the document.
        text: The text as it is now; a citation in which it changed since is not corrected.
        wanted: The range in it.
        encoding: The encoding in whose units the editor counts.
    """
    positions = TextPositions(text, encoding)
    start, end = positions.offset(wanted.start), positions.offset(wanted.end)
    unchanged = Unchanged.between(checked.text, text)
    found = []
    for correction in checked.corrections:
        owners = [one.citation.span for one in checked.part.citations if _holds(one, correction)]
        places = [unchanged.moved(span.start, span.end) for span in owners]
        if (
            places
            and all(places)
            and any(place and place[0] <= end and start <= place[1] for place in places)
        ):
            found.append(_quick_fix(correction, checked, uri, positions, unchanged))
    return found


def _holds(checked: CheckedCitation, correction: Correction) -> bool:
    """Whether a correction is within a citation."""
    span = checked.citation.span
    return all(span.start <= one.start and one.end <= span.end for one in correction)


def _quick_fix(
    correction: Correction, checked: CheckedText, uri: str, positions: TextPositions, unchanged: Unchanged
) -> types.CodeAction:
    edits, said = [], []
    for one in correction:
        # The whole citation is unchanged, and so is what stands in it.
        start, end = unchanged.moved(one.start, one.end) or (one.start, one.end)
        edits.append(types.TextEdit(positions.range(start, end), one.replacement))
        before = checked.text[one.start : one.end]
        said.append(f"“{shorten(before, _IN_TITLE)}” → “{shorten(one.replacement, _IN_TITLE)}”")
    return types.CodeAction(
        title=f"Correct {', '.join(said)}",
        kind=types.CodeActionKind.QuickFix,
        edit=types.WorkspaceEdit(changes={uri: edits}),
    )
