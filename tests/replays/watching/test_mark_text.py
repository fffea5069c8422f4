"""Marks as a viewer types them: read, or refused with what would be right."""

from __future__ import annotations

import pytest

from feeds.errors import FeedError
from replays.watching.mark_text import parse_mark


@pytest.mark.parametrize(
    ("text", "label", "time"),
    [
        ("sub-3:50=3:49.99", "sub-3:50", "3:49.99"),
        ("a=b=3:49.9", "a=b", "3:49.90"),
        (" sub four = 4:00 ", "sub four", "4:00.00"),
        ("marathon=2:05:00", "marathon", "2:05:00.00"),
    ],
)
def test_a_time_follows_the_last_equals_sign(text: str, label: str, time: str) -> None:
    """The label may hold anything; a time is meant to the hundredth."""
    read = parse_mark(text)

    assert (read.label, str(read.time), read.code) == (label, time, label)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("3:49.99", "write LABEL=TIME"),
        ("=3:49.99", "write LABEL=TIME"),
        ("sub=", "write LABEL=TIME"),
        ("sub=0.00", "must be longer than 0"),
        ("sub=3:75", "not a time: '3:75'"),
        ("run=2024-bowermann-mile", "did you mean 2024-bowerman-mile"),
        ("run=2024-bowerman-mile:Coe", "no one called 'Coe'"),
        ("run=nowhere.jsonl", "no such file"),
    ],
)
def test_text_that_is_not_a_mark_is_refused(text: str, said: str) -> None:
    """In words, with what would be right."""
    with pytest.raises(FeedError, match=said):
        parse_mark(text)


def test_a_run_has_no_badge_to_give() -> None:
    """Beating a run gives no title."""
    assert parse_mark("Kerr=2024-bowerman-mile:KER").code == ""
