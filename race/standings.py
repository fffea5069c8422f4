"""The running order: who is where, and how far behind.

Order: by furthest checkpoint passed, then by official place or time there, with the packs whose order was
not published among them. Entrants not yet seen follow in the order of the start list, then those who are out
of the race.

Places: counted in that order, pacemakers included while they run, as the official places at the checkpoints
do; at the finish pacemakers hold only official ones. An official place overrides a counted one, so where the
result leaves places 6 to 8 unpublished, ninth is ninth. Equal times without official places share a place.
"""

from __future__ import annotations

from dataclasses import field as detail
from typing import TYPE_CHECKING, Literal

from race.course import START
from race.laps import Stretch, gap, lap, laps_down, metres_behind, segment
from race.lazy_dataclass import dataclass
from race.messages import StatusCode
from race.order.field_order import FieldOrder
from race.order.field_statistics import FieldStatistics
from race.projection.projector import Overdue, Projection

if TYPE_CHECKING:
    from collections.abc import Sequence

    from race.fold.checkpoint_passing import Passing
    from race.fold.runner import Runner
    from race.fold.state import RaceState
    from race.order.unordered_packs import UnorderedPack
    from race.projection.projector import Expected, Model
    from race.times import Time

RowStatus = Literal["running", "finished"] | StatusCode


