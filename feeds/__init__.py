"""A race on the move: its file, the hub that keeps and serves it, publishers, viewers, recordings."""
