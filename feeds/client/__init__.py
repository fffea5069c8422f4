"""What viewers and publishers share: the connection to a hub, its clock, its list of races."""
