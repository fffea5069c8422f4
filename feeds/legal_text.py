"""What may stand in a text from outside, and what becomes of the rest.

A text is one line of characters that are seen. Characters that end a line or move along it count as a blank.
What cannot be seen is left out: signs of the writing direction, joiners, fillers, soft hyphens, tags; but
not where a script or an emoji needs it (`NEEDED`). Everything else that commands a terminal or is no
character at all counts as `SIGN`: controls (C0, DEL, C1), unpaired surrogates, noncharacters.

The rule names ranges and asks no Unicode database, so that every Python sees the same text. What is legal
stays as it is, and what became of a text is legal.
"""

from __future__ import annotations

import re
from functools import cache

from race.later_pattern import later_pattern

SIGN = "\ufffd"
"""Stands for a character that may not be in a text."""

_BLANKS = "\t-\r\x85\u2028\u2029"
_HIDDEN = (
    "\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_OTHERS = "\x00-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef" + "".join(
    f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000)
)

# Letters that join their neighbours: Arabic (Persian, Urdu, Kurdish, Uyghur), Syriac, N'Ko, Mongolian.
_JOINING = (
    "\u0620-\u065f\u066e-\u06d3\u06d5-\u06dc\u06df-\u06e8\u06ea-\u06ef\u06fa-\u06ff\u0710-\u074a"
    "\u074d-\u077f\u07ca-\u07f5\u0840-\u085b\u0860-\u086a\u0870-\u0887\u0889-\u088e\u0898-\u08e1\u08e3-\u08ff"
    "\u1820-\u18aa"
)
# The sign that takes the vowel from a letter, in the scripts from Devanagari to Balinese.
_VIRAMAS = (
    "\u094d\u09cd\u0a4d\u0acd\u0b4d\u0bcd\u0c4d\u0ccd\u0d3b\u0d3c\u0d4d\u0dca\u0f84\u1039\u103a\u1714\u1734"
    "\u17d2\u1a60\u1b44\u1baa\u1bab\u1bf2\u1bf3\ua806\ua82c\ua8c4\ua953\ua9c0\uaaf6\uabed"
)
_PICTURES = "\xa9\xae\u203c\u2049\u2122\u2139\u2190-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff"
_IDEOGRAPHS = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003fffd"

NEEDED = (
    rf"(?<=[{_JOINING}])[\u200c\u200d](?=[{_JOINING}])",  # می‌روم
    rf"(?<=[{_VIRAMAS}])[\u200c\u200d]",  # क्‍ष
    rf"\u200d(?=[{_VIRAMAS}])",  # র‍্য
    r"(?<=[\u1820-\u18aa])[\u180b-\u180f]",  # the forms of a Mongolian letter
    rf"(?<=[{_IDEOGRAPHS}])[\ufe00-\ufe0f\U000e0100-\U000e01ef]",  # the forms of an ideograph in a name
    rf"(?<=[{_PICTURES}])[\ufe0e\ufe0f]",  # ❤️
    rf"(?:(?<=[{_PICTURES}])|(?<=[{_PICTURES}]\ufe0f))\u200d(?=[{_PICTURES}])",  # 🏃‍♀️
    r"(?<=[0-9#*])\ufe0f(?=\u20e3)",  # 1️⃣
    r"(?<=\U0001f3f4)[\U000e0030-\U000e0039\U000e0061-\U000e007a]{1,6}\U000e007f",  # 🏴󠁧󠁢󠁥󠁮󠁧󠁿
)
"""Characters that cannot be seen by themselves, and where they are part of the spelling."""

_DOUBTFUL = later_pattern(f"[{_BLANKS}{_HIDDEN}{_OTHERS}]")
# Of these, the ones that `str.isprintable` lets pass. To ask both takes a fifth of the time of `_DOUBTFUL`.
_PRINTABLE = later_pattern(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
_WHAT = {
    "blank": "ends or divides a line; it counts as a blank",
    "hidden": "cannot be seen; it is left out",
    "other": f"is a control character; it counts as {SIGN}",
}


@cache
def _not_legal() -> re.Pattern[str]:
    """What to replace, in a group that says why; what is needed matches outside all groups.

    Made when something doubtful has come: that takes 10 ms, which few starts have to pay.
    """
    # The look ahead keeps the rest from being tried at every character: 16 MB take 6 s instead of 100.
    return re.compile(
        f"(?={_DOUBTFUL.pattern})"
        f"(?:{'|'.join(NEEDED)}|(?P<blank>[{_BLANKS}])|(?P<hidden>[{_HIDDEN}])|(?P<other>[{_OTHERS}]))"
    )


def legal(text: str) -> str:
    """A text with nothing in it that may not be; empty only if it was."""
    if is_plain(text) or _DOUBTFUL.search(text) is None:
        return text
    return _not_legal().sub(_legal, text) or SIGN


def legal_lines(text: str) -> str:
    """The same for lines of our own making: their ends stay."""
    if _DOUBTFUL.search(text) is None:
        return text
    return "\n".join(legal(line) for line in text.split("\n"))


def is_plain(text: str) -> bool:
    """Whether a text is seen to be legal at a glance; one that is not may be legal all the same."""
    return text.isprintable() and (text.isascii() or _PRINTABLE.search(text) is None)


def _legal(match: re.Match[str]) -> str:
    match match.lastgroup:
        case "blank":
            return " "
        case "hidden":
            return ""
        case "other":
            return SIGN
    return match[0]


def fault_in(text: str) -> str:
    """What is wrong with a text that is not legal: its first such character, and how many there are."""
    first, *rest = (match for match in _not_legal().finditer(text) if match.lastgroup)
    more = f" (and {len(rest)} more)" if rest else ""
    return f"U+{ord(first[0]):04X} {_WHAT[str(first.lastgroup)]}{more}"
