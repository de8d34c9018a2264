"""Markdown, MDX and front matter, each character with its position in the source."""
