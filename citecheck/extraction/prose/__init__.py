"""Attributions: sentences that cite a study."""
