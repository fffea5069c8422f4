"""A hub under the load of a great race: `make load`."""
