"""Connections to devices and from them, with what devices do to those."""

from __future__ import annotations

import asyncio
import socket
from contextlib import closing, suppress

import pytest

from feeds.bridges.inputs.listener import MOST_CONNECTIONS, MOST_UNREAD, TcpListener, UdpListener
from feeds.bridges.inputs.named_source import named_source
from feeds.bridges.inputs.stay_connected import notice_break
from feeds.bridges.inputs.tcp_client import TcpClient
from feeds.errors import UserError
from tests.ended_server import end, ending
from tests.feeds.bridges.pieces_of import given_by
from tests.free_ports import free_port
from tests.patience import PATIENCE_S, until


async def test_a_device_that_hangs_up_is_connected_to_again() -> None:
    """And so is one that falls silent. Nothing is sent to it but what is replied."""
    heard, met = bytearray(), list[int]()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        met.append(len(met))
        writer.write(b"read %d\r\n" % met[-1])
        if met[-1]:
            heard.extend(await reader.read(100))
        writer.close()

    said: list[str] = []
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    source = TcpClient("127.0.0.1", port, said.append, silence_s=0.3)
    async with ending(server), given_by(source) as given:
        await given.has(b"read 1\r\n")
        await source.reply(f"127.0.0.1:{port}", b"ack\r\n")
        await until(lambda: bool(heard))
        await given.has(b"read 2\r\n")
        await until(lambda: any("silent" in sentence for sentence in said))

    assert bytes(heard) == b"ack\r\n"
    assert given.kinds[:6] == ["opened", "data", "closed", "opened", "data", "closed"]
    assert said[:2] == [
        f"connected to 127.0.0.1:{port}",
        f"127.0.0.1:{port} hung up; trying again until it works",
    ]


async def test_a_device_that_is_not_there_is_waited_for() -> None:
    """Why is said once."""

    async def greet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"hello")
        await reader.read()
        writer.close()

    port, said = free_port(), list[str]()
    async with given_by(TcpClient("127.0.0.1", port, said.append)) as given:
        await until(lambda: bool(said))
        server = await asyncio.start_server(greet, "127.0.0.1", port)
        async with ending(server):
            await given.has(b"hello")

    assert len(said) == 2
    assert "cannot be reached" in said[0]


async def test_a_connection_says_how_the_device_is() -> None:
    """Away until it is there; silent until it sends something, however often it is called; away again."""
    speaks = True

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while not reader.at_eof() and server.is_serving():
                if speaks:
                    writer.write(b".")
                    await writer.drain()
                await asyncio.sleep(0.02)
        writer.close()

    port = free_port()
    source = TcpClient("127.0.0.1", port, print, silence_s=0.3)
    condition = source.condition
    async with given_by(source) as given:
        assert condition.word == "away"
        server = await asyncio.start_server(serve, "127.0.0.1", port)
        await until(lambda: condition.word == "connected")
        connected_s, speaks = condition.since_s, False
        await until(lambda: condition.word == "silent")
        assert condition.since_s > connected_s
        silent_s, opened = condition.since_s, given.kinds.count("opened")
        await until(lambda: given.kinds.count("opened") > opened)
        assert (condition.word, condition.since_s) == ("silent", silent_s)
        speaks = True
        await until(lambda: condition.word == "connected")
        await end(server)
        await until(lambda: condition.word == "away")


async def test_a_port_says_whether_a_device_is_there() -> None:
    """Of several, whether any is; of datagrams, whether any came."""
    port, said = free_port(), list[str]()
    tcp, udp = TcpListener("127.0.0.1", port, said.append), UdpListener("127.0.0.1", port, said.append)
    async with given_by(tcp) as given, given_by(udp):
        assert (tcp.condition.word, udp.condition.word) == ("away", "away")
        await until(lambda: len(said) == 2)
        lines = [(await asyncio.open_connection("127.0.0.1", port))[1] for _ in range(2)]
        await until(lambda: given.kinds.count("opened") == 2)
        assert tcp.condition.word == "connected"
        lines[0].close()
        await until(lambda: "closed" in given.kinds)
        assert tcp.condition.word == "connected"
        lines[1].close()
        await until(lambda: tcp.condition.word == "away")
        with closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as sender:
            sender.sendto(b"one", ("127.0.0.1", port))
            await until(lambda: udp.condition.word == "connected")


@pytest.mark.skipif(not hasattr(socket, "TCP_KEEPIDLE"), reason="this system has no such setting")
async def test_a_cable_that_was_pulled_is_noticed_by_the_system() -> None:
    """Of a device of which silence is normal nothing else would tell."""

    async def serve(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        met.append(writer)

    met: list[asyncio.StreamWriter] = []
    async with ending(await asyncio.start_server(serve, "127.0.0.1", 0)) as server:
        _, writer = await asyncio.open_connection(*server.sockets[0].getsockname()[:2])
        notice_break(writer)
        own = writer.get_extra_info("socket")
        is_kept = own.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE)
        idle_s = own.getsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE)
        between_s = own.getsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPINTVL)
        tries = own.getsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPCNT)
        writer.close()
        await until(lambda: bool(met))
        met[0].close()

    assert is_kept
    assert idle_s + between_s * tries <= 30


