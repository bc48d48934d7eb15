"""How long the everyday things take: `make bench`."""
