"""`citecheck serve`."""

from __future__ import annotations

from pathlib import Path

import click

from citecheck.cli.options import sends_key_to, source_options, to_source_options
from citecheck.errors import ExitCode, UsageError

_NEEDED = ("starlette", "uvicorn", "python_multipart", "docx")


@click.command()
@source_options
@click.option("--port", type=click.IntRange(0, 65_535), default=0, help="The port (default: a free one).")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--browser/--no-browser", default=True, help="Open a browser on the page (default: yes).")
@click.option(
    "--idle-minutes",
    type=click.FloatRange(0),
    default=60.0,
    show_default=True,
    help="End after so many minutes without use; 0: never.",
)
@click.option("--store", type=click.Path(path_type=Path), help="An audit's store that takes the decisions.")
@click.option("--allow-private", is_flag=True, help="Fetch pages from private addresses, too.")
@click.option("--complete", is_flag=True, default=None, help="Take the index as all of PubMed.")
def serve(
    port: int,
    host: str,
    browser: bool,
    idle_minutes: float,
    store: Path | None,
    allow_private: bool,
    refresh: bool,
    offline: bool,
    **flags: object,
) -> int:
    r"""Serve a page on this machine where articles are pasted, dropped or named, and checked.

    The address that is printed holds a secret: who knows it may use the server. It needs the extra `web`.

    \b
    Examples:
      citecheck serve
      citecheck serve --source fixtures/pubmed --no-browser --port 8765
    """
    _check_installed()
    from citecheck import settings
    from citecheck.cli import gate_options
    from citecheck.web.options import ServeOptions
    from citecheck.web.server import PageServer

    is_loopback = _is_loopback(host)
    if store and not store.is_file():
        raise UsageError(f"--store {store}: there is no such store; citecheck audit run makes one")
    chosen = settings.load_settings(flags)
    options = ServeOptions(
        source=chosen.source,
        source_options=to_source_options(chosen, refresh=refresh, offline=offline),
        sends_key=sends_key_to(chosen),
        complete=chosen.complete,
        policy=gate_options.policy(chosen),
        suppressions=gate_options.suppressions(chosen),
        allow_private=allow_private,
        store=store,
    )
    server = PageServer(options, host, port, idle_minutes)
    click.echo(f"citecheck serves {server.address} (Ctrl-C ends it)")
    if not is_loopback:
        click.echo(
            "citecheck: other machines can reach this page, and nothing on its way is encrypted", err=True
        )
    if server.run(opens_browser=browser):
        click.echo(f"citecheck: ended after {idle_minutes:g} minutes without use")
    return ExitCode.PASSED


def _check_installed() -> None:
    from importlib.util import find_spec

    missing = [name for name in _NEEDED if find_spec(name) is None]
    if missing:
        raise UsageError(
            f"serve needs {', '.join(missing)}: pip install 'citecheck-pubmed[web]' (in a clone: '.[web]')"
        )


def _is_loopback(host: str) -> bool:
    from ipaddress import ip_address

    try:
        return ip_address(host).is_loopback
    except ValueError:
        raise UsageError(f"--host {host}: takes an address in numbers, such as 127.0.0.1") from None
