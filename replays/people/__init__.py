"""The athletes of the library: who is who, their results, and their meetings."""
