"""The commentary: every moment of a state, found anew only where the state is otherwise than the last one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from typing import TYPE_CHECKING

from race.messages import Mark, Official
from race.moments.arrivals import arrivals
from race.moments.bell import bell, bell_checkpoint
from race.moments.checkpoint_story import Arrival, CheckpointStory, RaceField
from race.moments.dropouts import dropouts
from race.moments.fastest_lap import fastest
from race.moments.finishes import finishes, result
from race.moments.lead_changes import leads
from race.moments.leading_runners import HEAD, NARROW, LeadingRunners
from race.moments.moment import Moment
from race.moments.overdue import overdue
from race.moments.overtakes import moves, passes
from race.moments.pack_events import packs
from race.moments.record_pace import pace
from race.moments.running_order_calls import order_checkpoints, orders, whereabouts
from race.order.places import NEVER

if TYPE_CHECKING:
    from race.course import Course
    from race.fold.state import RaceState
    from race.projection.projector import Projector

Family = Callable[[CheckpointStory, Arrival], Iterator[Moment]]

LIMITED = frozenset({"pass", "move", "pack", "dropped", "gap", "fastest"})
MOST = 3
"""At a checkpoint no more than so many of these kinds are told."""

NOTHING: frozenset[str] = frozenset()


def moments(
    state: RaceState, clock_ms: int, followed: frozenset[str] = NOTHING, projector: Projector | None = None
) -> list[Moment]:
    """All moments of a state up to a race time, in the order in which they were known."""
    return Commentary(followed).moments(state, clock_ms, projector)


class Commentary:
    """The moments of one race, state after state; what is said of one does not depend on those before.

    More is told of those `followed`, and who is on the way to a target or reaches it.
    """

    def __init__(self, followed: frozenset[str] = NOTHING, targets: tuple[Mark, ...] = ()) -> None:
        self._followed = followed
        self._targets = targets
        self._course: Course | None = None
        self._scenes: list[CheckpointStory] = []

    def moments(self, state: RaceState, clock_ms: int, projector: Projector | None = None) -> list[Moment]:
        """All moments of a state up to a race time, in the order in which they were known.

        Who is overdue is told by a projector of the state; without one, of nobody.
        """
        course = state.course
        if course is None:
            return []
        if course is not self._course:
            self._begin(state, course)
        self._look(state, course)
        found = [moment for scene in self._scenes for moment in scene.told]
        found += self._of_the_race(state, course)
        if projector is not None:
            found += overdue(self._scenes, state, projector)
        past = (moment.raised(self._followed) for moment in found if moment.when_ms <= clock_ms)
        return sorted(past, key=_in_telling_order)

    def reached(self) -> list[tuple[int, str]]:
        """Time from the gun at which somebody first came by each checkpoint, and its id."""
        firsts = (
            (scene, next((one.time for one in scene.arrivals if one.time), None)) for scene in self._scenes
        )
        return [
            (time.ms, scene.course.checkpoints[scene.index].id) for scene, time in firsts if time is not None
        ]

    def _begin(self, state: RaceState, course: Course) -> None:
        self._course = course
        self._order_checkpoints = order_checkpoints(course)
        self._fronts = LeadingRunners(
            course, self._followed, width=HEAD if len(state.runners) <= HEAD else NARROW
        )
        self._scenes = []

    def _look(self, state: RaceState, course: Course) -> None:
        """Tell the checkpoints again at which anything is otherwise than before.

        What is otherwise from a race time on changes nothing that was told there or later in the race of
        who came by before.
        """
        since_ms = self._fronts.update(state.runners)
        field, earliest_ms = RaceField(state, course, self._followed, self._targets), NEVER
        for index in range(len(course.checkpoints)):
            scene = self._scenes[index] if index < len(self._scenes) else None
            earliest_ms = min(earliest_ms, since_ms.get(index, NEVER))
            if scene is None:
                scene = CheckpointStory(field, index, [], self._scenes, index in self._order_checkpoints)
                self._scenes.append(scene)
            elif earliest_ms == NEVER or (index not in since_ms and scene.last_ms < earliest_ms):
                continue
            there = arrivals(self._fronts, course, index)
            if scene.last_ms >= earliest_ms:
                scene = CheckpointStory(field, index, [], self._scenes, index in self._order_checkpoints)
                self._scenes[index] = scene
            scene.field = field
            _tell(scene, there[len(scene.arrivals) :])

    def _of_the_race(self, state: RaceState, course: Course) -> Iterator[Moment]:
        """What does not happen at a checkpoint."""
        for _ in islice(state.guns, 1):
            yield Moment(0, "gun", "The gun", priority=40)
        for runner in self._fronts.out.values():
            yield from dropouts(runner, course, self._scenes)
        for note in state.notes:
            if note.when is not None:
                yield Moment(note.when.ms, "note", note.text, note.bib, priority=50)
        yield from result(state, course)
        for entry in islice(state.in_force(Official), 1):
            yield Moment(max(entry.when_ms, 0), "official", "The result is official", priority=50)


def _in_telling_order(moment: Moment) -> tuple[int, int]:
    """When it was known; of what was known at once the earlier first, and last what has no time."""
    return moment.when_ms, moment.time.ms if moment.time is not None else NEVER


def _tell(scene: CheckpointStory, there: list[Arrival]) -> None:
    families = _families(scene)
    for arrival in there:
        scene.arrivals.append(arrival)
        scene.by_bib[arrival.bib] = arrival
        for family in families:
            for moment in family(scene, arrival):
                if has_room(scene, moment):
                    scene.told.append(_shown(moment, scene.course.digits))


def _shown(moment: Moment, digits: int) -> Moment:
    """A moment with its time as the sport shows it: on the road to the second."""
    time = moment.time
    return moment._replace(time=time.rounded(digits)) if time and time.digits > digits else moment


def _families(scene: CheckpointStory) -> list[Family]:
    """What is looked for when somebody comes by, in the order in which it is said."""
    if scene.is_finish:
        return [finishes, fastest, passes]
    found: list[Family] = [leads]
    if scene.index == bell_checkpoint(scene.course):
        found.append(bell)
    found += [pace, moves, fastest, passes, packs]
    if scene.is_order_checkpoint:
        found.append(orders)
        if scene.field.followed:
            found.append(whereabouts)
    return found


def has_room(scene: CheckpointStory, moment: Moment) -> bool:
    """Whether a moment is told, or held back because enough has been told at its checkpoint."""
    if moment.kind not in LIMITED or not scene.field.followed.isdisjoint(moment.bibs):
        return True
    return sum(said.kind in LIMITED for said in scene.told) < MOST
