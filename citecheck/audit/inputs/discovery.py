"""Iterates over the articles of archives of every kind."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from citecheck.audit.inputs.article import Article, Inputs
from citecheck.audit.inputs.http_cache import HttpCache
from citecheck.audit.inputs.progress_estimate import size_of
from citecheck.audit.inputs.unique_ids import UniqueIds
from citecheck.documents import find_files
from citecheck.safety.files import leads_out

_WEB_ARCHIVES = (".warc", ".warc.gz")
_EXPORTS = (".csv", ".json", ".jsonl")


def read_articles(archives: Iterable[str], inputs: Inputs) -> Iterator[Article]:
    """Read every article of folders, exports, web archives, sitemaps, feeds and single files.

    A file that is named twice is read once. Two records with the same name get different names.

    Args:
        archives: Paths, and addresses of sitemaps, feeds or pages.
        inputs: How archives are read, and where progress is recorded.

    Returns:
        An iterator over the articles. An article that cannot be read has a document with an error.
    """
    reported: set[str] = set()

    def once(fields: str, name: str) -> None:
        if fields not in reported:
            reported.add(fields)
            inputs.said(f"{name}: {fields}")

    names = UniqueIds()
    # One object for all addresses, because they may be on one host.
    site = None
    try:
        for archive in archives:
            if is_address(archive):
                from citecheck.audit.inputs.sitemaps_and_feeds import Site

                site = site or Site(HttpCache(inputs.policy), inputs.extent)
                yield from (replace(page, place=page.id) for page in site.pages(archive, inputs.is_done))
                continue
            for file in list_files([archive], inputs):
                place = os.path.relpath(os.path.realpath(file), inputs.folder)
                if names.own(f"file {place}") != f"file {place}":
                    continue
                for article in _articles_in(file, inputs, once):
                    # Paths of files are different; two records of an export may have the same id.
                    own = article.id if article.path else names.own(article.id)
                    yield replace(article, id=own, place=_place(own, file, place), file=place)
                inputs.extent.finish(size_of(file))
    finally:
        names.close()
        if site:
            site.close()


def _place(name: str, file: Path, place: str) -> str:
    """The place of the article `name` in the file at `place`. The place of a web page is its address."""
    return name if is_address(name) else f"{place}{name.removeprefix(str(file))}"


def is_address(archive: str) -> bool:
    """Whether an archive is a web address."""
    return archive.startswith(("http://", "https://"))


def list_files(archives: Iterable[str], inputs: Inputs) -> Iterator[Path]:
    """List the files of the archives that are not addresses on the web.

    Args:
        archives: Paths and addresses; addresses are skipped.
        inputs: Its globs state which files are included and excluded.

    Returns:
        An iterator over the paths of the files.
    """
    for archive in archives:
        if not is_address(archive):
            yield from (file for file in find_files([Path(archive)], _WEB_ARCHIVES) if inputs.takes(file))


def _articles_in(file: Path, inputs: Inputs, once: Callable[[str, str], None]) -> Iterator[Article]:
    name = file.name.lower()
    if leads_out(file):
        # It is not opened as an export or a web archive, so that it has exactly one error.
        yield Article(str(file), path=file)
    elif name.endswith(_WEB_ARCHIVES):
        from citecheck.audit.inputs.warc import read_responses

        yield from read_responses(file, inputs.extent.reach)
    elif name.endswith(_EXPORTS):
        from citecheck.audit.inputs.exports import read_rows

        yield from read_rows(file, inputs, once)
    else:
        yield Article(str(file), path=file)
