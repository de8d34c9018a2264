"""`citecheck calibrate`."""

from __future__ import annotations

from collections.abc import Mapping
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

    LABELLED has a JSON object a line, of your own texts if you like: text, pmid (null: it cites no
    publication of the source) and kind: real, differs (but for what no editor would correct), wrong
    (misstated), invented, absent (not in the source) or outside (not in PubMed), each with a suffix as
    in wrong_journal. Prints the figures, how often a probability was right by grade of the evidence,
    and the misses. Ends with 1 where a figure is below its floor.

    \b
    Example:
      citecheck calibrate fixtures/quality/labelled.jsonl --source fixtures/pubmed
    """
    from citecheck import settings
    from citecheck.calibration.evaluate import digest_of, evaluate, new_weights, read_cases
    from citecheck.calibration.reliability import render_table
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
            from citecheck.calibration.estimate_m_u import render_weights

            origin = f"{labelled.name} ({len(cases)} texts, {digest}) on {source.info.name}"
            weights.write_text(
                render_weights(new_weights(checker, cases, examined, origin)), encoding="utf-8"
            )
    for name, value in measured.figures.items():
        click.echo(f"{name:22} {value:.3f}")
    click.echo("\n".join(("", "probability and truth", *render_table(measured.reliability))))
    click.echo("\n".join(("", "misses", *measured.misses)) if measured.misses else "\nno misses")
    if floors is None:
        return ExitCode.PASSED
    return _compare_with_floors(measured.figures, floors, digest, renew=renew, allow_lower=allow_lower)


def _compare_with_floors(
    figures: Mapping[str, float], path: Path, digest: str, *, renew: bool, allow_lower: bool
) -> ExitCode:
    """Report the figures that are below their floor, or write them as the new floors.

    Args:
        figures: What was measured, by name.
        path: The file of floors.
        digest: The digest of the labelled texts.
        renew: Whether to write the file.
        allow_lower: Whether floors that are written may fall, or the labelled texts differ.

    Returns:
        FAILED if a figure is below its floor, else PASSED.
    """
    from citecheck.calibration.quality_floors import (
        Floors,
        figures_below_floor,
        parse_floors,
        raised_floors,
        render_floors,
    )

    pinned = parse_floors(path.read_text(encoding="utf-8")) if path.exists() else Floors(digest, {})
    if renew:
        raised = raised_floors(figures, pinned, digest, allow_lower=allow_lower)
        path.write_text(render_floors(raised), encoding="utf-8")
        return ExitCode.PASSED
    below = figures_below_floor(figures, pinned)
    for sentence in below:
        click.echo(sentence, err=True)
    return ExitCode.FAILED if below else ExitCode.PASSED
