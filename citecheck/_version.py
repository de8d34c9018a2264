"""The version of citecheck, which reports, stores and index files carry."""

__version__ = "0.1.0"
