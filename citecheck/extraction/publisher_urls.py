"""What a link's address says of the publication behind it: "https://pubmed.ncbi.nlm.nih.gov/23853635/"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from urllib.parse import unquote

from citecheck.extraction.identifiers import Identifiers, clean_doi
from citecheck.extraction.word_lists import load_list

__all__ = ["PublisherUrl", "read_url"]

_URL = re.compile(
    r"\s*(?:[a-z][a-z+.-]{1,8}:)?//(?P<host>[^/?#\s]{1,300})(?P<path>[^?#]*)(?P<query>\??[^#]*)(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_BARE_URL = re.compile(
    r"\s*(?P<host>(?:[a-z0-9-]{1,63}\.){1,6}[a-z]{2,12})(?P<path>/[^?#]*)?(?P<query>\??[^#]*)(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
# An address wrapped in another: "https://www.google.com/url?q=https://pubmed.…", "web.archive.org/web/2015/https://…"
_INNER = re.compile(r"http(?<=.{10})s?(?::|%3A)(?:/|%2F){1,2}\S{4,}", re.DOTALL)
# A "#" belongs to a DOI only as its check sign: "10.1002/(SICI)1097-0215…3.0.CO;2-#"
_DOI = re.compile(r"(?<![\d.])10\.\d{4,9}(?:\.\d{1,9}){0,3}/[^\s?#]{1,250}(?:(?<=CO;2-)#)?", re.IGNORECASE)
# What publishers put behind a DOI in a path
_PAGE = re.compile(
    r"(?:/(?:abstract|full|full/html|fulltext|full-text|pdf|epdf|html|meta|references?|citations?|summary|supp\w*|figures?|media|tables?|reader|pdfplus"
    r"|fullarticle|share|metrics)"
    r"|(?:(?<![/._-])v\d{1,2})?(?:\.full|\.abstract|\.long|\.short|\.article-info)?(?:\.pdf|-pdf|\.html?|\+html)"
    r"|\.full|\.abstract|\.long|(?<![/._-])v\d{1,2})$",
    re.IGNORECASE,
)
_OUP_ID = re.compile(r"/\d{5,9}$")
# Elsevier's item identifier: "S0140-6736(19)30041-8", "S0140673619300418"
_PII = re.compile(
    r"(?:PII)?(?P<issn>[SB]\d{4}-?\d{3}[\dX])\(?(?P<year>\d{2})\)?(?P<rest>\d{5}-?[\dX])(?![\dX])",
    re.IGNORECASE,
)


_NOTHING = Identifiers()


@dataclass(frozen=True, slots=True)
class PublisherUrl:
    """What an address gives away: identifiers, or at least a journal, a volume, a page.

    `page` says that it leads to one publication's page, even where nothing more is known.
    `key` is the same for two addresses of one page.
    """

    identifiers: Identifiers = _NOTHING
    journal: str | None = None
    volume: str | None = None
    issue: str | None = None
    first_page: str | None = None
    page: bool = False
    key: str = ""

    @property
    def leads_to_publication(self) -> bool:
        """Whether a publication stands behind it."""
        return bool(self.identifiers) or self.page


@cache
def _table(section: str) -> dict[str, str]:
    pairs = (line.partition("=") for line in load_list("publishers", section))
    return {key.strip(): value.strip() for key, _, value in pairs}


@lru_cache(maxsize=4096)
def read_url(url: str, depth: int = 0) -> PublisherUrl:
    """What the address says of a publication. Never fails, however broken the address is.

    Args:
        url: the address; its first 2000 characters are read.
        depth: how many addresses this one stands in, such as a proxy's; two at most are unwrapped.

    Returns:
        The identifiers or the place in a journal; empty where it leads to no publication.
    """
    url = url[:2000]
    parts = _URL.match(url) or _BARE_URL.match(url)
    if parts is None:
        return PublisherUrl()
    host = re.sub(
        r"^(?:www\d?|m|dx|amp|secure|en)\.", "", parts["host"].lower().rpartition("@")[2].partition(":")[0]
    )
    if "-" in host and host.count(".") >= 2:  # library proxies: pubmed-ncbi-nlm-nih-gov.proxy.example.edu
        host = re.sub(r"^(.*?(?:ncbi-nlm-nih-gov|doi-org))\..*$", lambda m: m[1].replace("-", "."), host)
    path = unquote(parts["path"] or "", errors="replace")
    if path.upper().endswith("CO;2-") and parts["rest"].startswith("#"):
        path += "#"
    query = unquote(parts["query"] or "", errors="replace").lstrip("?")
    key = host + path.rstrip("/").lower()
    identifiers = (
        _ncbi(host, path, query)
        or _europe_pmc(host, path, query)
        or _resolved(host, path)
        or _doi(host, path, query)
        or _derived(host, path)
    )
    if identifiers:
        return PublisherUrl(identifiers, page=True, key=identifiers.keys[0])
    inner = _INNER.search(unquote(url, errors="replace")) if depth < 2 else None
    if inner:
        return read_url(inner[0], depth + 1)
    return _located(host, path, key)


def _ncbi(host: str, path: str, query: str) -> Identifiers | None:
    """PubMed, PubMed Central and Bookshelf, in all the addresses they have had."""
    if host.endswith("ncbi.nlm.nih.gov") or host in (
        "pubmed.gov",
        "pubmed.com",
        "pubmed.org",
        "hubmed.org",
        "ncbi.nih.gov",
    ):
        # PubMed Labs numbered articles by their PMID.
        if hit := re.search(r"^/labs/(?:articles|pubmed)/(\d{1,8})(?!\d)", path):
            return Identifiers(pmid=hit[1].lstrip("0"))
        if hit := re.search(r"/(?:articles?|pmc)/(?:pmc)?(\d{3,9})(?!\d)", path, re.IGNORECASE):
            return Identifiers(pmcid=f"PMC{hit[1]}")
        if hit := re.search(r"^/books/(NBK\d{2,8})(?!\d)", path, re.IGNORECASE):
            return Identifiers(accession=hit[1].upper())
        if hit := re.search(r"/articles/pmid/(\d{1,8})(?!\d)", path):
            return Identifiers(pmid=hit[1].lstrip("0"))
        if hit := re.search(r"(?:^|/pubmed)/(?:entrez/)?(?:\?\w{0,10}=)?(\d{1,8})(?!\d)", path):
            return Identifiers(pmid=hit[1].lstrip("0"))
        if re.search(r"pubmed|/entrez|^/?$", path) or host.startswith("pubmed"):
            return _asked(query)
    if host.endswith(("pubmedcentral.nih.gov", "pubmedcentral.gov")):
        if hit := re.search(r"(?:artid|accid)=(?:PMC)?(\d{3,9})", query, re.IGNORECASE):
            return Identifiers(pmcid=f"PMC{hit[1]}")
        if hit := re.search(r"pubmedid=(\d{1,8})", query, re.IGNORECASE):
            return Identifiers(pmid=hit[1])
    return None


def _asked(query: str) -> Identifiers | None:
    """A search whose words are an identifier: "term=23853635[uid]", "list_uids=23853635"."""
    for hit in re.finditer(
        r"(?:^|[&;?])(?:term|list_uids|uid|uids|id|pmid|termtosearch|q|linkname)=([^&]{1,300})",
        query,
        re.IGNORECASE,
    ):
        asked = hit[1].strip().strip("\"'").replace("+", " ").strip()
        if number := re.match(r"(?:pmid:?\s?)?(\d{4,8})(?:\s?\[\w{2,6}\])?(?:[\s,]|$)", asked, re.IGNORECASE):
            return Identifiers(pmid=number[1].lstrip("0"))
        if number := re.match(r"PMC(\d{3,9})$", asked, re.IGNORECASE):
            return Identifiers(pmcid=f"PMC{number[1]}")
        if asked.startswith("10.") and (doi := clean_doi(asked.partition("[")[0].strip())):
            return Identifiers(doi=doi)
    return None


def _europe_pmc(host: str, path: str, query: str) -> Identifiers | None:
    if not host.endswith(("europepmc.org", "ukpmc.ac.uk")):
        return None
    if hit := re.search(r"/med/(\d{1,8})(?!\d)", path, re.IGNORECASE):
        return Identifiers(pmid=hit[1])
    if hit := re.search(r"/(?:PMC|pmc/)(\d{3,9})(?!\d)", path, re.IGNORECASE):
        return Identifiers(pmcid=f"PMC{hit[1]}")
    return _asked(query)


# "/pubmed:24703049", "/pubmed/24703049", "/pmc:PMC3976205"
_RESOLVED = re.compile(r"/(?:pubmed[:/](?P<pmid>\d{1,8})|pmc[:/]PMC(?P<pmcid>\d{3,9}))(?!\d)", re.IGNORECASE)
# "/abs/2101.12345v2", "/pdf/2101.12345.pdf", "/abs/q-bio/0401012"
_ARXIV = re.compile(
    r"/(?:abs|pdf|html)/(?P<id>\d{4}\.\d{4,5}|[a-z-]{2,10}(?:\.[A-Z]{2})?/\d{7})(?:v\d{1,2})?(?:\.pdf)?/?$"
)


def _resolved(host: str, path: str) -> Identifiers | None:
    """identifiers.org and n2t.net, which resolve what others number; arXiv, whose numbers make DOIs."""
    if host in ("identifiers.org", "n2t.net", "bioregistry.io") and (hit := _RESOLVED.match(path)):
        return Identifiers(pmid=hit["pmid"]) if hit["pmid"] else Identifiers(pmcid=f"PMC{hit['pmcid']}")
    if host.endswith("arxiv.org") and (hit := _ARXIV.match(path)):
        return Identifiers(doi=f"10.48550/arXiv.{hit['id']}")
    return None


def _doi(host: str, path: str, query: str) -> Identifiers | None:
    """A DOI anywhere in the address, as at doi.org, Wiley, Springer, PLOS, Sage and most others."""
    for part in (path, query.partition("&utm")[0]):
        hit = _DOI.search(part)
        if hit is None:
            continue
        raw = hit[0]
        if part is query:
            raw = raw.partition("&")[0]
        raw = raw.partition(";jsessionid")[0].rstrip("/")
        if host not in ("doi.org", "dx.doi.org"):
            for _ in range(3):
                raw = _PAGE.sub("", raw).rstrip("/")
            if host.endswith(
                ("oup.com", "silverchair.com", "diabetesjournals.org", "karger.com", "aspetjournals.org")
            ):
                raw = _OUP_ID.sub("", raw)
        if doi := clean_doi(raw):
            return Identifiers(doi=doi)
    return None


def _derived(host: str, path: str) -> Identifiers | None:
    """A DOI that a publisher makes from the page's name by a fixed rule."""
    if host == "mdpi.com":
        doi = _mdpi(path)
        return Identifiers(doi=doi) if doi else None
    for pattern, template in _derivations() if _any_derivation().search(host + path) else ():
        if hit := pattern.search(host + path):
            return Identifiers(doi=hit.expand(template))
    if hit := _PII.search(path):
        doi = _from_pii(hit)
        return Identifiers(doi=doi) if doi else None
    return None


