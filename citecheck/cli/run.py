"""The steps that all commands share which check articles: open documents, look up, judge."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from citecheck.cli.options import ExportFields, to_source_options
from citecheck.errors import UsageError

if TYPE_CHECKING:
    from citecheck.checker import Filter
    from citecheck.cli.left_out import LeftOut
    from citecheck.model import Document, DocumentReport, Report
    from citecheck.model.second_opinion import Identifier, SecondOpinion
    from citecheck.settings import Settings
    from citecheck.sources import SourceOptions


def run_checker(
    documents: Iterable[Document],
    chosen: Settings,
    only: Filter | None,
    *,
    refresh: bool,
    offline: bool,
) -> Report:
    """Extract, look up and judge; the gate's policy is not applied yet."""
    from citecheck.checker import Checker
    from citecheck.cli.progress import ProgressLine
    from citecheck.journals import Catalogue
    from citecheck.model import Report
    from citecheck.sources import open_source

    # All that is found lives until the report is written, and hardly any of it is in cycles.
    gc.set_threshold(2_000_000, 50, 100)
    options = to_source_options(chosen, refresh=refresh, offline=offline)
    with (
        ProgressLine(f"opening {chosen.source}") as progress,
        open_source(chosen.source, options) as source,
    ):
        checker = Checker(source, Catalogue.load(), complete=chosen.complete)
        progress.watch(source)
        parts = tuple(_second_opinions(checker.check(documents, progress, only), chosen, options))
        notices = [_interrupted(chosen)] if checker.interrupted else []
        notices += [notice for part in parts for notice in part.numbering_notices]
        return Report(parts, checker.info, tuple(notices))


def _second_opinions(
    parts: Iterable[DocumentReport], chosen: Settings, options: SourceOptions
) -> Iterable[DocumentReport]:
    """Add to the reports the second opinions of the services that `--also` names."""
    if not chosen.also:
        return parts
    from citecheck.sources.second_opinions import open_opinion_sources
    from citecheck.verdicts.second_opinions import with_second_opinions

    urls = {name: getattr(chosen, name) for name in ("crossref_url", "doi_url", "openlibrary_url")}
    services = open_opinion_sources(chosen.also, options, urls)

    def ask(identifier: Identifier) -> tuple[SecondOpinion, ...]:
        return tuple(service.opinion(identifier) for service in services if service.answers(identifier))

    return with_second_opinions(parts, ask)


def _interrupted(chosen: Settings) -> str:
    kept = chosen.source == "pubmed" and chosen.cache
    goes_on = " PubMed's answers are kept: the same command goes on from them." if kept else ""
    return f"The run was interrupted: further articles were not read.{goes_on}"


def open_documents(
    articles: Sequence[str], stdin_name: str, left_out: LeftOut, fields: ExportFields
) -> Iterator[Document]:
    """Return the documents that the arguments name, each file once.

    Args:
        articles: files, folders, addresses, or "-".
        stdin_name: what standard input is called.
        left_out: the patterns of paths that are left out; it counts what they and git leave out.
        fields: how exports are read.

    Raises:
        UsageError: if a path does not exist; raised before any document is read.
    """
    from citecheck.documents import read_bytes

    require_existing(a for a in articles if not (a == "-" or is_url(a)))
    seen: set[Path] = set()

    def each() -> Iterator[Document]:
        for article in articles:
            if article == "-":
                yield read_bytes(sys.stdin.buffer.read(), stdin_name)
            elif is_url(article):
                from citecheck.documents import read_url

                yield read_url(article, allow_private=fields.allow_private)
            else:
                for path in files_of(article, left_out, seen):
                    yield from _read(path, fields)

    return each()


def require_existing(articles: Iterable[str]) -> None:
    """Refuse paths at which there is nothing.

    Raises:
        UsageError: a path does not exist.
    """
    missing = next((article for article in articles if not Path(article).exists()), None)
    if missing is not None:
        raise UsageError(f"there is no file or folder {missing!r}")


def files_of(article: str, left_out: LeftOut, seen: set[Path]) -> Iterator[Path]:
    """The files at a path that are not left out.

    Args:
        article: a file or folder.
        left_out: the patterns of paths that are left out.
        seen: the real paths of files given before, which are not given again; it takes note of these.
    """
    from citecheck.documents import find_files

    for path in find_files([Path(article)], ignored=left_out.ignore):
        real = path.resolve()
        if not left_out.excludes(path) and real not in seen:
            seen.add(real)
            yield path


def _read(path: Path, fields: ExportFields) -> Iterator[Document]:
    """The article at a path, or the articles of an export."""
    from citecheck.documents import read, read_records
    from citecheck.reports.printable import one_line

    if path.suffix.lower() not in (".json", ".jsonl"):
        yield read(path)
        return
    records = read_records(path, fields.text, fields.title, fields.date)
    if records.fields and records.fields.guessed:
        found = records.fields
        click.echo(
            f"{one_line(str(path))}: text is read from {found.text or 'nothing'!r}, "
            f"title from {found.title!r}, date from {found.date!r} "
            "(--text-field, --title-field and --date-field say otherwise)",
            err=True,
        )
    yield from records


def is_url(article: str) -> bool:
    """Whether an argument is the address of a web page."""
    return article.startswith(("http://", "https://"))
