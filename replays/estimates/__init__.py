"""Estimates of splits that nobody published."""
