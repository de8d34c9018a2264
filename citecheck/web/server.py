"""The server itself: its socket, the browser that it opens, and its end."""

from __future__ import annotations

import asyncio
import secrets
import socket
import sys
import threading
import time
import webbrowser
from collections.abc import Callable

import uvicorn

from citecheck.errors import UsageError
from citecheck.web.access import Access, allowed_hosts, new_token
from citecheck.web.app import application
from citecheck.web.desk import SourceDesk
from citecheck.web.intake import warm_up
from citecheck.web.options import ServeOptions
from citecheck.web.registry import Checks

_LOOK = 1.0
# Seconds after which a busy thread lets another one go on; Python's own are 0.005.
_SWITCH = 0.0005
# Connections at a time: a page holds one open while its check is at work.
_MOST_CONNECTIONS = 100


class PageServer:
    """Serves the page until it is interrupted or nobody has used it for a while."""

    def __init__(self, options: ServeOptions, host: str, port: int, idle_minutes: float) -> None:
        """Open the source and the socket.

        Args:
            options: What the checks need.
            host: The address to listen on.
            port: The port; 0 for one that is free.
            idle_minutes: After so many minutes without use the server ends; 0 for never.

        Raises:
            SourceError: The source cannot be opened.
            UsageError: The address or port cannot be had.
        """
        desk = SourceDesk(options)
        self._socket = _listening(host, port)
        self._port = int(self._socket.getsockname()[1])
        self._host = host
        self._idle = idle_minutes * 60
        self._token = new_token()
        self._checks = Checks(desk, options)
        hosts = allowed_hosts(host, self._port)
        self._access = Access(
            application(desk, self._checks, options), self._token, hosts, options.most_bytes
        )
        self._server = uvicorn.Server(
            uvicorn.Config(
                self._access,
                log_level="warning",
                access_log=False,
                server_header=False,
                ws="none",
                http="h11",
                lifespan="off",
                limit_concurrency=_MOST_CONNECTIONS,
                timeout_graceful_shutdown=1,
            )
        )

    @property
    def address(self) -> str:
        """Where the page is; it holds the token, which is a secret."""
        return f"{self._origin}/{self._token}/"

    @property
    def _origin(self) -> str:
        name = "127.0.0.1" if self._host in ("0.0.0.0", "::") else self._host  # noqa: S104 - it is compared
        return f"http://[{name}]:{self._port}" if ":" in name else f"http://{name}:{self._port}"

    def run(self, *, opens_browser: bool) -> bool:
        """Serve.

        Args:
            opens_browser: Whether a browser is opened on the page.

        Returns:
            Whether it ended because nobody used it.
        """
        # A check keeps its thread busy; what pages ask for is answered between its steps.
        sys.setswitchinterval(_SWITCH)
        threading.Thread(target=warm_up, name="citecheck-warm-up", daemon=True).start()
        if opens_browser:
            # The program that opens a browser is told the address on its command line, which others may read.
            self._access.ticket = secrets.token_urlsafe(24)
            _in_thread(lambda: webbrowser.open(f"{self._origin}/open/{self._access.ticket}"))
        return asyncio.run(self._serve())

    async def _serve(self) -> bool:
        watch = asyncio.create_task(self._end_when_idle()) if self._idle else None
        await self._server.serve(sockets=[self._socket])
        return bool(watch and watch.done())

    async def _end_when_idle(self) -> None:
        while self._checks.is_busy or time.monotonic() - self._access.last_used < self._idle:
            if self._checks.is_busy:
                self._access.last_used = time.monotonic()
            await asyncio.sleep(_LOOK)
        self._server.should_exit = True


def _in_thread(work: Callable[[], object]) -> None:
    threading.Thread(target=work, name="citecheck-browser", daemon=True).start()


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        raise UsageError(f"--port {port}: nothing can listen on {host}:{port}: {error.strerror}") from error
