"""A host on which an organiser publishes results while a race is on, and its bad manners."""

from __future__ import annotations

import asyncio
import html
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress

from tests.ended_server import end, some_turns
from tests.free_ports import free_port

LAPS = ("300 m", "700 m", "1100 m")

RESULTS = {
    "1": ("Ada Ash", "0:50.1", "1:58.0", "3:06.1", "4:12.2"),
    "2": ("Bea Birk", "0:50.4", "1:58.5", "3:07.0", "4:12.9"),
    "3": ("Cem Ceder", "0:51.0", "2:01.0", "3:12.0", "4:22.0"),
}
"""By bib: the name, and the time at each lap and at the finish."""

TIMES = [(n, bib) for n in range(1, 5) for bib in RESULTS]
"""In the order in which they come: the number of the lap, and the bib."""


def rows(count: int, **statuses: str) -> list[list[str]]:
    """What is known after so many times: the leader first, and who is out at the end with a status."""
    known = set(TIMES[:count])
    made = []
    for bib, (name, *times) in RESULTS.items():
        shown = [time if (n, bib) in known else "" for n, time in enumerate(times, 1)]
        made.append(["", bib, name, *shown[:-1], statuses.get(f"_{bib}", shown[-1])])
    made.sort(key=lambda row: (-sum(map(bool, row[3:])), row[1]))
    for place, row in enumerate(made, 1):
        row[0] = str(place) if row[-1][:1].isdigit() else ""
    return made


HEADS = ("Pl", "Bib", "Name", *LAPS, "Result")


def page(body: Sequence[Sequence[str]], heads: Sequence[str] = HEADS, title: str = "1500 m Women") -> str:
    """A page with a table, among the usual things."""
    lines = "".join(
        f"<tr class='r'>{''.join(f'<td>{html.escape(cell)}</td>' for cell in row)}</tr>\n" for row in body
    )
    return (
        "<!DOCTYPE html><html><head><title>Live</title><script>if (1<2) document.write('<table>')</script>"
        "</head><body><table id=nav><tr><td><a href=/>Home</a></td></tr></table>"
        f"<h2>{title}</h2><!-- <table> --><table><thead><tr>"
        f"{''.join(f'<th>{head}</th>' for head in heads)}</tr></thead>"
        f"<tbody>{lines}</tbody></table></body></html>"
    )


class ResultsHost:
    """A server of HTTP on a port of its own. `answer` gets the path and the headers of a request."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, dict[str, str]]] = []
        """The paths that were asked for, with the headers."""
        self.heard: list[bytes] = []
        """All that was sent here, a request each."""
        self.robots: bytes | None = None
        self.answer: Callable[[str, dict[str, str]], bytes] = lambda _path, _headers: ok(page(rows(0)))
        self.port = free_port()
        self._serving: dict[asyncio.Task[None], asyncio.StreamWriter] = {}

    @property
    def looks(self) -> int:
        """How often something else than robots.txt was asked for."""
        return sum(path != "/robots.txt" for path, _ in self.asked)

    def url(self, path: str = "/live?race=1") -> str:
        """An address here."""
        return f"http://127.0.0.1:{self.port}{path}"

    @asynccontextmanager
    async def up(self) -> AsyncIterator[ResultsHost]:
        """Serve."""
        server = await asyncio.start_server(self._accept, "127.0.0.1", self.port)
        try:
            yield self
        finally:
            await end(server)
            for serving, writer in self._serving.items():
                serving.cancel()
                writer.transport.abort()
            await asyncio.gather(*self._serving, return_exceptions=True)
            await some_turns()

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(self._serve(reader, writer))
        self._serving[task] = writer
        task.add_done_callback(lambda done: self._serving.pop(done, None))

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            with suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
                await self._answer(reader, writer)
        finally:
            writer.close()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        data = await reader.readuntil(b"\r\n\r\n")
        self.heard.append(data)
        first, *lines = data.decode("latin-1").rstrip().split("\r\n")
        headers = {name.lower(): value for name, value in (line.split(": ", 1) for line in lines)}
        method, path, _ = first.split(" ")
        assert method == "GET"
        self.asked.append((path, headers))
        if path == "/robots.txt":
            writer.write(ok(self.robots) if self.robots is not None else status(404))
        else:
            writer.write(self.answer(path, headers))
        await writer.drain()


def ok(body: str | bytes, *headers: str, length: int | None = None) -> bytes:
    """A page with headers; with another length than it has, it breaks off."""
    data = body if isinstance(body, bytes) else body.encode()
    lines = ["HTTP/1.1 200 OK", f"Content-Length: {len(data) if length is None else length}", *headers]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + data


def status(code: int, *headers: str) -> bytes:
    """An answer without a page."""
    return "\r\n".join([f"HTTP/1.1 {code} X", "Content-Length: 0", *headers, "", ""]).encode("latin-1")
