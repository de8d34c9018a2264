"""The bodies of answers, to the letter of the DTDs that NCBI names."""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from tests.eutils_server.holdings import Held
from tests.eutils_server.language import Warnings

PROLOG = '<?xml version="1.0" encoding="UTF-8" ?>\n'
ESEARCH = '<!DOCTYPE eSearchResult PUBLIC "-//NLM//DTD esearch 20060628//EN" "https://eutils.ncbi.nlm.nih.gov/eutils/dtd/20060628/esearch.dtd">\n'
EPOST = '<!DOCTYPE ePostResult PUBLIC "-//NLM//DTD epost 20090526//EN" "https://eutils.ncbi.nlm.nih.gov/eutils/dtd/20090526/epost.dtd">\n'
ESUMMARY = '<!DOCTYPE eSummaryResult PUBLIC "-//NLM//DTD esummary v1 20041029//EN" "https://eutils.ncbi.nlm.nih.gov/eutils/dtd/20041029/esummary-v1.dtd">\n'
EFETCH = '<!DOCTYPE eEfetchResult PUBLIC "-//NLM//DTD efetch 20131226//EN" "https://eutils.ncbi.nlm.nih.gov/eutils/dtd/20131226/efetch.dtd">\n'
PUBMED = '<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle, 1st January 2025//EN" "https://dtd.nlm.nih.gov/ncbi/pubmed/out/pubmed_250101.dtd">\n'


@dataclass(frozen=True)
class Page:
    """A search's answer before it is written out."""

    count: int
    start: int
    limit: int
    ids: Sequence[str]
    translation: str
    warnings: Warnings
    messages: Sequence[str] = ()
    history: tuple[int, str] | None = None


def tag(name: str, text: object) -> str:
    return f"<{name}>{escape(str(text))}</{name}>"


def search_xml(page: Page) -> str:
    warnings = page.warnings
    history = tag("QueryKey", page.history[0]) + tag("WebEnv", page.history[1]) if page.history else ""
    ids = "\n".join(tag("Id", each) for each in page.ids)
    body = (
        f"{tag('Count', page.count)}{tag('RetMax', len(page.ids))}{tag('RetStart', page.start)}{history}"
        f"<IdList>\n{ids}\n</IdList><TranslationSet/>{tag('QueryTranslation', page.translation)}"
    )
    if warnings.phrases_not_found or warnings.fields_not_found:
        parts = [tag("PhraseNotFound", each) for each in warnings.phrases_not_found]
        parts += [tag("FieldNotFound", each) for each in warnings.fields_not_found]
        body += f"<ErrorList>{''.join(parts)}</ErrorList>"
    parts = [tag("PhraseIgnored", each) for each in warnings.ignored]
    parts += [tag("QuotedPhraseNotFound", each) for each in warnings.quoted_not_found]
    parts += [tag("OutputMessage", each) for each in page.messages]
    if parts:
        body += f"<WarningList>{''.join(parts)}</WarningList>"
    return f"{PROLOG}{ESEARCH}<eSearchResult>{body}</eSearchResult>\n"


def search_json(page: Page) -> str:
    warnings = page.warnings
    result = {
        "count": str(page.count),
        "retmax": str(len(page.ids)),
        "retstart": str(page.start),
        "idlist": list(page.ids),
        "translationset": [],
        "querytranslation": page.translation,
        "errorlist": {
            "phrasesnotfound": warnings.phrases_not_found,
            "fieldsnotfound": warnings.fields_not_found,
        },
        "warninglist": {
            "phrasesignored": warnings.ignored,
            "quotedphrasesnotfound": warnings.quoted_not_found,
            "outputmessages": list(page.messages),
        },
    }
    if page.history:
        result |= {"querykey": str(page.history[0]), "webenv": page.history[1]}
    return json.dumps({"header": {"type": "esearch", "version": "0.3"}, "esearchresult": result})


