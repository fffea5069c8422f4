"""The heats of a meet timed by FinishLynx, and what changes in the race that one of them is, or each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from feeds.bridges.bridge import Outcome
from feeds.bridges.finishlynx.heat_course import heat_course
from feeds.bridges.finishlynx.heat_messages import heat_gun, heat_results, heat_start_list
from feeds.bridges.snapshot_differ import SnapshotDiffer
from feeds.errors import FeedError
from feeds.tables.printed.lynx_rows import named_row

if TYPE_CHECKING:
    from collections.abc import Mapping

    from feeds.bridges.bridge import BridgeSettings
    from feeds.tables.printed.lynx_files import HeatKey, LynxHeat, LynxPerson, LynxRow
    from race.messages import Message, StartList

LONGEST_BIB = 16

MOST_HEATS = 5000
"""Of a meet."""

MOST_NAMED = 10
"""Heats in a sentence."""

MOST_SAID = 1000
"""Sentences, each of which is said once."""

MOST_LISTED = 300
"""Heats in the sentence that ends a trial."""


class Heats:
    """Start lists and results of heats. Without a choice the race is the first heat, if it came alone."""

    def __init__(self, by: str, settings: BridgeSettings) -> None:
        """`by` is the name of the bridge."""
        self._by, self._settings = by, settings
        self._results: dict[HeatKey, LynxHeat] = {}
        self._starts: dict[HeatKey, LynxHeat] = {}
        self._people: dict[str, LynxPerson] = {}
        self._differs: dict[HeatKey, SnapshotDiffer] = {}
        self._read: dict[HeatKey, object] = {}
        """By heat, what its messages were made of last: lists are sent again and again."""
        self._chosen: HeatKey | None = None
        self._said: set[str] = set()

    def results_of(self, key: HeatKey) -> LynxHeat | None:
        """The results of a heat as they are known."""
        return self._results.get(key)

    def start_of(self, key: HeatKey) -> LynxHeat | None:
        """The start list of a heat as it is known."""
        return self._starts.get(key)

    def take_people(self, people: dict[str, LynxPerson], raw: str, record: int, remark: str) -> list[Outcome]:
        """The names of those whose rows have none. Returns what changes."""
        self._people = people
        return self._changed([*(self._starts | self._results)], raw, record, remark)

    def take_starts(self, heats: Sequence[LynxHeat], raw: str, record: int, remark: str) -> list[Outcome]:
        """Start lists of some heats. Returns what changes."""
        return self._changed(_kept(self._starts, heats), raw, record, remark)

    def take_results(self, heats: Sequence[LynxHeat], raw: str, record: int, remark: str) -> list[Outcome]:
        """The results of some heats. Returns what changes."""
        return self._changed(_kept(self._results, heats), raw, record, remark)

    def said(self) -> str:
        """Which heats there are, in a sentence; empty where there is one at most."""
        known = [*(self._starts | self._results)]
        if len(known) < 2:
            return ""
        more = f" and {len(known) - MOST_LISTED} more" if len(known) > MOST_LISTED else ""
        names = ", ".join(heat_name(key) for key in known[:MOST_LISTED])
        return f"there are {len(known)} heats: {names}{more}"

    def _changed(self, keys: Sequence[HeatKey], raw: str, record: int, remark: str) -> list[Outcome]:
        """What a record that is about some heats changes in the race, or in their races."""
        if self._settings.each_heat:
            return list(self._each(keys, raw, record, remark))
        key = self._meant()
        if key is None or key not in keys:
            known = "" if key is None else f"{remark}, not the race"
            return [Outcome(raw, record, remark=known or remark, news=self._which())]
        messages, notes, fault = self._news(key, record)
        said = "; ".join((remark, *notes))
        return [Outcome(raw, record, messages, said, news=self._once(fault) or self._which())]

    def _each(self, keys: Sequence[HeatKey], raw: str, record: int, remark: str) -> Iterator[Outcome]:
        """The same where each heat is a race; the raw record stands in the first of the outcomes alone."""
        wanted = [key for key in keys if self._is_wanted(key)]
        if not wanted:
            yield Outcome(raw, record, remark=f"{remark}, not wanted" if keys else remark)
        for key in wanted:
            messages, notes, fault = self._news(key, record)
            news = self._once(f"heat {heat_name(key)}: {fault}") if fault else ""
            if messages or news or raw:
                said = "; ".join((remark, *notes)) if raw else ""
                yield Outcome(raw, record, messages, said, news=news, heat=key)
            raw = ""

    def _news(self, key: HeatKey, record: int) -> tuple[Sequence[Message], Sequence[str], str]:
        """What is new of a heat, what was assumed and not understood, and why nothing can be made of it."""
        known = self._starts.get(key), self._results.get(key), self._people
        if self._read.get(key) == known:
            return (), (), ""
        self._read[key] = known
        try:
            messages, notes = self._snapshot(key)
        except FeedError as error:
            return (), (), str(error)
        differ = self._differs.setdefault(key, SnapshotDiffer(self._by))
        return differ.whole(messages, record), (*notes, *differ.faults()), ""

    def _snapshot(self, key: HeatKey) -> tuple[Sequence[Message], Sequence[str]]:
        """All that holds of a heat. Raises FeedError."""
        start, results = self._starts.get(key), self._results.get(key)
        heat = results or start
        assert heat is not None
        settings = self._settings
        notes: list[str] = []
        entries, rows = self._rows(start), self._rows(results, start)
        messages: list[Message] = []
        start_list = settings.start_list
        if start_list is None:
            laps = heat.laps or (start.laps if start else "")
            course = heat_course(heat._replace(laps=laps), self._table(key))
            start_list = heat_start_list(heat, _in_order(entries, rows), course, settings)
            messages.append(start_list)
            notes += [course.assumed] if course.assumed else []
        if results is not None:
            gun = heat_gun(results, settings)
            found = heat_results(results, rows, start_list)
            messages += [*([gun] if gun else []), *found.messages]
            notes += [*found.notes, *_unlisted(start_list, rows)]
            left_out = len(results.rows) - len(rows)
            if left_out:
                notes.append(f"{counted(left_out, 'row')} without an ID or a lane of its own")
        return messages, notes

    def _table(self, key: HeatKey) -> Mapping[str, object]:
        """What the mapping file says of a heat: `[events]` has events by their numbers."""
        table = self._settings.table
        events = table.get("events")
        event = events.get(key[0]) if isinstance(events, dict) else None
        return {**table, "event": event} if event else table

    def _rows(self, heat: LynxHeat | None, start: LynxHeat | None = None) -> dict[str, LynxRow]:
        """The rows of a heat by bib; without one, by the bib of the lane in the start list, or by lane."""
        by_lane = {row.lane: row.bib for row in start.rows if row.lane and row.bib} if start else {}
        by_bib = {row.bib: row for row in start.rows} if start else {}
        rows: dict[str, LynxRow] = {}
        for row in heat.rows if heat else ():
            bib = row.bib or by_lane.get(row.lane, "") or (f"lane {row.lane}" if row.lane else "")
            if bib and len(bib) <= LONGEST_BIB and bib not in rows:
                named = named_row(row, by_bib.get(bib))
                rows[bib] = named_row(named, self._people.get(bib))
        return rows

    def _is_wanted(self, key: HeatKey) -> bool:
        """Whether a heat is one that the operator has named, or none was."""
        wanted = [plain_name(word) for word in self._settings.only.split(",") if word.strip()]
        return not wanted or any(plain_name(heat_name(key[:parts])) in wanted for parts in (1, 2, 3))

    def _meant(self) -> HeatKey | None:
        """The heat that is the race: the one that was chosen, or else the first, if it came alone."""
        if self._chosen is None:
            known = [key for key in (*self._results, *self._starts) if self._is_wanted(key)]
            if len(set(known)) == 1:
                self._chosen = known[0]
        return self._chosen

    def _which(self) -> str:
        """What has to be said of the choice of a heat, once."""
        known = self._starts | self._results
        if self._settings.only:
            if self._chosen is None and len(known) > 1:
                return self._once(f"there is no heat {self._settings.only} yet, or more than one")
            return ""
        if len(known) < 2:
            return ""
        if self._chosen is not None:
            return self._once(
                f"there are other heats beside {heat_name(self._chosen)}, which is published: {HOW}"
            )
        names = ", ".join(heat_name(key) for key in [*known][:MOST_NAMED])
        return self._once(f"there are several heats ({names}): {HOW}")

    def _once(self, sentence: str) -> str:
        if sentence in self._said or len(self._said) >= MOST_SAID:
            return ""
        self._said.add(sentence)
        return sentence


HOW = (
    "choose one with --only EVENT-ROUND-HEAT, or make each a race of its own with "
    "--race 'MEET-{event}-{round}-{heat}'"
)
"""What to do where there are several heats."""


def heat_name(key: Sequence[str]) -> str:
    """A heat's name: `17-1-2`; of a round all the same, `17-1`."""
    return "-".join(key)


