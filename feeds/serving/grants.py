"""What tokens allow, and the file in a hub's folder that keeps it. Only hashes of tokens are in it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Literal

from pydantic_core import ValidationError, to_json

from feeds.atomic_write import atomic_write
from feeds.cached_schemas import Schema, Strict
from feeds.codec import RACE_ID, explain
from feeds.data_file import expect_file
from feeds.errors import FeedError
from feeds.file_lock import changing
from feeds.folder_sync import make_folder
from feeds.private_file import refuse_if_public
from feeds.protocol.publisher_frames import SOURCE
from feeds.protocol.token_notice import TokenNotice
from feeds.protocol.viewer_frames import Milliseconds  # noqa: TC001 - the schema is made from it
from feeds.serving.token_command import EVERY, Use
from race.lazy_dataclass import dataclass
from race.limits import MaxLen, Pattern

NAME = "tokens.json"

LARGEST = 4 * 1024 * 1024
"""Bytes of a token file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant(Strict):
    """What a token allows: to publish a race as a source, to watch a private one, or to run the desk."""

    race: Annotated[str, Pattern(rf"^({RACE_ID}|\*)$")]
    source: Annotated[str, Pattern(f"^{SOURCE}$")]
    """The name of its holder, and of what they publish."""
    hash: Annotated[str, Pattern("^[0-9a-f]{64}$")]
    """SHA-256 of the token. It needs no salt: the token is 256 random bits."""
    use: Use = "publish"
    name: Annotated[str, MaxLen(60)] = ""
    """Which computer or person has it, in the operator's words."""
    made_ms: Milliseconds | None = None
    """When it was made, in milliseconds since 1970, UTC; older files do not say."""
    until_ms: Milliseconds | None = None
    """When it ends, likewise; None for a token that is good until it is revoked."""

    @property
    def holder(self) -> tuple[str, str, Use]:
        """The race, the source and the use: what `lapbell hub token` is given."""
        return self.race, self.source, self.use

    @property
    def notice(self) -> str:
        """What is said of it to who has the token, as JSON."""
        shown = TokenNotice(
            race=self.race, source=self.source, use=self.use, name=self.name, until_ms=self.until_ms
        )
        return to_json(asdict(shown)).decode()

    def covers(self, race: str) -> bool:
        """Whether the token is for a race."""
        return self.race in (race, EVERY)

    def has_ended(self, now_ms: int) -> bool:
        """Whether its end date has passed."""
        return self.until_ms is not None and now_ms >= self.until_ms


@dataclass(frozen=True, slots=True, kw_only=True)
class _File(Strict):
    version: Literal[1] = 1
    grants: tuple[Grant, ...] = ()


_file: Schema[_File] = Schema("tokens", _File, (_File, Grant))
_grant: Schema[Grant] = Schema("grant", Grant, (Grant,))


class GrantFile:
    """The grants of a hub, in its folder."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / NAME

    def read(self) -> tuple[Grant, ...]:
        """All grants. Raises FeedError where they cannot be used, OSError where they cannot be read."""
        refuse_if_public(self.path)
        expect_file(self.path)
        with self.path.open("rb") as file:
            data = file.read(LARGEST + 1)
        if len(data) > LARGEST:
            raise FeedError(f"{NAME}: larger than {LARGEST // 1024 // 1024} MiB")
        try:
            return _file.read(data).grants
        except ValidationError as error:
            raise FeedError(f"{NAME}: {explain(error)[0]}") from error

    def add(self, grant: Grant) -> None:
        """Add a grant.

        Raises FeedError for a grant that is not well made, or where the file cannot be read; OSError where
        it cannot be written.
        """
        try:
            _grant.read(_grant.write(grant))
        except ValidationError as error:
            raise FeedError(explain(error)[0]) from error
        with self._changing() as grants:
            self._write((*grants, grant))

    def remove(self, race: str, source: str, *, use: Use, name: str | None = None) -> int:
        """Delete the grants of a race and a source; with a name, only those with that. Returns how many."""
        with self._changing() as grants:
            kept = tuple(
                grant
                for grant in grants
                if grant.holder != (race, source, use) or name not in (None, grant.name)
            )
            if len(kept) < len(grants):
                self._write(kept)
            return len(grants) - len(kept)

    @contextmanager
    def _changing(self) -> Iterator[tuple[Grant, ...]]:
        make_folder(self.path.parent)
        with changing(self.path):
            try:
                grants = self.read()
            except FileNotFoundError:
                grants = ()
            yield grants

    def _write(self, grants: tuple[Grant, ...]) -> None:
        with atomic_write(self.path, mode=0o600, sync=True) as file:
            file.write(_file.write(_File(grants=grants), indent=1) + b"\n")
