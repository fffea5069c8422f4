"""How good the projections are on races that they were not fitted on: `make projections`."""
