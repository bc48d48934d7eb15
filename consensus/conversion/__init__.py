"""Files from outside become blocks of the closed text model, or are refused."""
