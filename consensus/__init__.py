"""A group drafts a text together and publishes it with its dissent."""
