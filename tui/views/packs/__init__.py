"""The packs, now and before."""
