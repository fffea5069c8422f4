"""The user's settings: preferences, themes, alerts."""
