"""Moments are announced when they are known, and are the same from wherever one looks."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from hypothesis import assume, example, given
from hypothesis import strategies as st

from race.fold.history import History
from race.messages import Gun, Message, Order, Split, StartList, Status, Unknown, Void
from race.moments.commentary import Commentary
from tests.examples import examples
from tests.race.messages_by_hand import AFTER_ALL_MS, moments
from tests.race.random_races import Maker, clocks_of, tidy_races, wild_logs

EXAMPLES = examples(75)


def uncorrected(log: list[Message]) -> list[Message]:
    """What a log says for the first time; nothing that takes anything back, or out of the result."""
    said: set[object] = set()
    found: list[Message] = []
    for message in log:
        subject: object = message
        match message:
            case Split(bib=bib, checkpoint=checkpoint):
                subject = bib, checkpoint
            case Gun(wave=wave):
                subject = "gun", wave
            case StartList():
                subject = "start list"
            case Status() | Order() | Void() | Unknown():
                continue
        if subject not in said:
            said.add(subject)
            when = None if isinstance(message, StartList | Gun) else message.when
            found.append(replace(message, id=None, replaces=None, when=when))
    return found


@EXAMPLES
@given(wild_logs().map(uncorrected))
@example(uncorrected(Maker(71, 1, waves=True, ranks=True).wild()))
@example(uncorrected(Maker(842, 2, waves=True, ranks=True).wild()))
def test_an_announced_moment_stays(log: list[Message]) -> None:
    """Whatever comes later adds moments and changes none, unless it shows that something was not so."""
    history = History(log)
    assume(not any(history.at(clock_ms).doubts for clock_ms in clocks_of(history)))
    end = moments(history.at(AFTER_ALL_MS), AFTER_ALL_MS)

    for clock_ms in clocks_of(history):
        now = moments(history.at(clock_ms), clock_ms)

        assert now == [moment for moment in end if moment.when_ms <= clock_ms]


@EXAMPLES
@given(tidy_races() | wild_logs(), st.sampled_from(["", "0", "12"]), st.randoms(use_true_random=False))
def test_a_commentary_says_what_a_fresh_one_would(log: list[Message], bibs: str, random: Random) -> None:
    """To and fro, and through every correction."""
    history, followed = History(log), frozenset(bibs)
    commentary = Commentary(followed)
    clocks = clocks_of(history)

    for clock_ms in random.choices(clocks, k=12):
        state = history.at(clock_ms)

        assert commentary.moments(state, clock_ms) == moments(state, clock_ms, followed)


@EXAMPLES
@given(wild_logs(), st.randoms(use_true_random=False))
@example(Maker(37, 2, waves=True, ranks=True).wild(), Random(37))
def test_a_commentary_keeps_up_with_a_log_that_grows(log: list[Message], random: Random) -> None:
    """In whatever pieces it comes."""
    history, commentary = History(), Commentary()

    for message in log:
        history.extend([message])
        if random.random() < 0.4:
            state = history.at(AFTER_ALL_MS)
            assert commentary.moments(state, AFTER_ALL_MS) == moments(state, AFTER_ALL_MS)
