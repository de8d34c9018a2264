"""How long a response stays fresh, and the validator with which it is revalidated (RFC 9111)."""

from __future__ import annotations

from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from requests import Response

# In seconds. Sites state "a year" for pages that they change: after a day the page is revalidated.
_LONGEST = 86_400.0


@dataclass(frozen=True, slots=True)
class Validator:
    """A server's name for one state of a page (RFC 9110, 8.8): sent back, it answers only if that changed.

    `url` is where the page lay at the end of all redirects: another page may carry the same name.
    """

    url: str
    etag: str | None = None
    modified: str | None = None

    def headers(self, url: str) -> dict[str, str]:
        """Return the headers for a conditional request for `url`."""
        if url != self.url:
            return {}
        sent = {"If-None-Match": self.etag, "If-Modified-Since": self.modified}
        return {name: value for name, value in sent.items() if value}


def validator_of(response: Response) -> Validator | None:
    """Return the validator of a response; None if the server forbids to store it."""
    if "no-store" in _directives(response):
        return None
    return Validator(response.url, response.headers.get("etag"), response.headers.get("last-modified"))


def freshness_seconds(response: Response) -> float:
    """Seconds, at most a day, for which the server says that the answer holds; 0 where it does not say."""
    directives = _directives(response)
    if "no-cache" in directives or "no-store" in directives:
        return 0.0
    if directives.get("max-age", "").isdigit():
        age = response.headers.get("age", "")
        said = float(directives["max-age"]) - (float(age) if age.isdigit() else 0.0)
    else:
        said = _seconds_between(response.headers.get("date"), response.headers.get("expires"))
    return min(max(said, 0.0), _LONGEST)


def _directives(response: Response) -> dict[str, str]:
    parts = (part.partition("=") for part in response.headers.get("cache-control", "").lower().split(","))
    return {name.strip(): value.strip(' "') for name, _, value in parts}


def _seconds_between(date: str | None, expires: str | None) -> float:
    try:
        return (parsedate_to_datetime(expires or "") - parsedate_to_datetime(date or "")).total_seconds()
    except (TypeError, ValueError):
        return 0.0
