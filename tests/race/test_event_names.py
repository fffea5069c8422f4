"""Titles of races name the event that they name and no other."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from race.event import LONGEST_M, read_code
from race.event_names import parse_event, parse_title

TITLES = [
    tuple(part.strip() for part in line.split("|"))
    for line in (Path(__file__).parent / "titles.txt").read_text("utf-8").splitlines()
    if not line.startswith("#")
]


@pytest.mark.parametrize(("text", "event", "sex", "round_", "category"), TITLES)
def test_a_title_says_which_event_it_is(text: str, event: str, sex: str, round_: str, category: str) -> None:
    """Its code and setting, for whom it is, and in which round and heat."""
    title = parse_title(text)
    assert title is not None
    lap_m = title.event.lap_m
    lap = "" if lap_m in (None, 200, 400) else f" {lap_m:g}"
    assert f"{title.event.code} {title.event.setting}{lap}" == event
    assert (title.sex, f"{title.round} {title.heat}".strip(), title.category) == (sex, round_, category)
    known = read_code(title.event.code)
    assert known is not None, "a race file knows it by its code"
    assert known.kind == title.event.kind


@pytest.mark.parametrize(
    "text",
    ["Heat 1 of 4", "Results", "", "World Championships", "Women", "ultramarathon", "2026", "Army Ten-Miler"],
)
def test_a_title_without_an_event_names_none(text: str) -> None:
    """It is not an event, and nothing is made of it."""
    assert parse_event(text) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("High Jump Women", "a field event"),
        ("Pole Vault Men", "a field event"),
        ("Kugelstoßen Männer 7,26 kg", "a field event"),
        ("Saut en longueur", "a field event"),
        ("Lanzamiento de disco", "a field event"),
        ("Salto in alto", "a field event"),
        ("Hoogspringen", "a field event"),
        ("Stavhopp", "a field event"),
        ("Kule menn", "a field event"),
        ("Decathlon", "race by race"),
        ("Heptathlon Women", "race by race"),
        ("Zehnkampf", "race by race"),
        ("1500 m Freestyle", "not a race on foot"),
        ("Triathlon 51.5 km", "not a race on foot"),
        ("Relay", "what the legs"),
        ("Sprint medley", "what the legs"),
        ("Race 4: 2026 Bank 10 Miles 1500m", "two distances"),
        ("Emsley Carr Mile 1500 Metres Men", "two distances"),
        ("10K - Night of the 10,000m PBs", "two distances"),
        ("4x100m and 4x400m relays", "two relays"),
        ("100m H", "100H or 100"),
        ("5000m W", "5000W or 5000"),
        ("100M", "100 or 100MILE"),
        ("River Walk 10K", "a walk, or a run"),
        ("Wheelchair 110m hurdles", "no hurdles"),
        ("3000m hurdles", "no race over hurdles is 3000 m"),
        ("Mile Hurdles", "no race over hurdles"),
        ("Marathon Race Walk Mixed Relay", "what the legs"),
    ],
)
def test_what_is_no_race_is_refused_in_a_sentence(text: str, said: str) -> None:
    """Field events, combined ones, other sports, and titles that could be two."""
    with pytest.raises(ValueError, match=said):
        parse_event(text)


EVENTS = [
    *("Men's 1500m", "1500m", "10,000 Metres Race Walk Women", "110 Metres Hurdles", "3000m SC"),
    *(
        "Women 4x400m Relay",
        "Half Marathon",
        "Marathon",
        "10K",
        "Men's Mile",
        "5 Miles",
        "24 Hours",
        "T54 800m",
    ),
    *("Girls 1600", "60mH", "DMR", "XC 8k", "20 km marche", "3000 m hinder damer", "400 m vallas"),
    *("4 x 100 m Staffel", "800 metri donne"),
]
SPONSORS = [
    *("2026 Bank 10 Miles", "Race 4:", "7-Eleven", "Route 66", "24h Fitness", "3M", "Channel 4", "U2"),
    *("Forever 21", "5 Guys", "100 Years of Sport", "Bank 800", "Level 42", "Le Coq 1882", "20 Minuten"),
    *("Event 12", "Heat 2 of 3", "Night of the 10,000m PBs", "Bowerman Mile", "Marathon Oil", "4x4 Motors"),
    *("50 Cent", "Boeing 737", "No. 5 Chanel", "Studio 54", "T1 Arena", "1860 München", "12 AUG"),
    *("Bank of 1500", "River Walk", "Red Cross"),
]
NAMES = st.sampled_from(["", *SPONSORS]) | st.from_regex(r"[A-Z][a-z]{2,8} [0-9]{1,5}", fullmatch=True)


@pytest.mark.parametrize("event", EVENTS)
def test_no_sponsor_makes_another_event(event: str) -> None:
    """Whether it is printed before or behind."""
    for title in {f"{name} {event}" for name in SPONSORS} | {f"{event} {name}" for name in SPONSORS}:
        assert _is_own(title, event), title


BETWEEN = st.sampled_from([" ", " - ", ": "])


@given(event=st.sampled_from(EVENTS), names=st.tuples(NAMES, NAMES), between=BETWEEN)
def test_no_number_in_a_name_makes_another_event(event: str, names: tuple[str, str], between: str) -> None:
    """Nor do two sponsors, with any numbers."""
    before, after = names
    assert _is_own(between.join(filter(None, (before, event, after))), event)


def _is_own(title: str, event: str) -> bool:
    """Whether a title names its own event and no other; it may be asked which it is."""
    alone = parse_event(event)
    assert alone is not None
    try:
        found = parse_event(title)
    except ValueError:
        return True
    return found is None or (found.code, found.distance_m) == (alone.code, alone.distance_m)


@given(st.text(max_size=250))
def test_any_text_is_read(text: str) -> None:
    """Into an event that a race file can hold, into none, or into a sentence."""
    try:
        title = parse_title(text)
    except ValueError:
        return
    if title is not None:
        assert 0 <= title.event.distance_m <= LONGEST_M
        assert len(title.event.code) <= 16
        assert len(title.heat) <= 16
        assert len(title.round) <= 32


@pytest.mark.parametrize("text", ["12 Zeeuwse mijl", "6 country mile", "Mile 7"])
def test_a_mile_beside_another_number_is_no_mile(text: str) -> None:
    """The number may say how many miles there are, with a word between."""
    assert parse_event(text) is None
