"""`citecheck pubmed`: a local index of PubMed."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from citecheck.cli.options import source_options
from citecheck.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from citecheck.pubmed import BuildProgress, BuildResult, DownloadProgress

_PATH = click.Path(path_type=Path)
# A folder with the whole baseline has more than a thousand files.
MOST_NAMED = 5
_EXISTING = click.Path(exists=True, path_type=Path)


@click.group()
def pubmed() -> None:
    """Download PubMed's files, build a local index of them, and ask it."""


@pubmed.command()
@click.argument("folder", type=_PATH)
@click.option("--baseline/--no-baseline", default=True, help="Fetch the yearly baseline (default: yes).")
@click.option("--updates/--no-updates", default=False, help="Fetch the daily update files.")
@click.option("--url", help="Where NLM's folders lie, if not at NLM (a mirror).")
@click.option(
    "--connections", type=click.IntRange(1, 8), default=3, show_default=True, help="Files at a time."
)
def download(folder: Path, baseline: bool, updates: bool, url: str | None, connections: int) -> int:
    r"""Fetch PubMed's files into FOLDER: what is missing, cut off or damaged, and nothing else.

    \b
    Example:
      citecheck pubmed download my-pubmed --updates
    """
    from citecheck.pubmed import Series, mirror

    if url is not None and not url.startswith(("https://", "http://")):
        raise UsageError(f"--url {url}: does not start with https://")
    series = [s for s, wanted in ((Series.BASELINE, baseline), (Series.UPDATES, updates)) if wanted]
    if not series:
        raise UsageError("nothing to fetch: say --baseline or --updates")
    done = mirror.download(
        folder, series, base_url=url or mirror.BASE_URL, connections=connections, progress=_show_fetching
    )
    _end_line()
    click.echo(f"{folder}: {len(done.fetched):,} files fetched, {len(done.kept):,} were there")
    for name, reason in done.failed:
        click.echo(f"{name}: {reason}", err=True)
    return ExitCode.UNCHECKED if done.failed else ExitCode.PASSED


@pubmed.command()
@click.argument("index", type=_PATH)
@click.argument("files", nargs=-1, required=True, type=_EXISTING)
@click.option("--abstracts/--no-abstracts", default=True, help="Keep abstracts (default: yes).")
@click.option("--years", metavar="FIRST-LAST", help="Only records of these years.")
@click.option(
    "--journal", "journals", multiple=True, help="Only this journal (NLM abbreviation); may be repeated."
)
@click.option("--processes", type=click.IntRange(1), help="Parsing processes (default: one a core).")
@click.option("--replace", is_flag=True, help="Build beside INDEX, then take its place (a new year).")
def build(
    index: Path,
    files: tuple[Path, ...],
    abstracts: bool,
    years: str | None,
    journals: tuple[str, ...],
    processes: int | None,
    replace: bool,
) -> int:
    r"""Build INDEX from FILES (PubMed XML, plain or gzipped, or MEDLINE text) or folders of them.

    A build that was cut off goes on where it was.

    \b
    Examples:
      citecheck pubmed build my.index fixtures/pubmed
      citecheck pubmed build recent.index fixtures/pubmed --years 2015-2026
    """
    from citecheck.pubmed import BuildOptions, build_index, replace_index

    choices = BuildOptions(abstracts, _years(years), journals)
    built = replace_index if replace else build_index
    written = built(index, files, choices, processes=processes, progress=_Rate())
    _tell(index, written)
    return ExitCode.PASSED


@pubmed.command()
@click.argument("index", type=_EXISTING)
@click.argument("files", nargs=-1, required=True, type=_EXISTING)
@click.option("--processes", type=click.IntRange(1), help="Parsing processes (default: one a core).")
def update(index: Path, files: tuple[Path, ...], processes: int | None) -> int:
    r"""Apply update files to INDEX: revised records replace, deleted ones go.

    \b
    Example:
      citecheck pubmed update my.index my-pubmed
    """
    from citecheck.pubmed import update_index

    _tell(index, update_index(index, files, processes=processes, progress=_Rate()))
    return ExitCode.PASSED


@pubmed.command()
@click.argument("index", type=_EXISTING)
def info(index: Path) -> int:
    r"""Say what INDEX holds.

    \b
    Example:
      citecheck pubmed info my.index
    """
    from citecheck.pubmed import PubMedIndex

    about = PubMedIndex.open(index).info
    state, choices = about.state, about.state.choices
    years = f"{choices.years[0]} to {choices.years[1]}" if choices.years else "all"
    for name, value in (
        ("records", f"{about.records:,}"),
        ("files", f"{len(state.files):,}"),
        ("gaps", _gaps(state.gaps)),
        ("as of", state.as_of or "unknown"),
        ("complete", "yes, the whole baseline" if state.complete else "no, a part of PubMed"),
        ("abstracts", "yes" if choices.abstracts else "no"),
        ("years", years),
        ("journals", ", ".join(choices.journals) or "all"),
        ("bad records", f"{sum(file.bad for file in state.files):,}"),
        ("size", f"{about.bytes / 1e6:,.1f} MB"),
    ):
        click.echo(f"{name:12} {value}")
    return ExitCode.PASSED


