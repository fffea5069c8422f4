"""Races that are timed by hand from beginning to end."""
