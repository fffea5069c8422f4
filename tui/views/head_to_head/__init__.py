"""The comparison of two runners."""
