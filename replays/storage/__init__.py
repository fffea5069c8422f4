"""What Lapbell remembers between runs."""