@cache
def _derivations() -> tuple[tuple[re.Pattern[str], str], ...]:
    rows = (line.partition(" = ") for line in load_list("publishers", "derived"))
    return tuple(
        (re.compile(pattern.strip(), re.IGNORECASE), template.strip()) for pattern, _, template in rows
    )


def _mdpi(path: str) -> str | None:
    """MDPI joins the journal's code, volume, two digits of issue, four of article: "2072-6643/12/5/1287"."""
    hit = re.match(
        r"/(\d{4}-\d{3}[\dX])/(\d{1,3})/(\d{1,2})(?:-\d{1,2})?/(\d{1,5})(?!\d)", path, re.IGNORECASE
    )
    code = _table("mdpi codes").get(hit[1].upper()) if hit else None
    return f"10.3390/{code}{hit[2]}{int(hit[3]):02}{int(hit[4]):04}" if hit and code else None


def _from_pii(hit: re.Match[str]) -> str | None:
    """Elsevier's item identifier is the DOI's tail in the Lancet's journals, and was in all until 2002."""
    issn = re.sub(r"(\w\d{4})-?(\d{3}[\dX])", r"\1-\2", hit["issn"].upper())
    rest = re.sub(r"(\d{5})-?([\dX])", r"\1-\2", hit["rest"].upper())
    if issn[0] == "S" and (
        issn[1:] in _table("lancet issns") or hit["year"] in {"96", "97", "98", "99", "00", "01", "02"}
    ):
        return f"10.1016/{issn}({hit['year']}){rest}"
    return None


