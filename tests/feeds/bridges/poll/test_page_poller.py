"""Fetching a page now and then: politely, within bounds, and whatever its host does."""

from __future__ import annotations

import gzip
import re
from contextlib import aclosing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from feeds.bridges.inputs.raw_source import Opening, RawSource
from feeds.bridges.poll.page_answer import PageFault, in_utf8, retry_after
from feeds.bridges.poll.page_fetcher import PageFetcher, web_address
from feeds.bridges.poll.page_poller import PagePoller
from feeds.bridges.poll.poll_bridge import Poll
from feeds.bridges.raw_input import LARGEST_FILE, Piece
from feeds.errors import UserError
from tests.feeds.bridges.pieces_of import given_by
from tests.feeds.bridges.poll.results_host import ResultsHost, ok, page, rows, status
from tests.free_ports import free_port
from tests.patience import until

SOON = {"interval_s": 0.002}


def poller(host: ResultsHost, said: list[str] | None = None, *, once: bool = False) -> PagePoller:
    """A poller that hardly waits."""
    said = [] if said is None else said
    return PagePoller(host.url(), Opening(said.append, once, SOON), least_s=0.001)


async def first(source: RawSource) -> Piece:
    """The first piece that a source gives."""
    async with aclosing(source.pieces()) as pieces:
        return await anext(pieces)


async def test_a_page_comes_again_only_if_it_has_changed() -> None:
    """The host is asked whether it has; each look that found it as it was is known."""
    host, count = ResultsHost(), 0

    def answer(_path: str, headers: dict[str, str]) -> bytes:
        tag = f'"{count}"'
        return status(304) if headers.get("if-none-match") == tag else ok(page(rows(count)), f"ETag: {tag}")

    host.answer = answer
    async with host.up(), given_by(poller(host)) as given:
        await given.count(3)
        count = 3
        await until(lambda: sum(kind == "file" for kind in given.kinds) == 2)

    assert given.kinds[:3] == ["file", "data", "data"]
    assert given.pieces[0].data == page(rows(0)).encode()
    assert given.pieces[0].origin == host.url().removeprefix("http://")
    (robots, _), (path, headers), *_ = host.asked
    assert (robots, path) == ("/robots.txt", "/live?race=1")
    assert headers["user-agent"].startswith("Lapbell/")
    assert sum(path == "/robots.txt" for path, _ in host.asked) == 1
    lines = {line for sent in host.heard for line in sent.splitlines(keepends=True)}
    assert {line for line in lines if not any(re.fullmatch(one, line) for one in Poll.sends)} == {b"\r\n"}


async def test_a_page_that_says_nothing_of_its_age_is_compared() -> None:
    """Without ETag and date, by its content; or by its date."""
    host = ResultsHost()
    async with host.up(), given_by(poller(host)) as given:
        await given.count(2)
        host.answer = lambda _, headers: (
            status(304) if "if-modified-since" in headers else ok(page(rows(1)), "Last-Modified: yesterday")
        )
        await until(lambda: given.kinds.count("file") == 2 and given.kinds[-1] == "data")


async def test_bad_manners_cost_a_look() -> None:
    """Errors, half a body, garbage, too large a page, an archive bomb: each is said once, and tried again."""
    host, said = ResultsHost(), list[str]()
    whole = page(rows(3)).encode()
    answers = [
        status(500),
        status(404),
        ok(whole, length=len(whole) + 100),
        ok(gzip.compress(whole)[:-40], "Content-Encoding: gzip"),
        ok(b"x", "Content-Encoding: br"),
        b"garbage\r\n\r\n",
        b"",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabc",
        ok(gzip.compress(b" " * (3 * LARGEST_FILE)), "Content-Encoding: gzip"),
        ok(b"", length=LARGEST_FILE * 2),
        ok(gzip.compress(whole), "Content-Encoding: gzip"),
    ]
    host.answer = lambda _path, _headers: answers.pop(0) if len(answers) > 1 else answers[0]
    async with host.up():
        assert (await first(poller(host, said))).data == whole

    assert "127.0.0.1:" in said[0]
    assert "answers 500 Internal Server Error; trying again" in said[0]
    assert "answers 404 Not Found" in said[1]
    assert said[-1].endswith("is read again")


async def test_a_host_that_asks_to_wait_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """By 429 and 503 with Retry-After, in seconds or until a time; others ever longer."""
    host, slept = ResultsHost(), list[float]()

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    monkeypatch.setattr("feeds.bridges.poll.page_poller.asyncio.sleep", sleep)
    answers = [
        status(429, "Retry-After: 120"),
        status(503, "Retry-After: Mon, 30 Nov 2099 20:00:00 GMT"),
        status(503),
        status(500),
        status(500),
        ok(page(rows(0))),
    ]
    host.answer = lambda _path, _headers: answers.pop(0) if len(answers) > 1 else answers[0]
    async with host.up():
        await first(PagePoller(host.url(), Opening(lambda _: None)))

    assert [round(seconds, -1) for seconds in slept] == [120, 3600, 120, 240, 300]
    now = datetime(2026, 5, 2, 12, tzinfo=UTC)
    assert retry_after("Sat, 02 May 2026 12:00:30 GMT", now) == 30
    assert retry_after("Sat, 02 May 2026 11:00:00 GMT", now) == 0
    assert retry_after("soon", now) is None


