"""A document, its stages, and who may do what to it."""
