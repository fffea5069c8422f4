"""The catalogue: what the library holds, kept in an index so that it lists at once."""
