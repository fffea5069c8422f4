"""Notes find the entrants that they are about."""

from __future__ import annotations

from feeds.tables.cue_lines import CueLine
from race.messages import Entrant
from replays.preview.cue_matching import MOST_NAMESAKES, match_cues

FIELD = (
    Entrant(bib="11", name="Anna Berg"),
    Entrant(bib="KIM", name="Kim Lee"),
    Entrant(bib="13", name="Kim Lee"),
    Entrant(bib="14", name="Žan Rudolf"),
)


def cue(who: str, text: str = "said", bib: str = "") -> CueLine:
    """A line of the file."""
    return CueLine(who, bib, text)


def test_by_name_and_by_bib() -> None:
    """Whole names, family names, without accents; a bib in any case; several notes about one."""
    found = match_cues(
        [cue("BERG Anna", "first"), cue("11", "second"), cue("Rudolf"), cue("13", "other")], FIELD
    )

    assert found.by_bib == {"11": ("first", "second"), "14": ("said",), "13": ("other",)}
    assert (found.unknown, found.shared) == ((), ())


def test_those_who_are_not_here_and_those_who_share_a_name() -> None:
    """Each is named once; a bib beside a shared name decides, and one beside another name does not."""
    lines = [cue("Nora Nilsen"), cue("Nora Nilsen"), cue("Kim Lee"), cue("Kim Lee", "mine", bib="13")]
    found = match_cues([*lines, cue("Otto Other", bib="11")], FIELD)

    assert found.by_bib == {"13": ("mine",)}
    assert (found.unknown, found.shared) == (("Nora Nilsen", "Otto Other"), ("Kim Lee",))


def test_a_name_that_hundreds_share_is_no_one_s() -> None:
    """Unless it is written out, or its bib is beside it."""
    crowd = [Entrant(bib=str(n), name=f"Sam Smith-{n}") for n in range(MOST_NAMESAKES + 1)]
    found = match_cues([cue("Sam"), cue("Sam Smith-7", "whole"), cue("Sam", "by bib", bib="9")], crowd)

    assert found.by_bib == {"7": ("whole",), "9": ("by bib",)}
    assert found.shared == ("Sam",)
