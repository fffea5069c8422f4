"""The parts of the publisher: its outbox, and its dialogue with a hub."""
