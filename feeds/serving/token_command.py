"""The command that makes a token, for all who need one."""

from __future__ import annotations

EVERY = "*"
"""Stands for every race of a hub."""


def command_for(race: str, source: str, use: str = "publish") -> str:
    """The command as it is typed on the hub's computer."""
    quoted = f"'{race}'" if race == EVERY else race
    return f"`lapbell hub token {quoted} {source}{' --watch' if use == 'watch' else ''}`"
