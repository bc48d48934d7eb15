"""Freezing a text, its dissent annex, the published files and their proof."""
