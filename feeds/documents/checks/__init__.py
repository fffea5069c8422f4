"""Checks that hold the figures of a printed document against each other."""
