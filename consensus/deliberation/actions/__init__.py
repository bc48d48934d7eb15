"""What members, editors and callers do about a text: one file per noun."""
