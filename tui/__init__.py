"""The terminal: the command line, the app, its screens and widgets."""
