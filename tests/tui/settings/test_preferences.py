"""What preferences remember, and that nothing in their file can do harm."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from replays.storage.json_store import LARGEST_FILE, load_json, save_json
from replays.watching.followed import FollowedAthlete
from tests.tui.app_on_stage import BOWERMAN, on_stage
from tui.race_session import BOARD
from tui.settings.preferences import (
    MOST_FOLLOWED,
    NAME,
    Preferences,
    remember,
)
from tui.text.board_columns import ORDER
from tui.text.column_choice import ALWAYS, ColumnChoice

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=10,
)


def test_without_a_file_there_are_defaults() -> None:
    """Every preference has its default."""
    assert Preferences.load() == Preferences()


def test_what_is_remembered_comes_back() -> None:
    """Every preference is the same in the next run."""
    chosen = {
        "theme": "light",
        "order": "meet",
        "delay_s": 7.5,
        "columns": ColumnChoice().switched("gap").moved("time", -4),
        "alerts": frozenset({"lead", "bell"}),
        "alert_by": frozenset({"desktop"}),
        "followed": (
            FollowedAthlete("Josh Kerr", born="1997-10-08", nation="GBR", race="mile", bib="4"),
            FollowedAthlete("Nordås", athlete="wa:14564446"),
        ),
    }

    remember(**chosen)

    assert Preferences.load() == Preferences(**chosen)  # type: ignore[arg-type]


def test_a_name_that_an_earlier_version_remembered_is_one_who_is_followed() -> None:
    """And nothing more is known."""
    save_json(NAME, {"followed": ["Josh Kerr", 7, {"name": ""}, {"name": "Ann", "born": 5, "colour": "red"}]})

    assert Preferences.load().followed == (FollowedAthlete("Josh Kerr"), FollowedAthlete("Ann"))


def test_two_programs_keep_each_others_preferences() -> None:
    """Remembering one leaves the others as another program has remembered them meanwhile."""
    remember(theme="light")
    remember(delay_s=4.0)
    remember(theme="monochrome")

    assert (Preferences.load().theme, Preferences.load().delay_s) == ("monochrome", 4.0)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b"\xff\xfe", b"[" * 9999, b'{"theme": 5}'])
def test_a_damaged_file_is_ignored(data_folder: Path, content: bytes) -> None:
    """It counts as missing, and is overwritten."""
    data_folder.mkdir(parents=True)
    (data_folder / NAME).write_bytes(content)
    assert Preferences.load() == Preferences()

    remember(theme="light")

    assert Preferences.load().theme == "light"


@given(st.dictionaries(st.sampled_from([*Preferences.__dataclass_fields__, "version"]), ANYTHING))
def test_foreign_content_makes_usable_preferences(content: dict[str, object]) -> None:
    """Whatever the file holds, the loaded preferences are valid."""
    save_json(NAME, content)

    loaded = Preferences.load()

    assert sorted(loaded.columns.order) == sorted(ORDER)
    assert not ALWAYS & loaded.columns.hidden
    assert 0 <= loaded.delay_s <= 600
    remember(**{name: getattr(loaded, name) for name in Preferences.__dataclass_fields__})
    assert Preferences.load() == loaded


def test_the_file_stays_small_enough_to_be_read(data_folder: Path) -> None:
    """However many are followed, what is kept of them can be read again."""
    longest = FollowedAthlete(*(["\U0001f3c3" * 60] * 6))
    remember(followed=(longest,) * MOST_FOLLOWED * 5)

    assert len(Preferences.load().followed) == MOST_FOLLOWED
    assert (data_folder / NAME).stat().st_size < LARGEST_FILE


async def test_a_new_race_begins_at_1x_on_the_board() -> None:
    """Whatever speed and view the last one was left in; the comparison and views are of one race."""
    async with on_stage(BOWERMAN, "1:00") as stage:
        await stage.press("greater_than_sign", "less_than_sign", "less_than_sign", "6", "q")

    async with on_stage(BOWERMAN, "1:00") as stage:
        assert stage.watch.playhead.speed == 1.0
        assert stage.race.session.view == BOARD
        assert "P ±" in stage.text


async def test_a_race_watched_as_it_was_opened_leaves_no_trace() -> None:
    """A speed that was only asked for on the command line is not the next race's."""
    async with on_stage(BOWERMAN, "1:00", speed=4.0) as stage:
        await stage.press("escape")

    assert load_json(NAME) is None
