"""One viewer of a board, and the stream that all have who asked for the same rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from websockets.exceptions import ConnectionClosed

from feeds.protocol import board_frames
from feeds.serving.encoded_once import EncodedFrame
from feeds.serving.viewer_session import MOST_UNSENT, ViewerConnection

if TYPE_CHECKING:
    from websockets.asyncio.server import ServerConnection

    from feeds.serving.broadcast import Broadcast

Board = Mapping[str, Any]


class BoardStream:
    """A board as it changes. Each of its frames is made once for all who are sent it."""

    def __init__(self, heartbeat_ms: int) -> None:
        self.seq = 0
        """The number of the board; 0 before there is one."""
        self.board: Board | None = None
        self.sessions: set[BoardSession] = set()
        self._heartbeat_ms = heartbeat_ms
        self._whole: EncodedFrame | None = None
        self._heartbeat: EncodedFrame | None = None

    def show(self, board: Board) -> None:
        """Send a board to all who have not got it."""
        before, self.board = self.board, board
        if before == board:
            return
        prev, self.seq = self.seq, self.seq + 1
        self._whole = self._heartbeat = None
        frame = (
            EncodedFrame(board_frames.changes(prev, self.seq, before, board)) if before is not None else None
        )
        for session in tuple(self.sessions):
            session.show(frame, prev)

    @property
    def whole(self) -> EncodedFrame:
        """The frame with all of it. There is a board."""
        if self._whole is None:
            assert self.board is not None
            self._whole = EncodedFrame(board_frames.whole(self.seq, self._heartbeat_ms, self.board))
        return self._whole

    @property
    def heartbeat(self) -> EncodedFrame:
        """The frame that says that nothing has changed. There is a board."""
        if self._heartbeat is None:
            assert self.board is not None
            self._heartbeat = EncodedFrame(board_frames.changes(self.seq, self.seq, self.board, self.board))
        return self._heartbeat


class BoardSession(ViewerConnection):
    """Serves one viewer of a board: with what changes, or with the whole again if it had fallen behind."""

    def __init__(
        self,
        connection: ServerConnection,
        broadcast: Broadcast,
        now_ms: Callable[[], int],
        stream: BoardStream,
        wake: Callable[[], None],
    ) -> None:
        """`wake` has the board made anew."""
        super().__init__(connection, broadcast, now_ms)
        self._stream = stream
        self._wake = wake
        self._seq = 0
        """The number of the board that it has been sent; 0 for none."""

    async def serve(self) -> None:
        """Send the board and its changes until the connection ends."""
        self._stream.sessions.add(self)
        self._broadcast.sessions.add(self)
        self.advance()
        try:
            await self._listen()
        except ConnectionClosed:
            pass
        finally:
            self._broadcast.sessions.discard(self)
            self._stream.sessions.discard(self)

    def show(self, frame: EncodedFrame | None, prev: int) -> None:
        """Send what has changed since a board, to a viewer that has that board; else the whole."""
        if frame is not None and self._seq == prev and not self.leaving and self.unsent <= MOST_UNSENT:
            self._post(frame)
            self._seq = self._stream.seq
        else:
            self._catch_up()

    def advance(self) -> None:
        """Have the board follow the log, and send the whole of it to one that lacks some of it."""
        self._catch_up()
        self._wake()

    def heartbeat(self, frame: EncodedFrame) -> None:
        """Say that nothing has changed; the race clock goes on, and a board may change by that alone."""
        del frame  # it is for those who are sent the messages
        if self._seq and self._seq == self._stream.seq and not self.unsent and not self.leaving:
            self._post(self._stream.heartbeat)
        self._wake()

    def _catch_up(self) -> None:
        if self._seq < self._stream.seq and not self.leaving and self.unsent <= MOST_UNSENT:
            self._seq = self._stream.seq
            self._post(self._stream.whole)