async def test_devices_connect_to_a_port() -> None:
    """Several at once, each a stream of its own; one too many is turned away, and the others go on."""
    port, said = free_port(), list[str]()
    source = TcpListener("127.0.0.1", port, said.append)
    async with given_by(source) as given:
        await until(lambda: bool(said))
        lines = [await asyncio.open_connection("127.0.0.1", port) for _ in range(MOST_CONNECTIONS)]
        await until(lambda: given.kinds.count("opened") == MOST_CONNECTIONS)
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        assert await reader.read() == b""
        writer.close()
        for number, (_, line) in enumerate(lines):
            line.write(b"<%d>" % number)
            await given.has(b"<%d>" % number)
        first = next(piece.origin for piece in given.pieces if piece.data == b"<0>")
        await source.reply(first, b"ack")
        assert await lines[0][0].read(3) == b"ack"
        lines[0][1].close()
        await until(lambda: "closed" in given.kinds)
        await source.reply(first, b"ack")
        for _, line in lines:
            line.close()

    assert len({piece.origin for piece in given.pieces}) == MOST_CONNECTIONS
    assert f"{MOST_CONNECTIONS} devices are connected" in " ".join(said)


async def test_a_connection_that_is_silent_is_known() -> None:
    """Each while gives a piece, of no bytes, on either kind of connection."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    client = TcpClient("127.0.0.1", server.sockets[0].getsockname()[1], print, idle_s=0.01)
    async with ending(server), given_by(client) as given:
        await given.count(4)
    assert given.kinds[:4] == ["opened", "idle", "idle", "idle"]

    port, said = free_port(), list[str]()
    listener = TcpListener("127.0.0.1", port, said.append, idle_s=0.05)
    async with given_by(listener) as given:
        await until(lambda: bool(said))
        _, line = await asyncio.open_connection("127.0.0.1", port)
        await given.count(3)
        line.write(b"read")
        await given.has(b"read")
        line.close()
        await until(lambda: "closed" in given.kinds)
    assert given.kinds[:3] == ["opened", "idle", "idle"]


async def test_a_device_whose_cable_was_pulled_is_hung_up_on() -> None:
    """Or else it would be there for ever, until no other is let in."""
    port, said = free_port(), list[str]()
    async with given_by(TcpListener("127.0.0.1", port, said.append, idle_s=0.05, silence_s=0.2)) as given:
        await until(lambda: bool(said))
        reader, line = await asyncio.open_connection("127.0.0.1", port)
        async with asyncio.timeout(PATIENCE_S):
            assert await reader.read() == b""
        line.close()
        await until(lambda: "closed" in given.kinds)

    assert "has been silent for 0 s; waiting" in said[-1]


async def test_a_device_that_does_not_read_makes_no_other_wait() -> None:
    """It is hung up on once it has left too much unread."""
    port, said = free_port(), list[str]()
    source = TcpListener("127.0.0.1", port, said.append)
    async with given_by(source) as given:
        await until(lambda: bool(said))
        _, line = await asyncio.open_connection("127.0.0.1", port)
        await given.count(1)
        async with asyncio.timeout(PATIENCE_S):
            while not any("does not read" in sentence for sentence in said):
                await source.reply(given.pieces[0].origin, b"x" * MOST_UNREAD)
        line.close()
        await until(lambda: "closed" in given.kinds)


async def test_datagrams_are_one_stream_for_each_sender() -> None:
    """Each begins with its first."""
    port, said = free_port(), list[str]()
    async with given_by(UdpListener("127.0.0.1", port, said.append)) as given:
        await until(lambda: bool(said))
        with closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as sender:
            sender.sendto(b"one ", ("127.0.0.1", port))
            sender.sendto(b"two", ("127.0.0.1", port))
            await given.has(b"one two")

    assert given.kinds == ["opened", "data", "data"]


@pytest.mark.parametrize("kind", ["listen", "udp"])
async def test_a_port_that_is_taken_is_said(kind: str) -> None:
    """In a sentence."""
    taken = socket.socket(socket.AF_INET, socket.SOCK_DGRAM if kind == "udp" else socket.SOCK_STREAM)
    with closing(taken):
        taken.bind(("127.0.0.1", 0))
        source = named_source(f"{kind}:{taken.getsockname()[1]}", print)
        with pytest.raises(UserError, match="cannot listen at"):
            [piece async for piece in source.pieces()]


def test_ports_are_ports() -> None:
    """Up to 65535."""
    for text in ("listen:0", "udp:99999", "reader.local:70000"):
        with pytest.raises(UserError, match="is not a port"):
            named_source(text, print)
