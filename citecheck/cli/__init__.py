"""The command line: reads options, hands over, maps errors to exit codes; decides nothing itself.

Every command's module imports what it runs inside its functions, so that `citecheck --help`
pays for Click alone.
"""

from __future__ import annotations

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
from citecheck.cli.options import silence_standard_output
from citecheck.cli.pubmed import pubmed
from citecheck.cli.references import references
from citecheck.cli.retractions import retractions
from citecheck.cli.serve import serve
from citecheck.errors import INTERRUPTED, CitecheckError, ExitCode, UsageError
from citecheck.safety.child_process import import_nothing_from_here


class _Commands(click.Group):
    """The commands, where a reader of our output that goes away (as `| head` does) is no fault."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command that was named. Click itself would end with 1, which says that a gate failed."""
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
    r"""Find the publications that health articles lean on, and verify them in PubMed.

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


# What most people look for in a command's help, before all the rest.
_WANTED_FIRST = (
    "source", "store", "format_", "output", "reports", "verbose", "quiet", "diff", "baseline", "update",
    "fail_on", "warn_on", "strict", "min_citations", "complete", "exit_zero", "email", "api_key", "config",
)  # fmt: skip


def _order_options(command: click.Command) -> None:
    """Put the options that most people need on top of a command's help."""
    place = {name: at for at, name in enumerate(_WANTED_FIRST)}
    command.params.sort(key=lambda param: place.get(param.name or "", len(place)))
    if isinstance(command, click.Group):
        for inner in command.commands.values():
            _order_options(inner)


def _keep_lines(command: click.Command) -> None:
    """Give Click its mark for lines that stay as they are, which raw docstrings hold as two characters."""
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
    # Hardly anything of ours refers to itself in a circle; looking for circles in the catalogue and in
    # thousands of records time and again costs a tenth of a check.
    gc.set_threshold(100_000, 20, 100)
    sys.exit(_run())


def _run() -> int:
    """Run the command; the code to exit with. Faults are said on standard error."""
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
        # A fault of ours must not end with 1, which says that the article's citations failed.
        traceback.print_exc()
        click.echo("citecheck: this is a fault in citecheck; please report it with the lines above", err=True)
        return ExitCode.USAGE
    return code if isinstance(code, int) else ExitCode.PASSED
