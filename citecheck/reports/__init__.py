"""Report formats: each is a function from a Report to text."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from citecheck.model import Report

# Name of a format → its function. They are imported when used, so that a run loads only its own formats.
_RENDERERS = {
    "terminal": ("citecheck.reports.to_terminal", "render_terminal"),
    "json": ("citecheck.reports.to_json", "render_json"),
    "jsonl": ("citecheck.reports.to_jsonl", "render_jsonl"),
    "csv": ("citecheck.reports.to_csv", "render_csv"),
    "markdown": ("citecheck.reports.to_markdown", "render_markdown"),
    "html": ("citecheck.reports.to_html", "render_html"),
    "sarif": ("citecheck.reports.to_sarif", "render_sarif"),
    "junit": ("citecheck.reports.to_junit", "render_junit"),
    "github": ("citecheck.reports.to_github", "render_github"),
    "gitlab": ("citecheck.reports.to_gitlab", "render_gitlab"),
}
FORMATS = tuple(_RENDERERS)


def renderer(name: str) -> Callable[[Report], str]:
    """Return the function that renders the format. Raises KeyError for a name that is not in FORMATS."""
    module, function = _RENDERERS[name]
    return cast("Callable[[Report], str]", getattr(import_module(module), function))
