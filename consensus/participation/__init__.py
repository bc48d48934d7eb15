"""Who took part in a text, in numbers that give nobody away (domain.md 11.5)."""
