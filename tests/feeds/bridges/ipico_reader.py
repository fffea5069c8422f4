"""An IPICO reader at a port, with its manners: pieces of lines, repeats with other counters, answers."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from tests.ended_server import end
from tests.free_ports import free_port

TAGS = {"1": "058000128608", "2": "058000121838", "3": "058000123b32"}


def checked(text: str) -> str:
    """A line with its checksum."""
    return f"{text}{sum(text[2:].encode()) % 256:02x}"


def read(bib: str, time: str, counter: int = 1, more: str = "") -> str:
    """The read of a runner's tag at a time of 2 May 2026, such as `194050.10`."""
    seconds, hundredths = time.split(".")
    return checked(f"aa00{TAGS[bib]}{counter:04x}260502{seconds}{int(hundredths):02x}{more}")


def gun(time: str) -> str:
    """A press of the gun button."""
    seconds, hundredths = time.split(".")
    return checked(f"ab000a2c26050206{seconds}{int(hundredths):02x}2782")


class IpicoReader:
    """A reader. It keeps nothing for those who connect later, and hears what it is sent."""

    def __init__(self) -> None:
        self.port = free_port()
        self.heard = bytearray()
        self._writers: list[asyncio.StreamWriter] = []
        self._server: asyncio.Server | None = None

    async def __aenter__(self) -> IpicoReader:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._server is not None
        await end(self._server)
        await self.hang_up()

    async def says(self, *lines: str) -> None:
        """Send lines in pieces of nine bytes, with the answer to a question of another client between."""
        data = "".join(f"{line}\r\n" for line in lines).encode()
        for writer in self._writers:
            for start in range(0, len(data), 9):
                writer.write(data[start : start + 9])
                await writer.drain()
            writer.write(checked("ab000a02260502061940501b2782").encode() + b"\r\n\r\n")

    async def sees(self, bib: str, time: str) -> None:
        """A passing: first seen, many times at once, and the same time again later with another counter."""
        await self.says(*(read(bib, time, counter) for counter in (1, 1, 2)), read(bib, time, 9, "000080"))
        await self.says(f"{read(bib, time, 1)}x", read(bib, time)[:-2] + "zz", f"{read(bib, time)[:-2]}00")

    async def hang_up(self) -> None:
        """Break off in the middle of a line."""
        for writer in self._writers:
            writer.write(read("1", "194400.00")[:20].encode())
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()
        self._writers.clear()

    @property
    def is_connected(self) -> bool:
        """Whether anyone listens."""
        return bool(self._writers)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"IPICO reader, firmware 3.01\r\n\r\n")
        self._writers.append(writer)
        while data := await reader.read(100):
            self.heard.extend(data)
