"""Timing devices of ALGE: Timy, and others that speak as it does."""
