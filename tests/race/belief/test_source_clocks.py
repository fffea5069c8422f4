"""Whose clock is wrong: that of one source, the hub's, or none, when reads come late."""

from __future__ import annotations

import itertools
from dataclasses import replace
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from race.belief.clock_sentences import clock_sentences
from race.belief.source_clocks import SourceClocks
from race.messages import Gun, Message, Split
from race.times import Time, TimeOfDay

TEN_MS = TimeOfDay.parse("2026-05-02T10:00:00Z").utc_ms
MINUTE_MS = 60_000
HOUR_MS = 60 * MINUTE_MS


def read(
    mat: str, at: float, heard: float | None = None, *, source: str = "", checkpoint: str = "finish"
) -> Split:
    """A read of a mat, by its clock and the hub's in minutes after ten; heard after 2 s if not said."""
    heard_ms = round(TEN_MS + (at if heard is None else heard) * MINUTE_MS) + (2000 if heard is None else 0)
    clock = TimeOfDay(round(TEN_MS + at * MINUTE_MS))
    return Split(
        id=f"{mat}:1",
        bib="1",
        checkpoint=checkpoint,
        clock=clock,
        evidence="device",
        source=source,
        heard_ms=heard_ms,
    )


def gun(at: float = 0, heard: float | None = None) -> Gun:
    """The gun, in minutes after ten, heard a second later if not said."""
    heard_ms = round(TEN_MS + (at if heard is None else heard) * MINUTE_MS) + (1000 if heard is None else 0)
    return Gun(id="desk:1", clock=TimeOfDay(round(TEN_MS + at * MINUTE_MS)), heard_ms=heard_ms)


def taken(*messages: Message) -> SourceClocks:
    """The clocks after these messages."""
    clocks = SourceClocks()
    for message in messages:
        clocks.take(message)
    return clocks


def doubted(*messages: Message) -> list[int]:
    """Which messages are reads whose time of day cannot be right, from 0, after all of them."""
    clocks = taken(*messages)
    return [n for n, m in enumerate(messages) if isinstance(m, Split) and clocks.out_of_step(m)]


def moved(message: Message, hub_ms: int) -> Message:
    """A message as a hub hears it whose clock is wrong by so much."""
    assert message.heard_ms is not None
    return replace(message, heard_ms=message.heard_ms + hub_ms)


CLEAN = [
    gun(),
    *(
        read(mat, at + n / 7, checkpoint=checkpoint)
        for at, mat, checkpoint in ((15, "a", "5000"), (31, "b", "10000"), (47, "c", "15000"))
        for n in range(20)
    ),
]
"""Three mats in step with the hub, 20 reads each."""


def test_where_all_are_in_step_nothing_is_said() -> None:
    """Nor of messages without a time of day, or without the hub's."""
    assert doubted(*CLEAN) == []
    assert taken(*CLEAN).hub_offset_ms is None
    unheard = [replace(m, heard_ms=None) for m in CLEAN]
    assert (doubted(*unheard), taken(*unheard).hub_offset_ms) == ([], None)


def test_late_reads_are_normal() -> None:
    """A mat was offline for 40 minutes, and sends what it has at once, then each read as it comes."""
    batch = [read("b", 20 + n / 7, heard=60 + n / 1000, checkpoint="10000") for n in range(250)]
    log = [gun(), read("a", 15), *batch, read("b", 61, checkpoint="10000"), read("a", 62)]

    assert doubted(*log) == []
    assert taken(*log).hub_offset_ms is None
    assert taken(*log[:200]).hub_offset_ms is None


def test_a_race_of_another_day_that_is_sent_at_once_is_only_late() -> None:
    """Whatever is sent after it."""
    log = [replace(m, heard_ms=TEN_MS + 30 * 24 * HOUR_MS + n) for n, m in enumerate(CLEAN)]

    assert doubted(*log) == []
    assert taken(*log).hub_offset_ms is None


def test_one_mat_hours_ahead_is_doubtful() -> None:
    """At its first read and at each later one, and no other is; the hub's clock is right."""
    wrong = [read("d", 5 * 60 + at, heard=at, checkpoint="20000") for at in (50, 51, 53)]
    log = [*CLEAN, wrong[0], read("c", 50.5, checkpoint="15000"), *wrong[1:]]

    assert doubted(*CLEAN, wrong[0]) == [len(CLEAN)]
    assert doubted(*log) == [61, 63, 64]
    assert taken(*log).hub_offset_ms is None


