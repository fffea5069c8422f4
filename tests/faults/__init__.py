"""The faults of a race day, as a table: `make faults`."""
