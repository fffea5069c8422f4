"""What is sent over the wire: frames, close codes, resume positions, and their JSON Schema."""
