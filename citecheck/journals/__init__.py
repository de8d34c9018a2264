"""The catalogue of journals, and how a mention finds its journal.

>>> from citecheck.journals import Catalogue
>>> Catalogue.load().lookup("NEJM").abbreviation
'N Engl J Med'
"""

from citecheck.journals.catalogue import Catalogue
from citecheck.journals.finding import NameHit
from citecheck.journals.folding import fold
from citecheck.journals.kinship import Relation

__all__ = ["Catalogue", "NameHit", "Relation", "fold"]
