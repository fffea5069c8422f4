"""Addresses of hubs, as people type them."""

from __future__ import annotations

import pytest

from feeds.errors import Refused
from feeds.hub_address import Address, is_address, is_here


@pytest.mark.parametrize(
    ("text", "base", "race"),
    [
        ("ws://localhost:8765", "ws://localhost:8765", None),
        ("localhost:8765", "ws://localhost:8765", None),
        ("localhost:8765/", "ws://localhost:8765", None),
        ("http://10.0.0.7:8765", "ws://10.0.0.7:8765", None),
        ("https://hub.example", "wss://hub.example", None),
        ("wss://Hub.Example/v1/races", "wss://hub.example", None),
        ("wss://hub.example/v1/races/club-800", "wss://hub.example", "club-800"),
        ("wss://hub.example/v1/races/club-800/feed", "wss://hub.example", "club-800"),
        ("hub.example:443/v1/races/club-800/publish/", "ws://hub.example:443", "club-800"),
        ("ws://[::1]:8765/v1/races/r/feed?seq=3&token=x#top", "ws://[::1]:8765", "r"),
        ("https://club.example/lapbell/", "wss://club.example/lapbell", None),
        ("https://club.example/a/b/v1/races/r/feed", "wss://club.example/a/b", "r"),
        ("club.example:80/lapbell", "ws://club.example:80/lapbell", None),
        ("club.example:80/lapbell/v1/races/r", "ws://club.example:80/lapbell", "r"),
        ("[fe80::1]:80", "ws://[fe80::1]:80", None),
        ("ws://bücher.example", "ws://bücher.example", None),
    ],
)
def test_reads_what_people_type(text: str, base: str, race: str | None) -> None:
    """With and without a scheme, a port, a path; a query is left out."""
    assert Address.parse(text) == Address(base, race)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "it names no host"),
        ("localhost", "it names no port"),
        ("ws://", "it names no host"),
        ("ws://:80", "it names no host"),
        ("ftp://hub.example", "it cannot begin with ftp://"),
        ("ws://localhost:99999", "Port out of range"),
        ("ws://localhost:x", "Port could not be cast"),
        ("ws://[::1", "Invalid IPv6 URL"),
        ("ws://a..b/", "it names no host"),
        ("ws://a b/", "it contains spaces"),
        ("ws://a\nb/", "it contains spaces"),
        ("ws://a\x00b/", "it contains spaces"),
        ("ws://hub.example/v2/races/r", "its path is not one of a hub"),
        ("ws://hub.example/v1/races/r/feed/x", "its path is not one of a hub"),
        ("ws://hub.example/lapbell/v1/races/r/feed/x", "its path is not one of a hub"),
        ("ws://hub.example/../v1/races/r", "its path is not one of a hub"),
        ("ws://hub.example//lapbell", "its path is not one of a hub"),
        ("ws://hub.example/a%20b", "its path is not one of a hub"),
        ("ws://hub.example/v1/races/R", "'R' is not a race id"),
        ("ws://me:secret@hub.example", "it must not contain a user name or a password"),
        ("me:secret@hub.example:80", "it must not contain a user name or a password"),
    ],
)
def test_refuses_what_is_no_address(text: str, reason: str) -> None:
    """In a sentence with an example, in which no password stands."""
    with pytest.raises(Refused) as refused:
        Address.parse(text)

    assert reason in str(refused.value)
    assert "write ws://HOST:PORT" in str(refused.value)
    assert "secret" not in str(refused.value)


def test_knows_where_things_are() -> None:
    """The feed, where to publish, and the list of races."""
    plain, secure = Address.parse("[::1]:80/v1/races/r"), Address.parse("https://hub.example:8443").of("r")

    assert plain.feed == "ws://[::1]:80/v1/races/r/feed"
    assert plain.publish == "ws://[::1]:80/v1/races/r/publish"
    assert plain.races == "http://[::1]:80/v1/races"
    assert secure.publish == "wss://hub.example:8443/v1/races/r/publish"
    assert secure.races == "https://hub.example:8443/v1/races"
    assert (plain.secure, secure.secure) == (False, True)
    behind = Address.parse("https://club.example/lapbell/v1/races/r")
    assert behind.feed == "wss://club.example/lapbell/v1/races/r/feed"
    assert behind.races == "https://club.example/lapbell/v1/races"
    assert behind.health == "https://club.example/lapbell/health"
    assert behind.host == "club.example"
    assert (plain.host, secure.host) == ("[::1]:80", "hub.example:8443")


def test_without_a_race_there_is_nothing_to_watch() -> None:
    """A hub alone has a list of races, and no feed."""
    hub = Address.parse("hub.example:80")

    for place in ("feed", "publish"):
        with pytest.raises(Refused, match="names no race"):
            getattr(hub, place)


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST", "127.0.0.1", "127.9.9.9", "::1"])
def test_knows_this_computer(host: str) -> None:
    """What is said to it is heard by nobody else."""
    assert is_here(host)


@pytest.mark.parametrize("host", ["127.example.com", "10.0.0.1", "localhost.example.com", "::2", ""])
def test_knows_other_computers(host: str) -> None:
    """Also those whose names look alike."""
    assert not is_here(host)


@pytest.mark.parametrize(
    "text",
    [
        "ws://hub",
        "ftp://hub",
        "localhost:8765",
        "hub:1/",
        "hub:1/v1/races/r/feed?seq=3",
        "hub:1/lapbell",
        "hub:1/lapbell/v1/races/r",
        "[::1]:8765",
        "10.0.0.7:80",
    ],
)
def test_knows_an_address_from_a_file(text: str) -> None:
    """Also one that will be refused."""
    assert is_address(text)


@pytest.mark.parametrize(
    "text",
    [
        "2024-bowerman-mile",
        "race.jsonl",
        "./hub:80",
        "/v1/races/r",
        "C:/race.jsonl",
        "hub:",
        "hub:80.jsonl",
        "hub:80/race.jsonl",
        "",
    ],
)
def test_knows_a_file_from_an_address(text: str) -> None:
    """And a race of the library."""
    assert not is_address(text)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("hub.example:8400/club-800", "ws://hub.example:8400/v1/races/club-800"),
        ("https://club.example/lapbell/club-800/", "wss://club.example/lapbell/v1/races/club-800"),
        ("hub.example:8400", ""),
        ("https://club.example/Lap_bell", ""),
    ],
)
def test_a_race_that_stands_where_a_path_belongs(text: str, meant: str) -> None:
    """The right form is named, and only where the last part can be a race."""
    address = Address.parse(text)

    assert address.misread == meant
    assert (f", or {meant} if that is the race" in address.how_to_name_a_race) == bool(meant)
    assert address.how_to_name_a_race.startswith(f"{address.base}/v1/races/RACE")
