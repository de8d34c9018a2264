"""The command line: it reads options, calls the rooms, and maps errors to exit codes.

Every command's module imports what it runs inside its functions, so that `citecheck --help`
pays for Click alone.
"""

from __future__ import annotations

import atexit
import errno
import gc
import sys
import traceback

import click

from citecheck._version import __version__
from citecheck.cli.audit import audit
from citecheck.cli.cache import cache
from citecheck.cli.calibrate import calibrate
from citecheck.cli.check import baseline, check, extract
from citecheck.cli.clean_stream import clean_standard_error
from citecheck.cli.completion import completion
from citecheck.cli.config import config
from citecheck.cli.explain import explain
from citecheck.cli.fix import fix
from citecheck.cli.journals import journals
from citecheck.cli.lsp import lsp
from citecheck.cli.options import silence_standard_output
from citecheck.cli.pubmed import pubmed
from citecheck.cli.references import references
from citecheck.cli.retractions import retractions
from citecheck.cli.serve import serve
from citecheck.errors import INTERRUPTED, CitecheckError, ExitCode, UsageError
from citecheck.safety.child_process import import_nothing_from_here


class _Commands(click.Group):
    """The commands. If the reader of standard output goes away (as `| head` does), they end with 0."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the named command. Click itself would end with 1, which means that the gate failed."""
        try:
            code = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            silence_standard_output()
            return ExitCode.PASSED
        except OSError as error:
            if error.errno != errno.ENOSPC:
                raise
            silence_standard_output()
            raise UsageError(f"standard output: {error.strerror}") from error
        return code


@click.group(
    cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(__version__, prog_name="citecheck")
def cli() -> None:
    r"""Find the publications that health articles cite, and verify them in PubMed.

    \b
    Examples:
      citecheck check article.md --source pubmed
      citecheck check fixtures/articles --source fixtures/pubmed
      citecheck extract fixtures/articles --format json
      citecheck pubmed build my.index fixtures/pubmed
      citecheck journals lookup "N Engl J Med"

    \b
    Exit codes:
      0  passed            1  the gate failed
      2  wrong usage       3  something could not be checked, and nothing failed
    """


for command in (
    check,
    extract,
    explain,
    fix,
    references,
    serve,
    lsp,
    baseline,
    audit,
    config,
    pubmed,
    retractions,
    journals,
    cache,
    calibrate,
    completion,
):
    cli.add_command(command)


# The options that a command's help lists first, because most people look for them.
_WANTED_FIRST = (
    "source", "store", "format_", "output", "reports", "verbose", "quiet", "diff", "baseline", "update",
    "fail_on", "warn_on", "strict", "min_citations", "complete", "exit_zero", "email", "api_key", "config",
)  # fmt: skip


def _order_options(command: click.Command) -> None:
    """List the options that most people need first in a command's help."""
    place = {name: at for at, name in enumerate(_WANTED_FIRST)}
    command.params.sort(key=lambda param: place.get(param.name or "", len(place)))
    if isinstance(command, click.Group):
        for inner in command.commands.values():
            _order_options(inner)


def _keep_lines(command: click.Command) -> None:
    r"""Replace `\b`, two characters in a raw docstring, by the one that makes Click keep line breaks."""
    command.help = (command.help or "").replace("\\b\n", "\b\n")
    if isinstance(command, click.Group):
        for inner in command.commands.values():
            _keep_lines(inner)


_keep_lines(cli)
_order_options(cli)


def main() -> None:
    """Run the command and exit with one of `ExitCode`, or 130 when interrupted."""
    import_nothing_from_here()
    clean_standard_error()
    # Few of our objects form reference cycles, and searching the catalogue and thousands of records for
    # cycles again and again, and once more at the end, takes a tenth of the time of a check.
    gc.set_threshold(100_000, 20, 100)
    atexit.register(gc.freeze)
    sys.exit(_run())


def _run() -> int:
    """Run the command and return the exit code. Errors are reported on standard error."""
    try:
        code = cli.main(standalone_mode=False, prog_name="citecheck")
    except (click.exceptions.Abort, KeyboardInterrupt):
        click.echo("citecheck: interrupted", err=True)
        return INTERRUPTED
    except click.ClickException as error:
        error.show()
        return ExitCode.USAGE
    except CitecheckError as error:
        click.echo(f"citecheck: {error}", err=True)
        return error.exit_code
    except Exception:  # noqa: BLE001 - the edge: nothing is above to handle it
        # A fault in citecheck must not end with 1, which means that citations failed.
        traceback.print_exc()
        click.echo("citecheck: this is a fault in citecheck; please report it with the lines above", err=True)
        return ExitCode.USAGE
    return code if isinstance(code, int) else ExitCode.PASSED
