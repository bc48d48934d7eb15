"""What people do with comments: make, answer, reply, discuss."""
