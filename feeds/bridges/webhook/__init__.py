"""Reads that other programs post as JSON."""
