"""ChronoTrack: its controllers at a port (CTP01), and the files that are copied from them."""
