"""The reads of chips: of which runner, at which checkpoint, in which lap."""
