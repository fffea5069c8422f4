"""What a token allows, as a hub says to who has it, in `GET /v1/token`."""

from __future__ import annotations

from typing import Annotated

from feeds.cached_schemas import Strict
from feeds.protocol.viewer_frames import Milliseconds  # noqa: TC001 - the schema is made from it
from race.lazy_dataclass import dataclass
from race.limits import MaxLen


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenNotice(Strict):
    """What a token is for, and until when."""

    race: Annotated[str, MaxLen(80)]
    """`*` for every race."""
    source: Annotated[str, MaxLen(80)]
    use: Annotated[str, MaxLen(16)]
    """`watch`, `publish` or `admin`."""
    name: Annotated[str, MaxLen(60)] = ""
    until_ms: Milliseconds | None = None
    """When it ends, in milliseconds since 1970, UTC; None for one that is good until it is revoked."""
