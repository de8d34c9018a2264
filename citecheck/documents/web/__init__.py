"""Pages fetched over http(s): never from private addresses unless allowed."""