@pubmed.command()
@click.argument("paths", nargs=-1, required=True, type=_EXISTING)
def verify(paths: tuple[Path, ...]) -> int:
    r"""Verify mirrors and indexes: checksums, missing files, records. Ends with 1 where something is wrong.

    Given both, an index is held against the mirror, too.

    \b
    Examples:
      citecheck pubmed verify my-pubmed
      citecheck pubmed verify my.index my-pubmed
    """
    from citecheck.pubmed import verify as verify_all

    faults = verify_all(paths)
    for fault in faults:
        click.echo(fault)
    if not faults:
        click.echo("all is whole")
    return ExitCode.FAILED if faults else ExitCode.PASSED


@pubmed.command()
@click.argument("index", type=_EXISTING)
@click.argument("words", nargs=-1)
@click.option("--journal", help="Title or abbreviation of the journal.")
@click.option("--author", "authors", multiple=True, help="Last name of an author; may be repeated.")
@click.option("--years", metavar="FIRST-LAST", help="Years of publication.")
@click.option("--limit", type=click.IntRange(1, 1000), default=10, show_default=True, help="Records shown.")
def search(
    index: Path,
    words: tuple[str, ...],
    journal: str | None,
    authors: tuple[str, ...],
    years: str | None,
    limit: int,
) -> int:
    r"""Search INDEX for records that hold all WORDS. Ends with 1 where none does.

    OR between two words asks for either of them; AND may stand between words, quotes around several.

    \b
    Examples:
      citecheck pubmed search my.index magnesium OR zinc sleep
      citecheck pubmed search my.index magnesium neuropathic pain --years 2010-2020
    """
    from citecheck.journals import Catalogue
    from citecheck.model import Query
    from citecheck.pubmed import PubMedIndex
    from citecheck.pubmed.output_formats import citation_line

    found_journal = Catalogue.load().lookup(journal) if journal else None
    if journal and not found_journal:
        raise UsageError(f"--journal {journal}: the catalogue does not know it")
    query = Query(
        "search",
        journal=found_journal,
        authors=authors,
        years=_years(years),
        concepts=_concepts(" ".join(f'"{word}"' if _is_phrase(word) else word for word in words)),
        limit=limit,
    )
    found = PubMedIndex.open(index).search(query)
    click.echo(f"{found.hits:,} records: {found.text}")
    for publication in found.publications:
        authors_shown = ", ".join(author.short for author in publication.authors[:3])
        click.echo(
            f"{publication.pmid:>9}  {authors_shown}. {publication.title} {citation_line(publication)}"
        )
    return ExitCode.PASSED if found.hits else ExitCode.FAILED


@pubmed.command()
@click.argument("index", type=_EXISTING)
@click.argument("identifier")
@click.option(
    "--format", "format_", type=click.Choice(["text", "json", "nbib"]), default="text", show_default=True,
    help="Form of the record.",
)  # fmt: skip
def get(index: Path, identifier: str, format_: str) -> int:
    r"""Show the record with IDENTIFIER (PMID, DOI, PMCID or Bookshelf accession).

    Ends with 1 where INDEX has none.

    \b
    Examples:
      citecheck pubmed get my.index 21659058
      citecheck pubmed get my.index 10.1056/NEJMoa1112010 --format nbib
      citecheck pubmed get my.index https://pubmed.ncbi.nlm.nih.gov/21659058/
    """
    from citecheck.pubmed import FORMATS, PubMedIndex
    from citecheck.pubmed.identifiers import read_identifier

    named = read_identifier(identifier)
    if named is None:
        raise UsageError(
            f"{identifier} is not a PMID, DOI, PMCID or Bookshelf accession, nor an address that holds one"
        )
    opened = PubMedIndex.open(index)
    publication = opened.get(identifier)
    if publication is None:
        gone = named.kind == "pmid" and opened.has_deleted(named.value)
        said = f"PubMed has deleted record {named.value}." if gone else f"{identifier} is not in {index}."
        click.echo(said, err=True)
        return ExitCode.FAILED
    click.echo(FORMATS[format_](publication), nl=False)
    return ExitCode.PASSED


# A quoted phrase, or a word.
_SEARCHED = re.compile(r'"([^"]*)"|(\S+)')


def _is_phrase(word: str) -> bool:
    """Whether an argument has lost its quotes to the shell: several words without any operator."""
    return " " in word and not re.search(r'"|\b(?:AND|OR|NOT)\b', word)


