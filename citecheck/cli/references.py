"""`citecheck references`."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from citecheck.cli.options import (
    ExportFields,
    check_output,
    named_output,
    reading_options,
    source_options,
    write,
)
from citecheck.cli.run import open_documents, run_checker
from citecheck.errors import ExitCode

if TYPE_CHECKING:
    from citecheck.model import Report


def _formats() -> tuple[str, ...]:
    from citecheck.bibliography import FORMATS

    return FORMATS


@click.command()
@click.argument("articles", nargs=-1, required=True, type=click.Path())
@source_options
@click.option(
    "--format",
    "format_",
    type=click.Choice(_formats()),
    default="vancouver",
    show_default=True,
    help="Form of the references.",
)
@click.option(
    "--output", "-o", type=click.Path(dir_okay=False, path_type=Path), help="Write them to this file."
)
@reading_options
def references(
    articles: tuple[str, ...],
    format_: str,
    output: Path | None,
    stdin_name: str,
    fields: ExportFields,
    refresh: bool,
    offline: bool,
    **flags: object,
) -> int:
    r"""Write the publications that ARTICLES cite and citecheck verified, in the order of the text.

    Each stands there once. What is not in the list is said on standard error.

    \b
    Examples:
      citecheck references fixtures/articles --source fixtures/pubmed
      citecheck references article.md --format ris --output article.ris
    """  # fmt: skip
    from citecheck import settings
    from citecheck.bibliography import render_references, verified_publications
    from citecheck.cli.left_out import LeftOut

    output = named_output(output)
    check_output(output)
    chosen = settings.load_settings(flags)
    documents = open_documents(articles, stdin_name, LeftOut(chosen), fields)
    report = run_checker(documents, chosen, None, refresh=refresh, offline=offline)
    write(render_references(verified_publications(report.documents), format_), output)
    for sentence in _left_out(report):
        click.echo(sentence, err=True)
    return _exit_code(report)


def _left_out(report: Report) -> list[str]:
    """Return sentences for a reader of the list: what is missing from it, and what was retracted."""
    from citecheck.model import Flag, Verdict
    from citecheck.reports.printable import count_of, one_line

    sentences = [
        one_line(f"{part.document.path}: {part.document.error}")
        for part in report.documents
        if part.document.error
    ]
    judged = [checked.judgement for checked in report.citations if checked.judgement]
    missing = Counter(
        one.verdict for one in judged if one.verdict not in (Verdict.VERIFIED, Verdict.UNSOURCED)
    )
    if missing:
        counts = ", ".join(f"{count} {verdict.value.replace('_', ' ')}" for verdict, count in missing.items())
        sentences.append(f"Not in the list: {count_of(missing.total(), 'citation')} ({counts}).")
    retracted = dict.fromkeys(
        one.match.publication.pmid
        for one in judged
        if one.match and one.verdict is Verdict.VERIFIED and Flag.RETRACTED in one.flags
    )
    sentences += [f"PMID {pmid} is in the list and was retracted." for pmid in retracted]
    return sentences


def _exit_code(report: Report) -> ExitCode:
    from citecheck.model import Verdict

    is_unread = any(part.document.error for part in report.documents)
    return ExitCode.UNCHECKED if is_unread or report.count(Verdict.UNCHECKED) else ExitCode.PASSED
