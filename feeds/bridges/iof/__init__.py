"""The bridge to programs that write IOF XML 3.0."""