# "/jn/article/145/3/572/4743711", "/blood/article/118/12/3191/28774/Ironing-out-fatigue"
_ARTICLE = re.compile(
    r"/article(?:-abstract|-pdf|s)?/(?P<volume>\d{1,4})/(?P<issue>\w{1,12})/(?P<page>[a-z]{0,6}\d{1,7})(?=/|$)",
    re.IGNORECASE,
)
# "/content/54/7/1884.full", "/cgi/content/abstract/54/7/1884"
_CONTENT = re.compile(
    r"/content/(?:(?:full|abstract|short|early)/)?(?:[a-z]{2,12}/)?"
    r"(?P<volume>\d{1,4})/(?P<issue>\d{1,3}|suppl_?\d{0,2})/(?P<page>[a-z]{0,6}\d{1,7})",
    re.IGNORECASE,
)
# "/2072-6643/12/5/1287"
_MDPI = re.compile(
    r"/(?P<issn>\d{4}-\d{3}[\dX])/(?P<volume>\d{1,3})/(?P<issue>\d{1,2})/(?P<page>\d{1,5})(?!\d)",
    re.IGNORECASE,
)


def _located(host: str, path: str, key: str) -> PublisherUrl:
    """The journal, volume and page in an address without an identifier."""
    journal = _table("hosts").get(host)
    known = journal is not None
    for pattern, name in _pages() if _any_page().search(host + path) else ():
        if pattern.search(host + path):
            journal, known = name or journal, True
            break
    if host == "academic.oup.com":
        journal = _table("oup codes").get(path.lower().lstrip("/").partition("/")[0])
    hit = (
        _ARTICLE.search(path) or _CONTENT.search(path) or (_MDPI.search(path) if host == "mdpi.com" else None)
    )
    if hit and (known or re.search(r"journal|\.bmj\.com$|physiology\.org", host)):
        return PublisherUrl(
            journal=journal,
            volume=hit["volume"],
            issue=hit["issue"],
            first_page=hit["page"],
            page=True,
            key=key,
        )
    if known and re.search(
        r"/(?:article|articles|fulltext|content|abstract|doi|pii|books|stable|publication)\b|\d", path
    ):
        return PublisherUrl(journal=journal, page=True, key=key)
    return PublisherUrl()


@cache
def _pages() -> tuple[tuple[re.Pattern[str], str | None], ...]:
    """Patterns of the pages of single publications without an identifier, with their journal if known."""
    rows = (re.split(r"\s=(?:\s|$)", line, maxsplit=1) for line in load_list("publishers", "pages"))
    return tuple((re.compile(row[0], re.IGNORECASE), row[1].strip() or None) for row in rows)


@cache
def _any_page() -> re.Pattern[str]:
    return re.compile("|".join(pattern.pattern for pattern, _ in _pages()), re.IGNORECASE)


@cache
def _any_derivation() -> re.Pattern[str]:
    return re.compile("|".join(pattern.pattern for pattern, _ in _derivations()), re.IGNORECASE)
