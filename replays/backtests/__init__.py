"""Backtests: how good the projections were on tables of splits."""
