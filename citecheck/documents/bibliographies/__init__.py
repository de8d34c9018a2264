"""Files of reference managers: BibTeX, RIS, PubMed's nbib, and CSL-JSON."""
