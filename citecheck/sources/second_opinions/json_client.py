"""Requests to a JSON service over HTTP: rate limited, repeated after passing failures, bounded and cached."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from citecheck._version import __version__
from citecheck.errors import SettingsError
from citecheck.sources.answer_cache import AnswerCache, AnswerKind
from citecheck.sources.interface import SourceOptions
from citecheck.sources.rate_limit import Clock, RateLimiter

if TYPE_CHECKING:
    import requests

# An answer about one identifier has a few kilobytes; articles of large collaborations some hundreds.
_MOST_BYTES = 4 << 20
_REPEATS = 3
_LONGEST_WAIT = 30.0
_FIRST_WAIT = 1.0
_CHUNK = 1 << 16
_NOT_FOUND = 404
_GONE = 410
_TOO_MANY = 429
_SERVER_FAULT = 500


class ServiceError(Exception):
    """The service could not be asked; the message says why."""


@dataclass(frozen=True, slots=True)
class JsonAnswer:
    """The answer of a service: an object, or None if it does not know the identifier."""

    value: Any


class JsonClient:
    """Asks one service. Answers are kept on disk; failures are not."""

    def __init__(
        self, base_url: str, options: SourceOptions, *, per_second: float, clock: Clock | None = None
    ) -> None:
        """Prepare to ask the service at `base_url`, at most `per_second` times a second.

        Raises:
            SettingsError: where the base URL is not an http or https address.
        """
        parts = urlsplit(base_url)
        if parts.scheme not in ("http", "https") or not parts.netloc:
            raise SettingsError(f"{base_url} is not a web address")
        self.base_url = base_url.rstrip("/")
        self._options = options
        self._clock = clock or Clock()
        self._rate_limiter = RateLimiter(per_second, None, self._clock)
        folder = options.cache_folder or _usual_folder()
        self._cache = AnswerCache(
            folder if options.use_cache else None,
            service=f"{self.base_url} ",
            days=options.cache_days,
            refresh=options.refresh,
            any_age=options.offline,
        )
        self._session: requests.Session | None = None

    def get(self, path: str, parameters: dict[str, str] | None = None) -> JsonAnswer:
        """Return the answer at a path, from the cache or from the service.

        Args:
            path: The path below the service's address.
            parameters: The parameters of the question, by name.

        Returns:
            The answer.

        Raises:
            ServiceError: The service could not be asked.
        """
        key = json.dumps([path, parameters or {}], sort_keys=True)
        kept = self._cache.get((AnswerKind.RECORD, AnswerKind.NO_RECORD), [key])
        if key in kept:
            return JsonAnswer(json.loads(kept[key][1]))
        if self._options.offline:
            raise ServiceError("it was not asked before, and --offline asks nobody")
        answer = self._asked(path, parameters or {})
        kind = AnswerKind.NO_RECORD if answer.value is None else AnswerKind.RECORD
        self._cache.put([(kind, key, json.dumps(answer.value).encode())])
        return answer

    def close(self) -> None:
        """Close the connection and the cache."""
        if self._session is not None:
            self._session.close()
            self._session = None
        self._cache.close()

    def _asked(self, path: str, parameters: dict[str, str]) -> JsonAnswer:
        """Send a request, and again after a passing failure, within the budget."""
        began = time.monotonic()
        trouble = ""
        for attempt in range(_REPEATS):
            left = self._options.budget - (time.monotonic() - began)
            if left <= 0:
                break
            self._rate_limiter.acquire()
            status, text, wait = self._once(path, parameters, min(self._options.timeout, left))
            if status in (_NOT_FOUND, _GONE):
                return JsonAnswer(None)
            if status and status < _SERVER_FAULT and status != _TOO_MANY:
                return _parsed(status, text)
            trouble = text or f"it answered {status}"
            if attempt + 1 < _REPEATS:
                self._rate_limiter.back_off(
                    min(wait or _FIRST_WAIT * 2**attempt, _LONGEST_WAIT, max(left, 0.0))
                )
        raise ServiceError(trouble or "there was no time left")

    def _once(self, path: str, parameters: dict[str, str], timeout: float) -> tuple[int, str, float]:
        """Return status (0: no answer), text or error, and for how many seconds the service asks to wait."""
        import requests

        session = self._session = self._session or requests.Session()
        contact = f"; mailto:{self._options.email}" if self._options.email else ""
        headers = {"User-Agent": f"{self._options.tool}/{__version__} (citation checker{contact})"}
        deadline = time.monotonic() + timeout
        try:
            with session.get(
                f"{self.base_url}{path}", params=parameters, headers=headers, timeout=timeout,
                stream=True, allow_redirects=False,
            ) as response:  # fmt: skip
                body = bytearray()
                for part in response.iter_content(_CHUNK):
                    body += part
                    if len(body) > _MOST_BYTES or time.monotonic() > deadline:
                        return 0, "its answer was too long or too slow", 0.0
                wait = response.headers.get("Retry-After", "")
                return response.status_code, body.decode("utf-8", "replace"), _seconds(wait)
        except requests.RequestException as error:
            return 0, f"{type(error).__name__}: no answer from {urlsplit(self.base_url).netloc}", 0.0


def _parsed(status: int, text: str) -> JsonAnswer:
    if status != 200:
        raise ServiceError(f"it answered {status}")
    try:
        return JsonAnswer(json.loads(text))
    except ValueError as error:
        raise ServiceError("its answer is not JSON") from error


def _seconds(value: str) -> float:
    return float(value) if value.isdigit() else 0.0


def _usual_folder() -> Path:
    import platformdirs

    return Path(platformdirs.user_cache_dir("citecheck", appauthor=False))