def plain_name(name: str) -> str:
    """A heat's name to be compared: as in names of files numbers may have zeros in front."""
    return "-".join(part.strip().lstrip("0") for part in name.casefold().split("-"))


def counted(count: int, noun: str) -> str:
    """A number of things: `1 row`, `2 rows`."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _kept(known: dict[HeatKey, LynxHeat], heats: Sequence[LynxHeat]) -> list[HeatKey]:
    """Which of some heats are kept, in the place of what was known of them."""
    room = MOST_HEATS - len(known)
    kept = [heat for heat in heats if heat.key in known or (room := room - 1) >= 0]
    known |= {heat.key: heat for heat in kept}
    return [heat.key for heat in kept]


def _in_order(entries: dict[str, LynxRow], rows: dict[str, LynxRow]) -> dict[str, LynxRow]:
    """The field in the order of the start list, others by lane; rows of results are in that of the places."""
    late = [bib for bib in rows if bib not in entries]
    late.sort(key=lambda bib: (not (lane := rows[bib].lane).isdigit(), lane.rjust(9, "0"), bib))
    return {bib: rows.get(bib) or entries[bib] for bib in (*entries, *late)}


def _unlisted(start_list: StartList, rows: Iterable[str]) -> list[str]:
    listed = {entrant.bib for entrant in start_list.entrants}
    return [f"bib {bib} is not on the start list" for bib in rows if bib not in listed]
