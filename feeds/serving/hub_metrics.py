"""The hub's metrics in the text format of Prometheus, version 0.0.4."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import chain
from typing import TYPE_CHECKING, Literal, TypeVar

from race.lazy_named_tuple import NamedTuple

if TYPE_CHECKING:
    from feeds.serving.accept_messages import MessageAcceptor
    from feeds.serving.broadcast import Broadcast
    from feeds.serving.http_response import MayRead
    from feeds.serving.race_registry import RaceRegistry
    from feeds.serving.resting_races import RestingRace

T = TypeVar("T")

Rows = list[tuple[str, T]]
"""Something of each race."""


class Family(NamedTuple):
    """A metric, and its value by labels."""

    name: str
    """Without the `lapbell_` with which all begin."""
    kind: Literal["gauge", "counter"]
    about: str
    samples: Rows[float]

    @property
    def text(self) -> str:
        """As Prometheus reads it."""
        name = f"lapbell_{self.name}"
        lines = [f"# HELP {name} {self.about}.", f"# TYPE {name} {self.kind}"]
        lines += [f"{name}{labels} {figure}" for labels, figure in self.samples]
        return "\n".join(lines) + "\n"


class Races(NamedTuple):
    """What the hub has of the races that may be read."""

    broadcasts: Rows[Broadcast]
    acceptors: Rows[MessageAcceptor]
    resting: Rows[RestingRace]
    publishers: Rows[int]

    @classmethod
    def of(cls, registry: RaceRegistry, may_read: MayRead) -> Races:
        """The races of a hub, without those that may not be read."""
        return cls(
            _readable(registry.served, may_read),
            _readable(registry.acceptors, may_read),
            _readable(registry.resting, may_read),
            _readable(registry.publishers, may_read),
        )


def metrics(
    registry: RaceRegistry,
    disconnected: int,
    rejected: Mapping[int, int],
    contested: Mapping[str, int],
    may_read: MayRead,
) -> str:
    """The metrics of a hub, without races that may not be read.

    Of connections as such, whatever they were for, all are counted: `disconnected` are viewers that took
    nothing for too long, `rejected` refused connections by status. `contested` are second publishers that
    were refused, by race.
    """
    races = Races.of(registry, may_read)
    refused = sum(count for race, count in contested.items() if may_read(race))
    damaged = sum(map(may_read, registry.unserved))
    families = chain(
        _of_viewers(races),
        _of_publishers(races),
        _of_logs(races),
        _of_clocks(races),
        (
            _one("let_go_total", "counter", "Viewers disconnected as too slow", disconnected),
            _one("damaged_logs", "gauge", "Logs that are not served", damaged),
            Family(
                "turned_away_total",
                "counter",
                "Connections refused",
                _labelled("status", rejected.items()),
            ),
            _one("contested_total", "counter", "Second publishers of a source refused", refused),
        ),
    )
    return "".join(family.text for family in families)


def _of_viewers(races: Races) -> Iterable[Family]:
    broadcasts = races.broadcasts
    sent: Rows[Broadcast | RestingRace] = [*broadcasts, *races.resting]
    viewers = ((race, len(one.sessions)) for race, one in broadcasts)
    unsent = sum(session.unsent for _, one in broadcasts for session in one.sessions)
    yield _by_race("viewers", "gauge", "Viewers connected", viewers)
    yield _one("unsent_bytes", "gauge", "Bytes waiting for viewers", unsent)
    yield _by_race("frames_total", "counter", "Frames sent", ((race, one.frames) for race, one in sent))
    yield _by_race("sent_bytes_total", "counter", "Bytes sent", ((race, one.bytes) for race, one in sent))


def _of_publishers(races: Races) -> Iterable[Family]:
    taken: Rows[MessageAcceptor | RestingRace] = [*races.acceptors, *races.resting]
    came_again = ((race, one.duplicates) for race, one in taken)
    yield _by_race("publishers", "gauge", "Publishers connected", races.publishers)
    yield _by_race("commits_total", "counter", "Groups on disk", ((race, one.commits) for race, one in taken))
    yield _by_race("duplicates_total", "counter", "Came again", came_again)
    yield _by_race("refusals_total", "counter", "Refused", ((race, one.refusals) for race, one in taken))


def _of_logs(races: Races) -> Iterable[Family]:
    heads = [(race, one.log.head) for race, one in races.broadcasts]
    heads += [(race, one.notice.head) for race, one in races.resting]
    seconds = ((race, one.slow_s) for race, one in races.acceptors)
    yield _by_race("head", "gauge", "Messages in the log", heads)
    yield _by_race("write_seconds", "gauge", "Seconds that writing takes", seconds)
    yield _one("resting_races", "gauge", "Races that have left memory", len(races.resting))


def _of_clocks(races: Races) -> Iterable[Family]:
    ahead = ((race, one.clocks.hub_offset_ms) for race, one in races.acceptors)
    apart = ((race, one.clocks.apart) for race, one in races.acceptors)
    about = "How far the hub's clock is ahead of those of the timing"
    yield _by_race("clock_ahead_ms", "gauge", about, ahead)
    yield _by_race("clocks_apart", "gauge", "Sources whose clocks alone differ from the hub's", apart)


def _readable(by_race: Mapping[str, T], may_read: MayRead) -> Rows[T]:
    return [(race, one) for race, one in by_race.items() if may_read(race)]


def _one(name: str, kind: Literal["gauge", "counter"], about: str, figure: float) -> Family:
    return Family(name, kind, about, [("", figure)])


def _by_race(
    name: str, kind: Literal["gauge", "counter"], about: str, figures: Iterable[tuple[str, float]]
) -> Family:
    return Family(name, kind, about, _labelled("race", figures))


def _labelled(label: str, figures: Iterable[tuple[object, float]]) -> Rows[float]:
    return [(f'{{{label}="{value}"}}', figure) for value, figure in figures]
