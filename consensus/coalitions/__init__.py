"""A coalition, its seats and its roles."""
