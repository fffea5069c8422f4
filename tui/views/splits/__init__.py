"""The grid of splits."""
