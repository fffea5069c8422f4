"""Corrections: messages that changed something announced before, and the sentences about them."""
