"""A race before its gun: the field, what is at stake, and who could take it."""