def test_one_read_that_is_ahead_among_others_of_its_mat() -> None:
    """Also where all of them were sent at once, long after the gun."""
    assert doubted(gun(heard=60), read("a", 15, heard=60), read("a", 360, heard=60)) == [2]
    assert doubted(gun(heard=60), read("a", 15, heard=60), read("b", 360, 60, checkpoint="b")) == [2]
    several = [read("a", 360 + n, heard=60, checkpoint=f"{n}") for n in range(5)]
    assert doubted(gun(heard=60), read("a", 15, heard=60), *several) == [2, 3, 4, 5, 6]


def test_with_a_gun_by_the_hub_s_clock_one_mat_ahead_is_doubtful() -> None:
    """There is no other mat, but the gun was heard when it went, or the hub's clock had passed it."""
    reads = [read("a", 300 + at, heard=at) for at in (15, 16, 17)]

    assert doubted(gun(), *reads) == [1, 2, 3]
    assert doubted(gun(heard=-10), *reads) == [1, 2, 3]
    assert taken(gun(), *reads).hub_offset_ms is None


def test_one_mat_and_no_other_clock_is_not_doubted() -> None:
    """The gun is planned, and by the hub's clock not fired: either clock may be wrong, and none is moved."""
    log = [gun(heard=-70), *(read("a", at, heard=at - 60) for at in (15, 16, 17))]

    assert doubted(*log) == []
    assert taken(*log).hub_offset_ms is None


def test_all_away_together_is_the_hub_s_clock() -> None:
    """An hour behind or ahead: nothing is doubted, and it is known at the first read after the gun."""
    for hub_ms in (-HOUR_MS, HOUR_MS, -90_000, 5 * MINUTE_MS):
        log = [moved(message, hub_ms) for message in CLEAN]
        for count in range(2, len(log) + 1):
            offset_ms = taken(*log[:count]).hub_offset_ms
            assert offset_ms is not None
            assert abs(offset_ms - hub_ms) <= 2000
            assert doubted(*log[:count]) == []


def test_without_a_gun_two_mats_show_the_hub_s_clock() -> None:
    """The first one alone does not."""
    log = [moved(message, -HOUR_MS) for message in CLEAN[1:]]

    assert taken(*log[:20]).hub_offset_ms is None
    assert taken(*log[:21]).hub_offset_ms == -HOUR_MS + 2000
    assert doubted(*log) == []


def test_one_mat_hours_ahead_of_a_hub_that_is_behind() -> None:
    """The hub's clock is what most mats say, and this mat is doubtful."""
    log = [moved(message, -HOUR_MS) for message in [*CLEAN, read("d", 360, heard=60), read("c", 61)]]

    assert doubted(*log) == [61]
    assert taken(*log).hub_offset_ms is not None
    first = [log[0], log[61], *log[1:61]]
    assert doubted(*first) == [1]


def test_one_mat_is_wrong_and_the_hub_is_ahead() -> None:
    """Whatever the mat's clock shows, the hub is as far ahead as the others say."""
    for away in (300, 60, 30, -30):
        wrong = [read("d", away + at, heard=at, checkpoint="d") for at in (33, 48, 49, 52)]
        log = sorted([*CLEAN, *wrong], key=heard)
        clocks = taken(*(moved(message, HOUR_MS) for message in log))
        assert clocks.hub_offset_ms is not None
        assert abs(clocks.hub_offset_ms - HOUR_MS) <= 2000


def test_late_reads_while_the_hub_is_behind() -> None:
    """They seem to be in time, early or late by the hub's clock, and say nothing against the others."""
    batch = [read("e", 20 + n / 5, heard=140, checkpoint="e") for n in range(500)]
    live = [read("c", 138, checkpoint="15000"), read("c", 141, checkpoint="15000")]
    log = [moved(message, -HOUR_MS) for message in [*CLEAN, live[0], *batch, live[1]]]

    assert doubted(*log) == []
    assert taken(*log).hub_offset_ms is not None


def test_the_hub_s_clock_is_set_right() -> None:
    """What was heard before stays believed, and the hub's clock is right again."""
    before = [moved(message, -HOUR_MS) for message in CLEAN]
    after = [read("c", 60 + n, checkpoint="15000") for n in range(5)]

    assert doubted(*before, *after) == []
    assert taken(*before, *after).hub_offset_ms is None
    ahead = [moved(message, HOUR_MS) for message in CLEAN]
    assert doubted(*ahead, *after) == []
    assert taken(*ahead, *after).hub_offset_ms is None


