"""Start lists and small race files of a test's own."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from feeds.log import write
from race.messages import Checkpoint, Entrant, Gun, Message, Role, Setting, Split, StartList, Status
from race.times import Time
from replays.catalogue.start_lists import ListedRace, listed_in


def entrant(
    name: str,
    nation: str = "",
    born: str = "",
    *,
    bib: str = "1",
    athlete: str = "",
    role: Role = "runner",
    pb: str = "",
) -> Entrant:
    """Somebody on a start list."""
    best = Time.parse(pb) if pb else None
    return Entrant(bib=bib, name=name, nation=nation, born=born, athlete=athlete, role=role, pb=best)


def start_list(
    *entrants: Entrant, date: str = "2025-06-01", sex: str = "men", setting: Setting = "track"
) -> StartList:
    """A 1500 m with two marks on the way."""
    marks = [Checkpoint(id="400", distance_m=400), Checkpoint(id="1200", distance_m=1200)]
    return StartList(
        name="1500 m",
        meet="Club evening",
        date=date,
        event="1500",
        sex=sex,
        setting=setting,
        distance_m=1500,
        lap_m=400,
        checkpoints=(*marks, Checkpoint(id="finish", distance_m=1500)),
        entrants=entrants,
        sources={"sheet": "Result sheet"},
    )


def listed(race: str, *entrants: Entrant, date: str = "2025-06-01", sex: str = "men") -> ListedRace:
    """A race of which there is no more than the start list."""
    return ListedRace(Path(f"{race}.jsonl"), race, start_list(*entrants, date=date, sex=sex))


def split(bib: str, checkpoint: str, time: str, rank: int | None = None) -> Split:
    """A published time."""
    return Split(
        bib=bib,
        checkpoint=checkpoint,
        time=Time.parse(time),
        rank=rank,
        evidence="published",
        source="sheet",
    )


def finish(bib: str, time: str, rank: int | None = None) -> Split:
    """A published result."""
    return split(bib, "finish", time, rank)


def recorded(folder: Path, race: str, announced: StartList, *messages: Message) -> ListedRace:
    """A race file, as the library lists it."""
    folder.mkdir(exist_ok=True, parents=True)
    path = folder / f"{race}.jsonl"
    write(path, race, [announced, Gun(), *messages])
    [found], _ = listed_in([path])
    return found


def unpublished(*bibs: str) -> Iterable[Status]:
    """Entrants whose result nobody published."""
    return (Status(bib=bib, status="unknown") for bib in bibs)
