"""What is judged of a hub: a table of checks, each of which says what it found and what is to be done."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Literal, NamedTuple

from feeds.errors import FeedError, Untrusted
from feeds.hub_address import is_here
from feeds.own_version import own_version
from race.belief.clock_sentences import apart_text
from race.times import DAY_MS, span_text
from replays.watching.viewer_time import time_of_day

if TYPE_CHECKING:
    from replays.hubs.hub_examination import Examination

State = Literal["ok", "note", "trouble"]

IN_STEP_MS = 1000
"""Clocks that differ by less do not matter to anyone who watches."""

LEAST_FREE = 1_000_000_000
"""Bytes: a long race with many runners has a log of some 100 MB, and its copies and archives as much."""

LEAST_FILES = 1024
"""Files: one for each viewer and publisher."""

SLOW_FEED_MS = 2000
"""People at the track see a runner pass before the screen does."""

ENDS_SOON_MS = DAY_MS
CERTIFICATE_ENDS_SOON_MS = 14 * DAY_MS


UNREACHABLE = "start the hub with `lapbell hub`, or check the address, the network and the firewall"

UNTRUSTED = (
    "use a name that the certificate is for, renew it at the hub, or name the file of one that you trust "
    "in SSL_CERT_FILE"
)


class Finding(NamedTuple):
    """One thing that a check says."""

    state: State
    text: str
    remedy: str = ""
    """What to do where there is trouble."""


def _address(seen: Examination) -> Iterator[Finding]:
    way = f", {seen.clock.error_ms * 2:.0f} ms there and back" if seen.clock is not None else ""
    yield Finding("ok", f"{seen.address.base} answers{way}")
    if not seen.address.secure and not is_here(seen.address.host.rsplit(":", 1)[0].strip("[]")):
        yield Finding("note", "the connection is not encrypted; see `--certificate` of `lapbell hub`")


def _version(seen: Examination) -> Iterator[Finding]:
    own = own_version()
    if not seen.health.version:
        yield Finding("note", f"the hub does not say its version; this is Lapbell {own}")
    elif seen.health.version != own:
        yield Finding("note", f"the hub is Lapbell {seen.health.version}, this is {own}")
    else:
        yield Finding("ok", f"Lapbell {own}, here and at the hub")


def _clock(seen: Examination) -> Iterator[Finding]:
    if seen.clock is None:
        yield Finding("note", "the hub does not say its time")
    elif abs(seen.clock.ahead_ms) <= max(IN_STEP_MS, seen.clock.error_ms):
        yield Finding("ok", f"this computer's clock and the hub's agree within {_bound_ms(seen):.0f} ms")
    else:
        text = f"this computer's clock is {apart_text(seen.clock.ahead_ms)} the hub's"
        remedy = "let NTP set the clocks of both; races are shown by the hub's"
        yield Finding("trouble", f"{text} (give or take {seen.clock.error_ms:.0f} ms)", remedy)
    is_witness = seen.clock is not None and abs(seen.clock.ahead_ms) <= IN_STEP_MS
    remedy = "this computer agrees with the hub, so set the timing's clock" if is_witness else ""
    for sentence in seen.health.clocks:
        yield Finding("trouble", sentence, remedy or "let NTP set the clocks of the hub and of the timing")
    if not seen.health.clocks:
        yield Finding("ok", "no clock of the timing is known to differ from the hub's")


def _bound_ms(seen: Examination) -> float:
    return abs(seen.clock.ahead_ms) + seen.clock.error_ms if seen.clock is not None else 0.0


def _feed(seen: Examination) -> Iterator[Finding]:
    if seen.feed_ms is None:
        yield Finding("note", "the hub has no race to try the feed with")
    elif isinstance(seen.feed_ms, FeedError):
        yield Finding(
            "trouble",
            f"the feed does not come through: {seen.feed_ms}",
            "let the firewall and every proxy on the way pass websockets, or use another network",
        )
    elif seen.feed_ms > SLOW_FEED_MS:
        yield Finding(
            "trouble",
            f"the feed takes {seen.feed_ms / 1000:.1f} s there and back",
            "use a better network: a cable, or another telephone",
        )
    else:
        yield Finding("ok", f"the feed comes through, {seen.feed_ms:.0f} ms there and back")


def _disk(seen: Examination) -> Iterator[Finding]:
    if seen.health.free_bytes is None:
        yield Finding("note", "the hub does not say how much room its disk has")
    elif seen.health.free_bytes < LEAST_FREE:
        text = f"the disk of the hub's folder has {seen.health.free_bytes / 1e6:.0f} MB left"
        yield Finding("trouble", text, "make room; `lapbell hub archive RACE` takes a race out of the folder")
    else:
        yield Finding("ok", f"the disk of the hub's folder has {seen.health.free_bytes / 1e9:.0f} GB left")


def _files(seen: Examination) -> Iterator[Finding]:
    if seen.health.file_limit is None:
        yield Finding("ok", "the hub may have any number of files open, or does not say")
    elif seen.health.file_limit < LEAST_FILES:
        text = f"the hub may have {seen.health.file_limit} files open, one for each viewer and publisher"
        yield Finding("trouble", text, "raise the limit before starting it: `ulimit -n 65536`")
    else:
        yield Finding("ok", f"the hub may have {seen.health.file_limit} files open")


def _token(seen: Examination) -> Iterator[Finding]:
    token = seen.token
    if token is None:
        yield Finding("note", "no token was given to be checked: use LAPBELL_TOKEN or --token-file")
        return
    if isinstance(token, FeedError):
        yield Finding("trouble", f"the token is no good: {token}", "get another one from the hub's operator")
        return
    races = "every race" if token.race == "*" else f"the race {token.race}"
    verb = {"watch": "watch", "admin": "administer and publish"}.get(token.use, "publish")
    use = f"{verb} {races} as{'' if token.use == 'watch' else ' the source'}"
    until_ms, named = token.until_ms, f" ({token.name})" if token.name else ""
    until = (
        f"until {time_of_day(until_ms, '', seen.now_ms)}" if until_ms is not None else "until it is revoked"
    )
    text = f"the token{named} may {use} {token.source}, {until}"
    if until_ms is not None and until_ms - seen.now_ms < ENDS_SOON_MS:
        yield Finding("trouble", text, "get one that lasts longer from the hub's operator, if the race does")
    else:
        yield Finding("ok", text)


def _certificate(seen: Examination) -> Iterator[Finding]:
    if seen.certificate_until_s is None:
        return
    left_ms = round(seen.certificate_until_s * 1000) - seen.now_ms
    text = f"the hub's certificate is good for another {span_text(left_ms)}"
    if left_ms < 0:
        text = f"the hub's certificate ended {span_text(-left_ms)} ago"
    if left_ms < CERTIFICATE_ENDS_SOON_MS:
        yield Finding("trouble", text, "renew it; a running hub takes the new files at SIGHUP")
    else:
        yield Finding("ok", text)


def _health(seen: Examination) -> Iterator[Finding]:
    for race in seen.health.not_served:
        remedy = "`lapbell hub check` and `lapbell hub repair` on the hub's computer"
        yield Finding("trouble", f"{race.race} is not served: {race.reason}", remedy)
    for sentence in seen.health.troubles:
        yield Finding("trouble", sentence, "look at the hub's disk and its log")
    for sentence in seen.health.slow:
        yield Finding(
            "trouble", sentence, "the disk is slow: use another, or find out what else writes to it"
        )
    for sentence in (*seen.health.contested, *seen.health.notes):
        yield Finding("note", sentence)


def _races(seen: Examination) -> Iterator[Finding]:
    if isinstance(seen.races, FeedError):
        yield Finding("trouble", str(seen.races), "look at the hub's log")
        return
    for race in seen.races:
        counts = f"messages: {race.head}, publishers: {race.publishers}, viewers: {race.viewers}"
        text = f"{race.race}: {race.shown_state}, {counts}"
        if race.shown_state == "running" and not race.publishers:
            remedy = "if it is still being run, start its publisher: `lapbell publish`"
            yield Finding("trouble", f"{text}; no one publishes it", remedy)
        else:
            yield Finding("ok", text)
        for device in race.devices:
            said = f"{race.race}: {device.text(time_of_day(device.since_ms, race.zone, seen.now_ms))}"
            remedy = "" if device.is_well else "look at its power, its cable and the network on the way"
            yield Finding("ok" if device.is_well else "trouble", said, remedy)
    if not seen.races:
        yield Finding("note", "the hub has no race yet, or none that you may watch without a token")


CHECKS: dict[str, Callable[[Examination], Iterator[Finding]]] = {
    "address": _address,
    "version": _version,
    "clock": _clock,
    "feed": _feed,
    "disk": _disk,
    "files": _files,
    "token": _token,
    "certificate": _certificate,
    "health": _health,
    "races": _races,
}
"""In the order in which they are printed."""


def findings(seen: Examination | FeedError) -> Iterator[tuple[str, Finding]]:
    """What all checks say, each with the name of its check; an error is of a hub that does not answer."""
    if isinstance(seen, FeedError):
        remedy = UNTRUSTED if isinstance(seen, Untrusted) else UNREACHABLE
        yield "address", Finding("trouble", str(seen), remedy)
        return
    for name, check in CHECKS.items():
        yield from ((name, finding) for finding in check(seen))
