"""The three charts along the course: gaps, places, lap times."""
