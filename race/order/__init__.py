"""The running order: places, gaps, packs, and where everyone is on the course."""
