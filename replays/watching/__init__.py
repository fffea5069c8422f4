"""A race being watched: its session, its playhead, and the marks it is raced against."""
