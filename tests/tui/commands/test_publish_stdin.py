"""`lapbell publish -`: what comes on standard input is kept, goes to the hub once, and to no other race."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from feeds.journal import Journal
from feeds.log import read
from feeds.serving.tokens import Tokens
from race.messages import Gun, Note, Ruling, Unknown, Void
from tests.feeds.fake_acceptor import FakeAcceptor, opened
from tests.patience import PATIENCE_S, until
from tests.tui.commands.publish_office import Office, lines, noted
from tests.tui.run_lapbell import ROOT, RUN


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    """A hub that is open."""
    office = Office(tmp_path)
    async with office.hub:
        yield office


async def test_standard_input_is_published(office: Office) -> None:
    """One message a line, with or without a header; corrections refer to the lines before them."""
    typed = (
        '{"type":"log","version":1,"race":"club-800"}\n\n'
        '{"type":"gun"}\r\n'
        '{"type":"note","id":"n","text":"Rain"}\n'
        '{"type":"void","replaces":"n"}\n'
        '{"type":"ruling","of":"n","belief":"set aside","by":"referee","seal":"wax"}\n'
        '{"type":"ruling","of":"n","belief":"under appeal"}\n'
    )
    done = await office.publish_here("-", "--race", "club-800", typed=typed)
    messages = list(office.log("club-800").messages())

    assert done.returncode == 0, done.stderr
    assert lines(done)[-1] == "5 messages published; the hub has 5 of mat-a"
    assert [type(message) for message in messages] == [Gun, Note, Void, Ruling, Unknown]
    assert [message.replaces for message in messages] == [None, None, "mat-a:2", None, None]
    assert isinstance(messages[3], Ruling)
    assert messages[3].of == "mat-a:2"
    assert isinstance(messages[4], Unknown)
    assert messages[4].body["of"] == "mat-a:2"
    assert b'"seal":"wax"' in office.log("club-800").lines[3]
    assert "line 6: 'seal' is not a field that this version knows; kept unread" in lines(done)


async def test_bad_lines_are_reported_and_the_others_published(office: Office) -> None:
    """Each with the number of the line, and exit code 2."""
    typed = '{"type":"gun"}\nhello\n{"type":"weather"}\n{"type":"void","replaces":"x"}\n{"type":"official"}\n'
    done = await office.publish_here("-", "--race", "club-800", typed=typed)

    assert done.returncode == 2
    assert [line for line in lines(done) if line.startswith("line ")] == [
        "line 2: not JSON: expected value at character 1",
        "line 3: 'weather' is not a message type of this version",
        "line 4: no line before this one has the id 'x'",
    ]
    assert office.log("club-800").head == 2


async def test_the_outbox_is_gone_on_with(office: Office) -> None:
    """What an earlier run could not send goes first."""
    host = office.hub.base.removeprefix("ws://").replace(":", "_")
    outbox = office.data / "outbox" / f"club-800@{host}.mat-a.jsonl"
    journal = Journal.open(outbox, "club-800")
    journal.append([b'{"type":"gun"}'])
    journal.close()

    done = await office.publish_here("-", "--race", "club-800", typed='{"type":"official"}\n')

    assert lines(done)[-1] == "2 messages published; the hub has 2 of mat-a"
    assert [type(message).__name__ for message in office.log("club-800").messages()] == ["Gun", "Official"]
    assert read(outbox).head == 2


async def test_another_race_under_the_same_name_is_refused(office: Office) -> None:
    """The hub has other messages of this source: one line, and nothing is changed."""
    await office.publish_here("-", "--race", "club-800", typed='{"type":"gun"}\n')
    outbox = office.data / "other.jsonl"
    done = await office.publish_here(
        "-", "--race", "club-800", "--outbox", outbox, typed='{"type":"official"}\n' * 2
    )

    assert done.returncode == 2
    assert "of mat-a" in lines(done)[-1]
    assert "the hub has " in lines(done)[-1]
    assert office.log("club-800").head == 1


async def test_a_correction_of_nothing_is_said(office: Office) -> None:
    """It is published, since the other message may still come; the exit code says to look at it."""
    done = await office.publish_here(
        "-", "--race", "club-800", typed='{"type":"void","replaces":"mat-b:7"}\n'
    )

    assert done.returncode == 2
    assert "message 1 has no effect so far: there is no message with the id 'mat-b:7'" in lines(done)
    assert lines(done)[-1] == "1 message published; the hub has 1 of mat-a"


async def test_a_stopped_publisher_keeps_what_it_has(tmp_path: Path) -> None:
    """Ctrl-C ends it while it reads, and the last line says that the outbox has what the hub lacks."""
    async with opened(FakeAcceptor(["silent"])) as desk:
        outbox = tmp_path / "outbox.jsonl"
        words = ["publish", "-", "--to", desk.url, "--outbox", str(outbox)]
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-c",
            RUN,
            *words,
            env={**os.environ, "PYTHONPATH": str(ROOT), "LAPBELL_TOKEN": "t"},
            stdin=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        assert process.stdin
        assert process.stderr
        process.stdin.write(b'{"type":"gun"}\n')
        async with asyncio.timeout(PATIENCE_S):
            await until(lambda: bool(desk.kept))
            process.send_signal(signal.SIGINT)
            said = (await process.stderr.read()).decode().splitlines()
            await process.wait()

    assert process.returncode == 130
    assert said[-1] == (f"lapbell: stopped; 1 message may not have reached the hub: {outbox} keeps them")
    assert [type(message) for message in read(outbox).messages()] == [Gun]


KILLS = 20 if "LAPBELL_LARGE" in os.environ else 2
"""How often a publisher is killed; `make faults` does it more often."""

CLUB = ["-", "--race", "club-800"]


def note(text: str, name: str | None = None) -> str:
    """A line."""
    return f'{{"type":"note","text":"{text}"' + (f',"id":"{name}"' if name else "") + "}\n"


SAME = """\
{"type":"log","version":1,"race":"club-800"}
{"type":"gun"}
hello
{"type":"note","text":"Rain","id":"n"}
{"type":"note","text":"Rain"}
{"type":"void","replaces":"n"}
{"type":"note","text":"Rain"}
"""


async def test_the_same_input_twice_doubles_nothing(office: Office) -> None:
    """Also from the middle, with more at its end; what comes twice in one input is published twice."""
    await office.publish_here(*CLUB, typed=SAME)
    again = await office.publish_here(*CLUB, typed=SAME)
    head = office.log("club-800").head
    more = await office.publish_here(*CLUB, typed=note("Rain", "n") + note("Rain") + note("Sun"))

    assert head == 5
    assert lines(again)[-1] == "0 messages published; the hub has 5 of mat-a"
    assert "5 lines had been published before and did not go out again; " in again.stderr
    assert lines(more)[-1] == "1 message published; the hub has 6 of mat-a"
    assert office.noted == ["Rain", "Rain", "Rain", "Sun"]


async def test_an_id_is_known_to_the_next_run(office: Office) -> None:
    """A later run can correct what an earlier one published, and say the same anew by another id."""
    status = '{"type":"status","bib":"7","status":"dnf","id":"%s"}\n'
    await office.publish_here(*CLUB, typed=status % 1)
    await office.publish_here(*CLUB, typed='{"type":"void","replaces":"1"}\n')
    last = await office.publish_here(*CLUB, typed=status % 3 + note("x", "1"))

    messages = list(office.log("club-800").messages())
    assert last.returncode == 0
    assert [type(message).__name__ for message in messages] == ["Status", "Void", "Status", "Note"]
    assert [message.id for message in messages] == [f"mat-a:{number}" for number in range(1, 5)]
    assert messages[1].replaces == "mat-a:1"


async def test_two_sources_of_one_laptop_have_an_outbox_each(office: Office) -> None:
    """The desk publishes while timing does, and neither sends what the other has said."""
    desk = office.token_of("desk")
    out, into = os.pipe()
    timing = await office.start(*CLUB, stdin=out)
    os.write(into, note("split").encode())
    await until(lambda: noted(office.outbox()) == ["split"])
    done = await office.publish_here(*CLUB, typed=note("official"), token=desk)
    os.close(into)
    os.close(out)
    async with asyncio.timeout(PATIENCE_S):
        await timing.communicate()
    later = await office.publish_here(*CLUB, typed=note("really"), token=desk)

    assert (timing.returncode, done.returncode, later.returncode) == (0, 0, 0)
    assert lines(later)[-1] == "1 message published; the hub has 2 of desk"
    assert sorted(office.noted) == ["official", "really", "split"]


async def test_a_new_token_of_a_source_goes_on_with_its_outbox(office: Office) -> None:
    """The outbox is found by the source, and the hub says which that is."""
    await office.publish_here(*CLUB, typed=note("1"))
    done = await office.publish_here(*CLUB, typed=note("2"), token=office.token_of("mat-a"))

    assert lines(done)[-1] == "1 message published; the hub has 2 of mat-a"
    assert read(office.outbox()).head == 2


async def test_a_known_source_needs_no_hub_to_begin(tmp_path: Path) -> None:
    """What comes while the hub is away is kept in the right outbox, and goes out when it is back."""
    office = Office(tmp_path)
    async with office.hub:
        await office.publish_here(*CLUB, typed=note("1"))
    out, into = os.pipe()
    os.write(into, note("2").encode())
    os.close(into)
    publisher = await office.start(*CLUB, stdin=out)
    os.close(out)
    await until(lambda: noted(office.outbox()) == ["1", "2"])
    office.hub = office.new_hub(office.hub.port)
    async with office.hub, asyncio.timeout(PATIENCE_S):
        await publisher.communicate()

    assert publisher.returncode == 0
    assert office.noted == ["1", "2"]


async def test_an_outbox_of_another_source_is_not_sent(office: Office) -> None:
    """Nor one whose record is damaged."""
    await office.publish_here(*CLUB, typed=note("1"))
    mixed = await office.publish_here(*CLUB, "--outbox", office.outbox(), token=office.token_of("desk"))
    record = office.outbox().with_name(office.outbox().name + ".hubs")
    record.write_text("{}x")
    damaged = await office.publish_here(*CLUB, "--outbox", office.outbox(), typed=note("2"))

    assert (mixed.returncode, damaged.returncode) == (2, 2)
    assert "the messages here are of the source mat-a, and the token stands for desk" in mixed.stderr
    assert lines(damaged)[-1].startswith(f"{record} is damaged")
    assert office.noted == ["1"]


@pytest.mark.parametrize("way", ["--fresh", "--refill"])
async def test_a_rehearsal_is_not_in_the_race(tmp_path: Path, way: str) -> None:
    """Where the log of the rehearsal was moved away, nothing goes to the new one before someone says so."""
    office = Office(tmp_path)
    async with office.hub:
        await office.publish_here(*CLUB, typed=note("rehearsal"))
    (office.folder / "club-800.jsonl").unlink()
    office.hub = office.new_hub(office.hub.port)
    async with office.hub:
        refused = await office.publish_here(*CLUB, typed=note("race"))
        before = office.noted
        done = await office.publish_here(*CLUB, way, typed=note("race"))
        after = office.noted

    assert refused.returncode == 2
    sentence = "has a new log of club-800, without the messages of mat-a that went to the one before (1)"
    assert f"{office.host} {sentence}" in refused.stderr
    assert "--fresh puts " in refused.stderr
    assert before == []
    assert done.returncode == 0, done.stderr
    assert after == (["race"] if way == "--fresh" else ["rehearsal", "race"])
    aside = office.outbox().with_name(office.outbox().name + ".old-1")
    assert aside.exists() is (way == "--fresh")
    assert way == "--refill" or [type(message) for message in read(aside).messages()] == [Note]


async def test_a_spare_laptop_fetches_the_outbox(office: Office, tmp_path: Path) -> None:
    """With the source's token alone: then it goes on, corrects, and doubles nothing of the same input."""
    typed = note("1", "a") + '{"type":"note","text":"x","replaces":"a"}\n' + note("3")
    spare = tmp_path / "spare"
    await office.publish_here(*CLUB, typed=typed)
    refused = await office.publish_here(*CLUB, typed=typed, data=spare)
    done = await office.publish_here(*CLUB, "--resume-from-hub", typed=typed + note("4"), data=spare)
    late = await office.publish_here(*CLUB, typed=note("5"))
    back = await office.publish_here(*CLUB, "--resume-from-hub", typed=note("5"))

    assert refused.returncode == late.returncode == 2
    assert "the hub has 3 messages of mat-a, and there are only 0 here" in refused.stderr
    assert "--resume-from-hub fetches those that" in refused.stderr
    assert done.returncode == 0, done.stderr
    assert lines(done)[-1] == "1 message published; the hub has 4 of mat-a"
    assert back.returncode == 0, back.stderr
    assert office.noted == ["1", "x", "3", "4", "5"]

    other = await office.publish_here(*CLUB, typed=note("6"), data=spare)
    assert "the hub has 5 messages of mat-a, and there are only 4 here" in other.stderr
    assert [message.replaces for message in office.log("club-800").messages()][:2] == [None, "mat-a:1"]


