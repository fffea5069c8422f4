"""A RACE RESULT decoder at its port: it answers what it is asked, and pushes if it knows how."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from tests.ended_server import end
from tests.free_ports import free_port

FORBIDDEN = ("STARTOPERATION", "STOPOPERATION", "SETTIME", "CLEARFILES", "SETCONFIG")
"""What no one may send who only watches."""


class Decoder:
    """One decoder, whose firmware `pushes` or not; an old one has neither file numbers nor names of boxes."""

    def __init__(self, box: str = "D-5662", *, pushes: bool = True) -> None:
        self.box, self.pushes = box, pushes
        self.file = 177
        self.is_timing = True
        self.date = "2026-05-02"
        self.passings: list[tuple[str, str, str]] = []
        """Code, date and time."""
        self.port = free_port()
        self.heard: list[str] = []
        self.connections = 0
        self._pushed_to: set[asyncio.StreamWriter] = set()
        self._writers: set[asyncio.StreamWriter] = set()
        self._server: asyncio.Server | None = None

    async def __aenter__(self) -> Decoder:
        await self.switch_on()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.switch_off()

    async def switch_on(self) -> None:
        """Wait for connections, at the same port each time."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)

    async def switch_off(self) -> None:
        """Break off in the middle of a line."""
        assert self._server is not None
        await end(self._server)
        for writer in self._writers:
            writer.write(b"#P;999;ZCM")
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()
        self._writers.clear()
        self._pushed_to.clear()

    def new_file(self) -> None:
        """As after a restart: its passings begin with 1 again."""
        self.file += 1
        self.passings.clear()

    def sees(self, code: str, time: str, *, is_lost: bool = False) -> None:
        """A passing; where it `is_lost`, it is not pushed."""
        self.passings.append((code, self.date, time))
        line = f"#P;{self.record(len(self.passings))}\r\n".encode()
        for writer in self._pushed_to if not is_lost else ():
            writer.write(b"#KEEPALIVE\r\n" + line[:9])
            writer.write(line[9:])

    def record(self, number: int) -> str:
        """The line of a passing."""
        code, date, time = self.passings[number - 1]
        start = f"{number};{code};{date};{time};0;72;127"
        if not self.pushes:
            return f"{start};09ca52"
        return f"{start};;1;1;1;;16731;2,9;17;0;{self.box};{self.file};0;{self.box}"

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self._writers.add(writer)
        with suppress(OSError, asyncio.IncompleteReadError):
            while True:
                command = (await reader.readuntil(b"\r\n")).decode().removesuffix("\r\n")
                self.heard.append(command)
                for line in self._answer(command, writer):
                    writer.write(f"{line}\r\n".encode())
        self._pushed_to.discard(writer)
        writer.close()

    def _answer(self, command: str, writer: asyncio.StreamWriter) -> list[str]:
        name, *values = command.split(";")
        match name:
            case "GETPROTOCOL":
                return ["GETPROTOCOL;1.0;1.0;2.0" if self.pushes else "ERROR;UNKNOWN COMMAND"]
            case "SETPROTOCOL":
                return [command]
            case "GETSTATUS":
                return [f"GETSTATUS;{self.date};19:39:00.000;1;11000000;{int(self.is_timing)};{self.file};0"]
            case "PASSINGS":
                file = f";{self.file}" if self.pushes else ""
                return [f"PASSINGS;{len(self.passings)}{file}"]
            case "SETPUSHPASSINGS" if self.pushes:
                self._pushed_to.add(writer)
                return [command]
        first, _, count = name.partition(":")
        if not count or values:
            return ["ERROR;UNKNOWN COMMAND"]
        numbers = range(int(first), min(int(first) + int(count), len(self.passings) + 1))
        if not numbers:
            return [f"ONLY {len(self.passings)} PASSINGS", ""]
        return [*map(self.record, numbers), ""]
