"""Someone who does at random what can be done to a race by hand, from a seed."""

from __future__ import annotations

from contextlib import suppress
from random import Random
from typing import TYPE_CHECKING, get_args

from race.doubted_claims import doubted_claims
from race.edits import decisions, entrants, passing_changes, passings, starts
from race.edits.doubt_decisions import decide, decisions_about
from race.edits.log_lookup import state_now
from race.edits.passings import unnamed_taps
from race.messages import Belief, Entrant, Read, Split
from race.times import Time
from tests.race.edits.timed_race import GUN_CLOCK, TimedRace, clock

if TYPE_CHECKING:
    from race.edits.edit import Edit, Timekeeper
    from race.fold.history import History

POINTS = ("300", "700", "1100", "finish")

ACTS = (
    ("tap", 8),
    ("name", 6),
    ("bib", 6),
    ("pack", 2),
    ("insert", 2),
    ("between", 1),
    ("swap", 2),
    ("move", 2),
    ("move on", 1),
    ("retime", 2),
    ("unname", 2),
    ("delete", 2),
    ("delete tap", 1),
    ("status", 2),
    ("reinstate", 1),
    ("official", 1),
    ("reopen", 1),
    ("shift", 1),
    ("recall", 1),
    ("gun", 2),
    ("waves", 1),
    ("add", 1),
    ("change", 1),
    ("merge", 1),
    ("give", 2),
    ("rule", 1),
    ("settle", 2),
)


class RandomActs:
    """Makes edits to a race that goes on by a few seconds with each."""

    def __init__(self, seed: int, *, unlisted: bool = True) -> None:
        self.random = Random(seed)
        self._with_unlisted = unlisted
        self.seconds = 50.0

    def next(self, history: History, timekeeper: Timekeeper) -> Edit | None:
        """An edit that can be done now; None where the one that was thought of cannot."""
        names, weights = zip(*ACTS, strict=True)
        (what,) = self.random.choices(names, weights)
        self.seconds += self.random.choice((0.0, 0.1, 1.3, 9.0))
        with suppress(ValueError):
            return self._edit(what, history, timekeeper)
        return None

    def _edit(self, what: str, history: History, timekeeper: Timekeeper) -> Edit:
        bibs = ["11", "12", "13", "14", "77"]
        if not self._with_unlisted and history.start_list is not None:
            bibs = [entrant.bib for entrant in history.start_list.entrants]
        if len(bibs) < 2:
            raise ValueError("too few are left")
        bib, other = self.random.sample(bibs, 2)
        point, now = self.random.choice(POINTS), clock(self.seconds)
        match what:
            case "tap":
                return passings.tap(history, timekeeper, now)
            case "name":
                return passings.name_taps(history, timekeeper, unnamed_taps(history), [bib, other])
            case "bib":
                return passings.by_bib(history, timekeeper, bib, now)
            case "pack":
                return passings.pack(history, timekeeper, [bib, other], now)
            case "insert":
                return passing_changes.insert_missed(history, timekeeper, bib, point, now)
            case "between":
                before = clock(self.seconds - 3)
                return passing_changes.insert_between(history, timekeeper, bib, point, before, now)
            case "swap":
                return passing_changes.swap(history, point, bib, other)
            case "move":
                return passing_changes.move(history, self._split(history), point)
            case "move on":
                return passing_changes.move_on(history, timekeeper, bib, point)
            case "retime":
                time = self.random.choice((now, Time(round(self.seconds) * 1000, 1)))
                return passing_changes.retime(history, self._split(history), time)
            case "unname":
                return passing_changes.unname(history, self._split(history))
            case "delete":
                return passing_changes.delete_passing(history, timekeeper, bib, point)
            case "delete tap":
                return passing_changes.delete_tap(history, self._id(history, Read))
        return self._decision(what, history, bib, other)

    def _decision(self, what: str, history: History, bib: str, other: str) -> Edit:
        match what:
            case "status":
                return decisions.set_status(history, bib, self.random.choice(("dnf", "dns", "dq")))
            case "reinstate":
                return decisions.reinstate(history, bib)
            case "official":
                return decisions.make_official(history)
            case "reopen":
                return decisions.reopen(history)
            case "shift":
                return starts.shift_gun(history, clock(self.random.choice((-2.0, 0.0, 1.5))))
            case "recall":
                return starts.recall(history)
            case "gun":
                return starts.gun(history, GUN_CLOCK)
            case "waves":
                return starts.set_waves(history, {bib: self.random.choice(("", "A"))})
            case "add":
                return entrants.add_entrant(history, Entrant(bib=bib, name=f"Late {bib}"))
            case "change":
                return entrants.change_entrant(history, bib, Entrant(bib=other, name=f"Other {other}"))
            case "merge":
                return entrants.merge_bibs(history, bib, other)
            case "give":
                return decisions.give(history, self._split(history), bib)
            case "rule":
                belief: Belief = self.random.choice(get_args(Belief))
                return decisions.rule(history, self._split(history), belief)
        return self._settled(history, bib)

    def _settled(self, history: History, bib: str) -> Edit:
        claims = doubted_claims(history, state_now(history))
        if not claims:
            raise ValueError("nothing is doubted")
        claim = self.random.choice(claims)
        decision = self.random.choice(decisions_about(claim))
        return decide(history, claim, decision, bib=bib, time=clock(self.seconds), checkpoint="700")

    def _split(self, history: History) -> str:
        return self._id(history, Split)

    def _id(self, history: History, kind: type[Split | Read]) -> str:
        """A message of a type, also one that holds no longer."""
        ids = [message.id for message in history.messages if isinstance(message, kind) and message.id]
        if not ids:
            raise ValueError("there is none")
        return self.random.choice(ids[-12:])


def random_race(seed: int, steps: int, *, undo: float = 0.3, unlisted: bool = True) -> TimedRace:
    """A race in which so many things were tried, undone and redone."""
    race, acts = TimedRace(), RandomActs(seed, unlisted=unlisted)
    race.gun()
    for _ in range(steps):
        back = acts.random.random() < undo
        with suppress(ValueError):
            if back:
                (race.undo if acts.random.random() < 0.6 else race.redo)()
                continue
            edit = acts.next(race.history, race.timekeeper)
            if edit is not None:
                race.do(edit)
    return race
