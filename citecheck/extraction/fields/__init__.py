"""What a sentence states of a study: finding, concepts, dates, design, institutions, people."""
