"""Tokens for a hub, as commands are given them: in a file or the environment, never on the command line."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from feeds.client.watch_tokens import token_for, use_token
from feeds.errors import UserError
from feeds.hub_address import is_here
from feeds.private_file import refuse_if_public
from tui.commands import option_types
from tui.commands.command import user_errors

if TYPE_CHECKING:
    from collections.abc import Mapping

    from feeds.hub_address import Address

TOKEN = "LAPBELL_TOKEN"

LARGEST = 64 * 1024
"""Letters that are read of a file with tokens."""

WATCH_TOKEN: dict[str, Any] = {
    **option_types.FILE,
    "help": f"for a private race: read the token from this file instead of {TOKEN}",
}


def given_tokens(path: Path | None) -> list[str]:
    """The tokens in a file or, without one, in the environment; often one, or none. Raises UserError."""
    if path is None:
        return os.environ.get(TOKEN, "").split()
    try:
        with user_errors(f"read {path}"):
            refuse_if_public(path)
            with path.open(encoding="utf-8") as file:  # a pipe will do: a program may keep the token
                return file.read(LARGEST).split()
    except ValueError:
        raise UserError(f"cannot read {path}: it is not a text file") from None


def watch_with_token(address: Address, path: Path | None) -> None:
    """Watch the races of a hub with the token that was given, if there is one. Raises UserError.

    One from the environment, which may be there for publishing, is not sent over an unencrypted line.
    """
    tokens = given_tokens(path)
    if path is not None and len(tokens) != 1:
        raise UserError(f"{path} should have one token in it, not {len(tokens)}")
    if tokens and not _is_safe(address) and path is not None:
        raise UserError("a token over an unencrypted line can be read by others; use wss://")
    if len(tokens) == 1:
        watch_too(address, tokens[0])


def watch_too(address: Address, token: str) -> None:
    """Watch the races of a hub with a token, unless others could read it on the way."""
    if _is_safe(address):
        use_token(address, token)


def _is_safe(address: Address) -> bool:
    return address.secure or is_here(address.host.rsplit(":", 1)[0].strip("[]"))


def watch_known_hubs(files: Mapping[Address, Path]) -> None:
    """Watch hubs with the tokens in files, as they were watched before, if these can still be read."""
    for address, path in files.items():
        if token_for(address.base) is None and path.is_file():  # to read a pipe might never end
            with suppress(UserError):
                watch_with_token(address, path)
