"""`citecheck audit`: archives of any size."""

from __future__ import annotations

from pathlib import Path

import click

from citecheck.cli.audit_run import run
from citecheck.cli.options import check_output, source_options, store_option, to_source_options, write
from citecheck.errors import ExitCode, UsageError


@click.group()
def audit() -> None:
    """Check whole archives: start, kill, resume, look, compare."""


audit.add_command(run)


@audit.command()
@store_option
@click.option(
    "--format",
    "format_",
    type=click.Choice(["terminal", "html", "csv", "parquet"]),
    default="terminal",
    show_default=True,
    help="Form of the report; csv and parquet have a row a citation.",
)
@click.option("--output", "-o", type=click.Path(dir_okay=False, path_type=Path), help="Write to this file.")
def report(store: Path, format_: str, output: Path | None) -> int:
    r"""Show what a store holds: verdicts, journals, retractions, articles ranked by problems.

    \b
    Examples:
      citecheck audit report --store my-audit.db
      citecheck audit report --store my-audit.db --format html --output audit.html
    """
    from citecheck.audit import Store
    from citecheck.audit.views.statistics import count_verdicts

    check_output(output)
    with Store(store, read_only=True) as opened:
        if format_ == "parquet":
            from citecheck.audit.views.csv_and_parquet import write_parquet

            if output is None:
                raise UsageError("--format parquet needs --output")
            write_parquet(opened, output)
        elif format_ == "csv":
            from citecheck.audit.views.csv_and_parquet import csv_lines

            write(csv_lines(opened), output)
        elif format_ == "html":
            from citecheck.audit.views.overview_page import render_overview_html

            write(render_overview_html(opened, count_verdicts(opened)), output)
        else:
            from citecheck.audit.views.overview_page import render_overview_text

            write(render_overview_text(count_verdicts(opened)), output)
    return ExitCode.PASSED


@audit.command()
@click.argument("before", type=int)
@click.argument("after", type=int)
@store_option
def diff(before: int, after: int, store: Path) -> int:
    r"""Show what fails in run AFTER and did not in run BEFORE, what is fixed, and what is still open.

    Ends with 1 where something new fails.

    \b
    Example:
      citecheck audit diff 1 2 --store my-audit.db
    """
    from citecheck.audit import Store
    from citecheck.audit.views.diff_and_query import compare_runs
    from citecheck.audit.views.statistics import label_of
    from citecheck.reports.printable import one_line, shorten

    with Store(store, read_only=True) as opened:
        found = compare_runs(opened, before, after)
    for name, rows in (("new", found.new), ("fixed", found.fixed)):
        click.echo(f"{len(rows):,} {name}")
        for article, line, verdict, quote in rows:
            click.echo(f"  {one_line(article)}:{line}: {label_of(verdict)}: “{shorten(quote, 120)}”")
    click.echo(f"{found.open:,} still open")
    return ExitCode.FAILED if found.new else ExitCode.PASSED


@audit.command()
@click.argument("sql")
@store_option
def query(sql: str, store: Path) -> int:
    r"""Put a read-only SQL question to a store.

    Views: current, failing, retracted, unknown_journals, journals, verdicts, errors, history; tables: runs,
    articles, citations, publications.

    \b
    Example:
      citecheck audit query "SELECT * FROM unknown_journals ORDER BY citations DESC" --store my-audit.db
    """
    from citecheck.audit import Store
    from citecheck.audit.views.diff_and_query import render_table
    from citecheck.audit.views.diff_and_query import run_query as ask
    from citecheck.reports.printable import sanitize_text

    with Store(store, read_only=True) as opened:
        names, rows = ask(opened, sql)
    click.echo(sanitize_text(render_table(names, rows)))
    return ExitCode.PASSED


@audit.command()
@store_option
@source_options
def rejudge(store: Path, refresh: bool, offline: bool, **flags: object) -> int:
    r"""Judge the stored evidence again by today's weights and thresholds, without any lookup.

    The source says how rare words are, and is asked nothing else.

    \b
    Example:
      citecheck audit rejudge --source my.index --store my-audit.db
    """
    import json

    from citecheck import settings
    from citecheck.audit import Store
    from citecheck.audit.work.rejudge import rejudge as judge_again
    from citecheck.audit.work.worker import WorkerConfig, open_checker

    chosen = settings.load_settings(flags)
    options = to_source_options(chosen, refresh=refresh, offline=offline)
    checker = open_checker(WorkerConfig(chosen.source, options, chosen.complete))
    with checker.source, Store(store) as opened:
        runs = opened.rows("SELECT archives, finished FROM runs ORDER BY id DESC LIMIT 1")
        if not runs or runs[0][1] is None:
            raise UsageError(
                f"{store}: its last run has to be finished first" if runs else f"{store}: no run"
            )
        number, _ = opened.begin_run(json.loads(runs[0][0]), checker.info)
        changed, left = judge_again(opened, number, checker)
        opened.finish_run(number)
    click.echo(f"{store}: run {number}: {changed:,} verdicts changed")
    if left:
        click.echo(
            f"{left:,} articles were stored by an older citecheck, and need a new look (--recheck-older 0)"
        )
    return ExitCode.PASSED


@audit.command()
@store_option
@source_options
def retractions(store: Path, refresh: bool, offline: bool, **flags: object) -> int:
    r"""List the articles that lean on a publication which is retracted now.

    Asks only for the publications that the store names. Ends with 1 where some are retracted that
    the store did not know of, with 3 where some could not be asked for.

    \b
    Example:
      citecheck audit retractions --source my.index --store my-audit.db
    """
    from citecheck import settings
    from citecheck.audit import Store
    from citecheck.audit.work.rejudge import retractions as find
    from citecheck.reports.printable import one_line, shorten
    from citecheck.sources import open_source

    chosen = settings.load_settings(flags)
    # What was kept before says nothing of retractions since.
    options = to_source_options(chosen, refresh=not offline, offline=offline)
    del refresh
    with open_source(chosen.source, options) as source, Store(store) as opened:
        found, faults = find(opened, source)
    for one in found:
        sign = "new" if one.is_new else "known"
        click.echo(f"{sign}: {one_line(one.article)}:{one.line}: PMID {one.pmid}: {shorten(one.title, 100)}")
    for fault in sorted(set(faults)):
        click.echo(f"not asked for: {fault}", err=True)
    new = sum(one.is_new for one in found)
    click.echo(f"{len(found):,} places lean on retracted publications, {new:,} of them newly retracted")
    if new:
        click.echo("citecheck audit rejudge takes this into the store's verdicts", err=True)
    if new:
        return ExitCode.FAILED
    return ExitCode.UNCHECKED if faults else ExitCode.PASSED
