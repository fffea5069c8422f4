"""How the user likes it: preferences, themes, alerts."""
