"""By which names a hub may be asked for its pages."""

from __future__ import annotations

import socket

import pytest

from feeds.serving.host_names import HostNames


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1:8400", "10.0.0.7", "[::1]:8400", "[fe80::1]", "localhost:8400", "timing", "timing.local:80",
     "race.example.org", "RACE.Example.org.:8400", socket.gethostname()],
)  # fmt: skip
def test_names_of_this_hub(host: str) -> None:
    """Addresses, local names, this computer's name and those that were given."""
    assert HostNames(["race.example.org"]).fault([host]) is None


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8400", "127.0.0.1.evil.example", "localhost.evil.example"]
)
def test_a_name_of_another_site(host: str) -> None:
    """The sentence says what to do if it is one of this hub."""
    name = host.partition(":")[0]

    assert HostNames(["race.example.org"]).fault([host]) == (
        f"This hub does not go by the name {name}; if it should, start it with --host {name}."
    )


@pytest.mark.parametrize("hosts", [[""], ["a b"], ["a/b"], ["x" * 300], ["\x1b[2J"], ["a", "b"], ["[::1"]])
def test_what_is_no_name(hosts: list[str]) -> None:
    """It is not repeated."""
    assert HostNames().fault(hosts) == "The request does not name a host."


def test_no_host_is_no_browser() -> None:
    """Old monitors name none; every browser does."""
    assert HostNames().fault([]) is None
