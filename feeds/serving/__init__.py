"""The parts of the hub: admission, sessions with viewers and publishers, broadcasts, pages."""
