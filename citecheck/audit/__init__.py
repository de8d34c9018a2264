"""Audits of whole archives: started, killed, resumed, looked at, compared.

archives ─ articles ─► Article ─ worker (a process a core) ─► Outcome ─ store ─► overview, diff, retractions
"""

from citecheck.audit.articles import Article, Inputs, articles
from citecheck.audit.run import Audit, Processes, Tally, audit
from citecheck.audit.store import Store

__all__ = ["Article", "Audit", "Inputs", "Processes", "Store", "Tally", "articles", "audit"]