async def test_what_was_refused_is_left_in_the_input(office: Office) -> None:
    """Nothing is read before the hub was compared, so that the right outbox can get it."""
    await office.publish_here(*CLUB, typed=note("1"))
    out, into = os.pipe()
    os.write(into, note("2").encode())
    other = await office.start(*CLUB, "--outbox", office.data / "other.jsonl", stdin=out)
    async with asyncio.timeout(PATIENCE_S):
        await other.communicate()
        right = await office.start(*CLUB, stdin=out)
        os.close(into)
        await right.communicate()
    os.close(out)

    assert (other.returncode, right.returncode) == (2, 0)
    assert office.noted == ["1", "2"]


@pytest.mark.parametrize("why", ["new log", "revoked"])
async def test_what_comes_after_the_hub_has_refused_is_kept(tmp_path: Path, why: str) -> None:
    """Where the log was replaced or the token revoked in between, the outbox gets all that still comes."""
    office = Office(tmp_path)
    out, into = os.pipe()
    async with office.hub:
        timing = await office.start(*CLUB, stdin=out)
        os.write(into, note("1").encode())
        await until(lambda: office.noted == ["1"])
    if why == "new log":
        (office.folder / "club-800.jsonl").unlink()
    else:
        Tokens(office.folder).revoke("*", "mat-a")
    office.hub = office.new_hub(office.hub.port)
    assert timing.stderr
    async with office.hub, asyncio.timeout(PATIENCE_S):
        while b"nothing more is sent" not in await timing.stderr.readline():
            pass
        os.write(into, note("2").encode())
        os.close(into)
        said = (await timing.communicate())[1].decode()
    os.close(out)

    assert timing.returncode == 2
    assert ("--refill sends all of it to the new log" in said) is (why == "new log")
    assert noted(office.outbox()) == ["1", "2"]
    assert office.noted == ([] if why == "new log" else ["1"])


