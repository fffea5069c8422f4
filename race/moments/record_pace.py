"""Record pace: the first runner is inside it, or falls off it; of the top record, of each target and run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from race.eligibility import may_hold
from race.lazy_named_tuple import NamedTuple
from race.moments import sentences
from race.moments.checkpoint_story import IMPORTANCE, Arrival, CheckpointStory, RecordPace, latest
from race.moments.moment import Moment
from race.moments.phrases import JUST_OVER_M, at_checkpoint, event_word, gap_words, place_word
from race.moments.worth import record_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from race.marks import RunningMark
    from race.messages import Mark
    from race.times import Time

MARGIN = 0.001
"""Within this share of the mark, inside or outside, nothing is announced."""

IN_REACH = 0.005
"""Of a lap it is said how far outside the pace it is, up to this share of the mark."""

GREAT = frozenset({"WR", "WB"})

RUNS = "runs"
"""In place of a target, all those that are the runs of recorded races, of which only the fastest counts."""


class PaceNews(NamedTuple):
    """What there is to say of the pace of a mark."""

    mark: Mark
    target: str
    """Label of the viewer's mark; empty for a record."""
    gap: Time
    is_inside: bool
    is_new: bool = False
    """Whether the runner has only now come inside it, or falls off it."""

    @property
    def priority(self) -> int:
        """How important it is: nothing where a runner is still outside, and most of a world record."""
        if not self.is_inside and not self.is_new:
            return 0
        return 66 if self.mark.code in GREAT else 58


def pace(story: CheckpointStory, arrival: Arrival) -> Iterator[Moment]:
    """The first runner, pacemakers aside, is on the pace of a record, or no longer is."""
    news = pace_news(story, arrival, is_lap=story.is_order_checkpoint)
    if news is not None and news.is_new:
        yield _moment(story, arrival, news)


def target_paces(story: CheckpointStory, arrival: Arrival) -> Iterator[Moment]:
    """The same for each of the viewer's marks, and for the fastest of the runs among them."""
    if not _is_first_runner(story, arrival):
        return
    targets = story.field.targets
    every = [_news(story, arrival, [target], target.mark.label) for target in targets if target.mark.code]
    runs = sorted((t for t in targets if not t.mark.code), key=lambda run: run.mark.time.ms)
    for news in (*every, _news(story, arrival, runs, RUNS)):
        if news is not None:
            yield _moment(story, arrival, news)


def _moment(story: CheckpointStory, arrival: Arrival, news: PaceNews) -> Moment:
    template = sentences.INSIDE_PACE if news.is_inside else sentences.OFF_PACE
    if news.is_inside and arrival.number and arrival.place > 1:
        template = sentences.INSIDE_PACE_BEHIND
    text = template.format(
        runner=arrival.runner.spoken_name,
        place=place_word(arrival.place),
        spot=at_checkpoint(story.course, story.index),
        **announced_pace(story, arrival, news),
    )
    return Moment(arrival.when_ms, "record", text, arrival.bib, arrival.time, priority=news.priority)


def pace_news(story: CheckpointStory, arrival: Arrival, *, is_lap: bool = False) -> PaceNews | None:
    """What is new of the pace of the records, where a runner is the first.

    Of a lap it is said again of a great record, and how far outside the pace is.
    """
    if not _is_first_runner(story, arrival):
        return None
    return _news(story, arrival, story.field.running_marks, is_lap=is_lap)


def announced_pace(story: CheckpointStory, arrival: Arrival, news: PaceNews) -> dict[str, str]:
    """The fields of a sentence about the pace, which is announced with it."""
    if news.is_new:
        story.paces.append(RecordPace(arrival.when_ms, news.target, _key(news.mark), news.is_inside))
    return {
        "gap": gap_words(news.gap),
        "side": "inside" if news.is_inside else "outside",
        "pace": _target_pace(news.mark) if news.target else pace_words(news.mark, story.field.event),
    }


def _news(
    story: CheckpointStory,
    arrival: Arrival,
    running_marks: Sequence[RunningMark],
    target: str = "",
    *,
    is_lap: bool = False,
) -> PaceNews | None:
    """The pace of the first of some marks about which there is something to announce."""
    if story.course.to_go(story.index) > story.course.distance_m / 2 + JUST_OVER_M:
        return None
    before = _announced_before(story, arrival.when_ms, target)
    for running in running_marks:
        mark = running.mark
        gap = running.gap(arrival.runner, story.index)
        if gap is None or not (target or may_hold(arrival.runner.entrant, mark)):
            continue
        margin_ms, outside_ms = MARGIN * mark.time.ms, gap.time.ms
        is_announced = before is not None and before.is_inside and before.code == _key(mark)
        if outside_ms <= -margin_ms:
            is_said_again = is_lap and mark.code in GREAT
            inside = PaceNews(mark, target, gap.time._replace(ms=-outside_ms), True, is_new=not is_announced)
            return None if is_announced and not is_said_again else inside
        is_near = is_lap and mark.code in GREAT and 0 < outside_ms <= IN_REACH * mark.time.ms
        if is_near or (is_announced and outside_ms >= margin_ms):
            return PaceNews(mark, target, gap.time, False, is_new=is_announced)
    return None


def _is_first_runner(story: CheckpointStory, arrival: Arrival) -> bool:
    if arrival.time is None or story.is_finish or arrival.runner.entrant.role != "runner":
        return False
    return all(other.is_pacemaker for other in story.arrivals[: arrival.number])


def _announced_before(story: CheckpointStory, when_ms: int, target: str) -> RecordPace | None:
    paces = ([pace for pace in near.paces if pace.target == target] for near in (story, *story.past()))
    return latest(paces, when_ms)


def _key(mark: Mark) -> str:
    """What a mark is recognised by: its code, or the label of a run."""
    return mark.code or mark.label


def pace_words(mark: Mark, event: str) -> str:
    """The pace of a record: world-record pace, the pace of the fastest mile of the year; else empty."""
    if mark.code not in IMPORTANCE:
        return ""
    if mark.code == "WL":
        return f"the pace of the fastest {event_word(event) or 'time'} of the year"
    words = record_name(mark.code, mark.nation, mark.area).split()[1:]
    return f"{'-'.join(words) if len(words) == 2 else ' '.join(words)} pace"


def _target_pace(mark: Mark) -> str:
    """The pace in words; a target without a code is a run of a recorded race."""
    return f"{mark.label} pace" if mark.code else f"the pace of {mark.label}"
