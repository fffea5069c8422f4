"""A road race, timed by two people at one line, who publish to one hub."""

from __future__ import annotations

from pathlib import Path
from random import Random

from feeds.log import read
from race.edits.log_lookup import state_now
from race.edits.passings import unnamed_taps
from race.edits.watch_differences import watch_differences
from race.fold.history import History
from race.messages import Gun
from tests.by_hand import road_race
from tests.by_hand.acts import Act, Passing
from tests.by_hand.session_hands import SessionHands, by_hand, shown
from tests.feeds.hub_process import HubProcess
from tests.feeds.timing.timing_runs import RACE, login, until


def which_counts(first: list[Passing], second: list[Passing]) -> list[Passing]:
    """Of two times the slower; where one person missed a runner, the other's."""
    found = {passing.bib: passing for passing in first}
    for passing in second:
        found[passing.bib] = max(passing, found.get(passing.bib, passing))
    return list(found.values())


async def test_two_at_one_line(tmp_path: Path) -> None:
    """Every result is right, at both and at the hub, and every difference is there to be seen."""
    chance = Random(300)
    truth = road_race.passings(chance)
    anns = road_race.watched(truth, chance, set(chance.sample(road_race.BIBS, 6)))
    bens = road_race.watched(truth, chance, set(chance.sample(road_race.BIBS, 6)))
    acts = sorted(
        [*((act.ms, 0, act) for act in road_race.acts(anns)), *((a.ms, 1, a) for a in road_race.acts(bens))],
        key=lambda one: one[:2],
    )
    async with (
        HubProcess(tmp_path / "hub") as hub,
        SessionHands(tmp_path / "a.jsonl", RACE, [road_race.start_list()], hubs=[login(hub, "a")]) as ann,
        SessionHands(tmp_path / "b.jsonl", RACE, by="Ben", hubs=[login(hub, "b")]) as ben,
    ):
        await ann.do(Act(0, "gun"))
        await until(ben.session, lambda: any(isinstance(m, Gun) for m in ben.session.messages))
        for _, who, act in acts:
            await (ann, ben)[who].do(act)
        for hands, other in ((ann, ben), (ben, ann)):
            await hands.session.drained()
            await until(other.session, lambda: len(ann.session.messages) == len(ben.session.messages))
        histories = [ann.session.history, ben.session.history]
        await hub.stop()
    histories.append(History(read(tmp_path / "hub" / f"{RACE}.jsonl").messages()))

    expected = by_hand(which_counts(anns, bens), digits=0)
    both = {passing.bib for passing in anns} & {passing.bib for passing in bens}
    for history in histories:
        assert shown(history) == expected
        assert not unnamed_taps(history)
        assert not state_now(history).doubts
        differences = watch_differences(history, state_now(history))
        assert {one.bib for one in differences} == both
        assert {one.rule for one in differences} == {"of two the slower counts"}
