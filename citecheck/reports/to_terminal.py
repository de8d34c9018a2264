"""The report for a terminal: articles with their citations, worst first, each with its reasons."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping, Sequence

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from citecheck.errors import ExitCode
from citecheck.model import (
    CheckedCitation,
    Citation,
    CitationKind,
    DocumentReport,
    Flag,
    Judgement,
    Lookup,
    Publication,
    Report,
    ScoredCandidate,
    Severity,
    SourceInfo,
    SourceKind,
    Verdict,
)
from citecheck.reports.notices import (
    NOTICE,
    flag_names,
    label,
    passage_sentence,
    retraction,
    suppressed_results,
    verdict_counts,
    verdict_name,
)
from citecheck.reports.printable import count_of, one_line, shorten
from citecheck.reports.stated_fields import stated_fields
from citecheck.reports.terminal_brief import CALM, STYLES, print_brief

_GATE = {ExitCode.PASSED: "bold green", ExitCode.UNCHECKED: "bold magenta", ExitCode.FAILED: "bold red"}
_WORST_FIRST = {verdict: place for place, verdict in enumerate(Verdict)}
_QUOTE_WIDTH = 400
_NEAREST_SHOWN = 8
_TWO_COUNTS = (
    "Citations are counted above, findings below: what is wrong at several places counts once, under the "
    "gravest of its names (retracted before mismatch)."
)
_IN_GATES_LINE = (Severity.ERROR, Severity.UNCHECKED, Severity.WARNING)
_FLAGS = frozenset((flag.value,) for flag in Flag)


def render_terminal(
    report: Report, *, colour: bool = False, width: int = 100, verbose: int = 0, quiet: bool = False
) -> str:
    """Render the report as lines for a terminal.

    Args:
        report: The report; the citations of an extraction are listed.
        colour: Whether the text is coloured.
        width: The columns of the terminal.
        verbose: 0 gives the short report; 1 adds the nearest publications, the bits of each field and every
            search; 2 shows these of every candidate.
        quiet: Whether citations are left out that are verified, outside PubMed or unsourced.

    Returns:
        The lines; the last one is the gate's, if the report has a gate's decision.
    """
    out = io.StringIO()
    console = Console(
        file=out,
        force_terminal=colour,
        no_color=not colour,
        width=width,
        highlight=False,
        legacy_windows=False,
    )
    if report.source is not None and not verbose:
        print_brief(console, report, quiet=quiet)
    else:
        for part in report.documents:
            _print_document(console, part, verbose, quiet)
    _print_summary(console, report)
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"


def _print_document(console: Console, part: DocumentReport, verbose: int, quiet: bool) -> None:
    document = part.document
    shown = [c for c in _worst_first(part.citations) if not (quiet and _is_calm(c))]
    if quiet and not shown and not document.error:
        return
    heading = Text(one_line(document.path), style="bold")
    if document.title:
        heading.append(f"  {shorten(document.title, 70)}", style="not bold dim")
    console.print(heading)
    if document.error:
        console.print(
            Padding(Text(f"! could not be read: {one_line(document.error)}", style="magenta"), (0, 2))
        )
    elif not part.citations:
        console.print(Padding(Text("no citations found", style="dim"), (0, 2)))
    by_id = {checked.citation.id: checked for checked in part.citations}
    for checked in shown:
        _print_citation(console, checked, verbose, _told_at(checked, by_id))
    console.print()


def _told_at(checked: CheckedCitation, by_id: Mapping[str, CheckedCitation]) -> str | None:
    """The id of an earlier citation with the same reasons and the same publication, if there is one."""
    first = by_id.get(checked.citation.same_as or "")
    mine, theirs = checked.judgement, first.judgement if first else None
    if not (first and mine and theirs and mine.match and theirs.match):
        return None
    same = (mine.verdict, mine.reasons, mine.match.publication) == (
        theirs.verdict,
        theirs.reasons,
        theirs.match.publication,
    )
    return first.citation.id if same else None


def _worst_first(citations: Sequence[CheckedCitation]) -> list[CheckedCitation]:
    def badness(checked: CheckedCitation) -> tuple[bool, int]:
        judgement = checked.judgement
        if judgement is None:
            return False, 0
        return Flag.RETRACTED not in judgement.flags, _WORST_FIRST[judgement.verdict]

    return sorted(citations, key=badness)


def _is_calm(checked: CheckedCitation) -> bool:
    judgement = checked.judgement
    if judgement is None or (checked.finding and checked.finding.quiet):
        return judgement is not None
    return judgement.verdict.value in CALM and not judgement.flags


def _print_citation(console: Console, checked: CheckedCitation, verbose: int, told_at: str | None) -> None:
    citation, judgement = checked.citation, checked.judgement
    line = Text()
    if judgement:
        name = verdict_name(judgement)
        sign, style = STYLES[name]
        if Flag.RETRACTED in judgement.flags:
            line.append("✗ RETRACTED · ", style="bold red")
        line.append(f"{sign} {label(name)}", style=style)
        for flag in flag_names(judgement):
            line.append(f" [{flag.replace('_', ' ')}]", style="bold red")
        line.append("  ")
    span = citation.span
    page = f", page {span.page}" if span.page else ""
    line.append(
        f"{citation.id} {citation.kind.value}, line {span.line}, column {span.column}{page}", style="dim"
    )
    for name, target in (("refers to", citation.refers_to), ("same as", citation.same_as)):
        if target:
            line.append(f", {name} {target}", style="dim")
    finding = checked.finding
    if finding and finding.quiet:
        why = f"suppressed: {one_line(finding.suppressed)}" if finding.suppressed is not None else "known"
        line.append(f" ({why})", style="green")
    console.print(Padding(line, (0, 2)))
    console.print(Padding(_quote(citation), (0, 6)))
    if told_at and verbose < 2:
        console.print(Padding(Text(f"→ as {told_at}"), (0, 6)))
    elif judgement:
        _print_judgement(console, judgement, verbose)
    else:
        console.print(Padding(Text(_stated(citation), style="cyan"), (0, 6)))


def _quote(citation: Citation) -> Text:
    """The quote with its extracted fields marked."""
    claimed = citation.claimed
    text = Text(f"“{shorten(citation.quote, _QUOTE_WIDTH)}”", style="italic")
    parts = [claimed.journal.text if claimed.journal else "", str(claimed.year or ""), claimed.title or ""]
    parts += (
        [c.text for c in claimed.concepts] + [p.text for p in claimed.authors] + list(claimed.institutions)
    )
    parts += filter(None, (claimed.pmid, claimed.doi, claimed.pmcid, claimed.accession))
    for part in sorted({one_line(p) for p in parts if p}, key=len, reverse=True):
        text.highlight_regex(rf"(?i)(?<!\w){re.escape(part)}(?!\w)", style="underline")
    return text


def _stated(citation: Citation) -> str:
    """The fields that a citation states, in one line."""
    return "; ".join(f"{name}: {shorten(value, 160)}" for name, value in stated_fields(citation.claimed))


def _print_judgement(console: Console, judgement: Judgement, verbose: int) -> None:
    if judgement.match:
        console.print(Padding(_publication("→", judgement.match.publication), (0, 6)))
    if Flag.RETRACTED in judgement.flags:
        console.print(Padding(Text(f"- {retraction(judgement)}", style="bold red"), (0, 6)))
    for reason in judgement.reasons:
        console.print(Padding(Text(f"- {one_line(reason)}"), (0, 6)))
    for note in judgement.notes:
        console.print(Padding(Text(f"- note: {one_line(note)}", style="dim"), (0, 6)))
    if judgement.passage:
        said = one_line(passage_sentence(judgement.passage))
        console.print(Padding(Text(f"- {said}", style="dim"), (0, 6)))
    others = [c for c in judgement.candidates if c is not judgement.match]
    if others:
        console.print(Padding(Text("nearest:" if not judgement.match else "others:", style="dim"), (0, 6)))
        for match in others[:_NEAREST_SHOWN]:
            console.print(Padding(_publication(f"{match.score:+.1f} bits", match.publication), (0, 8)))
    _print_evidence(console, judgement.candidates if verbose > 1 else judgement.candidates[:1], verbose)
    _print_searches(console, judgement.searches)


def _publication(lead: str, publication: Publication) -> Text:
    authors = [author.short for author in publication.authors]
    who = f"{authors[0]} et al. " if len(authors) > 1 else f"{authors[0]}. " if authors else ""
    text = Text(f"{lead} ")
    text.append(one_line(f"{who}{publication.in_short}.") + " ")
    text.append(publication.url, style=f"link {publication.url}")
    return text


def _print_evidence(console: Console, matches: Iterable[ScoredCandidate], verbose: int) -> None:
    for match in matches:
        console.print(
            Padding(Text(f"{match.publication.pmid}: {match.prior:+.1f} prior", style="dim"), (0, 8))
        )
        for comparison in match.comparisons:
            if comparison.claimed is None and not comparison.bits and verbose < 2:
                continue
            row = f"{comparison.bits:+6.1f} {comparison.field}: {comparison.level}"
            if comparison.claimed or comparison.found:
                row += f" ({shorten(comparison.claimed or '-', 60)} | {shorten(comparison.found or '-', 60)})"
            console.print(Padding(Text(one_line(row), style="dim"), (0, 8)))


def _print_searches(console: Console, searches: Sequence[Lookup]) -> None:
    """Print the searches with their hits, or the reasons why they were not answered."""
    console.print(Padding(Text("searched:", style="dim"), (0, 6)))
    for lookup in searches:
        answer = (
            count_of(lookup.hits, "hit") if lookup.answered else f"no answer: {one_line(lookup.error or '')}"
        )
        console.print(Padding(Text(f"{answer:>10}  {shorten(lookup.text, 300)}", style="dim"), (0, 8)))


def _is_counted_otherwise(checked: CheckedCitation) -> bool:
    """Whether the gate's line does not count the citation, or not under its verdict."""
    finding = checked.finding
    if finding is None or finding.quiet or finding.severity not in _IN_GATES_LINE:
        return False
    return finding.reported_at is not None or finding.traits[:1] in _FLAGS


