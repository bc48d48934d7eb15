"""Texts that walk the chain: one of our own, and a real policy where it is at hand."""

from tests.serving import ROOT

REAL = (
    ROOT.parent / "shared/data/1-documents/versions/us-source-code-policy_en"
    / "02_2016-03-24_draft-footnotes-renumbered/reuse.md"
)  # fmt: skip
"""A chapter of the last draft of a real policy; absent outside our workshop."""

OWN = """\
# Open code in public hands

## Purpose

Public bodies pay for a great deal of software — and “own” little of it. This text
says what they ask for.

## What is asked

Every public body must publish the source code that it pays for, within a year.

1. The code is published with its documentation & its tests, if a < b or not.
2. Whoever wrote it is named, whatever they were paid, so that credit is kept.

> A text that nobody can check convinces nobody.

Questions are answered in *two* weeks[^1].

[^1]: Weeks in which the office is open.
"""
"""Words, a heading, a list, a quotation, a note and signs that HTML must escape."""
