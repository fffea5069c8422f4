"""Backtests: how right the projections would have been on tables of splits."""
