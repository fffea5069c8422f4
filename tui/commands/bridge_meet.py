"""A run of `lapbell bridge` for a meet: each heat is a race of its own, named by a pattern."""

from __future__ import annotations

import asyncio
import re
from contextlib import closing
from typing import TYPE_CHECKING, NamedTuple

from feeds.bridges.bridge_run import BridgeRun
from feeds.bridges.raw_recording import RawRecording, recorded_pieces
from feeds.client.fetch_token_notice import token_notice
from feeds.client.watch_tokens import use_token
from feeds.errors import FeedError, Interrupted, UserError
from feeds.hub_address import Address, is_here
from feeds.publishing.hub_choice import HubLogin
from feeds.publishing.outbox_record import default_outbox, known_source, put_outbox_aside
from replays.library import data_folder
from tui.commands.bridge_heat import HeatRace
from tui.commands.bridge_run import RAW, BridgeWork, Report, put_aside, say, say_device, summary
from tui.commands.command import INTERRUPTED, USER_ERROR, user_errors
from tui.commands.publish_report import PublishReport, counted
from tui.commands.write_output import print_stderr
from tui.text.background_stream import printing_in_background

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from feeds.bridges.bridge import Heat
    from feeds.bridges.bridge_outbox import BridgeOutbox
    from feeds.protocol.device_state import DeviceWord

PARTS = ("event", "round", "heat")

MOST_RACES = 1000
"""Heats of a meet that are published."""

ASK_S = 3.0
"""After so long a hub that does not answer is asked again."""

_PART = re.compile(r"\{([^{}]*)\}")


class RacePattern:
    """How races are named: `2026-club-{event}-{round}-{heat}`."""

    def __init__(self, text: str) -> None:
        """Raises UserError for what names no races, or all of them the same."""
        parts = _PART.findall(text)
        if unknown := [part for part in parts if part not in PARTS]:
            raise UserError(f"--race: there is no {{{unknown[0]}}}; write {{event}}, {{round}} and {{heat}}")
        if "event" not in parts:
            raise UserError("--race: the heats of all events would be one race; add {event}")
        self._text = text
        self.stem = _slug(_PART.sub("", text))
        """What all names have in common."""
        self.race(("1", "1", "1"))

    @staticmethod
    def is_one(text: str) -> bool:
        """Whether a text is a pattern, and not the id of one race."""
        return "{" in text

    def race(self, heat: Heat) -> str:
        """The id of a heat's race. Raises UserError where it is none."""
        words = dict(zip(PARTS, map(_slug, heat), strict=True))
        race = _PART.sub(lambda part: words[part[1]], self._text)
        try:
            return Address("").of(re.sub("-{2,}", "-", race).strip("-")).race or ""
        except ValueError as error:
            raise UserError(f"--race: {error}") from None


class MeetHubs(NamedTuple):
    """The hubs of a meet, with a token for each."""

    addresses: Sequence[Address]
    tokens: Sequence[str]
    insecure: bool

    def logins(self, race: str) -> list[HubLogin]:
        """Where a race is published."""
        pairs = zip(self.addresses, self.tokens, strict=True)
        return [HubLogin.of(a.of(race).publish, token, insecure=self.insecure) for a, token in pairs]

    async def source(self, folder: Path) -> str:
        """The source that the token stands for; the hub is asked, if it was not used from here before.

        Raises UserError for a token that is not for all races.
        """
        address, token = self.addresses[0], self.tokens[0]
        known = known_source(folder, address.place, token)
        if known is not None:
            return known
        is_safe = address.secure or is_here(address.host.rsplit(":", 1)[0].strip("[]"))
        if not is_safe and not self.insecure:
            raise UserError(
                "a token over an unencrypted line can be read by others; use wss://, or --insecure"
            )
        use_token(address, token)
        reason = ""
        while True:
            try:
                notice = await asyncio.to_thread(token_notice, address)
            except Interrupted as error:
                if str(error) != reason:
                    print_stderr(f"{error}; trying again until it works")
                reason = str(error)
                await asyncio.sleep(ASK_S)
                continue
            if notice.race != "*":
                raise UserError(
                    f"the token is for the race {notice.race} alone; on the hub's computer, "
                    f"`lapbell hub token '*' {notice.source}` makes one for all heats"
                )
            return notice.source