async def test_a_host_that_wants_no_programs_is_left_alone() -> None:
    """And one that wants few looks is looked at seldom."""
    host = ResultsHost()
    host.robots = b"User-agent: *\nDisallow: /live\n"
    async with host.up():
        with pytest.raises(UserError, match="asks programs not to read this page"):
            await first(poller(host))
    assert host.looks == 0

    host.robots = b"User-agent: *\nDisallow: /private\nCrawl-delay: 3000\n"
    async with host.up(), given_by(poller(host)) as given:
        await given.count(1)
        assert host.looks == 1


async def test_redirects_are_followed_within_bounds() -> None:
    """Not to another scheme, not for ever."""
    host = ResultsHost()
    ways = {"/live?race=1": "/b", "/b": host.url("/c").replace(":0/", ":PORT/"), "/c": ""}

    def answer(path: str, _headers: dict[str, str]) -> bytes:
        way = ways.get(path, "/again").replace("PORT", str(host.port))
        return status(302, f"Location: {way}") if way else ok(page(rows(1)))

    host.answer = answer
    async with host.up():
        assert (await first(poller(host, once=True))).kind == "file"
        for way, sentence in {
            "https://127.0.0.1/": "leads to https://127.0.0.1/: give that address",
            "file:///etc/passwd": "leads to file:///etc/passwd",
            "//[": r"leads to //\[",
            "/loop": "leads from one address to the next",
        }.items():
            ways["/live?race=1"] = way
            with pytest.raises(UserError, match=sentence):
                await first(poller(host, once=True))

    assert host.looks < 30


def test_a_public_page_leads_to_no_private_address(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the name says: the address counts to which the connection was made."""
    import socket

    class Connected:
        """A connection to an address; nothing may be sent over it."""

        def __init__(self, address: str) -> None:
            self._address = address

        def getpeername(self) -> tuple[str, int]:
            """The other side."""
            return self._address, 80

        def close(self) -> None:
            """Close it."""

    addresses = ["203.0.114.7", "10.0.0.1", "127.0.0.1", "169.254.169.254", "::1", "fe80::1%eth0"]
    for private in addresses[1:]:
        fetcher = PageFetcher("http://results.example/")
        given = iter([addresses[0], private])
        monkeypatch.setattr(socket, "create_connection", lambda *_, given=given: Connected(next(given)))
        with pytest.raises((PageFault, AttributeError)):
            fetcher.fetch()  # the public one: it has no socket to send by
        with pytest.raises(PageFault, match="is in a private network"):
            fetcher.fetch()


def test_encodings_of_pages() -> None:
    """Those of headers come first; what is unknown, or no encoding of pages, is left to the reader."""
    text = "<html><meta charset=windows-1250><td>Zátopek Šárka</td>"
    assert in_utf8(text.encode("cp1250"), "text/html").decode("utf-8-sig") == text
    assert in_utf8("Zürich".encode("latin-1"), "text/csv; charset=ISO-8859-1").decode("utf-8-sig") == "Zürich"
    for body, said in ((b"a", "x; charset=punycode"), (b"a", "x; charset=none"), (b"a", "")):
        assert in_utf8(body, said) == body


@pytest.mark.parametrize(
    "word", ["ftp://x/y", "http:///x", "https://a:b@x/", "http://x:99999/", "http://[x/", "://"]
)
def test_what_is_no_address_is_refused(word: str) -> None:
    """In a sentence."""
    with pytest.raises(UserError, match="address"):
        web_address(word)


@pytest.mark.parametrize("interval", [1, 4.9, "30", True, float("nan"), 1e9])
def test_how_often_is_bounded(interval: object) -> None:
    """Nobody looks more often than every 5 s."""
    with pytest.raises(UserError, match="interval_s must be a number of seconds, 5 to 3600"):
        Poll.source("http://x/", Opening(lambda _: None, table={"interval_s": interval}))


async def test_once_it_is_an_error_that_ends_it(tmp_path: Path) -> None:
    """As with --try; a file with a page is read as any file."""
    said = Opening(lambda _: None, once=True)
    with pytest.raises(UserError, match="cannot be reached"):
        await first(Poll.source(f"http://127.0.0.1:{free_port()}/", said))
    (tmp_path / "page.html").write_text(page(rows(2)))
    assert (await first(Poll.source(str(tmp_path / "page.html"), said))).data == page(rows(2)).encode()