async def test_an_outbox_that_differs_is_put_aside(office: Office) -> None:
    """With --fresh and --resume-from-hub, after it was said to be another one."""
    await office.publish_here(*CLUB, typed=note("1"))
    other = office.data / "other.jsonl"
    journal = Journal.open(other, "club-800")
    journal.append([note("one").strip().encode()])
    journal.close()
    words: list[str | Path] = [*CLUB, "--outbox", other]
    refused = await office.publish_here(*words, typed=note("2"))
    done = await office.publish_here(*words, "--fresh", "--resume-from-hub", typed=note("2"))

    assert refused.returncode == 2
    assert "mat-a:1 is not the same there; --resume-from-hub fetches those that" in refused.stderr
    assert done.returncode == 0, done.stderr
    assert office.noted == ["1", "2"]
    assert read(other.with_name("other.jsonl.old-1")).head == 1


async def test_an_outbox_in_use_is_not_put_aside(office: Office) -> None:
    """Another program that writes to it would go on in the renamed file."""
    await office.publish_here(*CLUB, typed=note("1"))
    with closing(Journal.open(office.outbox(), "club-800")):
        done = await office.publish_here(*CLUB, "--fresh", typed=note("2"))

    assert done.returncode == 2
    assert lines(done)[-1].endswith(": another program is writing to it")
    assert noted(office.outbox()) == ["1"]


