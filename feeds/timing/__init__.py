"""A race that is timed by hand: its file, its clock, its start list, and its hub if it has one."""
