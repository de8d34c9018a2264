"""One bad file is one error in the report, and the rest goes on."""

from __future__ import annotations

import io
import json
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from citecheck.documents import read_bytes
from citecheck.safety import budget
from citecheck.safety.budget import Budget, DocumentError, bounded
from citecheck.safety.guarded_process import guarded
from tests.safety.command import ARTICLE, check, documents, run

DIGITS = "9" * 5000
CITES = "A study of {} patients in The Lancet found that zinc shortens colds, researchers reported in 2019."
STATEMENT = "<p>" + ARTICLE.split("\n\n")[1].strip() + "</p>"


def docx(compression: int, damage: bool) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", compression) as archive:
        archive.writestr("word/document.xml", "<w:document xmlns:w='w'>" + "<w:p/>" * 2_000 + "</w:document>")
    data = bytearray(held.getvalue())
    if damage:
        name_length, extra_length = struct.unpack_from("<HH", data, 26)
        start = 30 + name_length + extra_length
        data[start + 9 : start + 30] = b"\xff" * 21
    return bytes(data)


BAD: dict[str, bytes] = {
    "idna.html": b"<meta charset=idna><p>caf\xe9 " + STATEMENT.encode(),
    "punycode.html": b"<meta charset=punycode><p>caf\xe9 " + STATEMENT.encode(),
    "ebcdic.html": b"<meta charset=cp037><p>caf\xe9 " + STATEMENT.encode(),
    "undefined.html": b"<meta charset=undefined><p>caf\xe9 " + STATEMENT.encode(),
    "digits.md": CITES.format("9" * 310).encode(),
    "digits2.md": CITES.format("9" * 5000).encode(),
    "digits3.md": ("# A\n\n" + CITES.format("1," + "000," * 200 + "000")).encode(),
    "year.md": (
        "# A\n\n1. Smith J. Zinc. Lancet. " + DIGITS + f";{DIGITS}({DIGITS}):{DIGITS}-{DIGITS}."
    ).encode(),
    "list.md": (f"{DIGITS[:9]}. a\n{DIGITS}. b\n").encode(),
    "number.md": f"+++\ntitle = {DIGITS}\n+++\n{ARTICLE}".encode(),
    "date.md": f"---\ndate: {DIGITS}-01-01\n---\n{ARTICLE}".encode(),
    "dotted.md": f"+++\na{'.a' * 80_000} = 1\n+++\n{ARTICLE}".encode(),
    "arrays.md": f"+++\na = {'[' * 100_000}\n+++\n{ARTICLE}".encode(),
    "nested.md": f"---\na: {'[' * 100_000}\n---\n{ARTICLE}".encode(),
    "nested.json": b"[" * 200_000,
    "number.json": f'{{"text": "{ARTICLE.encode("unicode_escape").decode()}", "n": {DIGITS}}}'.encode(),
    "lzma.docx": docx(zipfile.ZIP_LZMA, damage=True),
    "bz2.docx": docx(zipfile.ZIP_BZIP2, damage=True),
    "list.docx": b"PK\x03\x04" + b"\xff" * 400,
    "quotes.md": (">" * 20_000 + " " + ARTICLE).encode(),
    "broken.pdf": b"%PDF-1.7\n" + b"1 0 obj << /Type /Catalog /Pages 1 0 R >>\n" * 40,
}


def test_each_bad_file_is_one_error_and_the_others_are_read(tmp_path: Path) -> None:
    here = tmp_path / "articles"
    here.mkdir()
    for name, data in BAD.items():
        (here / name).write_bytes(data)
    (here / "zzz.md").write_text(ARTICLE)
    done = check(here, ".")
    assert done.returncode in (1, 3), done.stderr
    assert "Traceback" not in done.stderr
    found = {Path(document["path"]).name: document for document in documents(done)}
    assert found.keys() == {*BAD, "zzz.md"}
    for name in ("ebcdic.html", "idna.html", "zzz.md"):
        assert [c["verdict"] for c in found[name]["citations"]] == ["mismatch"]


@pytest.mark.parametrize(
    "charset", ["cp037", "cp500", "utf-7", "cp1140", "utf-16", "rot13", "unicode_escape"]
)
def test_no_declared_encoding_hides_the_text(charset: str) -> None:
    page = f'<meta charset="{charset}"><p>caf\xe9</p>{STATEMENT}'
    assert "Mediterranean diet" in read_bytes(page.encode("latin-1"), "a.html").text


@pytest.mark.parametrize(
    "count",
    [10**400, -1, "9" * 5000, None, 1.5, 10**4000],
    ids=["huge", "less", "text", "null", "half", "4000"],
)
def test_no_baseline_leads_to_a_fault_in_citecheck(count: object, tmp_path: Path) -> None:
    here = tmp_path / "articles"
    here.mkdir()
    (here / "a.md").write_text(ARTICLE)
    finding = {"path": "a.md", "quote": "x", "verdict": "mismatch", "count": count}
    (here / "known.json").write_text(json.dumps({"version": 1, "findings": [finding]}))
    done = check(here, "a.md", "--baseline", "known.json")
    assert done.returncode in (1, 2)
    assert "Traceback" not in done.stderr


def hold(size: int) -> int:
    return len(bytearray(size))


def loop() -> None:
    while True:
        pass


def fail() -> None:
    raise KeyError("x")


RUNNERS: list[Callable[..., object]] = [bounded, guarded]


@pytest.mark.parametrize("run_within", RUNNERS)
def test_memory_on_either_side_of_the_budget(run_within: Callable[..., object]) -> None:
    assert run_within(Budget(30.0, memory=200_000_000), hold, 100_000_000) == 100_000_000
    with pytest.raises(DocumentError, match="It takes more than 200 MB of memory"):
        run_within(Budget(30.0, memory=200_000_000), hold, 300_000_000)
    assert run_within(Budget(30.0, memory=400_000_000), hold, 300_000_000) == 300_000_000


@pytest.mark.parametrize("run_within", RUNNERS)
def test_the_time_limit_ends_with_its_block(run_within: Callable[..., object]) -> None:
    with pytest.raises(DocumentError, match=r"It takes longer than 0\.1 seconds"):
        run_within(Budget(0.1), loop)
    assert run_within(Budget(0.1), hold, 10) == 10


@pytest.mark.parametrize("run_within", RUNNERS)
def test_other_exceptions_are_reported_by_name(run_within: Callable[..., object]) -> None:
    with pytest.raises(DocumentError, match=r"citecheck failed on it \(KeyError\)"):
        run_within(Budget(1.0), fail)


def test_larger_documents_have_more_time() -> None:
    assert Budget.of(0).seconds == budget.SECONDS
    assert Budget.of(10_000_000).seconds == budget.SECONDS + 10 * budget.SECONDS_PER_MB


def test_a_long_text_is_read_and_searched_in_the_other_process(tmp_path: Path) -> None:
    here = tmp_path / "articles"
    here.mkdir()
    (here / "a.md").write_text(ARTICLE + "\nIt rained all day, and nobody minded.\n" * 28_000)
    (here / "b.md").write_text(ARTICLE)
    found = documents(check(here, "."))
    assert [[c["verdict"] for c in document["citations"]] for document in found] == [["mismatch"]] * 2
    assert run(here, "extract", "a.md").returncode == 0
