"""What goes over the wire: frames, close codes, resume positions, and their JSON Schema."""