def test_two_mats_of_one_wrong_clock_do_not_make_the_hub_wrong() -> None:
    """Others are in step with it, whichever came first; what was believed meanwhile becomes doubtful."""
    wrong = [read("a", 60 + n, heard=n, checkpoint=f"a{n % 8}") for n in range(0, 60, 4)]
    right = [read("b", n, checkpoint="b") for n in range(2, 60, 4)]
    for log in ([*wrong[:2], *right, *wrong[2:]], [*right, *wrong], sorted([*wrong, *right], key=heard)):
        clocks = taken(*log)
        assert [m for m in log if clocks.out_of_step(m)] == [m for m in log if m in wrong]
        assert clocks.hub_offset_ms is None


def test_a_clock_that_is_behind_is_doubtful_where_others_are_in_step() -> None:
    """Its reads come one by one and each an hour late; a mat that was offline sends a batch."""
    slow = [read("s", 20 + n - 60, heard=20 + n, checkpoint="s") for n in range(6)]

    assert doubted(*CLEAN, *slow) == [61, 62, 63, 64, 65, 66]
    assert doubted(*slow) == []
    passed_on = [read("s", 20 + n - 3, heard=20 + n, checkpoint="s") for n in range(6)]
    assert doubted(*CLEAN, *passed_on) == []


def test_the_revision_says_when_to_judge_again() -> None:
    """As long as it is the same, what was judged is judged alike."""
    wrong = [read("a", 60 + n, heard=n, checkpoint=f"a{n % 8}") for n in range(0, 60, 4)]
    right = [read("b", n, checkpoint="b") for n in range(2, 60, 4)]
    clocks, judged = SourceClocks(), dict[int, tuple[int, bool]]()
    log = [*wrong[:2], *right[:3], *wrong[2:], *right[3:]]
    for number, message in enumerate(log):
        clocks.take(message)
        for earlier, before in itertools.islice(enumerate(log), number + 1):
            revision, doubtful = judged.get(earlier, (-1, False))
            assert revision != clocks.revision or doubtful == clocks.out_of_step(before)
            judged[earlier] = clocks.revision, clocks.out_of_step(before)
    assert clocks.revision > 1


def heard(message: Message) -> int:
    """When the hub heard it."""
    assert message.heard_ms is not None
    return message.heard_ms


@settings(max_examples=200)
@given(st.randoms(use_true_random=False))
def test_one_mat_never_makes_the_hub_wrong(random: Random) -> None:
    """Of three mats with any delays one has any clock: no other is doubted, and the hub's is right."""
    away_ms = random.choice((-1, 1)) * random.randrange(2 * MINUTE_MS, 10 * HOUR_MS)
    log = list[Message]()
    for message in CLEAN:
        sent = moved(message, random.choice((0, 0, 500, 5000, 20_000)))
        if isinstance(sent, Split) and sent.checkpoint == "10000" and sent.clock is not None:
            sent = replace(sent, clock=TimeOfDay(sent.clock.utc_ms + away_ms))
        log.append(sent)
    log.sort(key=heard)

    clocks = taken(*log)

    assert clocks.hub_offset_ms is None
    assert all(m.checkpoint == "10000" for m in log if isinstance(m, Split) and clocks.out_of_step(m))
    if away_ms > 2 * MINUTE_MS:
        assert len(doubted(*log)) == 20


@settings(max_examples=200)
@given(st.randoms(use_true_random=False))
def test_the_hub_s_clock_is_never_a_reason_to_doubt(random: Random) -> None:
    """Whatever it shows, and however long reads are on their way."""
    hub_ms = random.choice((-1, 1)) * random.randrange(2 * MINUTE_MS, 10 * HOUR_MS)
    delays_ms = (0, 0, 500, 5000) if hub_ms < 0 else (0, 0, 500, 5000, 20_000, 30 * MINUTE_MS)
    log = sorted((moved(m, hub_ms + random.choice(delays_ms)) for m in CLEAN), key=heard)

    assert doubted(*log) == []


def test_which_clocks_are_apart() -> None:
    """A mat's that is ahead, and one's that is behind; not where there is one slip, or it is the hub's."""
    slow = [read("s", 20 + n - 60, heard=20 + n, checkpoint="s") for n in range(6)]
    ahead = [read("d", 300 + n, heard=n + 50, checkpoint="20000") for n in range(3)]

    assert taken(*CLEAN).apart == {}
    assert taken(*CLEAN, *ahead[:1]).apart == {}
    assert taken(*CLEAN, *slow, *ahead).apart == {("s", "s"): -HOUR_MS, ("d", "20000"): 250 * MINUTE_MS}
    assert clock_sentences(taken(*CLEAN, *ahead)) == ["the clock of d at 20000 is 4:10:00 ahead of the hub's"]
    assert taken(*CLEAN, *ahead, read("d", 54, checkpoint="20000")).apart == {}
    behind = taken(*(moved(message, -HOUR_MS) for message in CLEAN))
    assert behind.apart == {}
    assert clock_sentences(behind) == ["the hub's clock is 59:59 behind the timing's"]


