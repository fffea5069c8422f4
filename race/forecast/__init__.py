"""Forecasts: when those in a race are expected, from the kind of race, an earlier edition and those ahead."""
