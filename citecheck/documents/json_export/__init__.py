"""JSON and JSON Lines exports of content systems: one article a record."""
