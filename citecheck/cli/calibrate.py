"""`citecheck calibrate`."""

from __future__ import annotations

from pathlib import Path

import click

from citecheck.cli.options import source_options, to_source_options
from citecheck.errors import ExitCode

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("labelled", type=_FILE)
@source_options
@click.option("--floors", type=click.Path(dir_okay=False, path_type=Path), help="Figures that must not fall.")
@click.option("--renew", is_flag=True, help="Write the measured figures into the floors file.")
@click.option(
    "--allow-lower", is_flag=True, help="With --renew: let floors fall, or the labelled set change."
)
@click.option(
    "--weights", type=click.Path(dir_okay=False, path_type=Path), help="Write weights estimated anew."
)
def calibrate(
    labelled: Path,
    floors: Path | None,
    renew: bool,
    allow_lower: bool,
    weights: Path | None,
    refresh: bool,
    offline: bool,
    **flags: object,
) -> int:
    r"""Measure the verdicts on LABELLED texts, and hold them against pinned floors.

    LABELLED has a JSON object a line: text, kind (real, invented, wrong_journal …) and pmid. Prints
    the figures, a reliability table (how often a probability was right) and the misses. Ends with 1
    where a figure is below its floor.

    \b
    Example:
      citecheck calibrate fixtures/quality/labelled.jsonl --source fixtures/pubmed
    """
    from citecheck import settings
    from citecheck.calibration.estimate_m_u import render_weights
    from citecheck.calibration.evaluate import digest_of, evaluate, new_weights, read_cases
    from citecheck.calibration.quality_floors import (
        Floors,
        figures_below_floor,
        parse_floors,
        raised_floors,
        render_floors,
    )
    from citecheck.checker import Checker
    from citecheck.journals import Catalogue
    from citecheck.sources import open_source

    chosen = settings.load_settings(flags)
    cases = read_cases(labelled)
    digest = digest_of(cases)
    options = to_source_options(chosen, refresh=refresh, offline=offline)
    with open_source(chosen.source, options) as source:
        checker = Checker(source, Catalogue.load())
        measured, examined = evaluate(checker, cases)
        if weights:
            origin = f"{labelled.name} ({len(cases)} texts, {digest}) on {source.info.name}"
            weights.write_text(
                render_weights(new_weights(checker, cases, examined, origin)), encoding="utf-8"
            )
    for name, value in measured.figures.items():
        click.echo(f"{name:22} {value:.3f}")
    click.echo("\n".join(("", "probability and truth", *measured.reliability)))
    click.echo("\n".join(("", "misses", *measured.misses)) if measured.misses else "\nno misses")
    if floors is None:
        return ExitCode.PASSED
    pinned = parse_floors(floors.read_text(encoding="utf-8")) if floors.exists() else Floors(digest, {})
    if renew:
        made = raised_floors(measured.figures, pinned, digest, allow_lower=allow_lower)
        floors.write_text(render_floors(made), encoding="utf-8")
        return ExitCode.PASSED
    fallen = figures_below_floor(measured.figures, pinned)
    for sentence in fallen:
        click.echo(sentence, err=True)
    return ExitCode.FAILED if fallen else ExitCode.PASSED
