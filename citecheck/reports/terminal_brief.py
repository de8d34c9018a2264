"""The short terminal report: findings for a person, worst first; everything else as counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rich.padding import Padding
from rich.text import Text

from citecheck.model import DocumentReport, Flag, Publication, Report, Severity, Verdict
from citecheck.reports.notices import (
    BARE_RETRACTION,
    NOT_IN_INDEX,
    CitationInDocument,
    citations_in_documents,
    flag_names,
    label,
    retraction,
    verdict_name,
)
from citecheck.reports.printable import count_of, one_line, shorten

if TYPE_CHECKING:
    from rich.console import Console

STYLES = {
    "mismatch": ("✗", "bold red"),
    "not_found": ("✗", "red"),
    NOT_IN_INDEX: ("?", "dim"),
    "unchecked": ("?", "magenta"),
    "possible": ("~", "yellow"),
    "ambiguous": ("~", "yellow"),
    "unsourced": ("·", "dim"),
    "outside_pubmed": ("·", "dim"),
    "verified": ("✓", "green"),
}
_PLAIN = ("·", "")
CALM = frozenset({Verdict.VERIFIED.value, Verdict.UNSOURCED.value, "outside_pubmed"})
_WEIGHT = {severity: at for at, severity in enumerate(Severity)}
_ORDER = {verdict.value: at for at, verdict in enumerate(Verdict)} | {NOT_IN_INDEX: len(Verdict)}
_REASONS_SHOWN = 2
_SHORTEST_TITLE = 20
# Reasons that repeat the verdict's name or the publication, which are shown anyway.
_KNOWN_ALREADY = (
    "It fits PMID",
    "It fits only in part PMID",
    "It may be PMID",
    "The publication is PMID",
    "Not in this index",
)


def print_brief(console: Console, report: Report, *, quiet: bool) -> None:
    """Print the articles with findings for a person, then counts of the other articles.

    Args:
        console: The console to print to.
        report: The report; its citations are judged.
        quiet: Whether articles and citations without such findings are left out.
    """
    found: dict[int, list[CitationInDocument]] = {}
    for place in citations_in_documents(report):
        found.setdefault(id(place.document), []).append(place)
    parts = [(part, sorted(found.get(id(part.document), []), key=_badness)) for part in report.documents]
    troubled = [(part, here) for part, here in parts if part.document.error or any(map(asks, here))]
    alone = len(report.documents) == 1
    for part, here in sorted(troubled, key=_worst):
        _print_article(console, part, here, listed=alone and not quiet, shows_counts=not quiet)
    if quiet:
        return
    calm = [(part, here) for part, here in parts if not (part.document.error or any(map(asks, here)))]
    if alone:
        for part, here in calm:
            _print_article(console, part, here, listed=True, shows_counts=True)
    elif calm:
        counts = Counter(verdict_name(place.judgement) for _, here in calm for place in here)
        verdicts = ", ".join(
            f"{number} {label(name)}" for name, number in sorted(counts.items(), key=_by_order)
        )
        line = f"{count_of(len(calm), 'article')} with nothing to look at: {verdicts or 'no citations found'}"
        console.print(Text(f"✓ {line}", style="green"))
        console.print()


def asks(place: CitationInDocument) -> bool:
    """Whether a person should look at a finding."""
    finding = place.checked.finding
    if finding:
        return not finding.quiet and finding.severity in (
            Severity.ERROR,
            Severity.UNCHECKED,
            Severity.WARNING,
        )
    return verdict_name(place.judgement) not in CALM or Flag.RETRACTED in place.judgement.flags


def _badness(place: CitationInDocument) -> tuple[bool, int, bool, int]:
    judgement = place.judgement
    weight = _WEIGHT[place.severity] if place.checked.finding else 0
    name = verdict_name(judgement)
    return not asks(place), weight, Flag.RETRACTED not in judgement.flags, _ORDER.get(name, len(_ORDER))


def _worst(troubled: tuple[DocumentReport, Sequence[CitationInDocument]]) -> tuple[bool, int, bool, int]:
    return min(map(_badness, troubled[1]), default=(False, _WEIGHT[Severity.UNCHECKED], True, 0))


def _by_order(one: tuple[str, int]) -> int:
    return -_ORDER.get(one[0], 0)


def _print_article(
    console: Console,
    part: DocumentReport,
    here: Sequence[CitationInDocument],
    *,
    listed: bool,
    shows_counts: bool,
) -> None:
    document = part.document
    heading = Text(one_line(document.path), style="bold")
    room = console.width - heading.cell_len - 2
    if document.title and room > _SHORTEST_TITLE:
        heading.append(f"  {shorten(document.title, room)}", style="not bold dim")
    console.print(heading)
    if document.error:
        unread = f"! could not be read: {one_line(document.error)}"
        console.print(Padding(Text(unread, style="magenta"), (0, 0, 0, 2)))
    elif not here:
        console.print(Padding(Text("no citations found", style="dim"), (0, 0, 0, 2)))
    for place in here:
        if asks(place):
            _print_finding(console, place)
    calm = [place for place in here if not asks(place)]
    if listed:
        for place in sorted(calm, key=lambda one: one.checked.citation.span.start):
            console.print(Padding(_calm_line(place, console.width - 2), (0, 0, 0, 2)))
    elif shows_counts and calm:
        console.print(Padding(Text(_calm_counts(calm), style="dim"), (0, 0, 0, 2)))
    console.print()


def _calm_counts(calm: Sequence[CitationInDocument]) -> str:
    counts = Counter(_calm_name(place) for place in calm)
    return ", ".join(f"{number} {label(name)}" for name, number in sorted(counts.items(), key=_by_order))


def _calm_name(place: CitationInDocument) -> str:
    finding = place.checked.finding
    if finding and finding.quiet:
        return "suppressed" if finding.suppressed is not None else "known to the baseline"
    return verdict_name(place.judgement)


def _calm_line(place: CitationInDocument, width: int) -> Text:
    """One line for a citation without a finding: "✓ verified  line 13, c1  “Coffee …” → Freedman ND …"."""
    name = verdict_name(place.judgement)
    sign, style = STYLES.get(name, _PLAIN)
    finding = place.checked.finding
    line = Text(f"{sign} {label(name)}", style=style)
    for flag in flag_names(place.judgement):
        line.append(f" [{label(flag)}]", style="bold red" if flag == Flag.RETRACTED else "yellow")
    if finding and finding.quiet:
        why = f"suppressed: {one_line(finding.suppressed)}" if finding.suppressed is not None else "known"
        line.append(f" ({why})", style="green")
    line.append(f"  {_where(place)}  ", style="dim")
    match = place.judgement.match
    named = f" → {_shortest(match.publication)}" if match else ""
    room = max(width - line.cell_len - len(named) - 2, 20)
    line.append(f"“{shorten(place.checked.citation.quote, room)}”", style="italic")
    line.append(named)
    return line


def _print_finding(console: Console, place: CitationInDocument) -> None:
    judgement = place.judgement
    name = verdict_name(judgement)
    sign, style = STYLES.get(name, _PLAIN)
    flags = flag_names(judgement)
    if Flag.RETRACTED in judgement.flags:
        line = Text(f"✗ RETRACTED · {label(name)}", style="bold red")
        flags = flags[1:]
    else:
        line = Text(f"{sign} {label(name)}", style=style)
    for flag in flags:
        line.append(f" · {label(flag)}", style="bold red" if place.severity is Severity.ERROR else "yellow")
    line.append(f"  {_where(place)}  ", style="dim")
    room = max(console.width - line.cell_len - 4, 30)
    line.append(f"“{shorten(place.checked.citation.quote, room)}”", style="italic")
    console.print(Padding(line, (0, 0, 0, 2)))
    for line in _explanation_lines(place, console.width - 6):
        console.print(Padding(line, (0, 0, 0, 6)))


def _explanation_lines(place: CitationInDocument, width: int) -> Iterator[Text]:
    """Iterate over the reasons and the publication, each on one line of `width` columns."""
    judgement = place.judgement
    if Flag.RETRACTED in judgement.flags and (retracted := retraction(judgement)) != BARE_RETRACTION:
        yield Text(shorten(retracted, width), style="red")
    reasons = [reason for reason in judgement.reasons if not reason.startswith(_KNOWN_ALREADY)]
    for reason in (reasons or judgement.reasons[:1] if not judgement.match else reasons)[:_REASONS_SHOWN]:
        yield Text(shorten(reason, width))
    if judgement.match:
        yield _publication(judgement.match.publication, width)


def _publication(publication: Publication, width: int) -> Text:
    """Author, title, journal, year and PMID on one line; a long title is cut."""
    names = [author.short for author in publication.authors]
    who = f"{names[0]} et al. " if len(names) > 1 else f"{names[0]}. " if names else ""
    journal = publication.journal.abbreviation if publication.journal else publication.book_title or ""
    where = " ".join(part for part in (journal.rstrip("."), str(publication.year or "")) if part)
    number = f"PMID {publication.pmid}"
    room = max(width - len(who) - len(where) - len(number) - 6, 20)
    title = shorten(publication.title.rstrip("."), room)
    text = Text(one_line(f"→ {who}{title}{'' if title.endswith(('…', '?', '!')) else '.'} {where}. "))
    text.append(" ")
    text.append(number, style=f"link {publication.url}")
    return text


def _where(place: CitationInDocument) -> str:
    """The position of a citation: "line 12, c3", its page, and the other lines of the same finding."""
    citation = place.checked.citation
    page = f", page {citation.span.page}" if citation.span.page else ""
    lines = sorted({span.line for span in place.further} - {citation.span.line})
    also = f" and {', '.join(map(str, lines[:4]))}{' …' if len(lines) > 4 else ''}" if lines else ""
    plural = "s" if lines else ""
    return f"line{plural} {citation.span.line}{also}{page}, {citation.id}"


def _shortest(publication: Publication) -> str:
    names = [author.short for author in publication.authors]
    journal = publication.journal.abbreviation if publication.journal else publication.book_title or ""
    parts = [names[0] if names else "", journal, str(publication.year or ""), f"PMID {publication.pmid}"]
    return shorten(" ".join(part for part in parts if part), 60)
