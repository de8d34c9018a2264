"""`citecheck audit`: archives of any size."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from citecheck.cli.audit_decisions import decide, decisions, review, sample
from citecheck.cli.audit_run import run
from citecheck.cli.options import check_output, source_options, store_option, to_source_options, write
from citecheck.errors import ExitCode, UsageError
from citecheck.reports.printable import count_of

if TYPE_CHECKING:
    from citecheck.audit.work.retraction_watch import Retraction


@click.group()
def audit() -> None:
    """Check whole archives: start, kill, resume, look, compare."""


for command in (run, decide, decisions, sample, review):
    audit.add_command(command)


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
@click.option(
    "--since",
    type=int,
    metavar="RUN",
    help="Of the page: say what is different since this run, not the last.",
)
@click.option("--output", "-o", type=click.Path(dir_okay=False, path_type=Path), help="Write to this file.")
def report(store: Path, format_: str, since: int | None, output: Path | None) -> int:
    r"""Show what a store holds: verdicts, journals, retractions, articles ranked by problems.

    \b
    Examples:
      citecheck audit report --store my-audit.db
      citecheck audit report --store my-audit.db --format html --output audit.html
    """
    from citecheck.audit import Store
    from citecheck.audit.views.statistics import summarize_store

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

            write(render_overview_html(opened, summarize_store(opened), since), output)
        else:
            from citecheck.audit.views.overview_text import render_overview_text

            write(render_overview_text(summarize_store(opened)), output)
    return ExitCode.PASSED


@audit.command()
@click.argument("before", type=int)
@click.argument("after", type=int)
@store_option
def diff(before: int, after: int, store: Path) -> int:
    r"""Show which articles are new, changed, renamed and gone in run AFTER since run BEFORE, and what fails.

    What fails is new, fixed, gone with its article, or still open. Ends with 1 where something new fails.

    \b
    Example:
      citecheck audit diff 1 2 --store my-audit.db
    """
    from citecheck.audit import Store
    from citecheck.audit.views.diff_and_query import compare_runs
    from citecheck.audit.views.overview_text import difference_lines

    with Store(store, read_only=True) as opened:
        found = compare_runs(opened, before, after)
    click.echo("\n".join(difference_lines(found)))
    return ExitCode.FAILED if found.new else ExitCode.PASSED


@audit.command()
@click.argument("sql")
@store_option
@click.option(
    "--timeout",
    type=click.FloatRange(0, 86_400),
    default=60.0,
    show_default=True,
    metavar="SECONDS",
    help="Give up after so many seconds of processor time.",
)
def query(sql: str, store: Path, timeout: float) -> int:
    r"""Put a read-only SQL question to a store.

    Views: current, failing, retracted, unknown_journals, journals, verdicts, errors, gone, history; tables:
    runs, provenances, articles, changes, decisions, reviews.

    \b
    Example:
      citecheck audit query "SELECT * FROM unknown_journals ORDER BY citations DESC" --store my-audit.db
    """
    from citecheck.audit import Store
    from citecheck.audit.views.diff_and_query import render_table
    from citecheck.audit.views.diff_and_query import run_query as ask
    from citecheck.reports.printable import sanitize_text

    with Store(store, read_only=True) as opened:
        names, rows = ask(opened, sql, timeout)
    click.echo(sanitize_text(render_table(names, rows)))
    return ExitCode.PASSED


@audit.command()
@store_option
def migrate(store: Path) -> int:
    r"""Bring a store of an older citecheck up to date.

    \b
    Example:
      citecheck audit migrate --store my-audit.db
    """
    from citecheck.audit.store.base_file import VERSION
    from citecheck.audit.store.migrations import migrate as bring_up_to_date

    before = bring_up_to_date(store)
    said = "is up to date" if before == VERSION else f"went from version {before} to {VERSION}"
    click.echo(f"{store}: the store {said}")
    return ExitCode.PASSED


@audit.command()
@store_option
@click.option("--source", help="Refuse a store that was looked up in another source.")
def rejudge(store: Path, source: str | None) -> int:
    r"""Judge the stored citations again by today's weights and thresholds, without any lookup.

    Each is judged by what the source could say in which it was looked up.

    \b
    Example:
      citecheck audit rejudge --store my-audit.db
    """
    import json

    from citecheck.audit import Store
    from citecheck.audit.store.runs import begin_run, finish_run, sources_in_use
    from citecheck.audit.work.rejudge import rejudge as judge_again
    from citecheck.journals import Catalogue
    from citecheck.model import SourceInfo, SourceKind

    with Store(store) as opened:
        runs = opened.rows("SELECT archives, finished FROM runs ORDER BY id DESC LIMIT 1")
        if not runs or runs[0][1] is None:
            raise UsageError(
                f"{store}: its last run has to be finished first" if runs else f"{store}: no run"
            )
        sources = list(sources_in_use(opened).values())
        names = sorted({one.name for one in sources})
        if source is not None and names != [source]:
            raise UsageError(
                f"{store}: it was looked up in {' and '.join(names) or 'nothing'}, and can't be judged as if"
                f" in {source}; leave --source out, or look again: audit run --recheck-older 0"
            )
        # A store in which no citation was looked up has no source.
        last = sources[-1] if sources else SourceInfo(SourceKind.INDEX, "", 0)
        number, _ = begin_run(opened, json.loads(runs[0][0]), last)
        done = judge_again(opened, number, Catalogue.load())
        finish_run(opened, number)
    click.echo(f"{store}: run {number}: {done.changed:,} verdicts changed")
    if done.left:
        click.echo(
            f"{done.left:,} articles were stored by an older citecheck,"
            " and need a new look (--recheck-older 0)"
        )
    return ExitCode.PASSED


@audit.command()
@store_option
@source_options
def retractions(store: Path, refresh: bool, offline: bool, **flags: object) -> int:
    r"""List the articles that cite a publication which is retracted.

    First those that the store knows of; then those whose publication proves to be retracted when the
    source is asked for it anew. Asks only for the publications that the store names. Ends with 1 where
    some are retracted that the store did not know of, with 3 where some could not be asked for.

    \b
    Example:
      citecheck audit retractions --source my.index --store my-audit.db
    """
    from citecheck import settings
    from citecheck.audit import Store
    from citecheck.audit.work.retraction_watch import known_retractions, new_retractions
    from citecheck.cli.progress import CountProgress
    from citecheck.sources import open_source

    chosen = settings.load_settings(flags)
    # A cached answer does not show what was retracted since.
    options = to_source_options(chosen, refresh=not offline, offline=offline)
    del refresh
    with open_source(chosen.source, options) as source, Store(store) as opened:
        known = known_retractions(opened)
        _list_retractions("known", known)
        with CountProgress("publications asked for") as progress:
            new, faults = new_retractions(opened, source, progress)
    _list_retractions("new", new)
    for fault in sorted(set(faults)):
        click.echo(f"not asked for: {fault}", err=True)
    places = count_of(len(known) + len(new), "citation")
    click.echo(f"{places} of retracted publications, {len(new):,} of them newly retracted")
    if new:
        click.echo("citecheck audit rejudge takes this into the store's verdicts", err=True)
        return ExitCode.FAILED
    return ExitCode.UNCHECKED if faults else ExitCode.PASSED


def _list_retractions(sign: str, found: Sequence[Retraction]) -> None:
    from citecheck.reports.printable import one_line, shorten

    for one in found:
        click.echo(f"{sign}: {one_line(one.article)}:{one.line}: PMID {one.pmid}: {shorten(one.title, 100)}")
