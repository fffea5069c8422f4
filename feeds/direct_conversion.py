"""A file of results that is read without being converted first: where nothing has to be asked."""

from __future__ import annotations

from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, NamedTuple

from feeds.consistency import contradictions_in
from feeds.conversion import convert_files
from feeds.errors import AnswerNeeded, FeedError
from feeds.log import Log
from feeds.tables.refused_files import refuse_addresses
from race.messages import Split, StartList

if TYPE_CHECKING:
    from feeds.documents.convert_documents import ConvertedRace

MOST_NAMED = 4
"""Races of a file that are named in a refusal."""


class DirectRace(NamedTuple):
    """The race of such a file."""

    log: Log
    notes: tuple[str, ...]
    """What was understood, and what was not."""


def convert_directly(path: Path) -> DirectRace:
    """The race in a file. Raises FeedError where an option is needed, with the command to run."""
    refuse_addresses([path])
    command = f"lapbell convert {quote(str(path))}"
    try:
        made = convert_files([path])
    except AnswerNeeded as error:
        raise FeedError(f"{error}, as in `{command} {error.example}`") from None
    except FeedError as error:
        names_an_option = " --" in str(error)
        what = f" (options of `{command}`)" if names_an_option else "; nor is it a race file"
        raise FeedError(f"{error}{what}") from None
    if len(made.races) > 1:
        named = [repr(_start_list(race).name) for race in made.races[:MOST_NAMED]]
        more = ["..."] if len(made.races) > MOST_NAMED else []
        raise FeedError(
            f"{path.name}: it holds {len(made.races)} races ({', '.join(named + more)}): "
            f"convert them first, with `{command} -o FOLDER`"
        )
    [race] = made.races
    left_out = (f"line {row.line}: not understood, left out: {row.text[:80]}" for _, row in made.left_out)
    notes = (*left_out, *race.notes, *map(str, race.kept))
    if race.doubt:
        raise FeedError(
            f"{path.name}: {race.doubt}: correct it, or convert the file as it is, with `{command}`"
        )
    whose = (note if note.startswith(f"{path.name}: ") else f"{path.name}: {note}" for note in notes)
    return DirectRace(_log(path, race), (*whose, _summary(path, race)))


def _log(path: Path, race: ConvertedRace) -> Log:
    """The log that a race file would have. Raises FeedError where its messages contradict one another."""
    fault = next(
        (p for p in contradictions_in([*enumerate(race.messages, 2)], with_figures=False) if p.fatal), None
    )
    if fault is not None:
        raise FeedError(f"{path.name}: {fault.text}")
    log = Log(race.race)
    for message in race.messages:
        log.append(message)
    return log


def _start_list(race: ConvertedRace) -> StartList:
    return next(message for message in race.messages if isinstance(message, StartList))


def _summary(path: Path, race: ConvertedRace) -> str:
    start_list = _start_list(race)
    splits = sum(isinstance(message, Split) for message in race.messages)
    return f"{path.name}: read as {start_list.name}, {len(start_list.entrants)} entrants, {splits} times"
