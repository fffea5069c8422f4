"""Reads the titles of races, piece by piece."""