def search_error(message: str, *, as_json: bool) -> str:
    if as_json:
        # As the service does it: with a raw line break, which makes it no JSON.
        return '{"header":{"type":"esearch","version":"0.3"},"esearchresult":{"ERROR":"' + message + '"}}'
    return f"{PROLOG}{ESEARCH}<eSearchResult>{tag('ERROR', message)}</eSearchResult>\n"


def records_xml(records: Sequence[Held]) -> bytes:
    head = f"{PROLOG}{PUBMED}<PubmedArticleSet>".encode()
    return b"\n".join([head, *(zlib.decompress(record.xml) for record in records), b"</PubmedArticleSet>"])


def no_ids() -> str:
    error = tag("ERROR", "ID list is empty! Possibly it has no correct IDs.")
    return f"{PROLOG}{EFETCH}<eFetchResult>\n{error}\n</eFetchResult>\n"


def medline(record: Held) -> str:
    rows = [("PMID", record.pmid), ("TI", record.title), ("TA", record.abbreviation), ("VI", record.volume)]
    rows += [("AU", author) for author in record.authors]
    return "\n".join(f"{name:<4}- {value}" for name, value in rows if value) + "\n"


def summary(record: Held) -> str:
    def item(name: str, value: str, kind: str = "String") -> str:
        return f'<Item Name="{name}" Type="{kind}">{escape(value)}</Item>'

    authors = "".join(item("Author", author) for author in record.authors)
    ids = [("pubmed", record.pmid), ("doi", record.doi), ("pmc", record.pmcid)]
    listed = "".join(item(name, value) for name, value in ids if value)
    return (
        f"<DocSum>{tag('Id', record.pmid)}"
        + item("PubDate", str(record.years[0]) if record.years else "", "Date")
        + item("Source", record.abbreviation)
        + f'<Item Name="AuthorList" Type="List">{authors}</Item>'
        + item("Title", record.title)
        + item("Volume", record.volume)
        + item("Issue", record.issue)
        + item("Pages", record.page)
        + item("NlmUniqueID", record.nlm_id)
        + f'<Item Name="ArticleIds" Type="List">{listed}</Item>'
        + item("FullJournalName", record.journal)
        + "</DocSum>"
    )


def summaries(parts: Sequence[str], missing: Sequence[str]) -> str:
    errors = [tag("ERROR", f"UID={each}: cannot get document summary") for each in missing]
    return f"{PROLOG}{ESUMMARY}<eSummaryResult>{''.join([*parts, *errors])}</eSummaryResult>\n"


def journal_summary(record: Held) -> str:
    """A journal of the NLM catalogue."""

    def item(name: str, value: str, kind: str = "String") -> str:
        return f'<Item Name="{name}" Type="{kind}">{escape(value)}</Item>'

    issns = "".join(
        f'<Item Name="ISSNInfo" Type="Structure">{item("issn", each)}{item("issntype", "Print")}</Item>'
        for each in record.issns
    )
    return (
        f"<DocSum>{tag('Id', catalogue_id(record))}{item('NLMUniqueID', record.nlm_id)}"
        '<Item Name="TitleMainList" Type="List"><Item Name="TitleMain" Type="Structure">'
        + item("Title", record.journal + ".")
        + "</Item></Item>"
        + item("MedlineTA", record.abbreviation)
        + item("ISOAbbreviation", record.abbreviation)
        + f'<Item Name="ISSNList" Type="List">{issns}</Item>{item("CurrentIndexingStatus", "Y")}</DocSum>'
    )


def catalogue_id(record: Held) -> str:
    """The number by which nlmcatalog knows a journal: its NLM id without letters."""
    return re.sub(r"\D", "", record.nlm_id) or str(zlib.crc32(record.abbreviation.encode()))


MAINTENANCE = (
    "<!DOCTYPE html><html><head><title>NCBI - under maintenance</title></head>"
    "<body><h1>The service is temporarily unavailable</h1></body></html>"
)