def _concepts(words: str) -> tuple[tuple[str, ...], ...]:
    """Return the required concepts, each with its alternatives: `a OR b c` is (a or b) and c.

    Raises:
        UsageError: The words use more of PubMed's language than an index understands.
    """
    if re.search(r"[()\[\]]|\bNOT\b", words) or words.count('"') % 2:
        raise UsageError("search takes words, AND, OR and quotes, but no NOT, parentheses or [tags]")
    concepts: list[tuple[str, ...]] = []
    joined = False
    for quoted, bare in _SEARCHED.findall(words):
        if bare in ("AND", "OR"):
            joined = bare == "OR"
            if not concepts:
                raise UsageError(f"{bare} stands between two words")
            continue
        word = quoted or bare
        if joined:
            concepts[-1] += (word,)
        else:
            concepts.append((word,))
        joined = False
    if joined:
        raise UsageError("OR stands between two words")
    return tuple(concepts)


@pubmed.command()
@source_options
def selftest(refresh: bool, offline: bool, **flags: object) -> int:
    r"""Ask live PubMed for known records in every way, and say where it answers otherwise than expected.

    Sends about 30 requests. Ends with 1 where something differs, with 3 where something was not answered.
    Please report what differs: it is what this version's authors could not see.

    \b
    Example:
      citecheck pubmed selftest --email you@example.org
    """
    from citecheck.cli.options import to_source_options
    from citecheck.settings import load_settings
    from citecheck.sources.entrez import EntrezSource
    from citecheck.sources.entrez.selftest import run_selftest

    if offline:
        raise UsageError("the selftest asks PubMed: it cannot be taken together with --offline")
    options = to_source_options(load_settings({**flags, "cache": False}), refresh=refresh)
    differ = failed = 0
    with EntrezSource(options) as source:
        for result in run_selftest(source):
            differ += result.differs
            failed += result.error is not None
            if result.error:
                click.echo(f"?        {result.name}: {result.error}")
            elif result.differs:
                click.echo(f"DIFFERS  {result.name}: expected {result.expected!r}, got {result.found!r}")
            else:
                click.echo(f"ok       {result.name}")
    click.echo(f"{differ} differ, {failed} were not answered")
    return ExitCode.FAILED if differ else ExitCode.UNCHECKED if failed else ExitCode.PASSED


def _years(given: str | None) -> tuple[int, int] | None:
    if given is None:
        return None
    first, _, last = given.partition("-")
    if not (first.isdecimal() and (last or first).isdecimal()) or int(first) > int(last or first):
        raise UsageError(f"--years {given}: takes a year, or FIRST-LAST")
    return int(first), int(last or first)


def _tell(index: Path, written: BuildResult) -> None:
    _end_line()
    for note in written.notes:
        click.echo(note, err=True)
    for name, bad in written.bad:
        click.echo(f"{name}: a record was passed over: {bad.reason}", err=True)
    if len(written.skipped) > MOST_NAMED:
        click.echo(f"{len(written.skipped):,} files are in the index already", err=True)
    else:
        for name in written.skipped:
            click.echo(f"{name}: is in the index already", err=True)
    records = sum(file.records for file in written.files)
    passed_over = sum(file.bad for file in written.files)
    more = f", {passed_over:,} bad ones passed over" if passed_over else ""
    count = len(written.files)
    click.echo(f"{index}: {records:,} records of {count:,} file{'' if count == 1 else 's'}{more}")


def _gaps(gaps: Sequence[str]) -> str:
    """The missing files of NLM's series, neighbours as a range."""
    runs: list[list[str]] = []
    for name in gaps:
        if runs and int(name[-4:]) == int(runs[-1][-1][-4:]) + 1:
            runs[-1].append(name)
        else:
            runs.append([name])
    named = [run[0] if len(run) == 1 else f"{run[0]} to {run[-1]}" for run in runs[:MOST_NAMED]]
    if len(runs) > MOST_NAMED:
        named.append("…")
    return f"{', '.join(named)} ({len(gaps)} files: fetch them, then update)" if gaps else "none"


class _Rate:
    """A line on standard error with records, rate and time left, if that is a terminal."""

    def __init__(self) -> None:
        self._began = time.monotonic()

    def __call__(self, at: BuildProgress) -> None:
        if not sys.stderr.isatty():
            return
        seconds = max(time.monotonic() - self._began, 0.001)
        left = seconds / at.bytes_done * (at.bytes - at.bytes_done) if at.bytes_done else 0
        click.echo(
            f"\r{at.file}: {at.files_done:,} of {at.files:,} files, {at.records:,} records, "
            f"{at.records / seconds:,.0f} a second, {left / 60:,.0f} min ",
            err=True,
            nl=False,
        )


def _show_fetching(at: DownloadProgress) -> None:
    if sys.stderr.isatty():
        speed = at.bytes / max(at.seconds, 0.001) / 1e6
        left = at.seconds / at.files_done * (at.files - at.files_done) if at.files_done else 0
        click.echo(
            f"\r{at.file}: {at.files_done:,} of {at.files:,} files, {speed:,.1f} MB/s, {left / 60:,.0f} min ",
            err=True,
            nl=False,
        )


def _end_line() -> None:
    if sys.stderr.isatty():
        click.echo(err=True)
