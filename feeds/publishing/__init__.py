"""What the publisher is made of: its outbox, and what it says to a hub."""
