"""Lapbell's own tables, which lose nothing of a race."""
