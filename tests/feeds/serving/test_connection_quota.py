"""Who has to wait when there are many: never a publisher with a token, and one address not for another."""

from __future__ import annotations

import asyncio
import logging
import random
import socket
from contextlib import AsyncExitStack, suppress
from pathlib import Path

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import InvalidStatus

from feeds.hub import Hub, Settings
from feeds.log import Log
from feeds.serving.client_address import LOOPBACK
from feeds.serving.connection_quota import ConnectionLimits
from feeds.serving.listening_socket import ListeningSocket
from feeds.serving.tokens import Tokens
from tests.feeds.plain_http import get
from tests.feeds.raw_publisher import PROTOCOL, publishing
from tests.feeds.serving.quota_clock import QuotaClock
from tests.patience import PATIENCE_S

RACE = "club-800"


async def join(hub: Hub, stack: AsyncExitStack, address: str = "") -> int:
    """Watch, through a proxy for an address if one is given; returns the HTTP status."""
    headers = {"X-Forwarded-For": address} if address else {}
    viewer = connect(hub.url(RACE), subprotocols=PROTOCOL, additional_headers=headers)
    try:
        await stack.enter_async_context(viewer)
    except InvalidStatus as error:
        return error.response.status_code
    return 101


def test_the_limits_of_a_hub() -> None:
    """As docs/feed.md has them: a press room behind one address finds room."""
    limits = Settings().limits

    assert (limits.connections, limits.an_address) == (20_000, 500)
    assert (limits.handshakes, limits.handshakes_an_address, limits.handshakes_a_token) == (500, 200, 50)


async def test_a_flood_of_requests_keeps_no_publisher_out(tmp_path: Path) -> None:
    """Not even at the limits of all connections and all requests."""
    token = Tokens(tmp_path).issue(RACE, "mat-a")
    limits = ConnectionLimits(connections=2, handshakes=5)
    async with Hub(settings=Settings(folder=tmp_path, limits=limits)) as hub, AsyncExitStack() as stack:
        statuses = [await join(hub, stack) for _ in range(4)]
        flood = [(await get(hub, "/x")).status for _ in range(30)]
        for _ in range(5):
            async with publishing(hub, RACE, token) as mat:
                assert mat.ready["type"] == "ready"

    assert statuses == [101, 101, 503, 503]
    assert flood.count(503) > 20


@pytest.mark.usefixtures("clock")
async def test_a_token_is_no_way_to_flood_a_hub(tmp_path: Path) -> None:
    """A publisher may come again as often as it needs to, and not a thousand times a second."""
    token = Tokens(tmp_path).issue(RACE, "mat-a")
    settings = Settings(folder=tmp_path, limits=ConnectionLimits(handshakes_a_token=2))
    async with Hub(settings=settings) as hub:
        for _ in range(4):
            async with publishing(hub, RACE, token):
                pass
        with pytest.raises(InvalidStatus) as refused:
            async with publishing(hub, RACE, token):
                pass

    assert refused.value.response.status_code == 503


async def test_clients_of_a_proxy_are_counted_each(growing: Log) -> None:
    """By the address that a trusted proxy names; a network of IPv6 is one."""
    settings = Settings(trusted_proxies=LOOPBACK, limits=ConnectionLimits(an_address=2))
    async with Hub(growing, settings=settings) as hub, AsyncExitStack() as stack:
        first = [await join(hub, stack, "203.0.113.7") for _ in range(3)]
        second = [await join(hub, stack, f"6.6.6.{number}, 203.0.113.8") for number in range(3)]
        third = [await join(hub, stack, f"2001:db8::{number}") for number in range(3)]
        own = [await join(hub, stack) for _ in range(3)]

    assert first == second == third == own == [101, 101, 503]


async def test_room_is_given_back(growing: Log) -> None:
    """When a client of a proxy leaves, another may come."""
    settings = Settings(trusted_proxies=LOOPBACK, limits=ConnectionLimits(an_address=1))
    async with Hub(growing, settings=settings) as hub:
        for _ in range(3):
            async with AsyncExitStack() as stack, asyncio.timeout(PATIENCE_S):
                while await join(hub, stack, "203.0.113.7") == 503:
                    pass


