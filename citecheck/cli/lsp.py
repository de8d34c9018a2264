"""`citecheck lsp`."""

from __future__ import annotations

import click

from citecheck.cli.options import source_options, to_source_options
from citecheck.errors import ExitCode, UsageError


@click.command()
@source_options
@click.option(
    "--pause",
    type=click.FloatRange(0),
    help="Seconds without a change after which a text is checked (default: 0.8).",
)
@click.option("--complete", is_flag=True, default=None, help="Take the index as all of PubMed.")
def lsp(pause: float | None, refresh: bool, offline: bool, **flags: object) -> int:
    r"""Show findings in an editor while one writes Markdown, HTML or text.

    Editors start it as a language server, and talk to it over standard input and output. It needs the
    extra `lsp`.

    \b
    Examples:
      citecheck lsp
      citecheck lsp --source fixtures/pubmed
    """
    _check_installed()
    from citecheck import settings
    from citecheck.cli import gate_options
    from citecheck.lsp.article_check import PAUSE, EditorOptions
    from citecheck.lsp.server import EditorServer

    chosen = settings.load_settings(flags)
    options = EditorOptions(
        source=chosen.source,
        source_options=to_source_options(chosen, refresh=refresh, offline=offline),
        complete=chosen.complete,
        policy=gate_options.policy(chosen),
        suppressions=gate_options.suppressions(chosen),
        pause=PAUSE if pause is None else pause,
    )
    EditorServer(options).run()
    return ExitCode.PASSED


def _check_installed() -> None:
    from importlib.util import find_spec

    if find_spec("pygls") is None:
        raise UsageError("lsp needs pygls: pip install 'citecheck-pubmed[lsp]' (in a clone: '.[lsp]')")
