"""What a token may be used for, and the command that makes it, for all who need one."""

from __future__ import annotations

from typing import Literal, get_args

EVERY = "*"
"""Stands for every race of a hub."""


Use = Literal["watch", "publish", "admin"]
"""What a token is for. Each use allows what those before it allow."""

USES: tuple[Use, ...] = get_args(Use)

IN_WORDS: dict[Use, str] = {"watch": "watching", "publish": "publishing", "admin": "the desk"}

OPTIONS: dict[Use, str] = {"watch": " --watch", "publish": "", "admin": " --admin"}


def allows(held: Use, wanted: Use) -> bool:
    """Whether a token for one use may be used for another."""
    return USES.index(held) >= USES.index(wanted)


def command_for(race: str, source: str, use: Use = "publish") -> str:
    """The command as it is typed on the hub's computer."""
    quoted = f"'{race}'" if race == EVERY else race
    return f"`lapbell hub token {quoted} {source}{OPTIONS[use]}`"
