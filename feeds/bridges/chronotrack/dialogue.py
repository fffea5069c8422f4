"""What a source of CTP01 is sent: a greeting, what is wished for, and where to begin.

A source connects, and greets first or waits for a greeting. Lines end with CR LF. When it comes back after a
lost connection, each of its locations is asked for what comes after the last lines that are known, and for
everything once that does not begin with lines that are known.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

OPTIONS = ("stream-mode=push", "guntimes=true", "newlocations=true", "time-format=iso", "pushmode-ack=true")

GREETING = f"Lapbell~1~{len(OPTIONS)}"

COMMANDS = frozenset(
    ["ack", "start", "stop", "getlocations", "geteventinfo", "getconnectionid", "authorize", "connection-id"]
)
"""What stands first in lines that say nothing: answers, and in a recording what the source was sent."""

OVERLAP = 20
"""Lines before the last one that are asked for again: two neighbours may come in either order."""

MOST_LOCATIONS = 64
"""That are asked for one by one, and of which it is known how far they were read."""

LONGEST_LOCATION = 64

PING_AFTER = 5
"""So many silences in a row, and a ping is sent."""


class TagLine(NamedTuple):
    """What makes a line of a location another one."""

    number: int
    tag: str
    time: str


class LocationLog:
    """The last lines of a location."""

    def __init__(self) -> None:
        self._lines: deque[TagLine] = deque(maxlen=2 * OVERLAP)

    def add(self, line: TagLine) -> bool:
        """A line came; returns whether it is one of the last."""
        is_known = line in self._lines
        if is_known:
            self._lines.remove(line)
        self._lines.append(line)
        return is_known

    @property
    def begin(self) -> int:
        """From which number on to ask for lines."""
        return max(self._lines[-1].number - OVERLAP, 1)


class Dialogue:
    """The other side of one source, over one connection."""

    def __init__(self, logs: dict[str, LocationLog]) -> None:
        self._logs = logs
        """By location, over all connections."""
        self._is_introduced = False
        """Whether the source has greeted."""
        self._is_greeted = False
        self._has_data = False
        self._has_asked = False
        """Whether the locations were asked for, and nothing was answered yet."""
        self._started: set[str] = set()
        self._resumed: set[str] = set()
        """Of these, the ones that were asked for the rest, and have not shown yet that it is the rest."""
        self._silences = 0

    def hear(self, fields: list[str]) -> list[str]:
        """The source says something else than data. Raises ValueError for what is not understood."""
        self._silences = 0
        match [field.strip() for field in fields]:
            case ["ping"]:
                return ["ack~ping", *self._settle()]
            case ["ack", "getlocations", *locations]:
                return list(self._start(locations))
            case ["err", "getlocations", *_]:
                return list(self._settle())
            case ["err", *words]:
                raise ValueError(f"the source says: {' '.join(words)[:100]}")
            case [command, *_] if command in COMMANDS:
                return []
            case [program, _, third, *_] if program and (not self._is_introduced or _is_greeting(third)):
                self._is_introduced = True
                return list(self._greet())
            case [option] if "=" in option:
                return []
        raise ValueError("not a line of a controller or a source")

    def hear_data(self, location: str, line: TagLine) -> Iterator[str]:
        """The source sends a line of a location."""
        self._silences, self._has_data = 0, True
        if location not in self._logs and len(self._logs) >= MOST_LOCATIONS:
            return
        is_known = self._logs.setdefault(location, LocationLog()).add(line)
        if location in self._resumed:
            self._resumed.discard(location)
            if not is_known:
                yield _start(location)

    def hear_of(self, location: str) -> Iterator[str]:
        """The source announces a location."""
        self._silences, self._has_data = 0, True
        if self._is_greeted and location not in self._started and not self._has_asked:
            self._has_asked = True
            yield "getlocations"

    def be_silent(self) -> Iterator[str]:
        """Nothing has come for a while."""
        self._silences += 1
        if self._is_greeted:
            yield from self._settle()
            if self._silences % PING_AFTER == 0:
                yield "ping"
        elif not self._has_data:
            yield from self._greet()

    def _greet(self) -> Iterator[str]:
        if not self._is_greeted:
            self._is_greeted = self._has_asked = True
            yield GREETING
            yield from OPTIONS
            yield "getlocations"

    def _start(self, locations: list[str]) -> Iterator[str]:
        self._has_asked = False
        new = [name for name in dict.fromkeys(locations) if name and name not in self._started]
        is_resumed = bool(self._started) or any(name in self._logs for name in new)
        if not is_resumed or not all(map(_is_plain, new)):
            yield "start"
        else:
            new = new[: max(MOST_LOCATIONS - len(self._started), 0)]
            for name in new:
                if name in self._logs:
                    self._resumed.add(name)
                    yield f"{_start(name)}~{self._logs[name].begin}"
                else:
                    yield _start(name)
        self._started.update(new[:MOST_LOCATIONS])

    def _settle(self) -> Iterator[str]:
        """What was asked for has not come: everything is asked for."""
        if self._has_asked:
            self._has_asked = False
            yield "start"
        for location in sorted(self._resumed):
            yield _start(location)
        self._resumed.clear()


def _start(location: str) -> str:
    return f"start~{location}" if _is_plain(location) else "start"


def _is_greeting(third: str) -> bool:
    """Whether behind program and version there is the protocol, or a number of options."""
    return third.upper().startswith("CTP") or third.isdecimal()


def _is_plain(location: str) -> bool:
    return location.isascii() and location.isprintable() and 0 < len(location) <= LONGEST_LOCATION
