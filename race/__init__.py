"""The rules of a race: messages, the fold, the running order. Pure: no I/O and no clock."""
