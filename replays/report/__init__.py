"""What a report says of a race beyond its board: where it was won, and a runner's best earlier race."""
