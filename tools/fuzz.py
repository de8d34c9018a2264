"""Mutate articles, configuration files, stores and caches, and see that no run ends.

Each article is read and checked against the fixtures' records as the command does it, some hundred of them in
a process of their own, whose connections to anything but this machine are refused and noted. Counted are crashes, runs that ended, files outside of the
working folder, connections, and the slowest and largest document.

    python tools/fuzz.py --articles 20000 --configurations 2000 --stores 500
    python tools/fuzz.py --articles 1 --first 1234      # mutant 1234 again
"""

# ruff: noqa: E501 - what is mutated stands in long lines

from __future__ import annotations

import argparse
import json
import multiprocessing
import random
import resource
import socket
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from citecheck.checker import Checker

SEEDS = Path(__file__).parents[1] / "fixtures" / "articles"
AT_ONCE = 250
# What breaks parsers: empty, huge, negative, control, markup, wide.
PIECES = (
    b"", b"\0", b"\xff", b"<", b">", b"&", b"\"", b"'", b"[", b"]", b"(", b")", b"{", b"}", b"\\", b"\r", b"\n\n",
    b"---\n", b"+++\n", b"<!--", b"-->", b"]]>", b"&#x110000;", b"&#0;", b"\xe2\x80\xae", b"\xed\xa0\x80", b"9" * 320,
    b"9" * 5000, b"-1", b"1e999", b"NaN", b"[[", b"a." * 40, b"<p>" * 200, b"> " * 200, b"[^1]", b"\x1b[31m", b"%s%n",
    b"citecheck: ignore[", b"\xc3\x28", b"\xf0\x9f\x98\x80", b" " * 400, b"\t" * 50, b"\x0b\x0c", b"\xe2\x80\xa8",
)  # fmt: skip

# One reference in each format of bibliographies, by suffix.
MADE_BIBLIOGRAPHIES = {
    ".bib": b"@article{pant2023,\n  author = {Pant, Anushriya and Gribbin, Sarah},\n  title = {Primary prevention of "
    b'{Cardiovascular} disease},\n  journal = "Heart",\n  year = 2023, volume = {109}, pages = {1208--1215},\n'
    b"  doi = {10.1136/heartjnl-2022-321930}\n}\n" * 3,
    ".ris": b"TY  - JOUR\nAU  - Pant, Anushriya\nTI  - Primary prevention of cardiovascular disease\nJO  - Heart\n"
    b"PY  - 2023\nVL  - 109\nSP  - 1208\nEP  - 1215\nDO  - 10.1136/heartjnl-2022-321930\nER  - \n\n" * 3,
    ".nbib": b"PMID- 36918266\nTI  - Primary prevention of cardiovascular disease in women with a\n      Mediterranean "
    b"diet.\nFAU - Pant, Anushriya\nTA  - Heart\nDP  - 2023 Jul 27\nVI  - 109\nPG  - 1208-1215\n\n" * 3,
    ".csljson": b'[{"id": "a", "type": "article-journal", "title": "Primary prevention", "author": [{"family": "Pant", '
    b'"given": "Anushriya"}], "container-title": "Heart", "issued": {"date-parts": [[2023, 7, 27]]}, "volume": "109", '
    b'"page": "1208-1215", "DOI": "10.1136/heartjnl-2022-321930"}]',
}


@dataclass
class Seen:
    """What the mutants of one process led to."""

    counts: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    slowest: tuple[float, str] = (0.0, "")
    largest: int = 0


def mutate(data: bytes, chance: random.Random) -> bytes:
    """The bytes with some pieces put in, cut out, doubled, or changed."""
    held = bytearray(data)
    for _ in range(chance.choice((1, 2, 4, 16))):
        at = chance.randrange(len(held) + 1)
        end = min(len(held), at + chance.choice((1, 4, 64, 1024)))
        way = chance.randrange(4)
        if way == 0:
            held[at:at] = chance.choice(PIECES)
        elif way == 1:
            del held[at:end]
        elif way == 2:
            held[at:at] = held[at:end] * chance.choice((1, 2, 20))
        else:
            held[at:end] = bytes(chance.randrange(256) for _ in range(end - at))
    return bytes(held[:200_000])


def damage(data: bytes, chance: random.Random) -> bytes:
    """The bytes with some of them changed, behind the file's head."""
    held = bytearray(data)
    for _ in range(chance.choice((1, 4, 32, 256))):
        held[chance.randrange(100, len(held))] = chance.randrange(256)
    return bytes(held)


