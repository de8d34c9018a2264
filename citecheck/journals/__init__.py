"""The catalogue of journals, and how a mention finds its journal.

>>> from citecheck.journals import Catalogue
>>> Catalogue.load().lookup("NEJM").abbreviation
'N Engl J Med'
"""

from citecheck.journals.catalogue import Catalogue
from citecheck.journals.folding import fold
from citecheck.journals.matcher import NameHit
from citecheck.journals.relations import Relation

__all__ = ["Catalogue", "NameHit", "Relation", "fold"]
