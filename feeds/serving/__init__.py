"""What the hub is made of: its door, its desks, its channels."""
