"""Projections: when runners are expected, from the kind of race, a previous edition and those ahead."""
