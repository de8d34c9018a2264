"""Live PubMed through Bio.Entrez: what it asks, how it paces itself, and what it believes.

source        EntrezSource: leads the dialogues, keeps answers
dialogues     what is asked for which queries, in which order
searches      searches alone, of one citation together, of many citations together
asks          what a dialogue asks and is told
terms         a Query in PubMed's language
telling       which record answers which of several questions put as one
client        Bio.Entrez with time-outs, pace and patience
connection    the base URL, proxies, the turn taken on an open connection
answers       what came back, read with suspicion
faults        why an answer could not be had
health        outages
fetching      records by PMID, many at once
crew          the threads
"""

from citecheck.sources.entrez.source import EntrezSource

__all__ = ["EntrezSource"]
