"""The exports of other programs, a parser each."""
