"""The pages where texts are found, read, written and argued over; owns no rule."""
