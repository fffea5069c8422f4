"""A copy of a race at its hub, beside the file of a timing, for when that starts again without its hub."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from feeds.errors import FeedError
from feeds.log import read
from feeds.recorder import Recorder

if TYPE_CHECKING:
    from feeds.protocol.viewer_frames import Hello
    from race.messages import Message

SUFFIX = ".hub"


class HubCopy:
    """Records what the hub sends. Where it cannot, timing goes on without."""

    def __init__(self, timing: Path) -> None:
        self._path = timing.with_name(timing.name + SUFFIX)
        self._recorder = Recorder(timing.parent, self._path)

    def messages(self) -> Sequence[Message]:
        """What the hub had when it was last there; nothing where that cannot be read."""
        with suppress(FeedError):
            if self._path.exists():
                return list(read(self._path).messages())
        return ()

    def join(self, hello: Hello) -> None:
        """The hub begins to send its log, and the copy begins anew; or it goes on."""
        if hello.mode == "start":
            self._recorder.close()
            with suppress(OSError):
                self._path.unlink()
        self._recorder.join(hello)

    def keep(self, lines: Sequence[bytes], seq: int) -> None:
        """Record messages, the last of which has number `seq`."""
        self._recorder.keep(lines, seq)

    def close(self) -> None:
        """End the recording."""
        self._recorder.close()
