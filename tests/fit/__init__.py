"""Fits the pace curve of road marathons: `make fit TABLES=...`."""
