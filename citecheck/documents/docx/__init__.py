"""DOCX files: paragraphs, notes and lists with their positions."""
