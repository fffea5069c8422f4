"""`lapbell replay`: a recorded race on the screen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from race.lazy_dataclass import dataclass
from tui.commands import mark_options, option_types
from tui.commands.command import argument
from tui.commands.find_race import find_race
from tui.commands.start_app import start_app
from tui.race_sources import RecordedSource
from tui.settings.config import load_config

if TYPE_CHECKING:
    from feeds.tables.cue_lines import CueLine
    from race.messages import Mark
    from race.projection.previous_edition import Edition
    from race.times import Time
    from replays.watching.ghost_race import GhostRace
    from replays.watching.record_progression import RecordProgression


@dataclass(frozen=True, slots=True)
class Options:
    """The options of `lapbell replay`."""

    race: str = argument(
        metavar="RACE|FILE",
        help="a race in the library, a race file, or results of a race",
    )
    speed: float | None = argument(
        "--speed",
        type=option_types.speed,
        metavar="N",
        help="play N times as fast as it was run, 0.25 to 64 (default: as set in config.toml, or 1)",
    )
    at: Time | None = argument(
        "--at", **option_types.TIME, help="start paused at this race time, like 2:50.70"
    )
    marks: Sequence[Mark] = argument("--mark", **mark_options.MARK)
    ghosts: Sequence[Mark | RecordProgression | GhostRace] = argument("--ghost", **mark_options.GHOST)
    edition: Edition | None = argument("--edition", **option_types.EDITION)
    cues: Sequence[CueLine] = argument("--notes", **option_types.NOTES)
    operator: bool = argument("--operator", **option_types.OPERATOR)


def run(options: Options) -> int:
    """Open the screen."""
    race = find_race(options.race)
    marks = mark_options.marks_for(race, (*options.marks, *options.ghosts))
    at_ms = options.at.ms if options.at else None
    return start_app(
        RecordedSource(
            race.path,
            remembered=race.converted is None,
            log=race.converted.log if race.converted else None,
            speed=options.speed or load_config().speed,
            at_ms=at_ms,
            marks=marks,
            ghosts=mark_options.ghosts_among(options.ghosts),
            edition=options.edition,
            cues=tuple(options.cues),
            operator=options.operator,
        )
    )
