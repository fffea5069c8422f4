"""RACE RESULT: its decoders, and the exporters of its program."""
