"""Estimates of splits that were not published."""
