"""Titles of races name the event that they name and no other."""

from __future__ import annotations

import pytest

from race.event_names import EventTitle, parse_event, parse_title

EVENTS = [
    ("Men's 1500m Final", "1500", 1500, "run", "men", "final", ""),
    ("Girls 1600 Meter Run", "1600", 1600, "run", "girls", "", ""),
    (
        "10,000 Metres Race Walk Women - Final  21 AUG 2026  18:00",
        "10000W",
        10_000,
        "walk",
        "women",
        "final",
        "",
    ),
    ("110 Metres Hurdles Men - Final  21 AUG 2026  18:00", "110H", 110, "hurdles", "men", "final", ""),
    ("4x400 Metres Relay Men - Final  21 SEP 2025  21:20", "4x400", 1600, "relay", "men", "final", ""),
    ("Women 4 x 1 Mile", "4xMILE", 6437.376, "relay", "women", "", ""),
    ("Distance Medley Relay", "DMR", 4000, "relay", "", "", ""),
    ("800 Sprint Medley", "SMR", 800, "relay", "", "", ""),
    ("3000m SC", "3000SC", 3000, "steeplechase", "", "", ""),
    ("Marathon Men - Final  21 AUG 2026  08:00", "MAR", 42_195, "run", "men", "final", ""),
    ("Half Marathon", "HM", 21_097.5, "run", "", "", ""),
    ("10 km", "10K", 10_000, "run", "", "", ""),
    ("5 Miles", "5M", 8046.72, "run", "", "", ""),
    ("Two Miles Women", "2MILE", 3218.688, "run", "women", "", ""),
    ("T54 1500m", "1500WC", 1500, "wheelchair", "", "", ""),
    ("Men's 100m T12", "100", 100, "run", "men", "", ""),
    ("XC 8k", "XC", 8000, "cross country", "", "", ""),
    ("Decathlon 1500m Men", "1500", 1500, "run", "men", "", ""),
    ("100m Hürden Frauen Vorlauf 3", "100H", 100, "hurdles", "women", "heats", "3"),
    ("3000 m Hindernis Männer", "3000SC", 3000, "steeplechase", "men", "", ""),
    ("400m haies Femmes Série 2", "400H", 400, "hurdles", "women", "heats", "2"),
    ("3000 metros obstáculos mujeres", "3000SC", 3000, "steeplechase", "women", "", ""),
    ("20 km marcia uomini", "20KW", 20_000, "walk", "men", "", ""),
    ("Kappgång 10 000 m män", "10000W", 10_000, "walk", "men", "", ""),
    ("4 x 100 m stafett damer", "4x100", 400, "relay", "women", "", ""),
    ("800 m Frauen Finale", "800", 800, "run", "women", "final", ""),
    ("200m Women Semi-final 2 of 3", "200", 200, "run", "women", "semi-final", "2"),
]


@pytest.mark.parametrize(("text", "code", "metres", "kind", "sex", "round_", "heat"), EVENTS)
def test_a_title_says_which_event_it_is(
    text: str, code: str, metres: float, kind: str, sex: str, round_: str, heat: str
) -> None:
    """Its code, its distance, for whom it is, and in which round and heat."""
    title = parse_title(text)
    assert isinstance(title, EventTitle)
    event = title.event
    assert (event.code, event.distance_m, event.kind) == (code, metres, kind)
    assert (title.sex, title.round, title.heat) == (sex, round_, heat)


@pytest.mark.parametrize(
    "text", ["Heat 1 of 4", "Results", "", "World Championships", "Women", "ultramarathon"]
)
def test_a_title_without_an_event_names_none(text: str) -> None:
    """It is not an event, and nothing is made of it."""
    assert parse_event(text) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("High Jump Women", "a field event"),
        ("Kugelstoßen Männer 7,26 kg", "a field event"),
        ("Decathlon", "race by race"),
        ("1500 m Freestyle", "not a race on foot"),
        ("Relay", "what the legs"),
        ("Race 4: 2026 Bank 10 Miles 1500m", "two distances"),
        ("100m H", "100H or 100"),
    ],
)
def test_what_is_no_race_is_refused_in_a_sentence(text: str, said: str) -> None:
    """Field events, combined ones, other sports, and titles that could be two."""
    with pytest.raises(ValueError, match=said):
        parse_event(text)