IN_STEP = [gun(), *(read("a", 15 + n / 7) for n in range(8)), *(read("b", 20 + n / 7) for n in range(8))]
"""Two mats, heard after 2 s."""


def slip(mat: str, heard: float, minutes: float = 1, checkpoint: str = "finish") -> Split:
    """A read that says that it was later than it was."""
    return read(mat, heard + minutes, heard=heard + 1 / 30, checkpoint=checkpoint)


def test_a_slip_of_a_minute_that_is_heard_before_it_can_have_happened() -> None:
    """Its source was in step all the time: it is doubtful at once, and stays so; 58 s would be in step."""
    for minutes in (1, 0.5, 0.25):
        log = [*IN_STEP, slip("b", 22, minutes)]
        assert doubted(*log) == [len(IN_STEP)]
        assert doubted(*log, read("b", 22.5), read("a", 22.6), read("b", 23)) == [len(IN_STEP)]
        assert taken(*log).hub_offset_ms is None


def test_a_slip_among_the_first_reads_of_a_source() -> None:
    """It is doubtful once the others show how its clock is."""
    log = [gun(), slip("a", 15), *(read("a", 15.5 + n / 7) for n in range(4))]

    assert doubted(*log[:-1]) == []
    assert doubted(*log) == [1]


def test_a_source_that_is_ahead_all_the_time_is_in_step_within_a_minute() -> None:
    """A computer that was set by hand; its own slips are beyond that."""
    ahead = [moved(read("c", 30 + n / 7), -30_000) for n in range(20)]

    assert doubted(*IN_STEP, *ahead) == []
    assert doubted(*IN_STEP, *ahead, moved(slip("c", 35, 0.4), -30_000)) == [len(IN_STEP) + 20]


def test_reads_that_come_late_are_no_slips() -> None:
    """However regularly they did not before, nor the first one that comes at once after many that did not."""
    late = [read("b", 22 + n, heard=22 + n + (n * 37 % 60) / 60) for n in range(12)]

    assert doubted(*IN_STEP, *late) == []
    slow = [read("c", 30 + n / 7, heard=30.9 + n / 7) for n in range(9)]
    assert doubted(*IN_STEP, *slow, read("c", 32), read("c", 32.1, heard=32.1)) == []


def test_the_hub_s_clock_is_set_back_by_less_than_a_minute() -> None:
    """All reads are ahead from then on: the third shows that it is not they, and the hub may be set again."""
    after = [moved(read("ab"[n % 2], 23 + n / 7), -30_000) for n in range(30)]

    assert doubted(*IN_STEP, *after) == []
    again = [read("ab"[n % 2], 28 + n / 7) for n in range(30)]
    assert doubted(*IN_STEP, *after, *again) == []
    assert doubted(*IN_STEP, *after, *again, slip("a", 33)) == [len([*IN_STEP, *after, *again])]


def test_one_mat_whose_clock_is_set_ahead_is_doubtful_while_another_is_not() -> None:
    """The hub cannot have moved for one of them only."""
    pairs = [(slip("b", 23 + n / 7, 0.5), read("a", 23.1 + n / 7)) for n in range(10)]

    assert doubted(*IN_STEP, *itertools.chain(*pairs)) == [len(IN_STEP) + 2 * n for n in range(10)]


def test_a_time_from_the_gun_is_by_the_clock_of_its_publisher() -> None:
    """So that the first one at a checkpoint can be a slip, too."""
    clocks, log = SourceClocks(), list[tuple[Split, int]]()
    for n, minutes in enumerate([0, 0, 0, 0, 0, 0, 0, 0, 1]):
        at = 15 + n / 7
        split = read("desk", at, checkpoint=f"{n // 2}")
        race_ms = round((at + minutes) * MINUTE_MS)
        log.append((replace(split, clock=None, time=Time(race_ms, 3)), TEN_MS + race_ms))
    for split, clock_ms in log:
        clocks.take(split, clock_ms)

    assert [clocks.out_of_step(split, clock_ms) for split, clock_ms in log] == [*[False] * 8, True]
