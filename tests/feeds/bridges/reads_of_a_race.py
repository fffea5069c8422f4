"""A race of three over 1500 m, and what the bridge `table` makes of lines of reads in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from zoneinfo import ZoneInfo

from feeds.bridges.bridge import BridgeSettings, Outcome
from feeds.bridges.raw_input import Piece
from feeds.bridges.table_reads import TableReads
from race.fold.history import History
from race.messages import Checkpoint, Entrant, Gun, Message, Read, Split, StartList, Void

LAPS = ("300", "700", "1100", "finish")

GUN = {"": "19:40:00"}


def start_list(
    *, with_start: bool = False, waves: Sequence[str] = ("", "", ""), limit_s: float | None = None
) -> StartList:
    """The race, with its start line timed or not."""
    metres = dict(zip(LAPS, (300, 700, 1100, 1500), strict=True))
    start = (Checkpoint(id="start", distance_m=0),) if with_start else ()
    return StartList(
        name="Club 1500",
        distance_m=1500,
        lap_m=400,
        limit_s=limit_s,
        checkpoints=(
            *start,
            *(Checkpoint(id=name, distance_m=m, hold_off_s=10) for name, m in metres.items()),
        ),
        entrants=tuple(
            Entrant(bib=bib, name=f"Runner {bib}", wave=wave) for bib, wave in zip("123", waves, strict=True)
        ),
    )


def settings(race: StartList | None = None, /, **table: object) -> BridgeSettings:
    """What an operator says: all reads are at one line, that of all checkpoints."""
    said = {"place": "Line", "places": {"Line": "*"}, "guns": GUN, **table}
    return BridgeSettings(
        start_list=race or start_list(),
        zone=ZoneInfo("Europe/Berlin"),
        date=date(2026, 5, 2),
        table={key: value for key, value in said.items() if value is not None},
    )


def taken(bridge: TableReads, lines: Iterable[str], origin: str = "reads.csv") -> list[Outcome]:
    """What a bridge makes of more lines of a file that it knows."""
    text = "".join(f"{line}\n" for line in lines)
    return list(bridge.take(Piece(0, origin, "data", text.encode())))


def outcomes(lines: Iterable[str], race: StartList | None = None, /, **table: object) -> list[Outcome]:
    """What a new bridge makes of lines such as `1,19:40:55.1`."""
    return taken(TableReads(settings(race, **table)), lines)


def in_force(made: Iterable[Outcome]) -> list[Message]:
    """The messages that hold in the end, by the rules by which a race is folded."""
    messages = [message for outcome in made for message in outcome.messages]
    names = [message.id for message in messages]
    assert None not in names
    assert len({*names}) == len(names)
    assert {message.replaces for message in messages} <= {*names, None}
    history = History(messages)
    return [message for message in messages if history.holds(message) and not isinstance(message, Void)]


def splits(made: Iterable[Outcome]) -> list[tuple[str, str, str]]:
    """The splits in force: bib, checkpoint, and the time of day in Berlin, in the order of these."""
    found = []
    for message in in_force(made):
        if isinstance(message, Split):
            assert message.clock is not None
            local = message.clock._replace(utc_ms=message.clock.utc_ms + message.clock.offset_min * 60_000)
            found.append((message.bib, message.checkpoint, local.show()[11:-1]))
    return sorted(found)


def guns(made: Iterable[Outcome]) -> list[str]:
    """The times of day of the guns in force, in UTC."""
    return [message.clock.show() for message in in_force(made) if isinstance(message, Gun) and message.clock]


def reads(made: Iterable[Outcome]) -> list[str]:
    """The unknown chips in force."""
    return sorted(message.chip for message in in_force(made) if isinstance(message, Read))
