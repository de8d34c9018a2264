import http.server
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from citecheck.errors import CatalogueError
from citecheck.journals import Catalogue
from citecheck.journals.tables import JournalRow
from citecheck.journals.update import FILE_NAME, parse_j_medline, update_catalogue

RULE = "-" * 56 + "\n"


def record(
    number: int, title: str, abbreviation: str, issns: tuple[str, str] = ("", ""), nlm_id: str = ""
) -> str:
    return (
        f"{RULE}JrId: {number}\nJournalTitle: {title}\nMedAbbr: {abbreviation}\nISSN (Print): {issns[0]}\n"
        f"ISSN (Online): {issns[1]}\nIsoAbbr: {abbreviation}\nNlmId: {nlm_id}\n"
    )


LIST = (
    record(2, "AANA journal", "AANA J", ("0094-6354", "2162-5239"), "0431420")
    + record(9, "Annals of tide pool medicine", "Ann Tide Pool Med", ("", "9999-000x"), "999999991R")
    + record(11, "Journal of ethnic foods", "J Ethn Foods")
    + record(10, "The New England journal of medicine", "N Engl J Med", ("0028-4793", "1533-4406"), "0255562")
)
PAGES = {
    "/J_Medline.txt": LIST.encode(),
    "/page.html": b"<html><body>Maintenance</body></html>",
    "/empty": b"",
    "/binary": b"\xff\xfe\x00" * 20,
    "/cut": LIST.encode()[:-40],
}


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        body = PAGES.get(self.path)
        self.send_response(200 if body is not None else 404)
        self.send_header("Content-Length", str(len(body or b"") + (100 if self.path == "/cut" else 0)))
        self.end_headers()
        self.wfile.write(body or b"")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the name that http.server uses)
        pass


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as listening:
        thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{listening.server_port}"
        listening.shutdown()
        thread.join()


def test_nlms_list_becomes_rows() -> None:
    assert parse_j_medline(LIST)[:2] == (
        JournalRow("AANA J", "AANA journal", "", ("0094-6354", "2162-5239"), "0431420"),
        JournalRow("Ann Tide Pool Med", "Annals of tide pool medicine", "", ("9999-000X",), "999999991R"),
    )


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "empty"),
        ("<!DOCTYPE html>\n<p>Moved</p>", "line 1 is not a line of dashes"),
        (LIST.replace("NlmId: 0431420\n", ""), "line 2 does not have the seven lines"),
        (LIST.replace("MedAbbr:", "Abbr:", 1), "line 2 does not have the seven lines"),
        (LIST.replace("0094-6354", "0094-63"), "an invalid ISSN"),
        (LIST.replace("0431420", "n/a"), "an invalid NLM id"),
        (record(1, "", ""), "neither title nor abbreviation"),
    ],
)
def test_text_that_is_not_nlms_list_is_refused(text: str, says: str) -> None:
    with pytest.raises(CatalogueError, match=says):
        parse_j_medline(text)


def test_an_update_is_used_from_then_on(server: str, tmp_path: Path) -> None:
    assert Catalogue.packaged().lookup("Annals of Tide Pool Medicine") is None
    updated = update_catalogue(f"{server}/J_Medline.txt", tmp_path / "deep", fewest=4)
    assert updated.journals == 4
    catalogue = Catalogue.load(tmp_path / "deep")
    fetched = catalogue.lookup("Annals of Tide Pool Medicine")
    assert fetched is not None
    assert (fetched.abbreviation, fetched.nlm_id) == ("Ann Tide Pool Med", "999999991R")
    assert catalogue.by_issn("9999-000x") == fetched
    assert catalogue.by_nlm_id("999999991R") == fetched
    # If the abbreviations of one title differ, NLM's is taken.
    renamed = catalogue.lookup("Journal of Ethnic Foods")
    assert renamed is not None
    assert renamed.abbreviation == "J Ethn Foods"
    assert catalogue.lookup("J Ethnic Foods") is None
    known = catalogue.lookup("NEJM")
    assert known is not None
    assert known.nlm_id == "0255562"


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("/J_Medline.txt", "lists 4 journals"),
        ("/page.html", "is not NLM's list of journals"),
        ("/empty", "empty"),
        ("/binary", "not text in UTF-8"),
        ("/cut", "cannot be fetched|cut off"),
        ("/none", "cannot be fetched"),
    ],
)
def test_a_bad_answer_leaves_the_old_list(path: str, says: str, server: str, tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text("Old J\tThe old journal\n", encoding="utf-8")
    with pytest.raises(CatalogueError, match=says):
        update_catalogue(server + path, tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == [FILE_NAME]
    assert (tmp_path / FILE_NAME).read_text(encoding="utf-8") == "Old J\tThe old journal\n"


def test_only_web_addresses_are_fetched(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="not a web address"):
        update_catalogue("file:///etc/passwd", tmp_path)


def test_a_path_through_a_file_is_an_error(server: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(CatalogueError, match="cannot be written"):
        update_catalogue(f"{server}/J_Medline.txt", tmp_path / "file" / "folder", fewest=1)
