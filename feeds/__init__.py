"""Race feeds: race files, the hub that keeps and serves them, publishers, viewers, recordings."""
