"""LapTime: the protocol by which split devices send passings to FinishLynx."""
