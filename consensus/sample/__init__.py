"""The sample coalition of `consensus demo`: people, texts and a story, all invented."""
