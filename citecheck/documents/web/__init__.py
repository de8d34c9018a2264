"""Pages fetched over http(s), from private addresses only if that is allowed."""
