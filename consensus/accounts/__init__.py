"""People, signing in, and their browser sessions."""
