"""HTML pages: the article of a page, each character with its position in the source."""