async def test_a_proxy_that_is_not_trusted_is_not_this_computer(
    growing: Log, caplog: pytest.LogCaptureFixture
) -> None:
    """All its clients count as one address, and the log says once how to count them."""
    caplog.set_level(logging.INFO, "lapbell.hub")
    settings = Settings(limits=ConnectionLimits(an_address=2))
    async with Hub(growing, settings=settings) as hub, AsyncExitStack() as stack:
        through = [await join(hub, stack, f"203.0.113.{number}") for number in range(4)]
        direct = [await join(hub, stack) for _ in range(3)]

    assert through == [101, 101, 503, 503]
    assert direct == [101, 101, 101]
    assert caplog.text.count("with --trust-proxy its clients are counted") == 1


async def test_one_who_asks_too_much_is_refused_alone(growing: Log, clock: QuotaClock) -> None:
    """Behind the proxy the others get their pages."""
    limits = ConnectionLimits(handshakes_an_address=3)
    async with Hub(growing, settings=Settings(trusted_proxies=LOOPBACK, limits=limits)) as hub:
        flood = [(await get(hub, "/v1/races", X_Forwarded_For="203.0.113.7")).status for _ in range(12)]
        clock.now_s += 1.0
        later = [(await get(hub, "/v1/races", X_Forwarded_For="203.0.113.7")).status for _ in range(4)]
        other = [(await get(hub, "/v1/races", X_Forwarded_For="203.0.113.8")).status for _ in range(5)]

    assert flood == [200] * 6 + [503] * 6
    assert later == [200] * 3 + [503]
    assert other == [200] * 5


async def test_a_press_room_finds_room(growing: Log) -> None:
    """A hundred and fifty viewers behind one address, with the limits as they are."""
    async with Hub(growing, settings=Settings(trusted_proxies=LOOPBACK)) as hub, AsyncExitStack() as stack:
        statuses = [await join(hub, stack, "203.0.113.7") for _ in range(150)]

    assert statuses == [101] * 150


async def test_callers_that_say_nothing_keep_no_one_out(growing: Log) -> None:
    """Half a request counts for no one: there is room for the hub's health, and for viewers."""
    limits = ConnectionLimits(connections=20, an_address=10)
    settings = Settings(trusted_proxies=LOOPBACK, limits=limits)
    async with Hub(growing, settings=settings) as hub, AsyncExitStack() as stack:
        halves = [await asyncio.open_connection("127.0.0.1", hub.port) for _ in range(40)]
        for _, writer in halves:
            writer.write(b"GET /health HTTP/1.1\r\nHost: localhost\r\n")
        await asyncio.sleep(0.1)
        health = [(await get(hub, "/health")).status for _ in range(12)]
        viewers = [await join(hub, stack) for _ in range(3)]
        for _, writer in halves:
            writer.transport.abort()

    assert health == [200] * 12
    assert viewers == [101] * 3


async def test_a_request_is_not_waited_for_long(growing: Log) -> None:
    """After a few seconds the connection is closed."""
    assert Settings().handshake_s == 5
    async with Hub(growing, settings=Settings(handshake_s=0.3)) as hub:
        reader, writer = await asyncio.open_connection("127.0.0.1", hub.port)
        writer.write(b"GET /health HTTP/1.1\r\n")
        async with asyncio.timeout(PATIENCE_S):
            with suppress(ConnectionError):
                assert await reader.read() == b""
        writer.close()


def test_of_too_many_without_a_request_the_oldest_goes() -> None:
    """However many files there are; one that has made its request stays."""
    with ListeningSocket(socket.AF_INET, 1_000_000, lambda: None, most_undecided=3) as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        callers = [socket.create_connection(listener.getsockname()) for _ in range(6)]
        accepted: list[socket.socket] = []
        while len(accepted) < len(callers):
            with suppress(BlockingIOError):  # the file of one that goes has to be free first
                accepted.append(listener.accept()[0])
            if len(accepted) == 1:
                listener.decide(accepted[0].fileno())
        for number, caller in enumerate(callers):
            caller.settimeout(0.2 if number in (0, 3, 4, 5) else 10)
        gone = [number for number, caller in enumerate(callers) if has_been_closed(caller)]
        for one in (*callers, *accepted):
            one.close()

    assert gone == [1, 2]


