"""The options that take marks: `--mark` and `--ghost`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tui.commands.option_types import option_type

if TYPE_CHECKING:
    from collections.abc import Sequence

    from race.messages import Mark
    from replays.named_race import NamedRace
    from replays.watching.ghost_race import GhostRace
    from replays.watching.record_progression import RecordProgression

# What follows is loaded where it is used, not at the top: most races are watched without marks of one's own.


def _mark(text: str) -> Mark:
    from replays.watching.mark_text import parse_mark

    return parse_mark(text)


def _ghost(text: str) -> Mark | RecordProgression | GhostRace:
    from replays.watching.mark_text import parse_ghost

    return parse_ghost(text)


MARK: dict[str, Any] = {
    "metavar": "LABEL=TIME|RACE[:ATHLETE]",
    "type": option_type(_mark),
    "action": "append",
    "default": [],
    "help": "add a mark: a time to race against, or the run of an athlete (by default the winner) in a "
    "recorded race; may be repeated",
}

GHOST: dict[str, Any] = {
    "metavar": "RACE[:ATHLETE]|mile-record",
    "type": option_type(_ghost),
    "action": "append",
    "default": [],
    "help": "lay another recorded race, or the run of one of its athletes, over this one, or "
    "(mile-record) the best of everyone who held the mile record; may be repeated",
}


def ghosts_among(given: Sequence[Mark | RecordProgression | GhostRace]) -> tuple[GhostRace, ...]:
    """The whole races to lay over the one shown."""
    if not given:
        return ()
    from replays.watching.ghost_race import GhostRace

    return tuple(ghost for ghost in given if isinstance(ghost, GhostRace))


def marks_for(race: NamedRace, given: Sequence[Mark | RecordProgression | GhostRace]) -> tuple[Mark, ...]:
    """The marks for a race. Raises FeedError for one over another event or distance."""
    if not given:
        return ()
    from replays.watching.mark_text import marks_of

    return tuple(marks_of(given, race.start_list()))
