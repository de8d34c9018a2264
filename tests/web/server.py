"""`citecheck serve` as a person starts it, and a plain client of it."""

import json
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import requests

ROOT = Path(__file__).parents[2]
PUBMED = ROOT / "fixtures" / "pubmed"
ARTICLES = ROOT / "fixtures" / "articles"
COMMAND = (sys.executable, "-m", "citecheck", "serve", "--no-browser", "--no-config")


@dataclass
class Served:
    """A server that runs."""

    process: subprocess.Popen[str]
    address: str

    @property
    def origin(self) -> str:
        parts = urlsplit(self.address)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def port(self) -> int:
        return urlsplit(self.address).port or 0

    def get(self, path: str = "", headers: Mapping[str, str] | None = None) -> requests.Response:
        return requests.get(self.address + path, headers=headers, timeout=60, allow_redirects=False)

    def post(
        self,
        path: str,
        data: Mapping[str, str] | None = None,
        files: Sequence[tuple[str, bytes]] = (),
        headers: Mapping[str, str] | None = None,
    ) -> requests.Response:
        """As a page of the server does it, unless the headers say otherwise."""
        parts: list[tuple[str, tuple[str | None, bytes]]] = [
            (name, (None, value.encode())) for name, value in (data or {"": ""}).items()
        ]
        parts += [("files", file) for file in files]
        given = {"Origin": self.origin, **(headers or {})}
        return requests.post(
            self.address + path, files=parts, headers=given, timeout=60, allow_redirects=False
        )

    def begin(self, text: str = "", files: Sequence[tuple[str, bytes]] = (), address: str = "") -> str:
        """Begin a check; its name."""
        answer = self.post("checks", {"text": text, "address": address}, files)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["check"])

    def news(self, check: str) -> list[dict[str, Any]]:
        """All news of a check, until it is over."""
        with requests.get(f"{self.address}checks/{check}/news", stream=True, timeout=60) as answer:
            assert answer.status_code == 200
            assert answer.headers["content-type"].startswith("text/event-stream")
            lines = (line.decode() for line in answer.iter_lines())
            return [json.loads(line.removeprefix("data: ")) for line in lines if line.startswith("data: ")]

    def checked(self, text: str = "", files: Sequence[tuple[str, bytes]] = (), address: str = "") -> Any:
        """The citations of the first article of a check when it is over."""
        articles: dict[str, Any] = {}
        for news in self.news(self.begin(text, files, address)):
            articles |= news["articles"]
        return articles["0"]["citations"]


@contextmanager
def serving(*options: str, cache: Path, environment: Mapping[str, str] | None = None) -> Iterator[Served]:
    """Run the server on a free port with a cache folder of its own; `options` come last."""
    process = subprocess.Popen(
        [*COMMAND, "--source", str(PUBMED), "--cache-folder", str(cache), *options],
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
        cwd=ROOT,
    )
    try:
        assert process.stdout
        line = process.stdout.readline()
        found = re.search(r"http://\S+", line)
        assert found, line
        yield Served(process, found[0])
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
        process.wait(30)
        if process.stdout:
            process.stdout.close()


def ended(process: subprocess.Popen[str], seconds: float = 30.0) -> bool:
    """Whether a process ends within so many seconds."""
    latest = time.monotonic() + seconds
    while process.poll() is None and time.monotonic() < latest:
        time.sleep(0.1)
    return process.poll() is not None
