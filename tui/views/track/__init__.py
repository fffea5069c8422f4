"""The course with the runners on it: oval or road."""
