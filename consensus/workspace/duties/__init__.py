"""What needs a person in a document, for each of their roles, and by when."""
