"""The parts of screens. Each is given what it draws; none knows a screen or the app."""
