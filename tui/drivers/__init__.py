"""How the screen gets to the terminal: what is written, and what stands on it already."""
