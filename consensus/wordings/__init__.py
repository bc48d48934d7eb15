"""Wordings: canonical text, hash, change class, redline, snapshots."""
