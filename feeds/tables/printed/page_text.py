"""The text of a saved web page: a line for each of its cells, or its preformatted parts.

Every pattern here looks at each letter once, as a page may be made of nothing but beginnings of tags.
"""

from __future__ import annotations

import re
from html import unescape

_UNSEEN = re.compile(r"<(?P<tag>script|style)(?=[\s>/])", re.I)
_TAG = re.compile(r"<[^<>]*>")
_LINE_END = re.compile(r"<(?:br|/(?:div|td|th|tr|h\d|p|li|span))(?=[\s>/])[^<>]*>", re.I)


def page_text(text: str) -> str:
    """What a page shows, a line for each cell, heading or paragraph."""
    seen = [text[: _start(text)]]
    for part in _UNSEEN.split(text)[1:]:
        if part.lower() in ("script", "style"):
            continue
        end = max(part.lower().find("</script"), part.lower().find("</style"))
        seen.append(part[end:] if end >= 0 else "")
    return unescape(_TAG.sub("", _LINE_END.sub("\n", " ".join(seen))))


def _start(text: str) -> int:
    match = _UNSEEN.search(text)
    return match.start() if match else len(text)


def preformatted(text: str) -> str:
    """The preformatted parts of a page, without the markup in them."""
    parts = re.split(r"<pre(?=[\s>])", text, flags=re.I)[1:]
    bodies = (part[part.find(">") + 1 :] for part in parts if ">" in part)
    shown = (body[: end if (end := body.lower().find("</pre")) >= 0 else len(body)] for body in bodies)
    return unescape(_TAG.sub("", "\n".join(shown)))
