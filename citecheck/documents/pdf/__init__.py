"""PDF files: lines put together to paragraphs, in a process of its own."""
