"""Reads tables and the exports of other programs: one parser a format, found by content."""