class _Meet:
    """The races of a meet, opened as their heats appear."""

    def __init__(
        self, name: str, pattern: RacePattern, hubs: MeetHubs, source: str, *, refill: bool, fresh: bool
    ) -> None:
        self._name, self._pattern, self._hubs, self._source = name, pattern, hubs, source
        self._refill, self._fresh = refill, fresh
        self._report = PublishReport()
        self.heats: dict[str, HeatRace] = {}
        """By the id of the race."""
        self.may_go_on = True
        """Whether messages of earlier runs may be there: what made them is in the recording."""

    def outbox(self, heat: Heat) -> BridgeOutbox | None:
        """The outbox of a heat; None where it cannot be published, which is said."""
        try:
            return self._opened(heat).outbox
        except (UserError, OSError) as error:
            say(self._name, f"heat {'-'.join(heat)} is not published: {error}")
            return None

    def _opened(self, heat: Heat) -> HeatRace:
        race = self._pattern.race(heat)
        if race in self.heats:
            raise UserError(
                f"another heat is the race {race}; let --race have {{event}}, {{round}} and {{heat}}"
            )
        if len(self.heats) >= MOST_RACES:
            raise UserError(f"there are {MOST_RACES} others")
        path = default_outbox(data_folder() / "outbox", race, self._hubs.addresses[0].place, self._source)
        with user_errors(f"use {path} as the outbox"):
            if self._fresh:
                put_outbox_aside(path, race)
            heat_race = HeatRace(race, path, self._hubs.logins(race), self._report.say, refill=self._refill)
        if not self.may_go_on and not heat_race.outbox.is_empty:
            heat_race.discard()
            raise FeedError(
                f"{path} has messages of an earlier run, and the recording has nothing that it received: "
                "name that with --record-raw, or begin anew with --fresh"
            )
        self.heats[race] = heat_race
        heat_race.open()
        return heat_race

    def say_device(self, bridge: str, state: DeviceWord, since_s: float) -> None:
        """Have the hub tell how the device is, in each race that is on."""
        for heat in self.heats.values():
            heat.say_device(bridge, state, since_s)

    async def kept(self) -> None:
        """Wait until all messages are on disk."""
        await asyncio.gather(*(heat.kept() for heat in self.heats.values()))

    async def drained(self) -> None:
        """Wait until the hub has all messages that it takes."""
        await asyncio.gather(*(heat.drained() for heat in self.heats.values()))

    async def close(self) -> None:
        """Hang up everywhere."""
        await asyncio.gather(*(heat.close() for heat in self.heats.values()))


def publish_meet(hubs: MeetHubs, pattern: RacePattern, work: BridgeWork, *, refill: bool, fresh: bool) -> int:
    """Publish each heat of the input as a race until it ends; returns the exit code. Raises UserError."""
    try:
        with printing_in_background():
            return asyncio.run(_publish(hubs, pattern, work, refill=refill, fresh=fresh))
    except KeyboardInterrupt:
        return INTERRUPTED


async def _publish(
    hubs: MeetHubs, pattern: RacePattern, work: BridgeWork, *, refill: bool, fresh: bool
) -> int:
    folder = data_folder() / "outbox"
    source = await hubs.source(folder)
    named = default_outbox(folder, f"{work.name}-{pattern.stem}", hubs.addresses[0].place, source)
    path = work.recording or named.with_suffix(RAW)
    if fresh and work.recording is None:
        put_aside(path)
    meet = _Meet(work.name, pattern, hubs, source, refill=refill, fresh=fresh)
    report = Report(work.name, meet.outbox)
    run = BridgeRun(work.bridge, report.take)
    with closing(RawRecording(path, work.name)) as recording:
        meet.may_go_on = not recording.is_new
        beside: list[asyncio.Task[None]] = []
        try:
            run.repeat(recorded_pieces(path))
            report.begin(run)
            await meet.kept()
            beside.append(asyncio.create_task(report.show(run, work.source.condition)))
            beside.append(asyncio.create_task(say_device(meet.say_device, work)))
            await run.live(work.source, recording, meet.kept)
            await meet.drained()
        finally:
            for task in beside:
                task.cancel()
            left = sum(heat.unacknowledged for heat in meet.heats.values())
            said = f"; {counted(left, 'message')} may not have reached the hub: the outboxes keep them"
            say(work.name, f"{summary(run, report.new)}{said if left else ''}")
            await meet.close()
    return USER_ERROR if any(heat.fault for heat in meet.heats.values()) else 0


def _slug(text: str) -> str:
    """A text as part of a race's id."""
    return re.sub(r"[^a-z0-9]+", "-", text.casefold()).strip("-") or "0"
