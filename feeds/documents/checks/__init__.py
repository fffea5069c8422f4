"""Checks of the figures of a printed document against each other."""
