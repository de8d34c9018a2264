"""`citecheck audit`: archives of any size."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from citecheck.cli.options import cache_folder, check_output, source_options, to_source_options, write
from citecheck.cli.progress import AuditProgress
from citecheck.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from citecheck.audit import Inputs, Tally
    from citecheck.audit.kept_pages import Manners
    from citecheck.audit.run import Workers
    from citecheck.audit.worker import Bench
    from citecheck.settings import Settings

_STORE = click.option(
    "--store",
    type=click.Path(path_type=Path),
    default="audit.db",
    show_default=True,
    help="The audit's store.",
)


@click.group()
def audit() -> None:
    """Check whole archives: start, kill, resume, look, compare."""


@audit.command()
@click.argument("archives", nargs=-1)
@_STORE
@source_options
@click.option(
    "--files-from",
    type=click.File(encoding="utf-8", errors="surrogateescape"),
    help="Further ARCHIVES, one a line; - reads them from standard input.",
)
@click.option("--include", multiple=True, metavar="GLOB", help="Of folders only what fits; may be repeated.")
@click.option("--exclude", multiple=True, metavar="GLOB", help="Leave out what fits; may be repeated.")
@click.option("--allow-private", is_flag=True, help="Fetch pages from private addresses, too.")
@click.option("--processes", type=click.IntRange(1), help="Processes (default: one a core; live: 1).")
@click.option(
    "--scheduler", metavar="ADDRESS", help="Work on this Dask cluster, such as tcp://localhost:8786."
)
@click.option("--recheck", help="Check articles with these verdicts or flags again.")
@click.option("--recheck-older", type=click.FloatRange(0), metavar="DAYS", help="Check again what is older.")
@click.option("--text-field", help="Field of exports with the text; a dot leads into an inner object.")
@click.option("--title-field", help="Field with the title.")
@click.option("--date-field", help="Field with the date.")
@click.option("--id-field", help="Field with what names an article for ever.")
@click.option("--url-field", help="Field with its address; names it, too.")
@click.option("--complete", is_flag=True, default=None, help="Take the index as all of PubMed.")
@click.option(
    "--dry-run", is_flag=True, help="Only find citations, and say how many lookups they would take."
)
def run(
    archives: tuple[str, ...],
    store: Path,
    processes: int | None,
    scheduler: str | None,
    recheck: str | None,
    recheck_older: float | None,
    text_field: str | None,
    title_field: str | None,
    date_field: str | None,
    id_field: str | None,
    url_field: str | None,
    files_from: TextIO | None,
    include: tuple[str, ...],
    exclude: tuple[str, ...],
    allow_private: bool,
    dry_run: bool,
    refresh: bool,
    offline: bool,
    **flags: object,
) -> int:
    r"""Check the articles of ARCHIVES into a store: what is new, changed, or due again.

    ARCHIVES are folders, JSON Lines and CSV exports, WARC files, sitemaps and feeds. A run that was
    killed goes on where it was. Fields of exports that are not named are guessed, and said.

    \b
    Examples:
      citecheck audit run fixtures/articles --source fixtures/pubmed --store my-audit.db
      citecheck audit run export.jsonl --text-field body --store my-audit.db --recheck unchecked
      find /srv/articles -newer my-audit.db | citecheck audit run --files-from - --include '*.html'
    """
    import datetime as dt

    from citecheck import settings
    from citecheck.audit import Audit, Inputs, Store, articles
    from citecheck.audit import audit as run_audit
    from citecheck.audit.worker import Bench
    from citecheck.documents import FieldNames
    from citecheck.sources import open_source

    chosen = settings.load(flags)
    options = to_source_options(chosen, refresh=refresh, offline=offline)
    bench = Bench(chosen.source, options, chosen.complete)
    if not archives and not files_from:
        raise UsageError("name an archive, or --files-from")
    inputs = Inputs(
        FieldNames(text_field, title_field, date_field, id_field, url_field),
        include,
        exclude=(*chosen.exclude, *exclude),
        manners=_manners(chosen, allow_private=allow_private, refresh=refresh, offline=offline),
        said=lambda line: click.echo(line, err=True),
    )
    # A million names make no good name.
    named = (*archives, f"--files-from {files_from.name}") if files_from else archives
    if dry_run:
        found = articles(_archives(archives, files_from), inputs)
        from citecheck.audit.estimate import estimate

        click.echo(estimate(found, live=chosen.source == "pubmed", keyed=chosen.api_key is not None))
        return ExitCode.PASSED
    with open_source(chosen.source, options) as source:
        info = source.info
    again = _traits(recheck)
    older = dt.timedelta(days=recheck_older) if recheck_older is not None else None
    with Store(store) as opened:
        number, resumed = opened.begin_run(named, info)
        click.echo(f"{store}: run {number}{' goes on' if resumed else ''}", err=True)
        inputs = replace(inputs, is_done=partial(opened.is_checked, number))
        found = articles(_archives(archives, files_from), inputs)
        _count(inputs, archives, files_from)
        workers = _workers(bench, scheduler, processes)
        with AuditProgress(inputs.extent) as progress:
            tally = run_audit(opened, number, found, Audit(named, again, older), workers, progress)
    _say(f"{store}: run {number}", tally)
    return ExitCode.UNCHECKED if tally.unreadable else ExitCode.PASSED


def _traits(recheck: str | None) -> frozenset[str]:
    """The verdicts and flags of --recheck."""
    from citecheck.model import Flag, Verdict

    named = frozenset(part.strip().replace("-", "_") for part in (recheck or "").split(",") if part.strip())
    known = {*(one.value for one in (*Verdict, *Flag)), "not_in_index"}
    if named - known:
        raise UsageError(f"--recheck {recheck}: takes {', '.join(sorted(known))}")
    return named


def _archives(archives: tuple[str, ...], files_from: TextIO | None) -> Iterator[str]:
    """The archives that are named, here and in a list."""
    yield from archives
    yield from (line for text in files_from or () if (line := text.rstrip("\r\n")))


def _count(inputs: Inputs, archives: tuple[str, ...], files_from: TextIO | None) -> None:
    """Begin to count what there is to read. A list that comes through a pipe can be read only once."""
    from citecheck.audit.articles import files_of

    listed = Path(files_from.name) if files_from else None
    if listed and not listed.is_file():
        inputs.extent.unknown()
        return

    def named() -> Iterator[str]:
        if not listed:
            yield from archives
            return
        with listed.open(encoding="utf-8", errors="surrogateescape") as lines:
            yield from _archives(archives, lines)

    inputs.extent.count(files_of(named(), inputs))


def _manners(chosen: Settings, *, allow_private: bool, refresh: bool, offline: bool) -> Manners:
    from citecheck.audit.kept_pages import Manners

    folder = cache_folder(chosen) if chosen.cache else None
    return Manners(folder, allow_private, refresh, offline, chosen.timeout)


def _workers(bench: Bench, scheduler: str | None, processes: int | None) -> Workers:
    """A Dask cluster where one is named; else processes here, for live PubMed a single one."""
    if scheduler:
        from citecheck.audit.cluster import Cluster

        return Cluster(scheduler, bench)
    import os

    from citecheck.audit import Processes

    return Processes(bench, processes or (1 if bench.source == "pubmed" else os.cpu_count() or 1))


def _say(what: str, tally: Tally) -> None:
    from citecheck.audit.overview import said

    verdicts = [f"{n:,} {said(name)}" for name, n in sorted(tally.verdicts.items())]
    for line in (
        what,
        f"{tally.articles:,} articles checked, {tally.copied:,} the same as another",
        f"{tally.unchanged:,} unchanged",
        f"{tally.unreadable:,} could not be read",
        f"{tally.citations:,} citations: {', '.join(verdicts) or 'none'}",
    ):
        click.echo(line)


@audit.command()
@_STORE
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
    from citecheck.audit.overview import overview

    check_output(output)
    with Store(store, read_only=True) as opened:
        if format_ == "parquet":
            from citecheck.audit.tables import write_parquet

            if output is None:
                raise UsageError("--format parquet needs --output")
            write_parquet(opened, output)
        elif format_ == "csv":
            from citecheck.audit.tables import csv_lines

            write(csv_lines(opened), output)
        elif format_ == "html":
            from citecheck.audit.page import as_html

            write(as_html(opened, overview(opened)), output)
        else:
            from citecheck.audit.page import as_text

            write(as_text(overview(opened)), output)
    return ExitCode.PASSED


@audit.command()
@click.argument("before", type=int)
@click.argument("after", type=int)
@_STORE
def diff(before: int, after: int, store: Path) -> int:
    r"""Show what fails in run AFTER and did not in run BEFORE, what is fixed, and what is still open.

    Ends with 1 where something new fails.

    \b
    Example:
      citecheck audit diff 1 2 --store my-audit.db
    """
    from citecheck.audit import Store
    from citecheck.audit.looking import difference
    from citecheck.audit.overview import said
    from citecheck.reports.printable import one_line, shorten

    with Store(store, read_only=True) as opened:
        found = difference(opened, before, after)
    for name, rows in (("new", found.new), ("fixed", found.fixed)):
        click.echo(f"{len(rows):,} {name}")
        for article, line, verdict, quote in rows:
            click.echo(f"  {one_line(article)}:{line}: {said(verdict)}: “{shorten(quote, 120)}”")
    click.echo(f"{found.open:,} still open")
    return ExitCode.FAILED if found.new else ExitCode.PASSED


@audit.command()
@click.argument("sql")
@_STORE
def query(sql: str, store: Path) -> int:
    r"""Put a read-only SQL question to a store.

    Views: current, failing, retracted, unknown_journals, journals, verdicts, errors, history; tables: runs,
    articles, citations, publications.

    \b
    Example:
      citecheck audit query "SELECT * FROM unknown_journals ORDER BY citations DESC" --store my-audit.db
    """
    from citecheck.audit import Store
    from citecheck.audit.looking import query as ask
    from citecheck.audit.looking import table
    from citecheck.reports.printable import printable

    with Store(store, read_only=True) as opened:
        names, rows = ask(opened, sql)
    click.echo(printable(table(names, rows)))
    return ExitCode.PASSED


@audit.command()
@_STORE
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
    from citecheck.audit.again import rejudge as judge_again
    from citecheck.audit.worker import Bench, open_checker

    chosen = settings.load(flags)
    options = to_source_options(chosen, refresh=refresh, offline=offline)
    checker = open_checker(Bench(chosen.source, options, chosen.complete))
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
@_STORE
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
    from citecheck.audit.again import retractions as find
    from citecheck.reports.printable import one_line, shorten
    from citecheck.sources import open_source

    chosen = settings.load(flags)
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
