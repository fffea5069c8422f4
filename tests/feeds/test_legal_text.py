"""What a text from outside may hold: names of all scripts stay as they are, commands to a terminal do not."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.legal_json import faults_in, legal_json
from feeds.legal_text import SIGN, legal, legal_lines

NAMES = [
    "Yared Nuguse",
    "Jürgen Škoda-Łukasz Ñandú O’Brien – Đặng",
    "محمد القروج",
    "هاشم\u200cزاده می\u200cروم",  # Persian: joiners that keep letters apart
    "יַעֲקֹב",
    "क्\u200dष त्\u200cर",  # Hindi: conjuncts and half forms
    "র\u200d\u09cdযাব",  # Bengali: the joiner before the virama
    "അവന്\u200d",  # Malayalam: a chillu at the end
    "ශ්\u200dරී",
    "김민수 \u1112\u1161\u11ab",
    "葛\U000e0100城 ㈱",  # an ideograph in the form of this family
    "ᠮᠠ\u180b",
    "🏃\u200d♀\ufe0f 🏃🏽\u200d♀\ufe0f 👨\u200d👩\u200d👧 ❤\ufe0f 1\ufe0f\u20e3",
    "🏳\ufe0f\u200d🌈 🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
    "a\u00a0b\u202fc",  # blanks that do not break
    "[link=https://example.org]x[/link] <b>&amp;</b>",
]

COMMANDS = {
    "\x1b]52;c;aWQ7bHMK\x07": f"{SIGN}]52;c;aWQ7bHMK{SIGN}",
    "\x1b[2J": f"{SIGN}[2J",
    "\x9b2J\x90\x9d0;x\x9c": f"{SIGN}2J{SIGN}{SIGN}0;x{SIGN}",
    "a\x7fb\x00": f"a{SIGN}b{SIGN}",
    "\ud800x\udfff": f"{SIGN}x{SIGN}",
    "a\ufffeb\U0010ffff\ufdd0": f"a{SIGN}b{SIGN}{SIGN}",
    "one\ntwo\r\n\tthree\u2028four\u2029\x85": "one two   three four  ",
    "\u202egnipoh\u202c \u2066x\u2069 \u200e\u200f\u061c": "gnipoh x ",
    "K\u200berr \u200cK\u200der\u2060r\ufeff\xad": "Kerr Kerr",
    "می\u200c\u200cروم": "میروم",
    "x\ufe0f \ufe0fa\ufe0f\u200d🏃 \u3164\u115f": "x a🏃 ",
    "ignore\U000e0068\U000e0069": "ignore",
    "\u200f": SIGN,
}

ODD = st.text(st.sampled_from("".join([*NAMES, *COMMANDS])), max_size=12)


@pytest.mark.parametrize("name", NAMES)
def test_a_name_stays_as_it_is(name: str) -> None:
    """Every script keeps its spelling, with the joiners and the variations that it needs."""
    assert legal(name) == name
    assert faults_in(json.dumps({"name": name}).encode()) == []


@pytest.mark.parametrize("text", COMMANDS)
def test_what_is_no_text_does_not(text: str) -> None:
    """Controls become a sign, line ends blanks, what cannot be seen is left out; a text is never emptied."""
    assert legal(text) == COMMANDS[text]


def test_no_character_of_all_passes_that_commands_or_reverses() -> None:
    """Of all code points no control, separator, surrogate or sign of direction is left."""
    everything = [
        chr(code) for code in (*range(0x20000), *range(0xE0000, 0xE2000), *range(0x10FFF0, 0x110000))
    ]
    left = legal("a".join(everything))

    reverses = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
    assert not {unicodedata.category(character) for character in left} & {"Cc", "Cs", "Zl", "Zp"}
    assert not {unicodedata.bidirectional(character) for character in left} & reverses
    gone = set(everything) - set(left)
    assert {"\x1b", "\x9b", "\u200e", "\u200f", "\u061c", "\u2063", "\u3164"} <= gone
    assert [character for character in gone if character in legal(f"a{character}")] == []


@given(ODD)
def test_what_was_made_legal_is_legal(text: str) -> None:
    """To do it twice changes nothing, so that hub and viewer have the same text."""
    made = legal(text)

    assert legal(made) == made
    assert bool(made) == bool(text)


@given(ODD, ODD)
def test_lines_of_our_own_keep_their_ends(one: str, two: str) -> None:
    """Of lines, each is a text."""
    one, two = one.replace("\n", ""), two.replace("\n", "")

    assert legal_lines(f"{one}\n{two}\n") == f"{legal(one)}\n{legal(two)}\n"


@pytest.mark.parametrize("ascii_only", [True, False], ids=["escaped", "as it is"])
def test_json_is_made_legal_wherever_the_text_is(ascii_only: bool) -> None:
    """In lists, in objects, in the names of objects; escaped or not."""
    value = {"a": ["x\x9b", {"k\u202e": "\x7f"}], "n": 1.5, "none": None}

    made = legal_json(json.dumps(value, ensure_ascii=ascii_only).encode())

    assert json.loads(made) == {"a": [f"x{SIGN}", {"k": SIGN}], "n": 1.5, "none": None}


@pytest.mark.parametrize(
    "line",
    [
        b'{"text":"caf\xc3\xa9 \\"quoted\\" \\u00e9 \\\\u001b"}',
        '{"name":"هاشم\u200cزاده"}'.encode(),
        b'{"broken": "\\u001b',
        b'{"name":"\xff\x9b"}',
        b"",
    ],
)
def test_json_that_needs_nothing_is_the_same_bytes(line: bytes) -> None:
    """What is legal, and what is not JSON, stays byte for byte as it came."""
    assert legal_json(line) is line
    assert faults_in(line) == []


def test_every_text_that_is_not_legal_is_named() -> None:
    """Where it is, which character it has, and what is made of it; so are names in objects."""
    body = {"name": "a\x1b[2J\x07", "entrants": [{"bib": "1"}, {"bib": "2\u202e"}], "places": {"\n7": 1}}

    assert faults_in(json.dumps(body).encode()) == [
        f"name: U+001B is a control character; it counts as {SIGN} (and 1 more)",
        "entrants.1.bib: U+202E cannot be seen; it is left out",
        "places. 7: U+000A ends or divides a line; it counts as a blank",
    ]


def test_not_more_is_said_than_can_be_read() -> None:
    """Of very many faults in one line the first 200 are named."""
    assert len(faults_in(json.dumps(["\x07"] * 1000).encode())) == 200
