"""Comments on a text: made by members and guests, answered by its editors (6.8)."""
