"""Commentary: the moments of a race in the order in which they became known."""
