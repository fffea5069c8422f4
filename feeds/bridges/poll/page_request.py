"""What is sent to a host that publishes a page."""

from __future__ import annotations

from feeds.own_version import own_version

AGENT = "Lapbell"
"""The name by which `robots.txt` may call this program."""

LINES = (
    rb"GET \S+ HTTP/1\.1\r\n",
    rb"Host: \S+\r\n",
    rb"User-Agent: Lapbell/\S+\r\n",
    rb"Accept: [^\r\n]+\r\n",
    rb"Accept-Encoding: gzip\r\n",
    rb"Connection: close\r\n",
    rb"If-None-Match: [^\r\n]+\r\n",
    rb"If-Modified-Since: [^\r\n]+\r\n",
)
"""Regular expressions of the lines of a request, before the blank one at its end."""

ACCEPTED = "application/json, text/html;q=0.9, text/csv;q=0.9, */*;q=0.5"


def request_headers() -> dict[str, str]:
    """The headers of every request."""
    return {
        "User-Agent": f"{AGENT}/{own_version()}",
        "Accept": ACCEPTED,
        "Accept-Encoding": "gzip",
        "Connection": "close",
    }
