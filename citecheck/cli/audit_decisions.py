"""`citecheck audit decide`, `decisions`, `sample` and `review`: what people make of an audit."""

from __future__ import annotations

from pathlib import Path

import click

from citecheck.cli.options import check_output, store_option, write
from citecheck.errors import ExitCode, UsageError
from citecheck.reports.printable import count_of

_output = click.option(
    "--output", "-o", type=click.Path(dir_okay=False, path_type=Path), help="Write to this file."
)
_STATES = ["accepted", "to-fix", "fixed"]


@click.command()
@click.argument("state", type=click.Choice(_STATES), required=False)
@click.argument("findings", nargs=-1)
@store_option
@click.option("--note", default="", help="Why.")
@click.option("--name", default="", help="Who decides.")
@click.option(
    "--from",
    "file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Take decisions from this CSV (columns article, finding, decision) or saved check (HTML, JSON).",
)
def decide(
    state: str | None, findings: tuple[str, ...], store: Path, note: str, name: str, file: Path | None
) -> int:
    r"""Decide about failing citations: accepted, to fix, fixed. Decisions stay across runs.

    FINDINGS are named as ARTICLE:LINE, as ARTICLE (all that fail in it), or by their identity in the column
    `finding`. The CSV of `audit report` is a decisions file once its column `decision` is filled.

    \b
    Examples:
      citecheck audit decide accepted articles/sleep.md:9 --note "a misprint of the journal's own" --name Ann
      citecheck audit decide --from decisions.csv --store my-audit.db
    """
    from citecheck.audit import Store
    from citecheck.audit.store.decisions import decide as keep
    from citecheck.audit.store.decisions import findings_at
    from citecheck.gate.decisions import read_decisions, state_of
    from citecheck.model import Decision

    if bool(file) == bool(state and findings):
        raise UsageError("name a state and findings, or --from a file")
    with Store(store) as opened:
        if file:
            decisions = list(read_decisions(file))
        else:
            decisions = []
            for place in findings:
                found = findings_at(opened, place)
                if not found:
                    raise UsageError(f"{place}: nothing fails there in {store}")
                decisions += [
                    Decision(article, finding, state_of(state or ""), note, name)
                    for article, finding in found
                ]
        kept, unknown = keep(opened, decisions)
    for one in unknown:
        click.echo(f"{one.article}: the store has no finding {one.finding}", err=True)
    click.echo(f"{store}: {count_of(kept, 'decision')} kept")
    return ExitCode.USAGE if unknown and not kept else ExitCode.PASSED


@click.command()
@store_option
@_output
def decisions(store: Path, output: Path | None) -> int:
    r"""Write all decisions as CSV, for another store or to be edited.

    \b
    Example:
      citecheck audit decisions --store my-audit.db --output decisions.csv
    """
    from citecheck.audit import Store
    from citecheck.audit.views.csv_and_parquet import decision_lines

    check_output(output)
    with Store(store, read_only=True) as opened:
        write(decision_lines(opened), output)
    return ExitCode.PASSED


@click.command()
@click.argument("count", type=click.IntRange(1))
@store_option
@click.option("--seed", type=int, default=1, show_default=True, help="Draws another sample.")
@click.option("--verdict", "verdicts", help="Only these verdicts, with commas between.")
@_output
def sample(count: int, store: Path, seed: int, verdicts: str | None, output: Path | None) -> int:
    r"""Draw a random sample of COUNT citations to be reviewed by hand, of each verdict as many.

    Fill the column `truth` with "right", or with the verdict that would be right, and give the file to
    `audit review`.

    \b
    Example:
      citecheck audit sample 100 --store my-audit.db --output sample.csv
    """
    from citecheck.audit import Store
    from citecheck.audit.store.decisions import REVIEWED, draw_sample
    from citecheck.audit.views.csv_and_parquet import sample_lines

    check_output(output)
    named = [part.strip().replace("-", "_") for part in (verdicts or "").split(",") if part.strip()]
    with Store(store, read_only=True) as opened:
        drawn = draw_sample(opened, count, seed, named or REVIEWED)
        write(sample_lines(opened, drawn), output)
    click.echo(f"{count_of(len(drawn), 'citation')} drawn", err=True)
    return ExitCode.PASSED


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@store_option
def review(file: Path, store: Path) -> int:
    r"""Take over a reviewed sample, and say how often verdicts are right, with 95 % intervals.

    \b
    Example:
      citecheck audit review sample.csv --store my-audit.db
    """
    from citecheck.audit import Store
    from citecheck.audit.store.decisions import review as keep
    from citecheck.audit.views.csv_and_parquet import read_sample
    from citecheck.audit.views.overview_text import estimate_lines
    from citecheck.audit.views.review_estimate import estimates

    with Store(store) as opened:
        kept, unknown = keep(opened, read_sample(file))
        found = estimates(opened)
    click.echo(f"{store}: {count_of(kept, 'review')} kept")
    if unknown:
        click.echo(f"{unknown:,} are about findings that the store does not have", err=True)
    click.echo("\n".join(estimate_lines(found)))
    return ExitCode.PASSED
