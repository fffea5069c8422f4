"""Bridges: what timing systems send, as messages of a race."""