async def test_an_outbox_of_an_earlier_version_is_named(office: Office) -> None:
    """It had no source in its name; nothing of it is sent before someone says whose it is."""
    old = office.outbox().with_name(office.outbox().name.replace(".mat-a", ""))
    journal = Journal.open(old, "club-800")
    journal.append([note("old").strip().encode()])
    journal.close()
    named = await office.publish_here(*CLUB, typed="")
    done = await office.publish_here(*CLUB, "--outbox", old, typed=note("new"))

    assert f"note: {old} is an outbox of an earlier version; --outbox {old} goes on with it" in lines(named)
    assert done.returncode == 0, done.stderr
    assert office.noted == ["old", "new"]


def has_grown(path: Path, size: float) -> bool:
    """Whether a file is that large."""
    return path.exists() and path.stat().st_size > size


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere one read of a pipe can be lost")
async def test_no_line_is_lost_by_kill_9(office: Office) -> None:
    """What a killed publisher had taken from a pipe is in its outbox; the next one finds the rest there."""
    out, into = os.pipe()
    texts = [str(number) for number in range((KILLS + 1) * 2_000)]

    def write() -> None:
        with os.fdopen(into, "w") as pipe:
            pipe.writelines(map(note, texts))

    writing = asyncio.create_task(asyncio.to_thread(write))
    for kill in range(1, KILLS + 1):
        publisher = await office.start(*CLUB, stdin=out)
        await until(partial(has_grown, office.outbox(), kill * 2_000 * len(note("12345"))))
        publisher.send_signal(signal.SIGKILL)
        await publisher.wait()
    async with asyncio.timeout(PATIENCE_S):
        last = await office.start(*CLUB, stdin=out)
        said = (await last.communicate())[1].decode()
    await writing
    os.close(out)

    assert last.returncode == 0, said
    assert office.noted == texts
