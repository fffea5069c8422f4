"""A question before something is sent that cannot be taken back."""

from __future__ import annotations

import sys

from feeds.errors import UserError


def agrees(question: str, asking: str) -> bool:
    """Ask, and return whether the answer is yes. `asking` is what asks, like `--replace`.

    Raises UserError where there is no one to ask.
    """
    if not sys.stdin.isatty():
        raise UserError(f"{asking} asks before it sends anything; without a terminal, add --yes")
    print(f"{question} [y/N] ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().lower() in ("y", "yes")
