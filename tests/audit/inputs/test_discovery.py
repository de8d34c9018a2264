"""Web archives as archives."""

import gzip
from pathlib import Path

import pytest

from citecheck.audit.inputs.article import Inputs
from citecheck.audit.inputs.discovery import read_articles

PAGE = (
    b"<html><title>Bread</title><body><article><p>A study in <i>Gut</i> found it.</p></article></body></html>"
)


def warc(*pages: tuple[str, bytes, str]) -> bytes:
    """A WARC file (ISO 28500) with a response a page."""
    records = []
    for number, (url, body, status) in enumerate(pages):
        head = f"HTTP/1.1 {status}\r\nContent-Type: text/html\r\nContent-Length: {len(body)}\r\n\r\n"
        about = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\n"
            f"WARC-Date: 2024-01-01T00:00:00Z\r\nWARC-Record-ID: <urn:uuid:{number:032x}>\r\n"
            "Content-Type: application/http; msgtype=response\r\n"
            f"Content-Length: {len(head) + len(body)}\r\n\r\n"
        )
        records.append(about.encode() + head.encode() + body + b"\r\n\r\n")
    return b"".join(records)


def test_pages_of_web_archives(tmp_path: Path) -> None:
    data = warc(("https://x.example/a", PAGE, "200 OK"), ("https://x.example/b", PAGE, "404 Not Found"))
    (tmp_path / "a.warc").write_bytes(data)
    (tmp_path / "b.warc.gz").write_bytes(gzip.compress(data))
    for name in ("a.warc", "b.warc.gz"):
        (one,) = read_articles([str(tmp_path / name)], Inputs())
        assert one.id == "https://x.example/a"
        assert one.read().title == "Bread"


def test_a_folder_of_web_archives_and_other_articles(tmp_path: Path) -> None:
    whole, cut = (warc((f"https://x.example/{name}", PAGE, "200 OK")) for name in ("whole", "cut"))
    (tmp_path / "site").mkdir()
    (tmp_path / "site/a.WARC").write_bytes(whole)
    (tmp_path / "b.warc.gz").write_bytes(gzip.compress(cut)[:-20])
    (tmp_path / "c.html").write_bytes(PAGE)
    (tmp_path / "d.gz").write_bytes(gzip.compress(PAGE))
    found = {one.id: one.read().error for one in read_articles([str(tmp_path)], Inputs())}
    broken = found.pop(f"{tmp_path}/b.warc.gz#error")
    assert broken
    assert found == {str(tmp_path / "c.html"): None, "https://x.example/whole": None}


@pytest.mark.parametrize("keep", [0.4, 0.8])
def test_a_truncated_web_archive_is_one_error(tmp_path: Path, keep: float) -> None:
    data = gzip.compress(warc(*((f"https://x.example/{n}", PAGE * 20, "200 OK") for n in range(50))))
    (tmp_path / "a.warc.gz").write_bytes(data[: int(len(data) * keep)])
    *_, last = read_articles([str(tmp_path / "a.warc.gz")], Inputs())
    assert "web archive" in (last.read().error or "")


def test_a_page_is_html_whatever_its_address_ends_in(tmp_path: Path) -> None:
    addresses = ["https://x.example", "https://x.example/a.php", "https://x.example/a.aspx?b=c.pdf"]
    (tmp_path / "a.warc").write_bytes(warc(*((address, PAGE, "200 OK") for address in addresses)))
    found = list(read_articles([str(tmp_path / "a.warc")], Inputs()))
    assert [one.id for one in found] == addresses
    assert [one.read().title for one in found] == ["Bread"] * 3


def test_two_copies_of_a_page_are_two_articles(tmp_path: Path) -> None:
    one = ("https://x.example/a", PAGE, "200 OK")
    (tmp_path / "a.warc").write_bytes(warc(one, one))
    (tmp_path / "b.warc").write_bytes(warc(one))
    found = read_articles([str(tmp_path / "a.warc"), str(tmp_path / "b.warc")], Inputs())
    assert [one.id for one in found] == [f"https://x.example/a{end}" for end in ("", "#2", "#3")]
