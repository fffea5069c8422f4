"""What is known of a field on the track before the gun: how the race is run, and how good the runners are.

Races behind pacemakers, races for a title and those of clubs are paced differently. The start list says which
one it is, or has pacemakers; otherwise the personal bests say as much as can be known.
"""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING, Literal

from race.lazy_named_tuple import NamedTuple
from race.projection import last_lap_tables as tables

if TYPE_CHECKING:
    from collections.abc import Mapping

    from race.event import Event
    from race.messages import StartList

TrackKind = Literal["paced", "championship", "club", "elite"]
"""How a race is run. Of an elite one it is only known that the field is: it may be paced, or for a title."""

REFERENCE_PACES = {"men": 155.0, "women": 178.0}
"""The paces that the leader's is compared with, in milliseconds per metre."""

ELITE, CLUB = 0.945, 1.0
"""The median best of a field as a part of the reference pace: up to the first (over 1500 m 3:39.7 for men and
4:12.3 for women) they are elite; from the second on they run as in a club race, whatever it is called."""

EIGHT_HUNDRED_M, MIDDLE_M = (790.0, 810.0), (1400.0, 1700.0)

METRIC_M, FASTEST_MILES_MS = 1500.0, {"men": 222_500, "women": 247_000}
"""A best for a mile that no one has run is the runner's best over 1500 m."""

FADE = 0.06
"""How pace becomes slower with distance, as an exponent."""


class TrackField(NamedTuple):
    """A field on the track."""

    rule: tables.Rule
    reference: float
    """Milliseconds per metre."""
    bests: Mapping[str, float]
    """The paces of the personal bests by bib; empty where too few are known."""
    typical_best: float
    """Their median; that of a runner whose own is unknown."""


def track_field(start_list: StartList, event: Event) -> TrackField:
    """The field of a race over the distance of an event."""
    sex = start_list.sex_of_field or "men"
    reference = REFERENCE_PACES[sex]
    shortest, longest = EIGHT_HUNDRED_M
    if event.is_plain_run and shortest <= event.distance_m <= longest:
        return TrackField(tables.EIGHT_HUNDRED, reference, {}, reference)
    shortest, longest = MIDDLE_M
    if not event.is_plain_run or event.is_team_race or not shortest <= event.distance_m <= longest:
        return TrackField(tables.EVEN, reference, {}, reference)
    bests = _bests(start_list, event.distance_m, sex)
    typical = median(bests.values()) if bests else reference
    kind = _kind(start_list, typical / reference if bests else None)
    if kind == "club":
        bests = {}
    return TrackField(_rule(kind, has_bests=bool(bests), is_men=sex == "men"), reference, bests, typical)


def _bests(start_list: StartList, distance_m: float, sex: str) -> dict[str, float]:
    """The paces of the personal bests of the runners by bib, if at least half of them have one."""
    runners = [entrant for entrant in start_list.entrants if entrant.role == "runner"]
    bests = {entrant.bib: _pace(entrant.pb.ms, distance_m, sex) for entrant in runners if entrant.pb}
    return bests if 2 * len(bests) >= len(runners) else {}


def _pace(best_ms: int, distance_m: float, sex: str) -> float:
    if distance_m <= METRIC_M or best_ms >= FASTEST_MILES_MS[sex]:
        return best_ms / distance_m
    return best_ms / METRIC_M * float((distance_m / METRIC_M) ** FADE)


def _kind(start_list: StartList, level: float | None) -> TrackKind | None:
    """How a race is run; None where that is not known. `level` is that of the personal bests, if known."""
    told = start_list.kind
    if told is None and any(entrant.role == "pacemaker" for entrant in start_list.entrants):
        told = "paced"
    if told in ("paced", "championship"):
        return "club" if level is not None and level >= CLUB else told
    if told == "club":
        return "club"
    is_elite = level <= ELITE if level is not None else _is_international(start_list)
    if told == "heat":
        return "championship" if is_elite else "club"
    if level is None:
        return None
    return "elite" if is_elite else "club"


def _is_international(start_list: StartList) -> bool:
    """Whether the runners come from half as many nations as there are runners."""
    nations = {entrant.nation for entrant in start_list.entrants if entrant.nation}
    return len(nations) > 1 and 2 * len(nations) >= len(start_list.entrants)


def _rule(kind: TrackKind | None, *, has_bests: bool, is_men: bool) -> tables.Rule:
    match kind:
        case "paced" if has_bests:
            return tables.PACED_MEN_BY_BESTS if is_men else tables.PACED_BY_BESTS
        case "paced":
            return tables.PACED_MEN if is_men else tables.PACED
        case "championship":
            return tables.CHAMPIONSHIP_BY_BESTS if has_bests else tables.CHAMPIONSHIP
        case "club":
            return tables.CLUB
        case "elite":
            return tables.ELITE_BY_BESTS
    return tables.UNKNOWN
