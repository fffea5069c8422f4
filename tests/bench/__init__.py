"""What Lapbell must hold, measured: `make bench`."""