@dataclass(slots=True)
class Row:
    """One entrant in the running order. Figures are worked out when asked for; unknown is None."""

    runner: Runner
    place: int | None
    in_front: Runner | None
    """The runner in the row above, where both have a place; None for the first row."""
    pack: UnorderedPack | None
    """The pack that the entrant runs in, where no order was published; then place and gaps are None."""
    field: FieldStatistics = detail(repr=False)

    @property
    def status(self) -> RowStatus:
        """How far the entrant is; when a race to a time is over, all who were seen have finished."""
        if not self.is_racing:
            return self.runner.out or "running"
        has_finished = self.checkpoint == self.field.course.finish or self.field.is_over(self.runner)
        return "finished" if has_finished else "running"

    @property
    def checkpoint(self) -> int:
        """Index of the furthest checkpoint passed."""
        return self.runner.furthest

    @property
    def passing(self) -> Passing | None:
        """The passing at that checkpoint."""
        return self.runner.last

    @property
    def doubtful_ahead(self) -> list[int]:
        """Indices of the checkpoints beyond that one at which doubtful claims put the entrant."""
        return sorted(index for index in self.runner.doubtful if index > self.checkpoint)

    @property
    def is_racing(self) -> bool:
        """Whether the entrant has a known position: seen, not out, and not somewhere in a pack."""
        runner = self.runner
        return self.pack is None and runner.furthest != START and not runner.status_claims

    @property
    def net(self) -> Time | None:
        """The time there from crossing the start line, where that is timed."""
        return self.runner.net_at(self.runner.furthest)

    @property
    def lap(self) -> Stretch | None:
        """The lap that ends at that checkpoint."""
        return lap(self.field.course, self.runner, self.checkpoint) if self.is_racing else None

    @property
    def segment(self) -> Stretch | None:
        """The stretch from the previous timed checkpoint."""
        return segment(self.field.course, self.runner, self.checkpoint) if self.is_racing else None

    @property
    def gap(self) -> Stretch | None:
        """Time behind the leader."""
        leader = self.field.leader
        return gap(self.field.course, self.runner, leader) if leader and self.is_racing else None

    @property
    def interval(self) -> Stretch | None:
        """Time behind the runner in front."""
        return gap(self.field.course, self.runner, self.in_front) if self.in_front else None

    @property
    def gap_m(self) -> float | None:
        """In a race to a time, metres behind the leader: 0 where only the time there decides."""
        leader = self.field.leader
        return metres_behind(self.field.course, self.runner, leader) if leader and self.is_racing else None

    @property
    def interval_m(self) -> float | None:
        """The same behind the runner in front."""
        return metres_behind(self.field.course, self.runner, self.in_front) if self.in_front else None

    @property
    def laps_down(self) -> int:
        """Whole laps behind the leader, as far as known."""
        leader = self.field.leader
        return laps_down(self.field.course, self.runner, leader) if leader and self.is_racing else 0

    @property
    def category_place(self) -> int | None:
        """The place among those of the same category."""
        return self.field.category_places.get(self.runner.entrant.bib) if self.is_racing else None

    @property
    def sex_place(self) -> int | None:
        """The place among the men, or among the women."""
        return self.field.sex_places.get(self.runner.entrant.bib) if self.is_racing else None

    @property
    def lap_behind_average(self) -> Stretch | None:
        """How much slower the last lap was than the field's average there; negative if faster."""
        return self.field.average_laps.behind(self.runner, self.checkpoint) if self.is_racing else None

    def gap_to(self, other: Runner) -> Stretch | None:
        """Time behind any other, where both were timed last; negative ahead of them."""
        is_other = other.entrant.bib != self.runner.entrant.bib
        return gap(self.field.course, self.runner, other) if is_other and self.is_racing else None

    @property
    def gain(self) -> int | None:
        """Places gained since the previous checkpoint over those still in the race; negative if lost."""
        return self.field.gains.at(self.runner, self.checkpoint) if self.is_racing else None

    @property
    def projection(self) -> Projection | None:
        """The projected finish; None for pacemakers, the overdue, and with too little to go by."""
        projection = self.field.expectation(self.runner) if self.is_racing else None
        return projection if isinstance(projection, Projection) and not projection.is_early else None

    @property
    def projected_m(self) -> float | None:
        """In a race to a time, the distance expected at its end; at the end, that of the result."""
        return self.field.projected_m(self.runner) if self.is_racing else None

    @property
    def next(self) -> Expected | None:
        """The next checkpoint, where the runner is expected there."""
        projection = self._expectation
        return projection.next if isinstance(projection, Projection) else None

    @property
    def overdue(self) -> Overdue | None:
        """The checkpoint that the runner should have passed long ago."""
        overdue = self._expectation
        return overdue if isinstance(overdue, Overdue) else None

    @property
    def _expectation(self) -> Projection | Overdue | None:
        return self.field.expectation(self.runner) if self.is_racing else None

    @property
    def projected_place(self) -> int | None:
        """The place that follows from all the projections."""
        return self.field.projected_places.get(self.runner.entrant.bib) if self.is_racing else None

    @property
    def chances(self) -> tuple[float, ...] | None:
        """The chance of each of the first three places, from 0 to 1; None where it cannot be given."""
        return self.field.chances.by_bib.get(self.runner.entrant.bib) if self.is_racing else None

    @property
    def all_chances(self) -> tuple[float, ...] | None:
        """The chance of every place; in a large field of the first three."""
        return self.field.all_chances.by_bib.get(self.runner.entrant.bib) if self.is_racing else None


def standings(state: RaceState, model: Model, clock_ms: int = 0) -> list[Row]:
    """Every entrant, in running order, with places, gaps, laps and projections by `model` as of `clock_ms`.

    The clock is the race time from the first gun; before the last message nothing is late.
    """
    course = state.course
    if course is None:
        return []
    order = FieldOrder(state, course)
    field = FieldStatistics(course, state, model, order, clock_ms)
    rows: list[Row] = []
    in_front: Runner | None = None
    packs, places, has_lanes = order.pack_of, order.places, course.is_in_lanes(START)
    for runner in order.racing:
        bib = runner.entrant.bib
        pack, place = packs.get(bib), places.get(bib)
        rows.append(Row(runner, place, in_front if pack is None else None, pack, field))
        has_order = pack is None and not (has_lanes and course.is_in_lanes(runner.furthest))
        in_front = runner if has_order else None
    rest = (*order.unseen, *order.out)
    return rows + [Row(runner, None, None, None, field) for runner in rest]


def winners(rows: Sequence[Row]) -> list[Runner]:
    """Who won: the finishers in first place, several after a dead heat, none where that is not known."""
    return [row.runner for row in rows if row.place == 1 and row.status == "finished"]
