"""Own messages and those of others, in the order of the hub."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from feeds.publishing.outbox import local_id
from feeds.timing.merged_log import MergedLog
from race.messages import Message, Note, Ruling, Void


def own(number: int, heard_ms: int | None = None) -> Note:
    """An own message."""
    return Note(text=f"own {number}", id=local_id(number), heard_ms=heard_ms)


def at_hub(source: str, number: int) -> Note:
    """A message as the hub sends it."""
    return Note(text=f"{source} {number}", id=f"{source}:{number}", heard_ms=number)


@given(st.lists(st.sampled_from(["own", "other", "hub"]), max_size=40), st.integers(0, 2))
def test_it_ends_as_the_hub_has_it(steps: list[str], known: int) -> None:
    """However acts of several come in between: with all at the hub there is one order everywhere."""
    log = MergedLog([own(number) for number in range(1, known + 1)])
    log.source = "own"
    hub: list[Message] = []
    counts, taken, waiting = {"own": known, "other": 0}, 0, list(range(1, known + 1))
    shown, rewrites = list(log.messages), log.rewrites
    for step in [*steps, *["send", "hub"] * 40]:
        match step:
            case "own":
                counts["own"] += 1
                waiting.append(counts["own"])
                log.add([own(counts["own"])])
            case "other":
                counts["other"] += 1
                hub.append(at_hub("other", counts["other"]))
            case "send" if waiting:
                hub.append(at_hub("own", waiting.pop(0)))
            case "hub":
                log.take(hub[taken:])
                taken = len(hub)
        if log.rewrites == rewrites:
            assert [m.id for m in log.messages[: len(shown)]] == [m.id for m in shown]
        shown, rewrites = list(log.messages), log.rewrites

    named = [(message.id or "").replace("own:", ":") for message in hub]
    assert [message.id for message in log.messages] == named
    assert [message.heard_ms for message in log.messages] == [message.heard_ms for message in hub]
    assert log.unsent == []


def test_names_of_own_messages_are_local() -> None:
    """Also in what others send about them; the names of others stay."""
    log = MergedLog([own(1)])
    log.source = "line"
    log.take(
        [
            at_hub("line", 1),
            Void(id="desk:1", replaces="line:1"),
            Ruling(id="desk:2", of="line:1", belief="doubtful"),
            Void(id="desk:3", replaces="line2:1"),
        ]
    )

    assert [(m.id, m.replaces) for m in log.messages] == [
        (":1", None),
        ("desk:1", ":1"),
        ("desk:2", None),
        ("desk:3", "line2:1"),
    ]
    assert [m.of for m in log.messages if isinstance(m, Ruling)] == [":1"]


def test_a_hub_that_begins_anew() -> None:
    """What it has no longer is gone, but for own messages: the publisher sends them again."""
    log = MergedLog([own(1), own(2)])
    log.source = "line"
    log.take([at_hub("line", 1), at_hub("mat", 1)])
    assert [m.id for m in log.messages] == [":1", "mat:1", ":2"]

    log.begin()
    assert [m.id for m in log.messages] == [":1", ":2"]
    assert log.rewrites == 2
    log.take([at_hub("line", 1), at_hub("line", 2)])
    assert [m.id for m in log.messages] == [":1", ":2"]


def test_when_the_hub_heard_a_message_is_learnt() -> None:
    """A fold that was made before has to be made anew for it, but not at once."""
    log = MergedLog([own(1)])
    log.source = "own"
    assert not log.settle()
    log.take([at_hub("own", 1)])

    assert log.messages == [replace(own(1), text="own 1")]
    assert log.messages[0].heard_ms == 1
    assert (log.rewrites, log.settle(), log.rewrites, log.settle()) == (0, True, 1, False)
