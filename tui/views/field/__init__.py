"""Pictures of a whole field in a road race."""