def seeds() -> list[tuple[str, bytes]]:
    """Articles of every format, by name."""
    found = [(path.name, path.read_bytes()) for path in sorted(SEEDS.iterdir()) if path.is_file()]
    found += [(f"made{suffix}", data) for suffix, data in made_seeds()]
    return found


def made_seeds() -> Iterator[tuple[str, bytes]]:
    """Formats that no fixture has."""
    import io
    import zipfile

    text = (SEEDS / "magnesium-neuropathy.md").read_text("utf-8")
    held = io.BytesIO()
    paragraphs = "".join(f"<w:p><w:r><w:t>{part[:300]}</w:t></w:r></w:p>" for part in text.split("\n\n"))
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr(
            "word/document.xml", f'<w:document xmlns:w="w"><w:body>{paragraphs}</w:body></w:document>'
        )
    yield ".docx", held.getvalue()
    yield ".json", json.dumps([{"title": "x", "body": text, "date": "2026-01-01"}]).encode()
    yield ".jsonl", (json.dumps({"title": "x", "body": text}) + "\n").encode() * 3
    yield from MADE_BIBLIOGRAPHIES.items()
    stream = b"BT /F1 12 Tf 72 720 Td (A study in The Lancet found that zinc helps.) Tj ET"
    yield (
        ".pdf",
        (
            b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
            b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>endobj\n"
            b"4 0 obj<</Length "
            + str(len(stream)).encode()
            + b">>stream\n"
            + stream
            + b"\nendstream endobj\n"
            b"5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
        ),
    )


def refuse_connections(seen: Seen) -> None:
    """Note and refuse every connection but to this machine."""
    connect = socket.socket.connect

    def guarded_connect(self: socket.socket, address: object) -> None:
        host = str(address[0]) if isinstance(address, tuple) else ""
        if self.family in (socket.AF_INET, socket.AF_INET6) and host not in ("127.0.0.1", "::1", "localhost"):
            seen.faults.append(f"a connection to {address!r}")
            raise ConnectionRefusedError
        connect(self, address)  # type: ignore[arg-type]

    socket.socket.connect = guarded_connect  # type: ignore[assignment, method-assign]


def try_article(folder: Path, chance: random.Random, seen: Seen) -> None:
    """Read and check one mutated article."""
    from citecheck.documents import read, read_records

    name, data = chance.choice(SEED_FILES)
    path = folder / name
    path.write_bytes(mutate(data, chance))
    began = time.process_time()
    documents = list(read_records(path)) if path.suffix in (".json", ".jsonl") else [read(path)]
    for report in checker(folder.parent).check(documents):
        error = report.document.error
        seen.counts["unread" if error else "read"] += 1
        seen.counts["citations"] += len(report.citations)
        if error and "please report" in error:
            seen.faults.append(f"{name}: {error}")
    seen.slowest = max(seen.slowest, (time.process_time() - began, name))


@cache
def checker(folder: Path) -> Checker:
    """A checker of citations in the fixtures' records, whose index is built in this folder."""
    from citecheck.checker import Checker
    from citecheck.journals import Catalogue
    from citecheck.sources import SourceOptions, open_source

    source = open_source(str(SEEDS.parent / "pubmed"), SourceOptions(cache_folder=folder / "articles-cache"))
    return Checker(source, Catalogue.load())


def try_configuration(folder: Path, chance: random.Random, seen: Seen) -> None:
    """Load one mutated configuration file."""
    from citecheck.errors import SettingsError
    from citecheck.settings import load_settings

    (folder / ".git").mkdir(exist_ok=True)
    (folder / ".citecheck.toml").write_bytes(mutate(CONFIGURATION, chance))
    try:
        load_settings({}, {}, folder)
        seen.counts["taken"] += 1
    except SettingsError:
        seen.counts["refused"] += 1


