"""Runners to review: unlisted, overdue, seen although they are out, timed differently."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from race.course import START
from race.edits.compose import composed
from race.edits.decisions import enter_time, give, reinstate, rule_between, set_aside, set_status, withdraw
from race.edits.entrants import add_entrant, merge_bibs
from race.edits.likely_bibs import likely_bibs
from race.edits.log_lookup import id_of, message_named, replacement, where
from race.edits.passing_changes import retime
from race.edits.review_item import Answer, Choice, ReviewItem, given_bib, plain, ruled_ids
from race.edits.watch_differences import watch_differences
from race.fold.restated_times import restated
from race.fold.runner import UNLISTED
from race.messages import Split
from race.moments.phrases import ordinal
from race.order.contradicted_ranks import contradicted_ranks
from race.order.contradicted_status import seen_against_status
from race.times import span_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from race.board import Board
    from race.course import Course
    from race.edits.edit import Edit
    from race.fold.history import History
    from race.fold.state import RaceState

WATCHES_APART_MS = 500
"""Two people who time one passing are seldom further apart."""


def unlisted_items(history: History, state: RaceState, course: Course) -> Iterator[ReviewItem]:
    """Bibs that are not on the start list."""
    for runner in state.runners.values():
        if runner.number < UNLISTED:
            continue
        bib, claims = runner.entrant.bib, runner.claims()
        first = min(claims, default=START)
        seen = f"seen {where(course, first)}" if claims else "given a status"
        more = f" and at {len(claims) - 1} more" if len(claims) > 1 else ""
        entries = [*(e for there in claims.values() for e in there), *runner.status_claims]
        ids = list(dict.fromkeys(id_of(entry.message) for entry in entries))
        refuse = set_aside if not runner.status_claims else withdraw
        yield ReviewItem(
            f"unlisted {bib}",
            f"Number {bib} is not on the start list: {seen}{more}",
            "settled once the start list has it",
            (
                given_bib(
                    "it is another runner",
                    partial(_merge, bib),
                    likely_bibs(state, bib, first if claims else None),
                ),
                Choice("add it to the start list", _add, "entrant", (f"{bib} Number {bib}",)),
                plain("set aside what was sent about it", partial(refuse, message_ids=ids)),
            ),
            is_settled=not runner.passings
            and not runner.status_claims
            and ruled_ids(history).issuperset(ids),
        )


def _merge(wrong: str, history: History, right: str) -> Edit:
    return merge_bibs(history, wrong, right)


def _add(history: History, answer: Answer) -> Edit:
    if answer.entrant is None:
        raise ValueError("give the bib and the name")
    return add_entrant(history, answer.entrant)


def overdue_items(board: Board, course: Course) -> Iterator[ReviewItem]:
    """Runners who should have passed a checkpoint long ago, those who lead first."""
    for row in board.rows:
        overdue, runner = row.overdue, row.runner
        if overdue is None:
            continue
        bib, last = runner.entrant.bib, runner.furthest
        after = course.at(last).id if last != START else None
        spot, since = where(course, overdue.checkpoint), span_text(board.clock_ms - overdue.since_ms)
        yield ReviewItem(
            f"overdue {bib} {overdue.checkpoint}",
            f"{runner.spoken_name} is overdue {spot} for {since}, last seen {where(course, last)}",
            "settled once the runner is seen",
            (
                plain("did not finish", partial(_out, bib, after)),
                Choice("was seen there", partial(_seen, bib, course.at(overdue.checkpoint).id), "time"),
            ),
        )


def _out(bib: str, after: str | None, history: History) -> Edit:
    return set_status(history, bib, "dnf", after=after)


def _seen(bib: str, checkpoint: str, history: History, answer: Answer) -> Edit:
    if answer.time is None:
        raise ValueError("give the time")
    return enter_time(history, bib, checkpoint, answer.time)


def status_items(state: RaceState, course: Course) -> Iterator[ReviewItem]:
    """Runners who were seen after they were reported to be out."""
    for runner in state.runners.values():
        seen = seen_against_status(runner, course)
        if not seen:
            continue
        ids = [id_of(entry.message) for index in seen for entry in runner.claims_at(index)]
        yield ReviewItem(
            f"out {runner.entrant.bib}",
            f"{runner.spoken_name} is seen {where(course, seen[0])}, and is {runner.out}",
            "settled once the status is withdrawn",
            (
                plain("back in the race", partial(reinstate, bib=runner.entrant.bib)),
                plain("set these times aside", partial(set_aside, message_ids=ids)),
                given_bib(
                    "they are another runner's",
                    partial(_give_all, ids),
                    likely_bibs(state, runner.entrant.bib, seen[0]),
                ),
            ),
        )


def _give_all(ids: list[str], history: History, bib: str) -> Edit:
    given = (give(history, one, bib) for one in ids if isinstance(history.named(one), Split))
    return composed(history, *(message for edit in given for message in edit.messages))


def restated_items(state: RaceState, course: Course) -> Iterator[ReviewItem]:
    """Times that their source has sent twice, without saying that one replaces the other."""
    for runner in state.runners.values():
        for index, passing in runner.passings.items():
            for (_, earlier), (_, later) in restated(passing):
                if _time(earlier) == _time(later):
                    continue
                spot, name = where(course, index), runner.spoken_name
                said_by = f" by {later.source}" if later.source else ""
                yield ReviewItem(
                    f"twice {later.id}",
                    f"{name} {spot} is given twice{said_by}: {_time(earlier)}, then {_time(later)}",
                    "settled once one of the two is withdrawn",
                    (
                        plain(f"{_time(later)} is right", partial(withdraw, message_ids=[id_of(earlier)])),
                        plain(f"{_time(earlier)} is right", partial(withdraw, message_ids=[id_of(later)])),
                    ),
                )


def rank_items(state: RaceState, course: Course) -> Iterator[ReviewItem]:
    """Printed places that contradict the times."""
    for ahead, behind in contradicted_ranks(state, course):
        spot = where(course, course.index[behind.split.checkpoint])
        one, other = (
            f"{state.runners[ranked.split.bib].spoken_name} is {ordinal(ranked.rank)} in {ranked.time}"
            for ranked in (ahead, behind)
        )
        yield ReviewItem(
            f"ranks {ahead.split.id} {behind.split.id}",
            f"{one} {spot}, and {other}",
            "settled once places and times agree",
            tuple(
                choice
                for ranked in (ahead, behind)
                for choice in (
                    Choice(
                        f"{ranked.split.bib} had another time",
                        partial(_retime, id_of(ranked.split)),
                        "time",
                        (str(ranked.time),),
                    ),
                    plain(
                        f"the place of {ranked.split.bib} is wrong",
                        partial(_without_rank, id_of(ranked.split)),
                    ),
                )
            ),
        )


def _retime(split_id: str, history: History, answer: Answer) -> Edit:
    if answer.time is None:
        raise ValueError("give the time")
    return retime(history, split_id, answer.time)


def _without_rank(split_id: str, history: History) -> Edit:
    return composed(history, replacement(message_named(history, split_id, Split), rank=None))


def watch_items(history: History, state: RaceState, course: Course) -> Iterator[ReviewItem]:
    """Passings that several people have timed, too far apart."""
    for difference in watch_differences(history, state):
        ids = [time.message_id for time in difference.times if time.message_id is not None]
        if difference.apart_ms < WATCHES_APART_MS or len(ids) < len(difference.times):
            continue
        runner = state.runners[difference.bib]
        times = ", ".join(f"{time.time} {time.source}".rstrip() for time in difference.times)
        choices = tuple(
            plain(
                f"{time.time} is right",
                partial(_one_of, right, tuple(other for other in ids if other != right)),
            )
            for time, right in zip(difference.times, ids, strict=True)
        )
        yield ReviewItem(
            f"watches {difference.bib} {difference.checkpoint}",
            f"{runner.spoken_name} {where(course, difference.checkpoint)} is timed differently: {times}",
            difference.rule,
            choices,
            is_settled=ruled_ids(history).issuperset(ids),
        )


def _one_of(right: str, wrong: tuple[str, ...], history: History) -> Edit:
    return rule_between(history, right, *wrong)


def _time(split: Split) -> str:
    return str(split.time or split.clock)
