"""Deeds about challenges, each recorded (domain.md 6.7)."""
