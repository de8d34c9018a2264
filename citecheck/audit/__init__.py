"""Audits of whole archives, which can be killed, resumed, inspected and compared.

archives ─ articles ─► Article ─ worker (a process a core) ─► Outcome ─ store ─► overview, diff, retractions
"""

from citecheck.audit.inputs.article import Article, Inputs
from citecheck.audit.inputs.discovery import read_articles
from citecheck.audit.store.store import Store
from citecheck.audit.work.run import Audit, Processes, RunCounts, audit

__all__ = ["Article", "Audit", "Inputs", "Processes", "RunCounts", "Store", "audit", "read_articles"]
