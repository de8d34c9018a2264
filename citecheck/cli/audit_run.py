"""`citecheck audit run`: archives of any size into a store."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TextIO

import click

from citecheck.cli.options import (
    cache_folder,
    export_options,
    source_options,
    store_option,
    to_source_options,
)
from citecheck.cli.progress import AuditProgress
from citecheck.errors import ExitCode, UsageError
from citecheck.reports.printable import count_of, one_line

if TYPE_CHECKING:
    from citecheck.audit import Inputs, RunCounts
    from citecheck.audit.inputs.http_cache import FetchPolicy
    from citecheck.audit.work.run import Workers
    from citecheck.audit.work.worker import WorkerConfig
    from citecheck.documents import FieldNames
    from citecheck.settings import Settings


@click.command()
@click.argument("archives", nargs=-1)
@store_option
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
@export_options
@click.option("--complete", is_flag=True, default=None, help="Take the index as all of PubMed.")
@click.option("--also", metavar="SERVICES", hidden=True, help="Refused: audits ask no second opinions.")
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
    fields: FieldNames,
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
    from citecheck import settings
    from citecheck.audit import Inputs

    chosen = settings.load_settings(flags)
    if not archives and not files_from:
        raise UsageError("name an archive, or --files-from")
    _refuse_second_opinions(chosen)
    inputs = Inputs(
        fields,
        include,
        exclude=(*chosen.exclude, *exclude),
        policy=_policy(chosen, allow_private=allow_private, refresh=refresh, offline=offline),
        said=lambda line: click.echo(one_line(line), err=True),
    )
    if dry_run:
        click.echo(_estimated(_archives(archives, files_from), inputs, chosen))
        return ExitCode.PASSED
    work = _Work(_worker_config(chosen, refresh=refresh, offline=offline), scheduler, processes)
    number, tally = _run(store, archives, files_from, inputs, work, _traits(recheck), recheck_older)
    _say(f"{store}: run {number}", tally)
    return ExitCode.UNCHECKED if tally.unreadable else ExitCode.PASSED


def _refuse_second_opinions(chosen: Settings) -> None:
    """Refuse second opinions: the processes of an audit would exceed the services' rates together.

    Raises:
        UsageError: The command line asks for second opinions.
    """
    if not chosen.also:
        return
    sentence = (
        f"an audit does not ask {' and '.join(chosen.also)}: its processes would ask side by side, too fast"
        " for them; citecheck check --also asks about the articles that you name"
    )
    if chosen.origins.get("also") == "flag":
        raise UsageError(f"--also: {sentence}")
    click.echo(f"citecheck: {sentence}", err=True)


def _estimated(archives: Iterator[str], inputs: Inputs, chosen: Settings) -> str:
    """Return how many lookups a run would take, and how long they would take on live PubMed."""
    from citecheck.audit import read_articles
    from citecheck.audit.work.dry_run import estimate_lookups

    live, keyed = chosen.source == "pubmed", chosen.api_key is not None
    return estimate_lookups(read_articles(archives, inputs), live=live, keyed=keyed)


def _worker_config(chosen: Settings, *, refresh: bool, offline: bool) -> WorkerConfig:
    from citecheck.audit.work.worker import WorkerConfig

    options = to_source_options(chosen, refresh=refresh, offline=offline)
    return WorkerConfig(chosen.source, options, chosen.complete)


class _Work(NamedTuple):
    """What an audit run works with: settings, source, articles and processes."""

    config: WorkerConfig
    scheduler: str | None
    processes: int | None

    def workers(self) -> Workers:
        """Return a Dask cluster if one is named; else local processes, a single one for live PubMed."""
        if self.scheduler:
            from citecheck.audit.work.dask_backend import Cluster

            return Cluster(self.scheduler, self.config)
        import os

        from citecheck.audit import Processes

        usual = 1 if self.config.source == "pubmed" else os.cpu_count() or 1
        return Processes(self.config, self.processes or usual)


def _run(
    store: Path,
    archives: tuple[str, ...],
    files_from: TextIO | None,
    inputs: Inputs,
    work: _Work,
    again: frozenset[str],
    days: float | None,
) -> tuple[int, RunCounts]:
    """Run the audit; return the number of the run, and the counts of articles by result."""
    import datetime as dt

    from citecheck.audit import Audit, Store, read_articles
    from citecheck.audit import audit as run_audit
    from citecheck.audit.store.runs import begin_run
    from citecheck.sources import open_source

    # A list may hold a million names: the run is named after the list.
    named = (*archives, f"--files-from {files_from.name}") if files_from else archives
    with open_source(work.config.source, work.config.options) as source:
        info = replace(source.info, complete=True) if work.config.complete else source.info
    older = dt.timedelta(days=days) if days is not None else None
    with Store(store) as opened:
        number, resumed = begin_run(opened, named, info)
        click.echo(f"{store}: run {number}{' goes on' if resumed else ''}", err=True)
        inputs = replace(inputs, is_done=partial(opened.is_checked, number), folder=opened.folder)
        found = read_articles(_archives(archives, files_from), inputs)
        _count(inputs, archives, files_from)
        with AuditProgress(inputs.extent) as progress:
            return number, run_audit(
                opened, number, found, Audit(archives, again, older), work.workers(), progress
            )


def _traits(recheck: str | None) -> frozenset[str]:
    """The verdicts and flags of --recheck."""
    from citecheck.model import Flag, Verdict

    named = frozenset(part.strip().replace("-", "_") for part in (recheck or "").split(",") if part.strip())
    known = {*(one.value for one in (*Verdict, *Flag)), "not_in_index"}
    if named - known:
        raise UsageError(f"--recheck {recheck}: takes {', '.join(sorted(known))}")
    return named


def _archives(archives: tuple[str, ...], files_from: TextIO | None) -> Iterator[str]:
    """Return the archives that the command line and the list of --files-from name."""
    yield from archives
    yield from (line for text in files_from or () if (line := text.rstrip("\r\n")))


def _count(inputs: Inputs, archives: tuple[str, ...], files_from: TextIO | None) -> None:
    """Begin to count the articles, except of a list that comes through a pipe: it can be read only once."""
    from citecheck.audit.inputs.discovery import list_files

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

    inputs.extent.count(list_files(named(), inputs))


def _policy(chosen: Settings, *, allow_private: bool, refresh: bool, offline: bool) -> FetchPolicy:
    from citecheck.audit.inputs.http_cache import FetchPolicy

    folder = cache_folder(chosen) if chosen.cache else None
    return FetchPolicy(folder, allow_private, refresh, offline, chosen.timeout)


def _say(what: str, tally: RunCounts) -> None:
    from citecheck.reports.notices import label

    verdicts = [f"{n:,} {label(name)}" for name, n in sorted(tally.verdicts.items())]
    for line in (
        what,
        f"{count_of(tally.articles, 'article')} checked, {tally.copied:,} the same as another",
        f"{tally.unchanged:,} unchanged",
        *([f"{tally.renamed:,} of them renamed"] if tally.renamed else []),
        *([f"{tally.gone:,} gone"] if tally.gone else []),
        f"{tally.unreadable:,} could not be read",
        f"{count_of(tally.citations, 'citation')}: {', '.join(verdicts) or 'none'}",
    ):
        click.echo(line)
