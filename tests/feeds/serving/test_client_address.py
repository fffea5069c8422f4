"""Whose request it is: what trusted proxies say is believed, and nothing else."""

from __future__ import annotations

import pytest
from websockets.datastructures import Headers

from feeds.serving.client_address import LOOPBACK, Proxies, counted_as

PEER = "127.0.0.1"


@pytest.mark.parametrize(
    ("said", "client"),
    [
        ([], PEER),
        (["203.0.113.7"], "203.0.113.7"),
        (["6.6.6.6, 203.0.113.7"], "203.0.113.7"),
        (["6.6.6.6", "203.0.113.7"], "203.0.113.7"),
        (["203.0.113.7, 127.0.0.5"], "203.0.113.7"),
        (["203.0.113.7:4711"], "203.0.113.7"),
        (["[2001:db8::7]:4711"], "2001:db8::7"),
        (["2001:db8::7"], "2001:db8::7"),
        (["::ffff:203.0.113.7"], "203.0.113.7"),
        (["203.0.113.7, unknown"], PEER),
        (["nonsense"], PEER),
        ([""], PEER),
        ([", ".join(f"127.0.0.{number}" for number in range(1, 200))], "127.0.0.180"),
    ],
)
def test_the_last_address_that_is_no_proxy_is_the_client(said: list[str], client: str) -> None:
    """What a client writes in front of it is not believed, nor what is no address."""
    headers = Headers([("X-Forwarded-For", text) for text in said])

    assert Proxies(LOOPBACK).client(PEER, headers) == client


def test_a_stranger_is_not_believed() -> None:
    """Without a trusted proxy the header is anyone's invention."""
    headers = Headers({"X-Forwarded-For": "10.0.0.1"})

    assert Proxies(LOOPBACK).client("203.0.113.9", headers) == "203.0.113.9"
    assert Proxies().client(PEER, headers) == PEER
    assert Proxies(["10.1.0.0/16"]).client("10.1.2.3", headers) == "10.0.0.1"


def test_a_network_counts_as_one_address() -> None:
    """Someone with an IPv6 address has 2^64 of them."""
    assert counted_as("2001:db8::7") == counted_as("2001:db8::ffff:1") != counted_as("2001:db8:0:1::7")
    assert counted_as("203.0.113.7") == "203.0.113.7" != counted_as("203.0.113.8")
    assert counted_as("") == ""
