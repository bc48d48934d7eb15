"""The Code of Conduct kept: words hidden with a stub, posting suspended, by whom."""
