"""A race on the move: the race file, the hub that serves logs, the viewer that reads them."""
