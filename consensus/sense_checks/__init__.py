"""Sense checks: how a question feels to people, blind until its end (domain.md 7.4)."""
