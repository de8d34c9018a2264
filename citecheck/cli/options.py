"""Options that several commands share, and the objects that they become."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, cast

import click

from citecheck.errors import UsageError
from citecheck.safety.files import write_whole
from citecheck.safety.trust import is_ncbi

if TYPE_CHECKING:
    from citecheck.settings import Settings
    from citecheck.sources import SourceOptions

F = TypeVar("F", bound=Callable[..., object])

_FIELDS = {
    "text": "Field of exports with the text; a dot leads into an inner object.",
    "title": "Field with the title.",
    "date": "Field with the date.",
    "id": "Field with what names an article for ever.",
    "url": "Field with its address; names it, too.",
}


def configuration_options(command: F) -> F:
    """Add the options that choose configuration files; the command passes them on to `load_settings`."""
    for option in (
        click.option("--no-config", is_flag=True, default=None, help="Take no configuration file."),
        click.option(
            "--config",
            type=click.Path(path_type=Path),
            help="Take this configuration file, not the one of the checkout.",
        ),
        click.option(
            "--strict-config",
            is_flag=True,
            default=None,
            help="Take rules from the base branch alone (that of --diff, or CITECHECK_BASE).",
        ),
    ):
        command = option(command)
    return command


def source_options(command: F) -> F:
    """Add the options that choose the source of publications, and how the live service is reached."""
    command = configuration_options(command)
    for option in (
        click.option(
            "--source",
            type=click.Path(),
            help="pubmed (live, the default), an index, or a folder of PubMed files.",
        ),
        click.option("--email", help="Your address, which NCBI asks for  [env: NCBI_EMAIL]."),
        click.option("--api-key", help="NCBI API key: 10 requests a second, not 3  [env: NCBI_API_KEY]."),
        click.option("--pubmed-url", help="Where E-utilities answer, if not at NCBI: …/entrez/eutils/."),
        click.option(
            "--cache-folder", type=click.Path(path_type=Path), help="Where answers and indexes are kept."
        ),
        click.option("--cache/--no-cache", default=None, help="Keep and use answers (default: yes)."),
        click.option("--refresh", is_flag=True, help="Ask PubMed anew, and keep the new answers."),
        click.option(
            "--wait-for-network", is_flag=True, default=None, help="Wait for a network that is not there."
        ),
        click.option("--offline", is_flag=True, help="Answer from the cache alone."),
    ):
        command = option(command)
    return command


def store_option(command: F) -> F:
    """Add the option that names the store of an audit."""
    return click.option(
        "--store",
        type=click.Path(path_type=Path),
        default="audit.db",
        show_default=True,
        help="The audit's store.",
    )(command)


def export_options(command: F) -> F:
    """Add the options that name the fields of exports: the command gets them together, as `fields`."""

    @wraps(command)
    def with_fields(**given: object) -> object:
        from citecheck.documents import FieldNames

        named = {kind: given.pop(f"{kind}_field") for kind in _FIELDS}
        return command(fields=FieldNames(**named), **given)  # type: ignore[arg-type]

    for kind, help_text in reversed(_FIELDS.items()):
        with_fields = click.option(f"--{kind}-field", help=help_text)(with_fields)
    return cast("F", with_fields)


def output_options(command: F) -> F:
    """Add the options that choose the format of a report and where it is written."""
    for option in (
        click.option(
            "--format", "format_", type=click.Choice(_formats()), default="terminal", show_default=True,
            help="Form of the report.",
        ),
        click.option(
            "--output", "-o", type=click.Path(dir_okay=False, path_type=Path),
            help="Write the report to this file.",
        ),
        click.option("--quiet", "-q", is_flag=True, help="Leave out what asks for nobody's attention."),
        click.option("--verbose", "-v", count=True, help="Show evidence and searches; -vv for all."),
    ):  # fmt: skip
        command = option(command)
    return command


def gate_options(command: F) -> F:
    """Add the options that decide what fails."""
    for option in (
        click.option("--fail-on", help="Verdicts and flags that fail, with commas; empty: none."),
        click.option("--warn-on", help="Verdicts and flags that warn."),
        click.option("--strict", is_flag=True, default=None, help="What could not be checked fails, too."),
        click.option("--min-citations", type=int, help="Fail when fewer citations than this are found."),
        click.option("--complete", is_flag=True, default=None, help="Take the index as all of PubMed."),
    ):
        command = option(command)
    return command


@dataclass(frozen=True, slots=True)
class ExportFields:
    """Where exports have text, title and date (None: guessed), and whether private hosts are fetched from."""

    text: str | None = None
    title: str | None = None
    date: str | None = None
    allow_private: bool = False


def reading_options(command: F) -> F:
    """Add the options for reading articles: the command gets `stdin_name`, and the rest as `fields`."""

    @wraps(command)
    def with_fields(
        text_field: str | None,
        title_field: str | None,
        date_field: str | None,
        allow_private: bool,
        **given: object,
    ) -> object:
        return command(fields=ExportFields(text_field, title_field, date_field, allow_private), **given)

    for option in (
        click.option(
            "--stdin-name", default="stdin.txt", show_default=True, help="What - is called, and so its kind."
        ),
        click.option("--text-field", help="Field of JSON exports with the text; a dot leads inside."),
        click.option("--title-field", help="Field with the title."),
        click.option("--date-field", help="Field with the date."),
        click.option("--allow-private", is_flag=True, help="Fetch pages from private addresses, too."),
    ):
        with_fields = option(with_fields)
    return cast("F", with_fields)


def report_targets(reports: tuple[str, ...]) -> tuple[tuple[str, Path], ...]:
    """The formats and files that `--report FORMAT=FILE` names."""
    targets = []
    for given in reports:
        name, sign, file = given.partition("=")
        if name not in _formats() or not sign or not file:
            raise UsageError(f"--report {given}: takes FORMAT=FILE with one of {', '.join(_formats())}")
        if file == "-":
            raise UsageError(f"--report {given}: standard output is what --format writes to")
        check_output(Path(file))
        targets.append((name, Path(file)))
    return tuple(targets)


def _formats() -> tuple[str, ...]:
    from citecheck.reports import FORMATS

    return FORMATS


def to_source_options(settings: Settings, *, refresh: bool = False, offline: bool = False) -> SourceOptions:
    """The options with which a source is opened.

    Args:
        settings: The settings of the run.
        refresh: Whether to ask anew for what the cache holds.
        offline: Whether to answer from the cache alone.

    Returns:
        The options of the source.

    Raises:
        UsageError: PubMed is to be asked offline, and its cache is not to be used or is to be refreshed.
    """
    from citecheck.sources import SourceOptions

    if offline and settings.source == "pubmed" and (refresh or not settings.cache):
        other = "--refresh" if refresh else "--no-cache"
        raise UsageError(f"--offline answers from the cache alone: it cannot be taken together with {other}")
    return SourceOptions(
        email=settings.email,
        api_key=_key_for(settings),
        base_url=settings.pubmed_url,
        cache_folder=settings.cache_folder,
        use_cache=settings.cache,
        refresh=refresh,
        offline=offline,
        timeout=settings.timeout,
        budget=settings.budget,
        data_folder=data_folder(settings),
        wait_for_network=settings.wait_for_network,
    )


def _key_for(settings: Settings) -> str | None:
    """The API key, if it may be sent to where PubMed is asked: NCBI, or what the command line names."""
    if settings.api_key is None or sends_key_to(settings):
        return settings.api_key
    click.echo(
        "citecheck: the API key is sent to NCBI alone; to send it elsewhere, name that by --pubmed-url",
        err=True,
    )
    return None


def sends_key_to(settings: Settings) -> bool:
    """Whether an API key may be sent to where PubMed is asked: NCBI, or what the command line names."""
    return is_ncbi(settings.pubmed_url) or settings.origins.get("pubmed_url") == "flag"


def data_folder(settings: Settings) -> Path:
    """Return the folder of the data sets that were fetched to be used offline."""
    from platformdirs import user_data_path

    return settings.data_folder or user_data_path("citecheck", appauthor=False)


def cache_folder(settings: Settings) -> Path:
    """Return the folder in which answers, pages and indexes are kept."""
    from platformdirs import user_cache_path

    return settings.cache_folder or user_cache_path("citecheck", appauthor=False)


def named_output(path: Path | None) -> Path | None:
    """The file that --output names; None, which is standard output, for "-"."""
    return None if path == Path("-") else path


def check_output(path: Path | None) -> None:
    """Refuse an output file that cannot be written, before any work is done."""
    if path and not path.absolute().parent.is_dir():
        raise UsageError(f"--output {path}: its folder does not exist")
    if path and path.is_dir():
        raise UsageError(f"--output {path}: this is a folder")


def write(text: str | Iterable[str], path: Path | None) -> None:
    """Write a report to a file, whole or not at all, or to standard output.

    A symbolic link is followed, and a file keeps its permissions. Devices and pipes are written in
    place. If the reader of standard output goes away, the rest is dropped without an error.

    Args:
        text: The report, or its parts in order.
        path: The file; standard output where it is None.

    Raises:
        UsageError: It cannot be written, a full disk included.
    """
    parts = [text] if isinstance(text, str) else text
    if path is None:
        _write_to_standard_output(parts)
        return
    try:
        if _is_stream(path):
            with path.open("w", encoding="utf-8", errors="replace") as stream:
                stream.writelines(parts)
        else:
            write_whole(path, parts)
    except BrokenPipeError:
        return
    except OSError as error:
        raise UsageError(f"--output {path}: {error.strerror}") from error


def _is_stream(path: Path) -> bool:
    """Whether a path is a device, pipe or descriptor, which cannot be replaced by a file."""
    return (path.exists() and not path.is_file()) or path.absolute().parts[1:2] in (("dev",), ("proc",))


def _write_to_standard_output(parts: Iterable[str]) -> None:
    try:
        # Lone surrogates cannot be encoded, and a report must never fail on an article's text.
        for part in parts:
            sys.stdout.buffer.write(part.encode("utf-8", "replace"))
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        silence_standard_output()
    except OSError as error:
        silence_standard_output()
        raise UsageError(f"standard output: {error.strerror}") from error


def silence_standard_output() -> None:
    """Redirect standard output to the null device, so that Python does not fail when it flushes at exit."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    with contextlib.suppress(OSError):
        os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def wants_colour(stream_is_terminal: bool) -> bool:
    """Whether output is coloured, by NO_COLOR and FORCE_COLOR (no-color.org, force-color.org)."""
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or stream_is_terminal
