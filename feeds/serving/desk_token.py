"""The token that a desk on the hub's own computer gives itself, for as long as it runs."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from feeds.errors import FeedError
from feeds.serving.race_folder import LOCK
from feeds.serving.token_command import EVERY
from feeds.serving.tokens import Tokens, wall_ms

LONGEST_MS = 7 * 24 * 3600 * 1000
"""The token of a desk that was killed stays, though no one has it. It ends after so long."""


@contextmanager
def desk_token(folder: Path, source: str) -> Iterator[str]:
    """A token to administer every race of the hub that has a folder; it is revoked at the end.

    Raises FeedError where no hub has the folder, or its tokens cannot be read; OSError where they cannot be
    changed, as by another user.
    """
    if not (folder / LOCK).is_file():
        raise FeedError(f"no hub has its races in {folder}: name its folder with --data DIR")
    tokens, name = Tokens(folder), f"the desk of process {os.getpid()}"
    token = tokens.issue(EVERY, source, use="admin", name=name, until_ms=wall_ms() + LONGEST_MS)
    try:
        yield token
    finally:
        tokens.revoke(EVERY, source, use="admin", name=name)
