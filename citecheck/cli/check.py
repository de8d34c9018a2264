"""`citecheck check`, `citecheck baseline` and `citecheck extract`."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from citecheck.cli.options import (
    ExportFields,
    check_output,
    configuration_options,
    gate_options,
    named_output,
    output_options,
    reading_options,
    report_targets,
    source_options,
    wants_colour,
    write,
)
from citecheck.cli.run import open_documents, run_checker
from citecheck.errors import ExitCode

if TYPE_CHECKING:
    from citecheck.gate import Baseline
    from citecheck.model import Report, RunResult
    from citecheck.settings import Settings

_IGNORED_SHOWN = 3
# Formats whose last line on standard output is the gate's result.
_ENDS_WITH_RESULT = ("terminal", "github")
# Formats that can show the type of a source although nothing was judged.
_NAMES_SOURCE_TYPES = ("json", "jsonl", "csv")


@click.command()
@click.argument("articles", nargs=-1, required=True, type=click.Path())
@source_options
@output_options
@gate_options
@reading_options
@click.option(
    "--report", "reports", multiple=True, metavar="FORMAT=FILE", help="One more report; may be repeated."
)
@click.option("--diff", metavar="REV", help="Check only citations in lines changed since this git revision.")
@click.option(
    "--baseline", type=click.Path(path_type=Path), help="Fail only on what this baseline does not know."
)
@click.option(
    "--also",
    metavar="SERVICES",
    help="Ask crossref, openlibrary (with a comma) about DOIs and ISBNs that PubMed does not settle.",
)
@click.option("--exit-zero", is_flag=True, help="End with 0 whatever was found.")
def check(
    articles: tuple[str, ...],
    format_: str,
    output: Path | None,
    quiet: bool,
    verbose: int,
    stdin_name: str,
    fields: ExportFields,
    reports: tuple[str, ...],
    diff: str | None,
    exit_zero: bool,
    refresh: bool,
    offline: bool,
    **flags: object,
) -> int:
    r"""Look up every citation in ARTICLES and say which could be verified.

    ARTICLES are files, folders, web addresses, or - for standard input.

    \b
    Examples:
      citecheck check fixtures/articles --source fixtures/pubmed --exit-zero
      citecheck check fixtures/articles/magnesium-neuropathy.md --source fixtures/pubmed -v
      citecheck check - --stdin-name post.md --source fixtures/pubmed < post.md
      citecheck check articles --diff origin/main --report sarif=citecheck.sarif
    """
    from citecheck.cli import gate_options
    from citecheck.cli.left_out import LeftOut
    from citecheck.cli.strict_rules import StrictRules

    output = named_output(output)
    check_output(output)
    targets = (*report_targets(reports), (format_, output))
    rules = StrictRules(diff)
    chosen = rules.settings(flags)
    known = rules.baseline(chosen)
    left_out = LeftOut(chosen)
    only = gate_options.OnlyChanged(diff) if diff else None
    documents = open_documents(articles, stdin_name, left_out, fields)
    raw = run_checker(documents, chosen, only, refresh=refresh, offline=offline)
    raw = rules.with_trusted_comments(raw, chosen)
    notices = (*raw.notices, *_left_out(left_out.ignored), *(only.notices if only else ()))
    raw = replace(raw, notices=notices, relaxations=left_out.relaxations())
    report, result = _apply_gate(raw, chosen, known, whole=not diff, ignored=exit_zero)
    report = replace(report, repository=gate_options.repository_of(articles))
    for name, path in targets:
        write(_render(report, name, path, quiet, verbose), path)
    if (output or format_ not in _ENDS_WITH_RESULT) and not (quiet and result.passed):
        click.echo(result.line, err=True)
    return ExitCode.PASSED if exit_zero else result.exit_code


@click.command()
@click.argument("articles", nargs=-1, required=True, type=click.Path())
@source_options
@gate_options
@click.option(
    "--baseline",
    type=click.Path(path_type=Path),
    help="The file to write (default: .citecheck-baseline.json).",
)
@click.option("--update", is_flag=True, help="Only take away what is fixed; accept nothing new.")
def baseline(articles: tuple[str, ...], update: bool, refresh: bool, offline: bool, **flags: object) -> int:
    r"""Accept what is wrong in ARTICLES today, so that only new findings fail.

    \b
    Examples:
      citecheck baseline fixtures/articles --source fixtures/pubmed
      citecheck check fixtures/articles --source fixtures/pubmed --baseline .citecheck-baseline.json
    """
    from citecheck import gate, settings
    from citecheck.cli import gate_options
    from citecheck.cli.left_out import LeftOut
    from citecheck.gate.baseline import FILE_NAME
    from citecheck.reports.printable import one_line

    chosen = settings.load_settings(flags)
    path = chosen.baseline or Path(FILE_NAME)
    before = gate.Baseline.read(path) if update or path.exists() else gate.Baseline(folder=path.parent)
    documents = open_documents(articles, "stdin.txt", LeftOut(chosen), ExportFields())
    raw = run_checker(documents, chosen, None, refresh=refresh, offline=offline)
    report = gate.apply_policy(raw, gate_options.policy(chosen), gate_options.suppressions(chosen), before)
    accepted = before.after(report, update=update)
    accepted.write(path)
    for notice in report.notices:
        click.echo(one_line(notice), err=True)
    click.echo(f"{path}: {sum(entry.count for entry in accepted.entries.values())} findings accepted")
    return ExitCode.PASSED


@click.command()
@click.argument("articles", nargs=-1, required=True, type=click.Path())
@output_options
@reading_options
@configuration_options
def extract(
    articles: tuple[str, ...],
    format_: str,
    output: Path | None,
    quiet: bool,
    verbose: int,
    stdin_name: str,
    fields: ExportFields,
    **flags: object,
) -> int:
    r"""Show the citations in ARTICLES without looking anything up.

    \b
    Examples:
      citecheck extract fixtures/articles
      citecheck extract fixtures/articles/magnesium-neuropathy.md --format json
    """
    import citecheck
    from citecheck import settings
    from citecheck.cli.left_out import LeftOut

    output = named_output(output)
    check_output(output)
    documents = open_documents(articles, stdin_name, LeftOut(settings.load_settings(flags)), fields)
    report = citecheck.extract(documents, source_types=format_ in _NAMES_SOURCE_TYPES)
    write(_render(report, format_, output, quiet, verbose), output)
    unread = any(part.document.error for part in report.documents)
    return ExitCode.UNCHECKED if unread else ExitCode.PASSED


def _apply_gate(
    report: Report, chosen: Settings, known: Baseline | None, *, whole: bool, ignored: bool
) -> tuple[Report, RunResult]:
    """Weigh a report by the policy and the suppressions of the settings.

    Args:
        report: The report of the run.
        chosen: The settings.
        known: The findings that the baseline accepts; None without a baseline.
        whole: Whether all citations were checked. A run over changed lines cannot fail for too few citations.
        ignored: Whether the command ends with 0 whatever was found.

    Returns:
        The weighed report, and the gate's result, which the report also holds.
    """
    from citecheck import gate
    from citecheck.cli import gate_options

    least = chosen.min_citations if whole else 0
    policy, suppressions = gate_options.policy(chosen), gate_options.suppressions(chosen)
    weighed = gate.apply_policy(report, policy, suppressions, known, least, whole=whole)
    result = replace(weighed.gate or gate.result(weighed, least), ignored=ignored)
    return replace(weighed, gate=result), result


def _left_out(ignored: Sequence[Path]) -> tuple[str, ...]:
    """Return a sentence that names the files that were not read because git ignores them."""
    if not ignored:
        return ()
    named = ", ".join(str(path) for path in ignored[:_IGNORED_SHOWN])
    more = f" and {len(ignored) - _IGNORED_SHOWN} more" if len(ignored) > _IGNORED_SHOWN else ""
    return (f"not read, because git ignores it: {named}{more}; what is named on the command line is read",)


def _render(report: Report, format_: str, output: Path | None, quiet: bool, verbose: int) -> str:
    if format_ != "terminal":
        from citecheck.reports import renderer

        return renderer(format_)(report)
    from citecheck.reports.to_terminal import render_terminal

    to_terminal = output is None and sys.stdout.isatty()
    width = shutil.get_terminal_size((100, 24)).columns if to_terminal else 100
    return render_terminal(
        report, colour=wants_colour(to_terminal), width=width, verbose=verbose, quiet=quiet
    )
