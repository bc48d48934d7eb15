"""Deeds on minority statements."""
