"""The page that draws a race in a browser: `GET /r/RACE`. It shows the board stream and works nothing out.

The page is the same for every race and says nothing of any: it finds the name in its own address, and a token
for a private race behind a `#`, which a browser sends to no one.
"""

from __future__ import annotations

import re
from base64 import b64encode
from functools import cache
from hashlib import sha256
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING

from feeds.serving.http_response import response

if TYPE_CHECKING:
    from websockets.http11 import Response

HTML = "text/html; charset=utf-8"

FILE = Path(__file__).with_name("board_page.html")


def board_page() -> Response:
    """The page, which may run and look as it is written, talk to this hub, and nothing else."""
    text, policy = _page()
    answered = response(HTTPStatus.OK, text, HTML)
    answered.headers["Content-Security-Policy"] = policy
    answered.headers["Referrer-Policy"] = "no-referrer"
    return answered


@cache  # the file is a part of the program
def _page() -> tuple[str, str]:
    text = FILE.read_text(encoding="utf-8")
    script, style = (_hash(text, name) for name in ("script", "style"))
    rules = (
        "default-src 'none'",
        f"script-src {script}",
        f"style-src {style}",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
    return text, "; ".join(rules)


def _hash(text: str, name: str) -> str:
    """What names the text of an element in a policy (Content Security Policy, level 2)."""
    [inside] = re.findall(f"<{name}>(.*?)</{name}>", text, re.DOTALL)
    return f"'sha256-{b64encode(sha256(inside.encode()).digest()).decode()}'"
