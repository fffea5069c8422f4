"""Figures of races for other programs."""
