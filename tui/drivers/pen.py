"""Pens: the colours and attributes in which cells of a terminal are drawn, as its commands set them."""

from __future__ import annotations

from functools import lru_cache

from race.lazy_named_tuple import NamedTuple

SEEN_ON_BLANKS = frozenset({"4", "5", "6", "7", "9", "21", "51", "52", "53"})
"""Attributes that show where there is no letter: lines, blinking, and both colours swapped."""

ATTRIBUTES = SEEN_ON_BLANKS | {"1", "2", "3", "8"}

FOREGROUNDS = frozenset(map(str, (*range(30, 38), *range(90, 98))))
BACKGROUNDS = frozenset(map(str, (*range(40, 48), *range(100, 108))))

LENGTHS = {"5": 3, "2": 5}
"""Numbers of a colour by the one after 38 or 48: from the palette, or red, green and blue."""

KEPT = 4096
"""Pens and changes of pens that are remembered; a screen has some dozens."""


class Pen(NamedTuple):
    """How a cell is drawn."""

    attributes: frozenset[str] = frozenset()
    foreground: str = ""
    """As a terminal is told it, such as `38;2;255;0;0`; empty for its own."""
    background: str = ""

    @property
    def shows_on_blanks(self) -> bool:
        """Whether a blank drawn with it shows more than the background."""
        return not self.attributes.isdisjoint(SEEN_ON_BLANKS)


PLAIN = Pen()


@lru_cache(KEPT)
def pen_after(pen: Pen, numbers: str) -> Pen | None:
    """The pen after a command with these numbers (`1;38;5;9`), or None if it sets what is not known here."""
    codes = numbers.split(";")
    while codes:
        length = LENGTHS.get(codes[1], 0) if codes[0] in ("38", "48") and len(codes) > 1 else 1
        if not length or len(codes) < length:
            return None
        changed = _pen_after_one(pen, codes[0], ";".join(codes[:length]))
        if changed is None:
            return None
        pen, codes = changed, codes[length:]
    return pen


def _pen_after_one(pen: Pen, code: str, numbers: str) -> Pen | None:
    if code in ("", "0"):
        return PLAIN
    if code in ATTRIBUTES:
        return pen._replace(attributes=pen.attributes | {code})
    if code in FOREGROUNDS or code in ("38", "39"):
        return pen._replace(foreground="" if code == "39" else numbers)
    if code in BACKGROUNDS or code in ("48", "49"):
        return pen._replace(background="" if code == "49" else numbers)
    return None


@lru_cache(KEPT)
def blank_pen(pen: Pen) -> Pen:
    """What can be seen of a pen on a blank."""
    return pen if pen.shows_on_blanks else Pen(background=pen.background)


@lru_cache(KEPT)
def change_of_pen(before: Pen | None, pen: Pen) -> str:
    """The command that takes a terminal from one pen to another; from None, an unknown one."""
    if before == pen:
        return ""
    if pen == PLAIN:
        return "\x1b[0m"
    codes = []
    if before is None or not before.attributes <= pen.attributes:
        codes, before = ["0"], PLAIN
    codes += sorted(pen.attributes - before.attributes)
    if pen.foreground != before.foreground:
        codes.append(pen.foreground or "39")
    if pen.background != before.background:
        codes.append(pen.background or "49")
    return f"\x1b[{';'.join(codes)}m"