def has_been_closed(caller: socket.socket) -> bool:
    """Whether the other end has hung up."""
    try:
        return caller.recv(1) == b""
    except TimeoutError:
        return False


@pytest.mark.parametrize("path", ["/v1/races", "/health", "/metrics", f"/v1/races/{RACE}/feed"])
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "BREW"])
async def test_a_page_can_only_be_read(growing: Log, path: str, method: str) -> None:
    """Whatever else is asked for is refused with what there is."""
    async with Hub(growing) as hub:
        answer = await get(hub, path, method=method)

    there = "GET" if path.endswith("/feed") else "GET, HEAD, OPTIONS"
    assert (answer.status, answer.headers["allow"]) == (405, there)
    assert answer.body == f"The hub takes {there} here.\n"


@pytest.mark.parametrize(
    "pieces",
    [
        [b"POST /v1/races HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n{}"],
        [b"PO", b"ST /health HTTP/1.1\r\nHost: x\r\ncontent-length: 9\r", b"\n\r", b"\nGET / HTTP"],
        [b"PUT /health HTTP/1.1\r\nTransfer-Encoding: chunked\r\nHost: x\r\n\r\n2\r\n{}\r\n0\r\n\r\n"],
    ],
    ids=["a length", "in pieces", "chunked"],
)
async def test_a_body_is_refused_with_a_sentence(growing: Log, pieces: list[bytes]) -> None:
    """As most requests with such a method have one."""
    async with Hub(growing) as hub:
        reader, writer = await asyncio.open_connection("127.0.0.1", hub.port)
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(0.02)
        async with asyncio.timeout(PATIENCE_S):
            answer = await reader.read()
        writer.close()

    assert answer.startswith(b"HTTP/1.1 405 ")
    assert answer.endswith(b"The hub takes GET, HEAD, OPTIONS here.\n")


