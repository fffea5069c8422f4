"""Figures of a whole field on its way along a road: counts and times, by checkpoint."""
