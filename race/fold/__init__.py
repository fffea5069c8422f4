"""The fold: from the messages of a log to the state of the race at a time."""
