"""Where prose names a journal."""
