"""Results that an organiser publishes on the web while the race is on."""
