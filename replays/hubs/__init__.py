"""Hubs as a viewer sees them: those known, their races, and what is received."""
