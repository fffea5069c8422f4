"""Races that have been run: the library, reconstruction, the playhead."""