@pytest.mark.parametrize("more", [b"GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n", b"\xff" * 2000])
async def test_what_follows_a_request_does_not_cost_its_answer(
    growing: Log, more: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    """The first request is answered, the rest is not looked at, and no error is reported."""
    async with Hub(growing) as hub:
        reader, writer = await asyncio.open_connection("127.0.0.1", hub.port)
        writer.write(b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n" + more)
        async with asyncio.timeout(PATIENCE_S):
            answer = await reader.read()
        writer.close()

    assert answer.startswith(b"HTTP/1.1 200 ")
    assert answer.count(b"HTTP/1.1") == 1
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


HEAD = b"GET /health HTTP/1.1\r\nHost: localhost\r\n"


@pytest.mark.parametrize(
    ("request_head", "status"),
    [
        (HEAD + b"Content-Length: 2\r\n\r\n{}", 400),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
        (HEAD + b"Content-Length: x\r\n\r\n", 400),
        (HEAD + b"X-One: 1\r\n two\r\n\r\n", 400),
        (HEAD + b"no colon\r\n\r\n", 400),
        (HEAD + b"a b: c\r\n\r\n", 400),
        (HEAD + b"X-One: \x00\r\n\r\n", 400),
        (b"GET /health HTTP/3.0\r\nHost: localhost\r\n\r\n", 400),
        (b"GET /health HTTP/1.1 \r\nHost: localhost\r\n\r\n", 400),
        (b"GET /health\r\n\r\n", 400),
        (b"GET /h\xe4 HTTP/1.1\r\nHost: localhost\r\n\r\n", 400),
        (b"GET /health HTTP/1.1\nHost: localhost\n\n", 400),
        (b"POST /health HTTP/3.0\r\nHost: localhost\r\n\r\n", 400),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\n", 400),
        (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400),
        (b"\r\n", 400),
        (b"GET /health HTTP/1.1\r\n\r\n", 400),
        (HEAD + b"Host: localhost\r\n\r\n", 400),
        (b"GET /" + b"a" * 9000, 414),
        (HEAD + b"X-One: " + b"a" * 9000, 431),
        (HEAD + b"X: y\r\n" * 200 + b"\r\n", 431),
        (HEAD + b"Content-Length: 0\r\n\r\n", 200),
        (b"GET /health HTTP/1.0\r\n\r\n", 200),
        (b"HEAD /health HTTP/1.1\r\nContent-Length: 2\r\nHost: localhost\r\n\r\n{}", 200),
    ],
)
@pytest.mark.parametrize("at_once", [True, False])
async def test_a_malformed_request_is_answered(
    growing: Log, request_head: bytes, status: int, at_once: bool
) -> None:
    """With a sentence, whether it comes whole or in pieces; no one is left to guess why nothing came."""
    async with Hub(growing) as hub:
        reader, writer = await asyncio.open_connection("127.0.0.1", hub.port)
        half = len(request_head) if at_once else len(request_head) // 2
        for piece in (request_head[:half], request_head[half:]):
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(0)
        async with asyncio.timeout(PATIENCE_S):
            answer = await reader.read()
        writer.close()

    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 %d " % status)
    assert b"Server: Lapbell" in head
    assert body.endswith(b".\n") or status == 200
    assert answer.count(b"HTTP/1.1 ") == 1


@pytest.mark.usefixtures("clock")
async def test_malformed_requests_are_counted_and_bounded(growing: Log) -> None:
    """As all others that are refused: in the metrics, and by the limit of an address."""
    limits = ConnectionLimits(handshakes_an_address=3)
    async with Hub(growing, settings=Settings(trusted_proxies=LOOPBACK, limits=limits)) as hub:
        statuses = [(await get(hub, "/health", Content_Length="1")).status for _ in range(12)]
        rejected = dict(hub.admission.rejected)

    assert statuses == [400] * 6 + [503] * 6
    assert rejected == {400: 6, 503: 6}


async def test_a_get_in_pieces_is_one(growing: Log) -> None:
    """However slowly it comes."""
    async with Hub(growing) as hub:
        reader, writer = await asyncio.open_connection("127.0.0.1", hub.port)
        for piece in (b"G", b"ET", b" /health HTTP/1.1\r\nHost: localhost\r\n", b"\r\n"):
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(0.02)
        async with asyncio.timeout(PATIENCE_S):
            assert (await reader.read()).startswith(b"HTTP/1.1 200 ")
        writer.close()


async def test_publishing_begins_with_get(tmp_path: Path) -> None:
    """With a token too."""
    token = Tokens(tmp_path).issue(RACE, "mat-a")
    async with Hub(settings=Settings(folder=tmp_path)) as hub:
        path, bearer = f"/v1/races/{RACE}/publish", f"Bearer {token}"
        assert (await get(hub, path, method="POST", Authorization=bearer)).status == 405
        assert (await get(hub, "/nothing", method="POST")).status == 404


async def test_the_head_of_a_page_is_all_but_the_page(growing: Log) -> None:
    """Monitors ask so."""
    async with Hub(growing) as hub:
        head, page = await get(hub, "/metrics", method="HEAD"), await get(hub, "/metrics")

    assert (head.status, head.body) == (200, "")
    assert head.headers["content-type"] == page.headers["content-type"]
    assert int(head.headers["content-length"]) > 0


async def test_a_browser_asks_before_it_sends_a_token(growing: Log) -> None:
    """The answer lets a named site do that, and no other; none may read what a token allows."""
    site = "https://results.example"
    async with Hub(growing, settings=Settings(origins=(site,))) as hub:
        allowed = await get(hub, "/v1/races", method="OPTIONS", Origin=site)
        others = [
            await get(hub, "/v1/races", method="OPTIONS", Origin="https://other.example"),
            await get(hub, "/v1/token", method="OPTIONS", Origin=site),
        ]

    assert allowed.status == 204
    assert allowed.headers["access-control-allow-origin"] == site
    assert allowed.headers["access-control-allow-headers"] == "Authorization"
    assert allowed.headers["access-control-allow-methods"] == "GET, HEAD, OPTIONS"
    for other in others:
        assert (other.status, other.headers["allow"]) == (204, "GET, HEAD, OPTIONS")
        assert not [name for name in other.headers if name.startswith("access-control")]


async def watched(hub: Hub, path: str) -> ClientConnection:
    """A viewer at a path of the hub."""
    return await connect(f"{hub.base}{path}/v1/races/{RACE}/feed", subprotocols=PROTOCOL)


async def test_a_path_in_front_is_left_out(growing: Log) -> None:
    """For a proxy that hands the whole path on; without it the hub answers too."""
    async with Hub(growing, settings=Settings(prefix="/lapbell")) as hub:
        for path in ("/lapbell", ""):
            viewer = await watched(hub, path)
            await viewer.close()
            assert (await get(hub, f"{path}/v1/races")).status == 200
        assert (await get(hub, "/lapbel/v1/races")).status == 404


async def test_pages_are_not_for_every_site(growing: Log) -> None:
    """A site that was allowed may read them; one whose name was made to lead to the hub may not."""
    site = "https://results.example"
    settings = Settings(origins=(site,), names=("race.example.org",))
    async with Hub(growing, settings=settings) as hub:
        allowed = await get(hub, "/v1/races", Origin=site)
        other = await get(hub, "/v1/races", Origin="https://other.example")
        named = await get(hub, "/v1/races", host="race.example.org")
        rebound = [await get(hub, path, host="evil.example") for path in ("/v1/races", "/metrics", "/health")]

    assert allowed.headers["access-control-allow-origin"] == site
    assert allowed.headers["vary"] == other.headers["vary"] == "Origin"
    assert "access-control-allow-origin" not in other.headers
    assert named.status == 200
    for answer in rebound:
        assert (answer.status, answer.body) == (
            421,
            "This hub does not go by the name evil.example; "
            "if it should, start it with --host evil.example.\n",
        )


async def test_what_a_token_allows_is_said_under_any_name(tmp_path: Path) -> None:
    """A publisher that knows the hub by a name of its own finds out; a web page has no token to ask with."""
    token = Tokens(tmp_path).issue(RACE, "mat-a")
    async with Hub(settings=Settings(folder=tmp_path)) as hub:
        said = await get(hub, "/v1/token", host="timing.example", Authorization=f"Bearer {token}")
        unsaid = await get(hub, "/v1/token", host="timing.example")
        races = await get(hub, "/v1/races", host="timing.example", Authorization=f"Bearer {token}")

    assert (said.status, unsaid.status, races.status) == (200, 401, 421)


async def test_no_version_is_told(growing: Log) -> None:
    """Neither of Python nor of any library."""
    async with Hub(growing) as hub:
        page, refused = await get(hub, "/v1/races"), await get(hub, "/nothing")
        async with connect(hub.url(RACE), subprotocols=PROTOCOL) as viewer:
            assert viewer.response
            assert viewer.response.headers["Server"] == "Lapbell"

    assert page.headers["server"] == refused.headers["server"] == "Lapbell"


async def test_odd_headers_are_no_trouble_of_the_hub(tmp_path: Path) -> None:
    """Twice, empty, long or nonsense: there is an answer, and it is never a fault of the program."""
    chance = random.Random(15)
    names = ["Host", "Origin", "Authorization", "X-Forwarded-For", "Forwarded", "Upgrade", "Connection",
             "Sec-WebSocket-Protocol", "Sec-WebSocket-Key", "Sec-WebSocket-Version"]  # fmt: skip
    values = ["", "x", "[", "[::1", "Bearer", "Bearer x", "Bearer " + "x" * 300, "null", "https://evil.example",
              "1.2.3.4, , ,", "lapbell.v1", "websocket", "Upgrade", "13", "1.2.3.4," * 900,
              "\u00e9\u00ff", "a" * 7000, "::1%eth0", "0x7f.1", "999.999.999.999"]  # fmt: skip
    paths = ["/v1/races", "/health", "/metrics", f"/v1/races/{RACE}/feed", f"/v1/races/{RACE}/publish", "/x"]
    settings = Settings(
        folder=tmp_path, trusted_proxies=LOOPBACK, origins=("https://ok.example",), private=(RACE,)
    )
    async with Hub(settings=settings) as hub:
        for _ in range(300):
            lines = [f"{chance.choice(names)}: {chance.choice(values)}" for _ in range(chance.randrange(8))]
            head = "\r\n".join([f"GET {chance.choice(paths)} HTTP/1.1", *lines, "", ""])
            reader, writer = await asyncio.open_connection("127.0.0.1", hub.port)
            writer.write(head.encode("latin-1"))
            async with asyncio.timeout(PATIENCE_S):
                status = (await reader.readline()).split()[1:2]
            writer.transport.abort()
            assert status in ([b"101"], [b"200"], [b"503"], []) or status[0].startswith(b"4"), head
