"""A line of text in pieces, each with the name of its style (see tui/settings/text_styles.py)."""

from __future__ import annotations

StyledLine = tuple[tuple[str, str], ...]
"""Pieces of text, each with the name of its style, from left to right."""
