"""The page where a document is read, written and argued over; composes, owns no rule."""
