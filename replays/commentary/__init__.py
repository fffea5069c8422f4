"""Commentary: the moments and corrections of a race, each reported once, when it becomes known."""
