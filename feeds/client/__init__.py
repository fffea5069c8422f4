"""What clients of a hub share: connections, reconnecting, its clock, its list of races."""