def try_store(folder: Path, chance: random.Random, seen: Seen) -> None:
    """Look into one mutated store, and ask one mutated cache."""
    from citecheck.audit import Store
    from citecheck.audit.views.diff_and_query import run_query
    from citecheck.audit.views.statistics import summarize_store
    from citecheck.errors import CitecheckError
    from citecheck.sources.answer_cache import AnswerCache, AnswerKind

    path = folder / "audit.db"
    path.write_bytes(damage(STORE, chance))
    for look in (summarize_store, lambda store: run_query(store, "SELECT * FROM current", 5.0)):
        try:
            with Store(path, read_only=True) as opened:
                look(opened)
            seen.counts["looked into"] += 1
        except CitecheckError:
            seen.counts["refused"] += 1
    (folder / "answers.sqlite").write_bytes(mutate(STORE, chance))
    cache = AnswerCache(folder)
    cache.get(list(AnswerKind), ["x"])
    cache.put([(AnswerKind.SEARCH, "x", b"y")])
    cache.close()


CONFIGURATION = b"""fail-on = ["mismatch", "not_found"]\ntimeout = 7\nseverity = {possible = "warning"}
exclude = ["drafts/*"]\n[[paths]]\nmatch = "archive/*"\nseverity = {not_found = "note"}
[[ignore]]\njournal = "Gut"\nreason = "not indexed"\n"""
SEED_FILES: list[tuple[str, bytes]] = []
STORE = b""
KINDS: dict[str, Callable[[Path, random.Random, Seen], None]] = {
    "articles": try_article,
    "configurations": try_configuration,
    "stores": try_store,
}


def made_store(folder: Path) -> bytes:
    """A small store."""
    from citecheck.audit import Store
    from citecheck.audit.store.runs import begin_run, finish_run
    from citecheck.model import SourceInfo, SourceKind

    with Store(folder / "seed.db") as opened:
        number, _ = begin_run(opened, ["x"], SourceInfo(SourceKind.INDEX, "x", records=1))
        finish_run(opened, number)
        opened.base.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return (folder / "seed.db").read_bytes()


def work(kind: str, first: int, count: int, root: str, answers: multiprocessing.Queue[Seen]) -> None:
    """Try some mutants."""
    global STORE  # noqa: PLW0603 - set once in each process
    seen = Seen()
    refuse_connections(seen)
    folder = Path(root) / f"{kind}-{first}"
    folder.mkdir()
    SEED_FILES[:] = seeds()
    STORE = made_store(folder) if kind == "stores" else b""
    before = {path.name for path in Path(root).iterdir()}
    for number in range(first, first + count):
        known = len(seen.faults)
        try:
            KINDS[kind](folder, random.Random(number), seen)  # noqa: S311 - it spreads damage
        except Exception as error:  # noqa: BLE001 - that is what is looked for
            seen.faults.append(f"{type(error).__name__}: {error}")
        seen.faults[known:] = [f"{kind} {number}: {fault}" for fault in seen.faults[known:]]
    after = {path.name for path in Path(root).iterdir()}
    strangers = sorted(name for name in after - before if not name.startswith(kind))
    seen.faults += [f"a file {name}" for name in strangers]
    usage = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    seen.largest = max(usage) * 1024
    answers.put(seen)


def main() -> int:
    """Fuzz, and say what was found; 1 where something was."""
    parser = argparse.ArgumentParser(description=__doc__)
    for kind in KINDS:
        parser.add_argument(f"--{kind}", type=int, default=500)
    parser.add_argument("--first", type=int, default=0, help="the number of the first mutant, its seed")
    options = parser.parse_args()
    say = sys.stdout.write
    context = multiprocessing.get_context("spawn")
    bad = 0
    with tempfile.TemporaryDirectory() as root:
        for kind in KINDS:
            total = Seen()
            wanted = getattr(options, kind)
            end = options.first + wanted
            for first in range(options.first, end, AT_ONCE):
                answers: multiprocessing.Queue[Seen] = context.Queue()
                process = context.Process(
                    target=work, args=(kind, first, min(AT_ONCE, end - first), root, answers)
                )
                process.start()
                try:
                    seen = answers.get(timeout=1800)
                except Exception:  # noqa: BLE001 - the queue's own Empty
                    seen = Seen(faults=[f"the process of {kind} {first} ended or hung"])
                process.join()
                total.counts += seen.counts
                total.faults += seen.faults
                total.slowest = max(total.slowest, seen.slowest)
                total.largest = max(total.largest, seen.largest)
            bad += len(total.faults)
            say(
                f"{kind}: {wanted:,} mutants, {dict(total.counts)}, {len(total.faults)} faults, slowest "
                f"{total.slowest[0]:.1f} s ({total.slowest[1]}), largest process {total.largest / 1e6:.0f} MB\n"
            )
            for fault in total.faults[:20]:
                say(f"  {fault[:300]}\n")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
