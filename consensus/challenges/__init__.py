"""Challenges of a declared level, with answers, reviewers and time limits (6.7)."""
