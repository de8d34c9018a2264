"""`citecheck explain`."""

from __future__ import annotations

from pathlib import Path

import click

from citecheck.cli.options import source_options, to_source_options, write
from citecheck.errors import ExitCode, UsageError


@click.command()
@click.argument("article", type=click.Path(exists=True, path_type=Path))
@click.argument("citation", metavar="CITATION")
@source_options
def explain(article: Path, citation: str, refresh: bool, offline: bool, **flags: object) -> int:
    r"""Explain the verdict on one CITATION (such as c3) of ARTICLE in full.

    What was claimed, each query with its hits, each candidate's bits as a waterfall, and what would
    have to be different for another verdict.

    \b
    Example:
      citecheck explain fixtures/articles/magnesium-neuropathy.md c2 --source fixtures/pubmed
    """
    from citecheck import settings
    from citecheck.checker import Checker
    from citecheck.documents import read
    from citecheck.journals import Catalogue
    from citecheck.reports.to_explain import render_explanation
    from citecheck.sources import open_source
    from citecheck.verdicts.decision import turning_points

    chosen = settings.load_settings(flags)
    options = to_source_options(chosen, refresh=refresh, offline=offline)
    with open_source(chosen.source, options) as source:
        checker = Checker(source, Catalogue.load())
        (report,) = checker.check(
            [read(article)], only=lambda _, found: [one for one in found if one.id == citation]
        )
        if report.document.error:
            raise UsageError(f"{article}: {report.document.error}")
        if not report.citations:
            raise UsageError(f"{article} has no citation {citation}; citecheck extract lists them")
        (checked,) = report.citations
        turning = turning_points(checked.judgement, checker.matcher) if checked.judgement else ()
        write(render_explanation(checked, turning), None)
    return ExitCode.PASSED
