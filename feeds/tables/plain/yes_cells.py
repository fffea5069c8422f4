"""Cells that say yes or no, in eight languages."""

from __future__ import annotations

YES = frozenset(
    {"1", "true", "yes", "y", "x", "ja", "j", "oui", "o", "vrai", "wahr", "si", "sí", "sì", "s"}
) | {*("verdadero", "vero", "waar", "sant", "sann", "✓", "✔", "☑", "*", "•")}

NO = frozenset(
    {"0", "false", "no", "n", "nein", "non", "faux", "falsch", "falso", "nee", "onwaar", "nej", "nei"}
) | {*("falskt", "usann", "☐")}


def is_yes(text: str) -> bool:
    """Whether a cell says yes."""
    return text.casefold() in YES


def is_no(text: str) -> bool:
    """Whether a cell says no."""
    return text.casefold() in NO
