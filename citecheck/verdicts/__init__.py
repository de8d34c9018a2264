"""Which publication is cited, how surely, and whether the article states it rightly."""