def _print_summary(console: Console, report: Report) -> None:
    total = sum(1 for _ in report.citations)
    unread = sum(1 for part in report.documents if part.document.error)
    documents = count_of(len(report.documents), "article")
    line = Text(f"{documents}, {count_of(total, 'citation')}", style="bold")
    if unread:
        line.append(f", {count_of(unread, 'article')} could not be read", style="magenta")
    if report.source is None:
        kinds = [(kind, sum(1 for c in report.citations if c.citation.kind is kind)) for kind in CitationKind]
        line.append(": " + " · ".join(f"{count} {kind.value}" for kind, count in kinds))
        console.print(line)
        return
    line.append(f", looked up in {_source(report.source)}: ", style="not bold")
    for place, (name, number) in enumerate((n, c) for n, c in verdict_counts(report) if c):
        line.append(" · " if place else "", style="not bold")
        line.append(f"{number} {label(name)}", style=f"not bold {STYLES[name][1]}")
    console.print(line)
    if accepted := suppressed_results(report):
        console.print(Text(f"Accepted: {accepted}."))
    for notice in report.notices:
        console.print(Text(f"! {one_line(notice)}", style="yellow"))
    if total == 0 and not unread:
        console.print(Text("Nothing was checked: no citations were found.", style="bold yellow"))
    console.print(Text(NOTICE, style="dim"))
    if report.gate:
        if any(map(_is_counted_otherwise, report.citations)):
            console.print(Text(_TWO_COUNTS, style="dim"))
        console.print(Text(one_line(report.gate.line), style=_GATE[report.gate.exit_code]), soft_wrap=True)


def _source(source: SourceInfo) -> str:
    if source.kind is SourceKind.PUBMED:
        return "PubMed"
    held = f"{count_of(source.records or 0, 'record')}{'' if source.complete else ', a part of PubMed'}"
    return f"{one_line(source.name)} ({held})"
