"""Typing together, beside its peers: how long a keystroke takes, and what it costs."""
