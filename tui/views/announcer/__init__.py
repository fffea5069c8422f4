"""The announcer's view."""
