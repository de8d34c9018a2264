"""Live PubMed through Bio.Entrez.

source             EntrezSource: runs the request plans, caches answers
strategies         the request plans: what is asked for which queries, in which order
batched_search     searches alone, of one citation together, of many citations together
protocol           the requests of a plan and the responses to them
query_syntax       a Query in PubMed's language
query_fit          whether a record has what a query asks for
result_assignment  which record answers which of several queries sent as one search
client             E-utilities as functions; failed requests are sent again
request_sender     one request through Bio.Entrez, with rate limit, time-outs and deadline
transport          the base URL, proxies, connections that wait for the rate limiter
answer_body        the whole body of an answer
name_resolution    whether the service's name can be resolved
response_parsers   answers read without trust
errors             why a request was not answered, and whether to send it again
circuit_breaker    outages
record_batcher     records by PMID, many at once
thread_pool        the threads
selftest           known records, looked up in every way
"""

from citecheck.sources.entrez.source import EntrezSource

__all__ = ["EntrezSource"]
