"""Live PubMed through Bio.Entrez: what it asks, how it paces itself, and what it believes.

source             EntrezSource: leads the dialogues, keeps answers
strategies         what is asked for which queries, in which order
batched_search     searches alone, of one citation together, of many citations together
protocol           what a dialogue asks and is answered
query_syntax       a Query in PubMed's language
query_fit          whether a record has what a query asks for
result_assignment  which record answers which of several questions put as one
client             Bio.Entrez with time-outs, pace and patience
transport          the base URL, proxies, the turn taken on an open connection
response_parsers   what came back, read with suspicion
errors             why an answer could not be had
circuit_breaker    outages
record_batcher     records by PMID, many at once
thread_pool        the threads
selftest           known records, asked for in every way
"""

from citecheck.sources.entrez.source import EntrezSource

__all__ = ["EntrezSource"]
