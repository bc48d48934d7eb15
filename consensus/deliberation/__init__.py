"""Positions, objections, dissent, calls, readings and levels."""
