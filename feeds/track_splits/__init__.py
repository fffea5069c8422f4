"""The published tables of the track-splits project, read as races."""
