"""citecheck finds the publications that health articles lean on and verifies them in PubMed."""

__version__ = "0.1.0"
