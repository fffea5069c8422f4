"""A run of `lapbell publish -`: the lines of standard input, kept in an outbox until the hub has them."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Coroutine, Sequence
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from feeds.errors import NewLog, OtherHistory, UserError
from feeds.journal import Journal
from feeds.publishing.hub_choice import HubChoice, HubLogin
from feeds.publishing.line_reader import line_groups
from feeds.publishing.outbox_record import OutboxRecord, default_outbox, known_source, put_outbox_aside
from feeds.publishing.source_at_hub import SourceAtHub, source_at_hub
from feeds.publishing.stdin_messages import StdinMessages
from replays.library import data_folder
from tui.commands.command import user_errors
from tui.commands.publish_report import PublishReport, counted
from tui.commands.publish_run import PublishRun
from tui.commands.write_output import print_note, print_stderr


class OutboxOptions(NamedTuple):
    """Which outbox is used, and what becomes of what is in it."""

    path: Path | None
    resume_from_hub: bool
    refill: bool
    fresh: bool


def publish_stdin(hubs: Sequence[HubLogin], race: str, options: OutboxOptions) -> int:
    """Publish standard input, with an outbox; returns the exit code. Raises UserError."""
    return publish_through_outbox(hubs, race, options, _publish_lines)


def publish_through_outbox(
    hubs: Sequence[HubLogin],
    race: str,
    options: OutboxOptions,
    work: Callable[[PublishRun], Coroutine[None, None, None]],
) -> int:
    """Publish what some work gives to a run, with the outbox of the source; returns the exit code.

    Raises UserError.
    """
    path = options.path or outbox_of_source(hubs, race)
    token = hubs[0].token
    with user_errors(f"use {path} as the outbox"):
        if options.fresh and (aside := put_outbox_aside(path, race)) is not None:
            print_note(f"the outbox that was there is now {aside}")
        journal = Journal.open(path, race)
    with closing(journal):
        if (tail := journal.tail) is not None:
            print_stderr(
                f"{path.name} ended in the middle of a line; {tail.size} bytes moved to {tail.kept.name}"
            )
        if journal.lost:
            print_stderr(
                f"{path.name} has lost {counted(journal.lost, 'message')} at its end; "
                "--resume-from-hub fetches those that the hub has"
            )
        if options.resume_from_hub:
            _fetch(hubs, journal)
        record = OutboxRecord(path, token, refill=options.refill)
        run = PublishRun(hubs, journal, on_ready=record.meet)
        run.outbox = path
        run.kept_where = f"{path} keeps them"
        try:
            return run.until_sent(lambda: work(run), outbox=path)
        except OtherHistory as error:
            raise UserError(f"{error}; {_way_out(path, hubs[0].host, race)}") from error
        except NewLog as error:
            raise UserError(
                f"{error}; --fresh puts {path} aside and begins anew, --refill sends all of it to the new log"
            ) from error


def outbox_of_source(hubs: Sequence[HubLogin], race: str) -> Path:
    """The outbox of the source that the token stands for; the hub is asked whose it is, if it is new here."""
    folder, host = data_folder() / "outbox", hubs[0].host
    source = known_source(folder, host, hubs[0].token)
    if source is None:
        source = asyncio.run(_ask(hubs)).ready.source
    path = default_outbox(folder, race, host, source)
    unnamed = default_outbox(folder, race, host, None)
    if unnamed.exists() and not path.exists():
        print_note(f"{unnamed} is an outbox of an earlier version; --outbox {unnamed} goes on with it")
    return path


async def _ask(hubs: Sequence[HubLogin], first: int | None = None) -> SourceAtHub:
    return await source_at_hub(HubChoice(hubs).connect, PublishReport().say, first)


def _fetch(hubs: Sequence[HubLogin], journal: Journal) -> None:
    """Add the messages to an outbox that the hub has beyond it."""
    found = asyncio.run(_ask(hubs, journal.log.head + 1))
    with user_errors(f"write {journal.path}"):
        journal.append(found.lines)
    for line in found.lines:
        journal.log.keep(line)
    if found.lines:
        print_note(f"fetched {counted(len(found.lines), 'message')} of {found.ready.source} from the hub")


def _way_out(path: Path, host: str, race: str) -> str:
    """What to do where the hub has other messages than the outbox."""
    unnamed = default_outbox(path.parent, race, host, None)
    older = f"if they came from {unnamed}, add --outbox {unnamed}; " if unnamed.exists() else ""
    return (
        f"{older}--resume-from-hub fetches those that {path} lacks, with --fresh it puts {path.name} aside "
        "and fetches all of them"
    )


async def _publish_lines(run: PublishRun) -> None:
    """Publish the lines of standard input until it ends, and report those that are no messages.

    Nothing is read while the hub may still say that it has other messages, unless it cannot be reached.
    """
    number, publisher = 0, run.publisher
    messages = StdinMessages(
        publisher.publish, lambda text: print_stderr(f"line {number}: {text}"), publisher.lines
    )
    await publisher.tried()
    with user_errors("read standard input"):
        async for lines in line_groups(sys.stdin.fileno()):
            for line in lines:
                number += 1
                try:
                    messages.take(line)
                except ValueError as error:
                    run.bad_lines += 1
                    print_stderr(f"line {number}: {error}")
            await publisher.kept()
    if messages.repeated:
        print_stderr(
            f"{counted(messages.repeated, 'line')} had been published before and did not go out again; "
            "one that is meant anew needs an id of its own"
        )
