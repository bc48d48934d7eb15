"""Minority statements: written, opened for signature, signed, filed, locked (6.5)."""
