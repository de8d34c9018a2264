"""How many DOIs of PubMed files are read back from a sentence, a link, an entry and the lines of a PDF.

    python tests/benchmarks/doi_round_trip.py FILE-OR-FOLDER… [--every 10] [--show 10]

Each DOI of the files (PubMed XML, plain or gzipped) is printed in articles of four forms:

  sentence   a paragraph of a text: "A trial (doi:10.1000/a) found less pain."
  link       the address of a link in a web page: https://doi.org/…, percent-encoded
  entry      an entry of a reference list in Markdown
  pdf        an entry in a PDF, its lines cut at 90 columns wherever a word processor cuts an address

They are read like any other file, and a DOI counts as read back if the citations of its paragraph state it,
letter for letter, and no other. Exit code 1 if a form falls below 0.9998.
"""

from __future__ import annotations

import argparse
import gzip
import html
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from urllib.parse import quote

from citecheck.documents import read_bytes
from citecheck.extraction import extract
from citecheck.journals import Catalogue

LEAST = 0.9998
# So many DOIs stand in one article; more would make a PDF of more pages than readers take at once.
_AT_ONCE = 400
_COLUMNS = 90
_LINES_A_PAGE = 50
_DOI = re.compile(r'<(?:ArticleId IdType="doi"|ELocationID EIdType="doi"[^>]*)>([^<]+)<')
# Where a word processor may cut an address: behind a hyphen, a slash or a stop
_CUT = re.compile(r"(?<=[-/.])")

Form = Callable[[Sequence[str]], tuple[bytes, str]]


def dois_in(paths: Sequence[Path]) -> list[str]:
    """All DOIs of the files, each once, sorted."""
    found: set[str] = set()
    for path in (
        file for given in paths for file in (sorted(given.glob("*.xml*")) if given.is_dir() else [given])
    ):
        data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        found.update(html.unescape(hit[1]).strip() for hit in _DOI.finditer(data.decode("utf-8")))
    return sorted(found)


def sentences(dois: Sequence[str]) -> tuple[bytes, str]:
    """A plain text with a paragraph a DOI."""
    told = "\n\n".join(
        f"[{n:04d}] A trial of zinc (doi:{doi}) found less pain." for n, doi in enumerate(dois)
    )
    return told.encode(), "article.txt"


def links(dois: Sequence[str]) -> tuple[bytes, str]:
    """A web page with a paragraph a DOI."""
    told = "".join(
        f'<p>[{n:04d}] Zinc eased <a href="https://doi.org/{quote(doi, safe="/()")}">pain</a> in a trial.</p>'
        for n, doi in enumerate(dois)
    )
    return f"<html><body><article><h1>Pain</h1>{told}</article></body></html>".encode(), "article.html"


def entries(dois: Sequence[str]) -> tuple[bytes, str]:
    """A reference list in Markdown; pointed brackets and underscores are escaped, as Markdown wants it."""
    told = "\n".join(
        f"- Smith J, Doe A. Zinc {n:04d} and pain. Thorax. 2011;66(3):45-9. doi:{_escaped(doi, '<>_*[]&')}."
        for n, doi in enumerate(dois)
    )
    return f"# Pain\n\n## References\n\n{told}\n".encode(), "article.md"


def _escaped(text: str, signs: str) -> str:
    return "".join(f"\\{sign}" if sign in signs else sign for sign in text)


def pdf_lines(dois: Sequence[str]) -> tuple[bytes, str]:
    """A reference list in a PDF."""
    lines = ["References"]
    for n, doi in enumerate(dois):
        entry = f"{_surname(n)} J, Doe A. Zinc {n:04d} and pain in adults. Thorax. 2011;66(3):45-9. doi:{doi}"
        lines += _wrapped(f"{n + 1}. {entry}")
    return _pdf([lines[at : at + _LINES_A_PAGE] for at in range(0, len(lines), _LINES_A_PAGE)]), "article.pdf"


def _surname(number: int) -> str:
    """Another for each entry: what is the same at the edge of many pages is a running head."""
    vowels, consonants = "aeiou", "bdfgklmnprstvz"
    return "".join(
        consonants[number // step % len(consonants)] + vowels[number // step % len(vowels)]
        for step in (1, 5, 70)
    ).capitalize()


def _wrapped(text: str) -> list[str]:
    """The text in lines; an address that does not fit is cut at a sign."""
    lines = [""]
    for word in re.findall(r"\S+\s*", text):
        for piece in _CUT.split(word) if "10." in word else [word]:
            if len(lines[-1]) + len(piece.rstrip()) > _COLUMNS:
                lines.append("")
            lines[-1] += piece
    return [line.rstrip() for line in lines]


def _pdf(pages: Sequence[Sequence[str]]) -> bytes:
    """A PDF whose pages have these lines, in Helvetica."""
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, lines in enumerate(pages):
        shown = " ".join(f"({_escaped(line, '()')}) Tj 0 -14 Td" for line in lines)
        content = f"BT /F1 11 Tf 50 750 Td {shown} ET".encode("cp1252", "replace")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {5 + 2 * number} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start)
    return bytes(out)


FORMS: dict[str, Form] = {"sentence": sentences, "link": links, "entry": entries, "pdf": pdf_lines}
_NUMBER = re.compile(r"(?:\[|Zinc )(\d{4})\b")


def read_back(dois: Sequence[str], form: Form, catalogue: Catalogue) -> Iterator[tuple[str, frozenset[str]]]:
    """Each DOI with those that the citations of its paragraph state.

    Args:
        dois: At most as many as stand in one article.
        form: What prints them.
        catalogue: The journals that the reader knows.
    """
    document = read_bytes(*form(dois))
    stated: dict[int, set[str]] = {number: set() for number in range(len(dois))}
    bounds = [(hit.start(), int(hit[1])) for hit in _NUMBER.finditer(document.text)]
    starts = [document.positions.span(at, at + 1).start for at, _ in bounds]
    for citation in extract(document, catalogue):
        if citation.claimed.doi is None:
            continue
        inside = _NUMBER.search(citation.quote)
        if inside:
            stated[int(inside[1])].add(citation.claimed.doi)
        else:
            before = [
                number
                for (_, number), start in zip(bounds, starts, strict=True)
                if start <= citation.span.start
            ]
            stated[before[-1]].add(citation.claimed.doi)
    for number, doi in enumerate(dois):
        yield doi, frozenset(stated[number])


def main(arguments: Sequence[str]) -> int:
    """Print a line a form, with the DOIs that were not read back."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--every", type=int, default=1, help="take only every so-manieth DOI")
    parser.add_argument("--show", type=int, default=0, help="how many of those lost are shown, a form")
    chosen = parser.parse_args(arguments)
    dois = dois_in(chosen.paths)[:: chosen.every]
    catalogue = Catalogue.load()
    worst = 1.0
    for name, form in FORMS.items():
        lost = [
            (doi, stated)
            for at in range(0, len(dois), _AT_ONCE)
            for doi, stated in read_back(dois[at : at + _AT_ONCE], form, catalogue)
            if stated != {doi}
        ]
        worst = min(worst, 1 - len(lost) / len(dois))
        say(f"{name:9} {len(dois)} DOIs, lost {len(lost)}, read back {1 - len(lost) / len(dois):.5f}")
        for doi, stated in lost[: chosen.show]:
            say(f"  {doi}  read as {', '.join(sorted(stated)) or 'nothing'}")
    return int(worst < LEAST)


def say(line: str) -> None:
    """Print a line."""
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
