"""The command as it runs in somebody's checkout: its own process, with a home folder of its own."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
COMMAND = Path(sys.executable).with_name("citecheck")
PUBMED = str(ROOT / "fixtures" / "pubmed")
# The publication is of 2023, and of another journal.
ARTICLE = (
    "# Food\n\nPant A, Gribbin S. Primary prevention of cardiovascular disease in women with a Mediterranean "
    "diet: systematic review and meta-analysis. Lancet. 2011;9:1-9. PMID: 36918266.\n"
)
HANGS = 60
# No article, checkout or store makes the command take this much.
MOST_MEMORY = 3_000_000_000


def environment(home: Path, **more: str) -> dict[str, str]:
    """The environment of a person who has set nothing, but for `more`."""
    kept = {
        k: v for k, v in os.environ.items() if not k.startswith(("CITECHECK_", "NCBI_", "XDG_", "GITHUB_"))
    }
    return kept | {"HOME": str(home), "CITECHECK_CACHE_FOLDER": str(home / "cache")} | more


def run(folder: Path, *words: str | Path, **more: str) -> subprocess.CompletedProcess[str]:
    """Run `citecheck WORDS` in `folder`; its home lies beside it."""
    home = folder.parent / f"{folder.name}-home"
    home.mkdir(exist_ok=True)
    done = subprocess.run(
        [COMMAND, *words],
        cwd=folder,
        env=environment(home, **more),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=HANGS,
        preexec_fn=_limit_memory,
    )
    return subprocess.CompletedProcess(
        done.args, done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8", "replace")
    )


def _limit_memory() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


def check(folder: Path, *words: str | Path, **more: str) -> subprocess.CompletedProcess[str]:
    """Run `citecheck check WORDS --source fixtures --format json`."""
    return run(folder, "check", *words, "--source", PUBMED, "--format", "json", **more)


def documents(done: subprocess.CompletedProcess[str]) -> list[dict[str, Any]]:
    """The documents of a JSON report."""
    found: list[dict[str, Any]] = json.loads(done.stdout)["documents"]
    return found


def git(folder: Path, *words: str) -> str:
    """Run git in `folder` as somebody."""
    identity = ("-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "init.defaultBranch=main")
    return subprocess.run(
        ["git", *identity, *words], cwd=folder, check=True, capture_output=True, text=True
    ).stdout.strip()


def checkout(folder: Path, **files: str) -> Path:
    """A repository with one commit of these files (underscores of the names stand for dots)."""
    folder.mkdir(parents=True, exist_ok=True)
    git(folder, "init", "-q")
    for name, text in files.items():
        (folder / name.replace("_", ".")).write_text(text)
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "--allow-empty", "-m", "first")
    return folder
